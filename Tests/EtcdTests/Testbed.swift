import Simulation
import Testing

@testable import Etcd

/// Members of a group on a network whose wires can be cut.
final class Testbed: PeerTransport {
    let simulation: Simulation
    private let members: Confined<[EtcdMember]>
    private let cuts: Confined<Set<[UInt64]>>
    private let news: Confined<[String]>

    /// Each member keeps its data in a folder of `directory`, or in memory; each life begins an hour
    /// after the one before.
    init(_ count: Int, life: Int = 0, directory: String? = nil) throws {
        let birth = Simulation(seed: 1).now
        simulation = Simulation(seed: 1, start: birth.advanced(by: .hours(life)), life: life)
        members = Confined(simulation, [])
        cuts = Confined(simulation, [])
        news = Confined(simulation, [])
        let group = (1...count).map { number in
            var configuration = EtcdConfiguration(
                name: "etcd\(number)", peerURL: "https://10.0.0.\(number):2380",
                clientURL: "https://10.0.0.\(number):2379")
            configuration.snapshotCount = 100
            return configuration
        }
        for configuration in group {
            let member = try EtcdMember(
                simulation: simulation, configuration: configuration, group: group,
                dataDirectory: directory.map { "\($0)/\(configuration.name)" }, transport: self
            ) { [news] in news.value += $0.texts }
            members.value.append(member)
        }
    }

    var all: [EtcdMember] { members.value }
    var log: [String] { news.value }

    func start() throws { for member in all { try member.start() } }

    func send(_ message: PeerMessage) {
        simulation.spawn("wire") { [self] in
            try? await simulation.sleep(for: .milliseconds(1))
            guard !cuts.value.contains([message.from, message.to]) else { return }
            all.first { $0.configuration.memberID == message.to }?.receive(message)
        }
    }

    func part(_ some: [EtcdMember], from others: [EtcdMember]) {
        for one in some.map(\.configuration.memberID) {
            for other in others.map(\.configuration.memberID) {
                cuts.value.formUnion([[one, other], [other, one]])
            }
        }
    }

    /// Ends all members and lets go of their directories.
    func close() { for member in all { member.close() } }

    func heal() { cuts.value = [] }

    func leader(among some: [EtcdMember]? = nil) async throws -> EtcdMember {
        for _ in 0..<100 {
            let leaders = (some ?? all).filter { $0.standing?.role == .leader }
            if let newest = leaders.max(by: { $0.standing?.term ?? 0 < $1.standing?.term ?? 0 }) {
                return newest
            }
            try await simulation.sleep(for: .milliseconds(100))
        }
        throw EtcdError.unavailable
    }
}

/// A transaction of one put.
func put(_ key: String, _ value: String) -> TransactionRequest {
    TransactionRequest(
        success: [.put(PutRequest(Key(key), BytesPayload(Array(value.utf8))))])
}

func expectFailure(
    _ expected: EtcdError, location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws {
    do { try await body() } catch let error as EtcdError {
        #expect(error == expected, sourceLocation: location)
        return
    }
    Issue.record("nothing failed", sourceLocation: location)
}

extension EtcdMember {
    /// What `key` holds, as text.
    func value(_ key: String, isSerializable: Bool = false) async throws -> String? {
        var request = RangeRequest(.key(Key(key)))
        request.isSerializable = isSerializable
        let found = try await range(request).keyValues.first
        return found.map { String(decoding: $0.value.bytes, as: UTF8.self) }
    }
}
