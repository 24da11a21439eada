/// The store itself: every key at every revision since the last compaction.
///
/// A write never replaces anything: it appends to the `RevisionLog` and notes the revision in the
/// index. So a reader can ask for the past, and a watcher can be told of it.
///
/// ```
///            TreeIndex                                RevisionLog
///   /registry/pods/default/web  {2.0 5.0}  ──────▶  2.0  web, version 1
///   /registry/pods/default/db   {3.0 4.0(t)} {}     3.0  db, version 1
///                                                   4.0  db deleted
///                                                   5.0  web, version 2
/// ```
///
/// **Invariants**
/// 1. `revision` grows by one with each transaction that writes, and only so; the empty store is
///    at 1, so the first write has revision 2.
/// 2. Every revision that the index names is in the log.
/// 3. `compactRevision` ≤ `revision`; reads at or after it are exact.
///
/// Pure: no clock, no disk, no waiting. `EtcdStateMachine` holds it beside users and alarms.
///
/// Upstream: etcd server/storage/mvcc/kvstore.go.
struct MVCCStore: Sendable {
    var revision: Int64 = 1
    var compactRevision: Int64 = 0
    var index = TreeIndex()
    var log = RevisionLog()
    var lessor = Lessor()

    /// The key as it was at `main`.
    func keyValue(_ key: Key, at main: Int64) -> KeyValue? {
        index[key]?.revision(at: main).flatMap(log.keyValue(at:))
    }

    /// The key as it is now.
    func current(_ key: Key) -> KeyValue? { index.current(key).flatMap(log.keyValue(at:)) }

    /// Forgets what a reader at `main` cannot see; returns the revisions dropped.
    ///
    /// **Throws** `.compacted` if that is done already, `.futureRevision`.
    mutating func compact(to main: Int64) throws(EtcdError) -> [Revision] {
        guard main > compactRevision else { throw .compacted(compactRevision: compactRevision) }
        guard main <= revision else { throw .futureRevision }
        compactRevision = main
        return log.compact(to: main, keeping: index.compact(to: main))
    }
}
