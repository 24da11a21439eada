import API
import Client
import Etcd
import Foundation
import PKI
import Simulation
import Testing

@testable import Cluster

/// A directory that goes away with the test.
final class ScratchDirectory: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
}

@Suite("A kept data directory")
struct KeptDirectoryTests {
    /// What has to be the same after a power cut.
    private struct Snapshot {
        var now: SimulatedInstant
        var pods: [Pod]
        var authority: String
        var bootID: String
    }

    /// One life of a cluster on `path`; `body` runs once it is up.
    private func live(
        _ path: String, seed: UInt64,
        _ body: @escaping @Sendable (Cluster) async throws -> Void = { _ in }
    ) throws -> Snapshot {
        let world = try Cluster.world(seed: seed, storage: .directory(path))
        let cluster = try Cluster(
            simulation: world, topology: Topology(nodeCount: 2), storage: .directory(path))
        defer { cluster.store.close() }
        try cluster.boot()
        return try world.run {
            try await body(cluster)
            let node = try await cluster.admin.get(Node.self, name: "server5-node1")
            return Snapshot(
                now: world.now,
                pods: try await cluster.admin.list(Pod.self).items.sorted {
                    $0.namespacedName < $1.namespacedName
                },
                authority: cluster.pki.authority.certificatePEM,
                bootID: node.value["status"]["nodeInfo"]["bootID"].string ?? "")
        }
    }

    @Test("a cluster comes up again as after a power cut: same pods, containers once more")
    func powerCut() throws {
        let root = try ScratchDirectory()
        let before = try live(root.path("d"), seed: 3) { cluster in
            try await cluster.admin.create(Self.pod("web", ["sleep", "99999"], "Always"))
            try await cluster.admin.create(Self.pod("once", ["true"], "Never"))
            try await cluster.admin.create(Self.pod("cut", ["sleep", "99999"], "Never"))
            try await cluster.simulation.sleep(for: .seconds(60))
        }
        let after = try live(root.path("d"), seed: 4)
        // Nothing is from the future, and little time has gone by.
        #expect(after.now > before.now)
        #expect(before.now.duration(to: after.now) < .minutes(2))
        // The same pods, with the same ages.
        let identity = { (pod: Pod) in
            "\(pod.namespacedName) \(pod.metadata.uid) \(pod.metadata.creationTimestamp ?? "")"
        }
        #expect(before.pods.count == 14)
        #expect(after.pods.map(identity) == before.pods.map(identity))
        for pod in after.pods where !["once", "cut"].contains(pod.metadata.name) {
            let container = try #require(pod.status.containerStatuses.first)
            let name = pod.metadata.name
            #expect(container.restartCount == 1, "\(name)")
            #expect(container.state.running != nil, "\(name)")
            #expect(container.lastState.terminated?.exitCode == 255, "\(name)")
            #expect(container.lastState.terminated?.reason == "Unknown", "\(name)")
        }
        // What never restarts has ended.
        let phases = Dictionary(
            uniqueKeysWithValues: after.pods.map { ($0.metadata.name, $0.status.phase) })
        #expect(phases["once"] == "Succeeded")
        #expect(phases["cut"] == "Failed")
        // The machines are the same ones, started again; the keys are on them.
        #expect(after.authority == before.authority)
        #expect(after.bootID != before.bootID)
        let third = try live(root.path("d"), seed: 3) { cluster in
            try await cluster.admin.create(Self.pod("new", ["sleep", "9"], "Always"))
            try await cluster.simulation.sleep(for: .seconds(5))
        }
        let web = third.pods.first { $0.metadata.name == "web" }
        #expect(web?.status.containerStatuses.first?.restartCount == 2)
        let fresh = third.pods.first { $0.metadata.name == "new" }
        #expect(fresh?.status.phase == "Running")
        let known = Set(before.pods.map(\.metadata.uid))
        #expect(known.isDisjoint(with: [fresh?.metadata.uid ?? ""]))
    }

    private static func pod(_ name: String, _ command: [Value], _ policy: Value) -> Pod {
        var pod = Pod(namespace: "default", name: name)
        pod.value["spec"] = [
            "restartPolicy": policy,
            "containers": [["name": "main", "image": "busybox", "command": .array(command)]],
        ]
        return pod
    }
}
