import API
import Client
import Simulation
import Testing

@testable import ControllerManager

@Suite("cluster controllers on a real API server")
struct ClusterTests {
    @Test("a new namespace gets its service account and the cluster's CA; a deleted one ends")
    func namespaces() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(Namespace(namespace: "", name: "lab"))
            #expect(
                try await cluster.eventually {
                    let maps: ObjectList<ConfigMap> = try await cluster.admin.list(namespace: "lab")
                    let accounts: ObjectList<ServiceAccount> = try await cluster.admin.list(
                        namespace: "lab")
                    return maps.items.map(\.data) == [["ca.crt": "PEM"]]
                        && accounts.items.map(\.metadata.name) == ["default"]
                })
            var held = ConfigMap(namespace: "lab", name: "held")
            held.metadata.finalizers = ["example.com/hold"]
            try await cluster.admin.create(held)
            try await cluster.admin.delete(Namespace.self, name: "lab")
            #expect(
                try await cluster.eventually {
                    let lab: Namespace = try await cluster.admin.get(name: "lab")
                    return lab.status.conditions.contains { $0.reason == "SomeFinalizersRemain" }
                })
            let lab: Namespace = try await cluster.admin.get(name: "lab")
            #expect(
                lab.status.conditions.compactMap(\.message).contains(
                    "Some resources are remaining: configmaps. has 1 resource instances"))
            try await cluster.admin.patch(
                ConfigMap.self, namespace: "lab", name: "held", type: MediaType.mergePatch,
                ["metadata": ["finalizers": .null]])
            #expect(
                try await cluster.eventually {
                    let all: ObjectList<Namespace> = try await cluster.admin.list()
                    return !all.items.contains { $0.metadata.name == "lab" }
                })
        }
        #expect(cluster.refusals == [])
    }

    @Test("a service's endpoints are its ready pods, in both forms")
    func endpoints() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var service = Service(namespace: "default", name: "web")
            service.value["spec"] = [
                "selector": ["app": "web"], "ports": [["port": 80, "targetPort": 8080]],
            ]
            try await cluster.admin.create(service)
            try await cluster.admin.create(cluster.deployment("web", replicas: 2))
            #expect(
                try await cluster.eventually {
                    let found: Endpoints? = try? await cluster.admin.get(
                        namespace: "default", name: "web")
                    return found?.subsets.first?.addresses.count == 2
                })
            let endpoints: Endpoints = try await cluster.admin.get(
                namespace: "default", name: "web")
            let wanted = try await cluster.pods("app=web").compactMap(\.status.podIP).sorted()
            #expect(endpoints.subsets.first?.addresses.map(\.ip).sorted() == wanted)
            #expect(endpoints.subsets.first?.ports.map(\.port) == [8080])
            let slices: ObjectList<EndpointSlice> = try await cluster.admin.list(
                namespace: "default", labelSelector: "kubernetes.io/service-name=web")
            #expect(slices.items.count == 1)
            #expect(slices.items.first?.endpoints.flatMap(\.addresses).sorted() == wanted)
            #expect(slices.items.first?.ports.map(\.name) == [""])
        }
        #expect(cluster.refusals == [])
    }

    @Test("a silent node becomes Unknown after 50 s; its pods leave service and are evicted")
    func nodeFailure() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(cluster.deployment("web", replicas: 3))
            #expect(
                try await cluster.eventually {
                    try await cluster.pods("app=web").allSatisfy { $0.isReady }
                })
            try await cluster.simulation.sleep(for: .seconds(30))
            cluster.living.value = ["node-1", "node-2"]
            let start = cluster.simulation.now
            #expect(
                try await cluster.eventually {
                    let node: Node = try await cluster.admin.get(name: "node-3")
                    return node.status[condition: "Ready"]?.status == "Unknown"
                        && node.spec.taints.map(\.effect) == ["NoSchedule", "NoExecute"]
                })
            let silence = start.duration(to: cluster.simulation.now)
            #expect(silence > .seconds(38) && silence < .seconds(58))
            let lost = try await cluster.pods("app=web").filter { $0.spec.nodeName == "node-3" }
            #expect(lost.count == 1)
            #expect(lost.allSatisfy { !$0.isReady })
            #expect(
                try await cluster.eventually(within: .seconds(320)) {
                    let pods = try await cluster.pods("app=web")
                    return pods.count == 4
                        && pods.contains { $0.metadata.isBeingDeleted }
                })
        }
        #expect(cluster.refusals == [])
    }
}
