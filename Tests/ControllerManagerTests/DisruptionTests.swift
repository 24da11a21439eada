import API
import Client
import Simulation
import Testing

@testable import ControllerManager

@Suite("Disruption budgets")
struct DisruptionTests {
    private static let epoch = SimulatedInstant(secondsSinceEpoch: 0)

    private static func pods(_ count: Int, ready: Int) -> [Pod] {
        (0..<count).map { index in
            var pod = Pod(namespace: "default", name: "p\(index)")
            pod.value["status"] = [
                "conditions": [["type": "Ready", "status": index < ready ? "True" : "False"]]
            ]
            return pod
        }
    }

    @Test(
        "how many may go follows from how many must stay",
        arguments: [
            (["minAvailable": 3], 5, 5, 3, 2), (["minAvailable": "50%"], 5, 5, 3, 2),
            (["maxUnavailable": 1], 5, 5, 4, 1), (["maxUnavailable": "30%"], 5, 4, 3, 1),
            (["minAvailable": 3], 5, 2, 3, 0), (["maxUnavailable": 9], 5, 5, 0, 5),
            (["minAvailable": 0], 0, 0, 0, 0),
        ] as [(Value, Int, Int, Int, Int)])
    func arithmetic(spec: Value, count: Int, ready: Int, desired: Int, allowed: Int) {
        var budget = PodDisruptionBudget(namespace: "default", name: "b")
        budget.value["spec"] = spec
        let plan = DisruptionPlan(
            budget, pods: Self.pods(count, ready: ready), scale: count, now: Self.epoch)
        #expect(plan.desired == desired)
        #expect(plan.healthy == ready)
        #expect(plan.allowed == allowed)
    }

    @Test("a pod that was evicted but is still there does not count twice")
    func disrupted() {
        var budget = PodDisruptionBudget(namespace: "default", name: "b")
        budget.value["spec"] = ["minAvailable": 2]
        budget.value["status"] = ["disruptedPods": ["p0": "1970-01-01T00:00:00Z"]]
        let pods = Self.pods(3, ready: 3)
        func allowed(after time: Duration) -> Int {
            DisruptionPlan(budget, pods: pods, scale: 0, now: Self.epoch.advanced(by: time)).allowed
        }
        #expect(allowed(after: .seconds(1)) == 0)
        #expect(allowed(after: .minutes(3)) == 1)
    }

    @Test("an eviction is refused until enough pods are ready again")
    func evictions() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var budget = PodDisruptionBudget(namespace: "default", name: "web")
            budget.value["spec"] = [
                "maxUnavailable": 1, "selector": ["matchLabels": ["app": "web"]],
            ]
            try await cluster.admin.create(budget)
            try await cluster.admin.create(cluster.deployment("web", replicas: 2))
            func status() async throws -> PodDisruptionBudgetStatus {
                let found: PodDisruptionBudget = try await cluster.admin.get(
                    namespace: "default", name: "web")
                return found.status
            }
            #expect(try await cluster.eventually { try await status().disruptionsAllowed == 1 })
            #expect(try await status().expectedPods == 2)
            let names = try await cluster.pods("app=web").map(\.metadata.name)
            func evict(_ name: String) async throws {
                _ = try await cluster.admin.value(
                    "POST", "/api/v1/namespaces/default/pods/\(name)/eviction",
                    body: [
                        "kind": "Eviction", "apiVersion": "policy/v1",
                        "metadata": ["name": .string(name)],
                    ])
            }
            try await evict(names[0])
            await #expect(throws: Status.self) { try await evict(names[1]) }
            #expect(try await cluster.eventually { try await status().disruptionsAllowed == 1 })
            try await evict(names[1])
        }
        #expect(cluster.refusals == [])
    }
}
