import API
import Simulation
import Testing

@testable import ControllerManager

@Suite("DaemonRollout")
struct DaemonRolloutTests {
    /// Two nodes, `a` and `b`, and a set with the given limits.
    private func rollout(surge: Int, unavailable: Int) -> DaemonRollout {
        DaemonRollout(
            set(surge, unavailable), hash: "new", nodes: nodes, now: .init(secondsSinceEpoch: 100))
    }

    private let nodes = ["a", "b"].map { Node(["metadata": ["name": .string($0)]]) }

    private func set(_ surge: Int, _ unavailable: Int) -> DaemonSet {
        DaemonSet([
            "metadata": ["name": "agent", "namespace": "default"],
            "spec": [
                "updateStrategy": [
                    "type": "RollingUpdate",
                    "rollingUpdate": [
                        "maxSurge": .int(Int64(surge)), "maxUnavailable": .int(Int64(unavailable)),
                    ],
                ]
            ],
        ])
    }

    private func pod(_ name: String, hash: String, isReady: Bool = true) -> Pod {
        Pod([
            "metadata": [
                "name": .string(name), "namespace": "default",
                "labels": ["controller-revision-hash": .string(hash)],
            ],
            "status": [
                "phase": "Running",
                "conditions": [["type": "Ready", "status": .string(isReady ? "True" : "False")]],
            ],
        ])
    }

    @Test("without surge an old pod goes first, one at a time")
    func replacing() {
        let step = rollout(surge: 0, unavailable: 1).step([
            "a": [pod("a1", hash: "old")], "b": [pod("b1", hash: "old")],
        ])
        #expect(step.podsToDelete.map(\.metadata.name) == ["a1"])
        #expect(step.nodesToCreate.isEmpty)
    }

    @Test("with surge a new pod comes first, and the old one goes when the new one is available")
    func surging() {
        let rollout = rollout(surge: 1, unavailable: 0)
        let first = rollout.step(["a": [pod("a1", hash: "old")], "b": [pod("b1", hash: "old")]])
        #expect(first.nodesToCreate == ["a"])
        #expect(first.podsToDelete.isEmpty)

        let starting = [pod("a1", hash: "old"), pod("a2", hash: "new", isReady: false)]
        let second = rollout.step(["a": starting, "b": [pod("b1", hash: "old")]])
        #expect(second.nodesToCreate.isEmpty && second.podsToDelete.isEmpty)
        #expect(rollout.excess(starting).isEmpty)

        let started = [pod("a1", hash: "old"), pod("a2", hash: "new")]
        let third = rollout.step(["a": started, "b": [pod("b1", hash: "old")]])
        #expect(third.podsToDelete.map(\.metadata.name) == ["a1"])
        #expect(rollout.excess(started).map(\.metadata.name) == ["a1"])
    }

    @Test("beside an old pod that is not ready a new one may always come, and then it stays alone")
    func broken() {
        let rollout = rollout(surge: 1, unavailable: 0)
        let step = rollout.step([
            "a": [pod("a1", hash: "old", isReady: false)], "b": [pod("b1", hash: "old")],
        ])
        #expect(step.nodesToCreate == ["a", "b"])
        let pair = [pod("a1", hash: "old", isReady: false), pod("a2", hash: "new", isReady: false)]
        #expect(rollout.excess(pair).map(\.metadata.name) == ["a1"])
    }

    @Test("without surge only the oldest pod of a node stays")
    func excess() {
        let pods = [pod("a1", hash: "old"), pod("a2", hash: "new")]
        #expect(rollout(surge: 0, unavailable: 1).excess(pods).map(\.metadata.name) == ["a2"])
    }
}
