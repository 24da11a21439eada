import Cluster
import Etcd
import EtcdConformance
import Foundation
import RealEtcd
import Simulation
import TestSupport
import Testing

@testable import EtcdGRPC

/// Groups of our own members, asked as their real clients ask them.
@Suite("A group of ours", .serialized)
struct OwnGroupTests {
    @Test("three members behind gRPC behave as etcd does, case after case")
    func overGRPC() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let own = try OwnEtcd(keys, members: 3)
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(
                simulation: simulation,
                addresses: own.ports.map { try EtcdAddress("https://127.0.0.1:\($0)") },
                credentials: keys.credentials())
            for promise in ConformanceCase.all where promise.needs.isEmpty {
                do {
                    try simulation.run(limit: .seconds(20)) {
                        try await promise.check(on: etcd) { duration in
                            await simulation.outside { try? await Task.sleep(for: duration) }
                        }
                    }
                } catch { Issue.record("\(promise): \(error)") }
            }
        }
    }

    @Test("the cluster's group behaves as etcd does to the API server's client")
    func ofACluster() throws {
        let simulation = Simulation(seed: 1)
        let cluster = try Cluster(
            simulation: simulation, topology: Topology(nodeCount: 1, etcdMembers: 3))
        let group = try #require(cluster.etcdGroup)
        try simulation.run {
            for name in group.names { try group.start(name) }
            for promise in ConformanceCase.all {
                do {
                    try await promise.check(on: cluster.etcd) { pause in
                        try await simulation.sleep(for: pause)
                    }
                } catch { Issue.record("\(promise): \(error)") }
            }
        }
    }
}
