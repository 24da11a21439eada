import API
import Etcd
import Simulation

/// Has etcd forget what is older than five minutes.
///
/// Every five minutes it compacts to the revision of five minutes ago, so that a watcher that was
/// away for less can still resume.
///
/// Upstream: kubernetes apiserver/pkg/storage/etcd3/compact.go.
struct Compactor: Sendable {
    let simulation: Simulation
    let store: any KeyValueStore
    /// Told of every compaction: what etcd has forgotten is not listed from the caches either.
    let feed: CacheFeed

    func run() async {
        var before: Int64 = 0
        while true {
            do { try await simulation.sleep(for: APIServerDefaults.compactionInterval) } catch {
                return
            }
            if before > 0 {
                _ = try? await store.compact(to: before)
                feed.forget(before: before)
            }
            var request = RangeRequest(.key(Key("compact_rev_key")))
            request.countOnly = true
            if let revision = try? await store.range(request).revision { before = revision }
        }
    }
}
