import Simulation

/// A promise of time: keys written with a lease are deleted when it ends.
///
/// Kubernetes writes Events with leases, so that they vanish after an hour.
struct Lease: Sendable {
    var id: Int64
    /// **Unit**: seconds it was granted for, and is renewed for.
    var grantedSeconds: Int64
    var expiry: SimulatedInstant
    var keys: Set<Key> = []

    init(id: Int64, grantedSeconds: Int64, now: SimulatedInstant) {
        (self.id, self.grantedSeconds) = (id, grantedSeconds)
        expiry = now.advanced(by: .seconds(grantedSeconds))
    }

    /// **Unit**: whole seconds left, rounded down.
    func remaining(at now: SimulatedInstant) -> Int64 {
        now.duration(to: expiry).components.seconds
    }
}

/// Who holds which lease until when, and which keys hang on it.
///
/// A pure table: `EtcdProcess` brings the clock, and proposes to revoke a lease that has ended.
///
/// Upstream: etcd server/lease/lessor.go.
struct Lessor: Sendable {
    private var leases: [Int64: Lease] = [:]

    subscript(id: Int64) -> Lease? { leases[id] }

    /// By the time they end, as `etcdctl lease list` shows them.
    var all: [Lease] {
        leases.values.sorted { ($0.expiry, $0.id) < ($1.expiry, $1.id) }
    }

    /// **Throws** `.leaseExists`; `.leaseTooLong` beyond 9,000,000,000 seconds.
    mutating func grant(
        id: Int64, seconds: Int64, now: SimulatedInstant
    ) throws(EtcdError) -> Lease {
        guard seconds <= Defaults.maxLeaseSeconds else { throw .leaseTooLong }
        guard leases[id] == nil else { throw .leaseExists }
        let lease = Lease(
            id: id, grantedSeconds: max(seconds, Defaults.minLeaseSeconds), now: now)
        leases[id] = lease
        return lease
    }

    /// Starts the lease's time anew; returns the seconds it has from now.
    mutating func renew(_ id: Int64, now: SimulatedInstant) throws(EtcdError) -> Int64 {
        guard let lease = leases[id] else { throw .leaseNotFound }
        leases[id]?.expiry = now.advanced(by: .seconds(lease.grantedSeconds))
        return lease.grantedSeconds
    }

    /// Takes the lease away; returns the keys that hung on it, in order.
    mutating func revoke(_ id: Int64) throws(EtcdError) -> [Key] {
        guard let lease = leases.removeValue(forKey: id) else { throw .leaseNotFound }
        return lease.keys.sorted()
    }

    /// Gives every lease its whole time again: what a member does that begins to lead, since only
    /// the leader before it knew when they were renewed.
    mutating func promote(now: SimulatedInstant) {
        for id in leases.keys.sorted() {
            guard let lease = leases[id] else { continue }
            leases[id]?.expiry = now.advanced(by: .seconds(lease.grantedSeconds))
        }
    }

    /// Moves `key` from one lease to another; 0 is none.
    mutating func attach(_ key: Key, from old: Int64, to new: Int64) {
        guard old != new else { return }
        if old != 0 { leases[old]?.keys.remove(key) }
        if new != 0 { leases[new]?.keys.insert(key) }
    }
}
