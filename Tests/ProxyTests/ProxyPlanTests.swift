import API
import PodNetwork
import Testing

@testable import Proxy

@Suite("ProxyPlan")
struct ProxyPlanTests {
    private func service(_ spec: Value) -> Service {
        var service = Service(namespace: "default", name: "web")
        service.value["spec"] = spec
        return service
    }

    private func slice(_ endpoints: [Value]) -> EndpointSlice {
        var slice = EndpointSlice(namespace: "default", name: "web-1")
        slice.metadata.labels = ["kubernetes.io/service-name": "web"]
        slice.value["addressType"] = "IPv4"
        slice.value["endpoints"] = .array(endpoints)
        slice.value["ports"] = [["name": "", "port": 8080, "protocol": "TCP"]]
        return slice
    }

    private func endpoint(_ address: Value, ready: Bool, node: Value = "n1") -> Value {
        [
            "addresses": [address], "nodeName": node,
            "conditions": ["ready": .bool(ready), "serving": true, "terminating": .bool(!ready)],
        ]
    }

    private let ports: Value = [["port": 80, "protocol": "TCP", "nodePort": 30080]]

    @Test("a cluster IP and a node port lead to the ready endpoints")
    func clusterIP() throws {
        let plan = ProxyPlan(
            services: [service(["clusterIP": "10.96.0.20", "ports": ports])],
            slices: [
                slice([endpoint("10.244.2.7", ready: true), endpoint("10.244.1.5", ready: false)])
            ], node: "n1")
        let rule = try #require(plan.services.first)
        #expect(plan.services.count == 1)
        #expect(rule.frontend.description == "10.96.0.20:80")
        #expect(rule.backends.map(\.description) == ["10.244.2.7:8080"])
        #expect(plan.nodePorts.map(\.frontend.port) == [30080])
    }

    @Test("terminating endpoints serve when there is no ready one; without any it rejects")
    func terminating() {
        let web = service(["clusterIP": "10.96.0.20", "ports": ports])
        let ending = ProxyPlan(
            services: [web], slices: [slice([endpoint("10.244.1.5", ready: false)])], node: "n1")
        #expect(ending.services.first?.backends.count == 1)
        let empty = ProxyPlan(services: [web], slices: [], node: "n1")
        #expect(empty.services.first?.backends == [])
    }

    @Test("the Local policies keep to the node's own endpoints")
    func local() {
        let web = service([
            "clusterIP": "10.96.0.20", "ports": ports, "externalTrafficPolicy": "Local",
            "internalTrafficPolicy": "Cluster", "externalIPs": ["192.0.2.9"],
        ])
        let both = slice([
            endpoint("10.244.1.5", ready: true, node: "n1"),
            endpoint("10.244.2.7", ready: true, node: "n2"),
        ])
        let plan = ProxyPlan(services: [web], slices: [both], node: "n2")
        #expect(plan.services.map(\.backends.count) == [2, 1])
        #expect(plan.nodePorts.first?.backends.map(\.description) == ["10.244.2.7:8080"])
    }

    @Test("headless and external-name services have no rules")
    func none() {
        let plan = ProxyPlan(
            services: [
                service(["clusterIP": "None", "ports": ports]),
                service(["type": "ExternalName", "externalName": "example.com"]),
            ], slices: [], node: "n1")
        #expect(plan.services.isEmpty)
        #expect(plan.nodePorts.isEmpty)
    }
}
