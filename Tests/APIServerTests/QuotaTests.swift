import API
import Simulation
import Testing

@testable import APIServer

@Suite("Quotas and limit ranges")
struct QuotaTests {
    private static let pods = "/api/v1/namespaces/default/pods"
    private static let quotas = "/api/v1/namespaces/default/resourcequotas"

    /// A quota whose status is as the quota controller would have written it.
    private static func put(_ name: String, _ hard: Value, on server: TestServer) async throws {
        try await server.create(
            quotas, ["metadata": ["name": .string(name)], "spec": ["hard": hard]])
        var quota = try await server.get("\(quotas)/\(name)")
        var used = Object()
        for entry in hard.object ?? Object() { used[entry.name] = "0" }
        quota["status"] = ["hard": hard, "used": .object(used)]
        _ = try await server.value("PUT", "\(quotas)/\(name)/status", quota)
        try await server.simulation.sleep(for: .milliseconds(1))
    }

    private static func pod(_ name: String, cpu: String? = nil) -> Value {
        var container: Value = ["name": "c", "image": "nginx"]
        if let cpu { container["resources"] = ["requests": ["cpu": .string(cpu)]] }
        return ["metadata": ["name": .string(name)], "spec": ["containers": [container]]]
    }

    @Test("a quota counts what is created, and refuses what it does not cover")
    func quota() throws {
        try TestServer().run { server in
            try await Self.put("small", ["cpu": "1", "pods": "2"], on: server)
            let silent = try await server.failure("POST", Self.pods, Self.pod("a"))
            #expect(
                silent?.message
                    == "pods \"a\" is forbidden: failed quota: small: must specify cpu for: c")
            try await server.create(Self.pods, Self.pod("a", cpu: "200m"))
            let large = try await server.failure("POST", Self.pods, Self.pod("b", cpu: "900m"))
            #expect(
                large?.message
                    == "pods \"b\" is forbidden: exceeded quota: small, requested: cpu=900m, used: cpu=200m, limited: cpu=1"
            )
            try await server.create(Self.pods, Self.pod("b", cpu: "100m"))
            let third = try await server.failure("POST", Self.pods, Self.pod("d", cpu: "100m"))
            #expect(
                third?.message
                    == "pods \"d\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2"
            )
            let used = try await server.get("\(Self.quotas)/small")["status"]["used"]
            #expect(used == ["cpu": "300m", "pods": "2"])
        }
    }

    @Test("of ten pods created at once a quota of three admits three")
    func concurrency() throws {
        try TestServer().run { server in
            try await Self.put("three", ["pods": "3"], on: server)
            let admitted = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<10 {
                    group.addTask {
                        await server.send("POST", Self.pods, Self.pod("p\(index)")).status == 201
                    }
                }
                var count = 0
                for await isAdmitted in group where isAdmitted { count += 1 }
                return count
            }
            #expect(admitted == 3)
            let used = try await server.get("\(Self.quotas)/three")["status"]["used"]
            #expect(used == ["pods": "3"])
        }
    }

    @Test(
        "what objects count for",
        arguments: [
            ("BestEffort", false), ("NotBestEffort", true), ("Terminating", false),
            ("NotTerminating", true), ("CrossNamespacePodAffinity", false),
        ])
    func scopes(scope: String, matches: Bool) {
        let pods = GroupResource(group: "", resource: "pods")
        let spec: Value = ["scopes": [.string(scope)]]
        #expect(QuotaScope.matches(spec, Self.pod("p", cpu: "1"), of: pods) == matches)
    }

    @Test("services and claims count by their kind and class")
    func usage() {
        let now = SimulatedInstant(secondsSinceEpoch: 0)
        let services = QuotaUsage(GroupResource(group: "", resource: "services"))
        let service: Value = [
            "spec": ["type": "NodePort", "ports": [["port": 80], ["port": 81]]]
        ]
        #expect(
            services.amounts(of: service, now: now).text
                == "count/services=1,services=1,services.nodeports=2")
        let claims = QuotaUsage(GroupResource(group: "", resource: "persistentvolumeclaims"))
        let claim: Value = [
            "spec": [
                "storageClassName": "gold", "resources": ["requests": ["storage": "2Gi"]],
            ]
        ]
        #expect(
            claims.amounts(of: claim, now: now).text
                == "count/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/requests.storage=2Gi,persistentvolumeclaims=1,requests.storage=2Gi"
        )
        let jobs = QuotaUsage(GroupResource(group: "batch", resource: "jobs"))
        #expect(jobs.isMeasured(by: "count/jobs.batch"))
        #expect(!jobs.isMeasured(by: "pods"))
    }

    @Test("a limit range fills in and refuses, in the words of the recording")
    func limits() throws {
        try TestServer().run { server in
            try await server.create(
                "/api/v1/namespaces/default/limitranges",
                [
                    "metadata": ["name": "example"],
                    "spec": [
                        "limits": [
                            ["type": "Pod", "max": ["cpu": "1"]],
                            [
                                "type": "Container", "defaultRequest": ["cpu": "100m"],
                                "default": ["cpu": "200m"], "max": ["cpu": "1"],
                                "min": ["cpu": "50m"], "maxLimitRequestRatio": ["cpu": "4"],
                            ],
                            ["type": "PersistentVolumeClaim", "max": ["storage": "10Gi"]],
                        ]
                    ],
                ])
            try await server.simulation.sleep(for: .milliseconds(1))
            let pod = try await server.create(Self.pods, Self.pod("dflt"))
            #expect(
                pod["metadata"]["annotations"]["kubernetes.io/limit-ranger"].string
                    == "LimitRanger plugin set: cpu request for container c; cpu limit for container c"
            )
            var large = Self.pod("toobig")
            large["spec"]["containers"] = [
                [
                    "name": "c", "image": "nginx",
                    "resources": ["requests": ["cpu": "2"], "limits": ["cpu": "2"]],
                ]
            ]
            #expect(
                try await server.failure("POST", Self.pods, large)?.message
                    == "pods \"toobig\" is forbidden: [maximum cpu usage per Pod is 1, but limit is 2, maximum cpu usage per Container is 1, but limit is 2]"
            )
            large["metadata"]["name"] = "ratio"
            large["spec"]["containers"] = [
                [
                    "name": "c", "image": "nginx",
                    "resources": ["requests": ["cpu": "100m"], "limits": ["cpu": "1"]],
                ]
            ]
            #expect(
                try await server.failure("POST", Self.pods, large)?.message
                    == "pods \"ratio\" is forbidden: cpu max limit to request ratio per Container is 4, but provided ratio is 10.000000"
            )
            let claim: Value = [
                "metadata": ["name": "c"],
                "spec": [
                    "accessModes": ["ReadWriteOnce"],
                    "resources": ["requests": ["storage": "20Gi"]],
                ],
            ]
            #expect(
                try await server.failure(
                    "POST", "/api/v1/namespaces/default/persistentvolumeclaims", claim)?.message
                    == "persistentvolumeclaims \"c\" is forbidden: maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi"
            )
        }
    }
}
