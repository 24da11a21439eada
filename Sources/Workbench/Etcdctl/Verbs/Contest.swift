import Etcd
import Simulation

/// A place in the queue for a name: whoever's key below the name is the oldest has the turn.
///
/// ```
/// lock/7d7ba204e18fda54   created at 12   has the lock
/// lock/7d7ba204e18fda59   created at 15   waits for the deletion of the one before
/// lock/7d7ba204e18fda60   created at 16   waits for that of 7d7ba204e18fda59
/// ```
/// The key hangs on a lease, so a contestant that dies gives way when its lease ends.
///
/// Upstream: etcd client/v3/concurrency/mutex.go, election.go, session.go.
struct Contest: Sendable {
    let store: any EtcdService
    let lease: Int64
    let key: Key
    private let prefix: Key
    private let revision: Int64

    /// Takes a place in the queue.
    init(
        _ name: String, value: String, timeToLive: Int64, store: any EtcdService
    ) async throws(EtcdError) {
        self.store = store
        lease = try await store.grantLease(timeToLive: timeToLive, id: 0).id
        prefix = Key(name + "/")
        key = Key(name + "/" + String(lease, radix: 16))
        let put = PutRequest(key, BytesPayload(Array(value.utf8)), lease: lease)
        revision = try await store.put(put).header.revision
    }

    /// Waits until everybody who came before is gone.
    func waitForTurn() async throws(EtcdError) {
        while true {
            var request = RangeRequest(.prefix(prefix))
            request.createRevisions.max = revision - 1
            (request.sortTarget, request.sortOrder, request.limit) = (.create, .descend, 1)
            let found = try await store.range(request)
            guard let before = found.keyValues.first else { return }
            try await waitForEnd(of: before.key, from: found.revision + 1)
        }
    }

    private func waitForEnd(of key: Key, from revision: Int64) async throws(EtcdError) {
        var request = WatchRequest(.key(key))
        (request.startRevision, request.excluded) = (revision, [.put])
        let watch = try await store.watch(request)
        defer { watch.cancel() }
        _ = try await watch.next()
    }

    /// Renews the lease until the task is cancelled.
    ///
    /// **Throws** `.leaseNotFound` if it has ended all the same.
    func stayInQueue(_ simulation: Simulation) async throws(EtcdError) {
        while true {
            let seconds = try await store.keepLeaseAlive(lease).timeToLive
            do { try await simulation.sleep(for: .seconds(max(1, seconds / 3))) } catch {
                throw .cancelled
            }
        }
    }

    /// Leaves the queue, and with it the turn. Works in a cancelled task as well.
    func leave(_ simulation: Simulation) async {
        let (store, lease) = (store, lease)
        await simulation.spawn("etcdctl leaves") { _ = try? await store.revokeLease(lease) }.value
    }
}
