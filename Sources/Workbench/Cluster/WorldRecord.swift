import Etcd
import Simulation

/// What a cluster on a real etcd leaves there, so that it can be started again: the world in which
/// its keys were made, and how far its time went.
///
/// It stands beside the registry, where nobody but Kubarium looks:
/// ```
/// /kubarium/world    seed=7 born=1678918200000000000 lives=2 newest=1678921800000000000
/// ```
struct WorldRecord: Hashable {
    static let key = Key("/kubarium/world")

    var origin: DiskOrigin
    /// How often a cluster was started on it.
    var lives: Int
    /// The newest instant that is known; the registry may hold some minute more.
    var newest: SimulatedInstant

    init(origin: DiskOrigin, lives: Int, newest: SimulatedInstant) {
        (self.origin, self.lives, self.newest) = (origin, lives, newest)
    }

    // MARK: - As text

    init?(text: String) {
        var numbers: [Substring: Int64] = [:]
        var seed: UInt64?
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=")
            guard parts.count == 2 else { return nil }
            if parts[0] == "seed" { seed = UInt64(parts[1]) }
            numbers[parts[0]] = Int64(parts[1])
        }
        guard let seed, let born = numbers["born"], let lives = numbers["lives"],
            let newest = numbers["newest"]
        else { return nil }
        self.init(
            origin: DiskOrigin(
                seed: seed, start: SimulatedInstant(nanosecondsSinceEpoch: born)),
            lives: Int(lives), newest: SimulatedInstant(nanosecondsSinceEpoch: newest))
    }

    var text: String {
        "seed=\(origin.seed) born=\(origin.start.nanosecondsSinceEpoch) lives=\(lives) "
            + "newest=\(newest.nanosecondsSinceEpoch)"
    }

    // MARK: - In etcd

    /// The record in `etcd`; nil where no cluster was yet.
    ///
    /// **Throws** if somebody else's registry is there.
    static func read(
        from etcd: any EtcdService, _ store: ExternalStore
    ) async throws(ClusterError) -> WorldRecord? {
        do {
            let found = try await etcd.range(RangeRequest(.key(key)))
            if let bytes = found.keyValues.first?.value.bytes,
                let record = WorldRecord(text: String(decoding: bytes, as: UTF8.self))
            {
                return record
            }
            var registry = RangeRequest(.prefix(Key("/registry/")))
            registry.countOnly = true
            guard try await etcd.range(registry).count > 0 else { return nil }
        } catch { throw ClusterError("cannot read from etcd at \(store.description): \(error)") }
        throw ClusterError(
            "etcd at \(store.description) holds a registry that Kubarium has not made; "
                + "use an empty one")
    }

    func write(to etcd: any EtcdService) async throws(EtcdError) {
        try await etcd.put(PutRequest(Self.key, BytesPayload(Array(text.utf8))))
    }

    /// Notes the time every minute, until the task is cancelled.
    func keepUp(in etcd: any EtcdService, _ simulation: Simulation) async {
        var record = self
        while !Task.isCancelled {
            record.newest = simulation.now
            // An etcd that does not answer now may do so in a minute.
            try? await record.write(to: etcd)
            guard (try? await simulation.sleep(for: Defaults.worldRecordInterval)) != nil else {
                return
            }
        }
    }
}
