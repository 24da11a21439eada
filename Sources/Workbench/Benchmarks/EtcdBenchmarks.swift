import Etcd
import EtcdGRPC
import RealEtcd
import Simulation

/// Rows about etcd over gRPC: ours, and Debian's on the same machine, by the same client.
enum EtcdBenchmarks {
    static let all: [Benchmark] = Server.allCases.flatMap { server in
        [puts(server), range(server), watchers(server)]
    }

    private static let keys = 10_000
    private static let watchers = 1_000

    /// Who is asked.
    enum Server: String, CaseIterable {
        case memory = "in memory"
        case disk = "on SQLite"
        case three = "three members"
        case five = "five members"
        case threeOnDisk = "three members on SQLite"
        case debian = "Debian's etcd"
        case debianGroup = "Debian's etcd, three members"

        var members: Int {
            switch self {
            case .memory, .disk, .debian: 1
            case .three, .threeOnDisk, .debianGroup: 3
            case .five: 5
            }
        }

        var isOnDisk: Bool { self == .disk || self == .threeOnDisk }
    }

    /// Keeps what serves alive; nil for a program that is not installed.
    private static func start(
        _ server: Server, _ keys: EtcdKeys
    ) throws -> (holder: AnyObject, ports: [Int])? {
        switch server {
        case .memory, .disk, .three, .five, .threeOnDisk:
            let etcd = try OwnEtcd(
                keys, members: server.members,
                dataDirectory: server.isOnDisk ? keys.folder.path("data") : nil)
            return (etcd, etcd.ports)
        case .debian, .debianGroup:
            guard EtcdProcesses.isInstalled else { return nil }
            let etcd = try EtcdProcesses(members: server.members, keys: keys)
            return (etcd, etcd.ports)
        }
    }

    private static func row(
        _ what: String, _ server: Server,
        _ body: @escaping @Sendable (Simulation, RemoteEtcd) throws -> Measurement
    ) -> Benchmark {
        Benchmark("etcd \(server.rawValue): \(what)") {
            let keys = try EtcdKeys()
            guard let (holder, ports) = try start(server, keys) else {
                return Measurement(median: .zero, note: "not installed")
            }
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(
                simulation: simulation,
                addresses: ports.map { try EtcdAddress("https://127.0.0.1:\($0)") },
                credentials: keys.credentials())
            return try withExtendedLifetime(holder) {
                // A new group elects its leader first.
                try simulation.run { _ = try await etcd.range(RangeRequest(.key(Key("/")))) }
                return try body(simulation, etcd)
            }
        }
    }

    /// One client after another's answer, then 32 at once.
    private static func puts(_ server: Server) -> Benchmark {
        row("put", server) { simulation, etcd in
            let value = BytesPayload(Array(repeating: 120, count: 1024))
            let single = try Stopwatch.times(1_000) { round in
                try simulation.run {
                    _ = try await etcd.put(PutRequest(Key("/one/\(round)"), value))
                }
            }
            let (clients, each) = (32, 100)
            let together = try Stopwatch.time {
                try simulation.run {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for client in 0..<clients {
                            group.addTask {
                                for round in 0..<each {
                                    try await etcd.put(
                                        PutRequest(Key("/\(client)/\(round)"), value))
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }
            let rate = Int(Double(clients * each) / (together / .seconds(1)))
            return Measurement(
                median: single[single.count / 2],
                note: "1 KiB; p99 \(single[single.count * 99 / 100].readable); "
                    + "\(rate) puts/s from \(clients) clients")
        }
    }

    private static func range(_ server: Server) -> Benchmark {
        row("range of \(keys) keys", server) { simulation, etcd in
            let value = BytesPayload(Array(repeating: 120, count: 100))
            try simulation.run {
                for start in stride(from: 0, to: keys, by: 100) {
                    _ = try await etcd.transaction(
                        TransactionRequest(
                            success: (start..<start + 100).map {
                                .put(Key("/many/\($0)"), value, lease: 0)
                            }))
                }
            }
            let times = try Stopwatch.times(20) { _ in
                try simulation.run {
                    _ = try await etcd.range(RangeRequest(.prefix(Key("/many/"))))
                }
            }
            return Measurement(median: times[times.count / 2], note: "values of 100 bytes")
        }
    }

    /// From a write until the last of all watchers has been told.
    private static func watchers(_ server: Server) -> Benchmark {
        row("event to \(watchers) watchers", server) { simulation, etcd in
            let watches = try simulation.run {
                var watches: [any KeyValueWatch] = []
                for _ in 0..<watchers {
                    watches.append(try await etcd.watch(WatchRequest(.key(Key("/seen")))))
                }
                return watches
            }
            let times = try Stopwatch.times(10) { round in
                try simulation.run {
                    try await etcd.put(PutRequest(Key("/seen"), BytesPayload([UInt8(round)])))
                    for watch in watches { _ = try await watch.next() }
                }
            }
            try simulation.run { for watch in watches { watch.cancel() } }
            return Measurement(median: times[times.count / 2], note: "one key, a stream each")
        }
    }
}
