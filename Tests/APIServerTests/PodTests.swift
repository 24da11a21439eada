import API
import Etcd
import Simulation
import Testing

@testable import APIServer

@Suite("Pods and services on the way into the store")
struct PodTests {
    static let pods = "/api/v1/namespaces/default/pods"

    static func pod(_ name: String) -> Value {
        [
            "metadata": ["name": .string(name)],
            "spec": ["containers": [["name": "main", "image": "busybox"]]],
        ]
    }

    @Test("admission gives a pod its account's files, its priority and its tolerations")
    func admission() throws {
        try TestServer().run { server in
            let pod = try await server.create(Self.pods, Self.pod("p"))
            let volume = pod["spec"]["volumes"].array?.first
            let name = volume["name"].string ?? ""
            #expect(name.hasPrefix("kube-api-access-"))
            let mount = pod["spec"]["containers"].array?.first["volumeMounts"].array?.first
            #expect(
                mount
                    == [
                        "name": .string(name), "readOnly": true,
                        "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                    ])
            #expect(
                volume["projected"]["sources"].array?.first["serviceAccountToken"] == [
                    "expirationSeconds": 3607, "path": "token",
                ])
            #expect(pod["spec"]["priority"].int == 0)
            #expect(pod["spec"]["tolerations"].array?.count == 2)
            #expect(pod["spec"]["serviceAccountName"].string == "default")
            #expect(pod["status"]["phase"].string == "Pending")
        }
    }

    @Test("a pod of an account that there is not is refused")
    func missingAccount() throws {
        try TestServer().run { server in
            var pod = Self.pod("nosa")
            pod["spec"]["serviceAccountName"] = "nope"
            let failure = try await server.failure("POST", Self.pods, pod)
            #expect(
                failure?.message
                    == "pods \"nosa\" is forbidden: error looking up service account default/nope: serviceaccount \"nope\" not found"
            )
        }
    }

    @Test("a bound pod is deleted in two steps: marked with its grace, then ended by the kubelet")
    func gracefulDeletion() throws {
        try TestServer().run { server in
            try await server.create(Self.pods, Self.pod("p"))
            let binding: Value = [
                "metadata": ["name": "p"], "target": ["kind": "Node", "name": "node-1"],
            ]
            let bound = try await server.create(Self.pods + "/p/binding", binding)
            #expect(bound["status"].string == "Success")
            let again = try await server.failure("POST", Self.pods + "/p/binding", binding)
            #expect(
                again?.message
                    == "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node \"node-1\""
            )
            let stream = try await server.watch(Self.pods + "?watch=1")
            let marked = try await server.value("DELETE", Self.pods + "/p")
            let end = server.simulation.now.advanced(by: .seconds(30))
            #expect(marked["metadata"]["deletionTimestamp"].string == CivilTime(end).rfc3339)
            #expect(marked["metadata"]["deletionGracePeriodSeconds"].int == 30)
            #expect(marked["metadata"]["generation"].int == 2)
            _ = try await server.value("DELETE", Self.pods + "/p", ["gracePeriodSeconds": 0])
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(drain(stream) == ["ADDED p", "MODIFIED p", "MODIFIED p", "DELETED p"])
        }
    }

    @Test("a status update touches nothing but the status, and an update nothing of it")
    func statusIsApart() throws {
        try TestServer().run { server in
            var pod = try await server.create(Self.pods, Self.pod("p"))
            pod["status"]["phase"] = "Running"
            pod["spec"]["nodeName"] = "elsewhere"
            let after = try await server.value("PUT", Self.pods + "/p/status", pod)
            #expect(after["status"]["phase"].string == "Running")
            #expect(after["spec"]["nodeName"] == nil)
            #expect(after["metadata"]["generation"].int == 1)
            var other = after
            other["status"]["phase"] = "Failed"
            other["metadata"]["labels"] = ["a": "b"]
            let kept = try await server.value("PUT", Self.pods + "/p", other)
            #expect(kept["status"]["phase"].string == "Running")
        }
    }

    @Test("objects lie in etcd under upstream's keys, without their version")
    func keys() throws {
        try TestServer().run { server in
            try await server.create(Self.pods, Self.pod("p"))
            try await server.create(
                "/api/v1/namespaces/default/services",
                ["metadata": ["name": "s"], "spec": ["ports": [["port": 80]]]])
            for key in [
                "/registry/pods/default/p", "/registry/services/specs/default/s",
                "/registry/services/specs/default/kubernetes",
                "/registry/services/endpoints/default/kubernetes",
                "/registry/namespaces/kube-system", "/registry/clusterroles/cluster-admin",
            ] {
                let found = try await server.etcd.range(RangeRequest(.key(Key(key))))
                #expect(found.keyValues.count == 1, "\(key)")
                let stored = found.keyValues.first?.value as? StoredObject
                #expect(stored?.value["metadata"]["resourceVersion"] == nil)
            }
        }
    }

    @Test("services get addresses and ports; a taken one is refused")
    func serviceAddresses() throws {
        try TestServer().run { server in
            let services = "/api/v1/namespaces/default/services"
            let kubernetes = try await server.get(services + "/kubernetes")
            #expect(kubernetes["spec"]["clusterIP"].string == "10.96.0.1")
            let made = try await server.create(
                services,
                [
                    "metadata": ["name": "s"],
                    "spec": ["type": "NodePort", "ports": [["port": 80]]],
                ])
            #expect(made["spec"]["clusterIP"].string?.hasPrefix("10.") == true)
            let port = made["spec"]["ports"].array?.first["nodePort"].int ?? 0
            #expect((30_000...32_767).contains(port))
            let failure = try await server.failure(
                "POST", services,
                [
                    "metadata": ["name": "c3"],
                    "spec": ["clusterIP": "10.96.0.1", "ports": [["port": 80]]],
                ])
            #expect(
                failure?.message
                    == "Service \"c3\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.1\"]: failed to allocate IP 10.96.0.1: provided IP is already allocated"
            )
        }
    }

    @Test("scale reads and writes the number of copies")
    func scale() throws {
        try TestServer().run { server in
            let deployments = "/apis/apps/v1/namespaces/default/deployments"
            let labels: Value = ["app": "g"]
            let template: Value = [
                "metadata": ["labels": labels],
                "spec": ["containers": [["name": "c", "image": "i"]]],
            ]
            try await server.create(
                deployments,
                [
                    "metadata": ["name": "g"],
                    "spec": ["selector": ["matchLabels": labels], "template": template],
                ])
            let scale = try await server.value(
                "PATCH", deployments + "/g/scale", ["spec": ["replicas": 3]],
                contentType: MediaType.mergePatch)
            #expect(scale["spec"]["replicas"].int == 3)
            #expect(scale["status"]["selector"].string == "app=g")
            let deployment = try await server.get(deployments + "/g")
            #expect(deployment["spec"]["replicas"].int == 3)
            #expect(deployment["metadata"]["generation"].int == 2)
        }
    }

    @Test("a namespace that is going takes nothing new and ends when it is finalized")
    func namespaces() throws {
        try TestServer().run { server in
            try await server.create("/api/v1/namespaces", ["metadata": ["name": "stuck"]])
            let immortal = try await server.failure("DELETE", "/api/v1/namespaces/default")
            #expect(
                immortal?.message
                    == "namespaces \"default\" is forbidden: this namespace may not be deleted")
            let marked = try await server.value("DELETE", "/api/v1/namespaces/stuck")
            #expect(marked["status"]["phase"].string == "Terminating")
            let refused = try await server.failure(
                "POST", "/api/v1/namespaces/stuck/configmaps", ["metadata": ["name": "other"]])
            #expect(
                refused?.message
                    == "configmaps \"other\" is forbidden: unable to create new content in namespace stuck because it is being terminated"
            )
            #expect(refused?.details?.causes.first?.reason == "NamespaceTerminating")
            var namespace = try await server.get("/api/v1/namespaces/stuck")
            namespace["spec"]["finalizers"] = nil
            _ = try await server.value("PUT", "/api/v1/namespaces/stuck/finalize", namespace)
            #expect(try await server.failure("GET", "/api/v1/namespaces/stuck")?.code == 404)
        }
    }
}
