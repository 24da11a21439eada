import API
import Etcd
import Simulation

/// The lease that events are written under.
///
/// Like upstream, events of the same minute share one lease, so that etcd has few of them: a lease
/// lives a little longer than the events need it.
///
/// Upstream: kubernetes apiserver/pkg/storage/etcd3/lease_manager.go.
enum EventLease {
    /// **Unit**: seconds for which a lease is used again.
    private static let reuseSeconds: Int64 = 60

    /// The id of the lease for an event written now.
    static func current(
        _ store: any KeyValueStore, simulation: Simulation
    ) async throws(Status) -> Int64 {
        // The id follows from the minute: whoever comes second in it finds the lease granted.
        let minute = simulation.now.secondsSinceEpoch / reuseSeconds
        let id = minute << 8 | 0x65
        do {
            return try await store.grantLease(
                timeToLive: APIServerDefaults.eventTimeToLive + reuseSeconds, id: id
            ).id
        } catch {
            guard error == .leaseExists else { throw Status(error) }
            return id
        }
    }
}
