import API
import Client
import Cluster
import EtcdGRPC
import Foundation
import PKI
import RealEtcd
import Simulation
import TestSupport
import Testing

/// The whole cluster on a real etcd.
@Suite(
    "A cluster on a real etcd", .serialized,
    .enabled(if: EtcdProcesses.isInstalled, "etcd-server and etcd-client are not installed"))
struct ClusterOnEtcdTests {
    /// A cluster of one node on `real`, up.
    private static func boot(
        _ real: EtcdProcesses, _ keys: EtcdKeys? = nil, seed: UInt64 = 1
    ) throws -> Cluster {
        let addresses = try real.addresses(tls: keys != nil)
        let credentials = try keys?.credentials() ?? .none
        let store = ExternalStore(description: "test") { simulation throws(ClusterError) in
            do {
                return try RemoteEtcd(
                    simulation: simulation, addresses: addresses, credentials: credentials)
            } catch { throw ClusterError("\(error)") }
        }
        let world = try Cluster.world(seed: seed, storage: .external(store))
        let cluster = try Cluster(
            simulation: world, topology: Topology(nodeCount: 1), storage: .external(store))
        try cluster.boot()
        return cluster
    }

    private static func names(_ cluster: Cluster) throws -> [String] {
        try cluster.simulation.run {
            try await cluster.admin.list(ConfigMap.self, namespace: "default").items
                .map(\.metadata.name).filter { $0.hasPrefix("c") }.sorted()
        }
    }

    @Test("three members, one killed under load: nothing acknowledged is lost, and it starts again")
    func killed() async throws {
        try await onOwnThread {
            // By mutual TLS, as `--store-ca`, `--store-cert` and `--store-key` set it up.
            let keys = try EtcdKeys()
            let real = try EtcdProcesses(members: 3, keys: keys)
            let cluster = try Self.boot(real, keys)
            var acknowledged: [String] = []
            for round in 0..<30 {
                // The first in the list is the one that is asked.
                if round == 10 { real.kill9(0) }
                let name = "c\(round)"
                let isTaken = try cluster.simulation.run {
                    let map = ConfigMap(namespace: "default", name: name)
                    return (try? await cluster.admin.create(map)) != nil
                }
                if isTaken { acknowledged.append(name) }
            }
            #expect(acknowledged.count >= 25)
            let found = try Self.names(cluster)
            #expect(Set(acknowledged).isSubset(of: found))
            // Another life of the same cluster, later and with the same keys.
            let again = try Self.boot(real, keys, seed: 2)
            #expect(again.simulation.now > cluster.simulation.now)
            #expect(again.pki.authority.certificatePEM == cluster.pki.authority.certificatePEM)
            #expect(try Self.names(again) == found)
        }
    }

    @Test("a registry of somebody else's is left alone")
    func foreign() async throws {
        try await onOwnThread {
            let real = try EtcdProcesses()
            _ = try CommandLine.run(
                [
                    "etcdctl", "--endpoints", "127.0.0.1:\(real.ports[0])", "put", "/registry/x",
                    "1",
                ],
                environment: ["ETCDCTL_API": "3"])
            #expect(throws: ClusterError.self) { try Self.boot(real) }
        }
    }
}
