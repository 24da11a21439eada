import API
import Simulation
import Testing

@testable import APIServer

@Suite("BootstrapPolicy")
struct BootstrapTests {
    /// The object without what the registry adds.
    private func bare(_ object: Value) -> Value {
        var object = object
        for name in ["uid", "resourceVersion", "creationTimestamp"] {
            object["metadata"][name] = nil
        }
        return object
    }

    private func key(_ object: Value) -> String {
        let metadata = object["metadata"]
        return "\(object["kind"].string ?? "") \(metadata["namespace"].string ?? "")/"
            + (metadata["name"].string ?? "")
    }

    @Test("roles and bindings are those of a fresh cluster", .enabled(if: KindsTruth.isPresent))
    func rbac() throws {
        var ours: [String: Value] = [:]
        for object in BootstrapPolicy.roles { ours[key(object)] = object }
        var count = 0
        for command in [
            "kubectl get clusterroles -o yaml", "kubectl get clusterrolebindings -o yaml",
            "kubectl get roles,rolebindings -A -o yaml",
        ] {
            for recorded in try KindsTruth.objects(of: command, in: "41-bootstrap-objects.txt") {
                count += 1
                #expect(ours[key(recorded)] == bare(recorded), "\(key(recorded))")
            }
        }
        #expect(count == 133)
    }

    @Test("what kubeadm adds carries no mark of the API server's own")
    func kubeadm() throws {
        let admins = try #require(
            BootstrapPolicy.roles.first { key($0) == "ClusterRoleBinding /kubeadm:cluster-admins" })
        #expect(admins["metadata"]["labels"] == nil)
        #expect(admins["roleRef"]["name"].string == "cluster-admin")
        #expect(admins["subjects"].array?.first?["name"].string == "kubeadm:cluster-admins")
    }

    @Test("every object has the canonical form of its kind and is valid")
    func canonical() throws {
        for object in BootstrapPolicy.objects {
            let kind = GroupVersionKind(
                apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
            let decoded = try Schema.shared.decode(object, as: kind)
            #expect(decoded.strictErrors.isEmpty, "\(key(object))")
            #expect(
                JSONWriter.text(decoded.value) == JSONWriter.text(object), "\(key(object))")
            #expect(try Draft(object).errors.isEmpty, "\(key(object))")
        }
    }

    @Test("no two objects share kind, namespace and name")
    func unique() {
        let keys = BootstrapPolicy.objects.map(key)
        #expect(Set(keys).count == keys.count)
    }

    @Test("namespaces come first, so that others can be created inside")
    func order() {
        #expect(BootstrapPolicy.objects.prefix(4).allSatisfy { $0["kind"].string == "Namespace" })
    }

    @Test("a flow schema tells whether the priority level that it names is there")
    func danglingSchema() throws {
        let group = "/apis/flowcontrol.apiserver.k8s.io/v1"
        try TestServer().run { server in
            func dangling() async throws -> [Value?] {
                try await server.simulation.sleep(for: .seconds(1))
                let schema = try await server.get(group + "/flowschemas/mine")
                let condition = schema["status"]["conditions"].array?.first
                return [condition["type"], condition["status"], condition["reason"]]
            }
            try await server.create(
                group + "/flowschemas",
                [
                    "metadata": ["name": "mine"],
                    "spec": ["priorityLevelConfiguration": ["name": "level"]],
                ])
            #expect(try await dangling() == ["Dangling", "True", "NotFound"])
            try await server.create(
                group + "/prioritylevelconfigurations",
                [
                    "metadata": ["name": "level"],
                    "spec": [
                        "type": "Limited",
                        "limited": ["limitResponse": ["type": "Reject"]],
                    ],
                ])
            #expect(try await dangling() == ["Dangling", "False", "Found"])
            _ = try await server.value("DELETE", group + "/prioritylevelconfigurations/level")
            #expect(try await dangling() == ["Dangling", "True", "NotFound"])
        }
    }
}
