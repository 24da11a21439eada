import API
import Client
import ContainerRuntime
import Etcd
import PodNetwork
import Simulation
import Testing

@testable import Cluster

/// A cluster whose etcd has five members on machines of their own.
@Suite("An etcd of several members")
struct EtcdGroupTests {
    private static func booted() throws -> Cluster {
        let cluster = try Cluster(
            simulation: Simulation(seed: 5), topology: Topology(nodeCount: 1, etcdMembers: 5))
        try cluster.boot()
        return cluster
    }

    private static func leader(_ group: EtcdGroup, among names: [String]) async throws -> String {
        for _ in 0..<100 {
            let leaders = names.compactMap { name in
                group.member(name)?.standing.map { (name, $0) }
            }.filter { $0.1.role == .leader }
            if let newest = leaders.max(by: { $0.1.term < $1.1.term }) { return newest.0 }
            try await group.network.simulation.sleep(for: .milliseconds(100))
        }
        throw ClusterError("nobody leads")
    }

    private static func makeMap(_ name: String, _ client: KubeClient) async throws {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)],
        ]
        _ = try await client.value(
            "POST", "/api/v1/namespaces/default/configmaps", body: object)
    }

    private static func maps(_ client: KubeClient) async throws -> [String] {
        try await client.list(ConfigMap.self, namespace: "default").items.map(\.metadata.name)
            .filter { $0 != "kube-root-ca.crt" }
    }

    @Test("it has no pod of its own, and each member its address and certificate")
    func layout() throws {
        let cluster = try Self.booted()
        let manifests = "/etc/kubernetes/manifests/"
        #expect(!cluster.controlPlane.files.exists(manifests + "etcd.yaml"))
        let server = String(
            decoding: try cluster.controlPlane.files.read(manifests + "kube-apiserver.yaml"),
            as: UTF8.self)
        #expect(server.contains("--etcd-servers=https://192.168.2.211:2379,https://192.168.2.212"))
        #expect(cluster.etcdServer(at: .loopback) == nil)
        for number in 1...5 {
            #expect(cluster.etcdServer(at: IPv4Address(192, 168, 2, UInt8(210 + number))) != nil)
        }
    }

    /// Parts the leader and one more from the rest, heals, kills three; tells what was seen.
    private static func story() throws -> [String] {
        let cluster = try booted()
        let group = try #require(cluster.etcdGroup)
        return try cluster.simulation.run(limit: .minutes(10)) {
            let client = cluster.admin
            let old = try await leader(group, among: group.names)
            let friend = try #require(group.names.first { $0 != old })
            let rest = group.names.filter { $0 != old && $0 != friend }
            for near in [old, friend] {
                for far in rest {
                    group.cut(from: near, to: far)
                    group.cut(from: far, to: near)
                }
            }
            let new = try await leader(group, among: rest)
            // The caches watch a member of the minority until that gives up; a read that has waited
            // for them in vain is answered by etcd itself, as upstream's is.
            #expect(try await maps(client) == [])
            try await makeMap("parted", client)
            #expect(try await maps(client) == ["parted"])
            group.heal()
            try await cluster.simulation.sleep(for: .seconds(5))
            let terms = group.names.compactMap { group.member($0)?.standing?.term }
            #expect(Set(terms).count == 1)

            for name in rest { group.crash(name) }
            await #expect(throws: (any Error).self) { try await makeMap("lost", client) }
            for name in rest { try group.start(name) }
            try await cluster.simulation.sleep(for: .seconds(15))
            try await makeMap("healed", client)
            let found = try await maps(client)
            #expect(found.contains("healed") && found.contains("parted"))
            return [old, new, "\(terms)", "\(cluster.simulation.now)"] + found
        }
    }

    @Test("it goes on without its leader, heals, fails without a majority; same seed, same story")
    func wholeStory() throws {
        #expect(try Self.story() == Self.story())
    }

    @Test("more members than machines can be, and a directory that cannot be, are refused")
    func refusals() {
        #expect(throws: ClusterError.self) {
            try Cluster(
                simulation: Simulation(seed: 1), topology: Topology(nodeCount: 8, etcdMembers: 3))
        }
        #expect(throws: ClusterError.self) {
            try Cluster(
                simulation: Simulation(seed: 1), topology: Topology(nodeCount: 1, etcdMembers: 3),
                storage: .directory("/proc/nowhere"))
        }
    }
}
