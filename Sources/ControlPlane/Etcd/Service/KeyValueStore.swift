/// What Kubernetes needs of etcd, and all that the API server knows of it.
///
/// Asynchronous throughout: behind it may be a store in memory, one on SQLite, a Raft group whose
/// answer takes a round of messages, or a real etcd cluster. Errors carry etcd's own texts.
/// `EtcdService` is the whole of etcd's interface.
package protocol KeyValueStore: Sendable {
    func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse
    /// Compares and writes in one step. A write without conditions is a transaction without
    /// `compare`.
    func transaction(_ request: TransactionRequest) async throws(EtcdError) -> TransactionResponse
    /// Opens a watch; events come in order of revision, each revision's together.
    func watch(_ request: WatchRequest) async throws(EtcdError) -> any KeyValueWatch
    /// Forgets what was superseded before `revision`; later reads below it fail with `.compacted`.
    @discardableResult
    func compact(to revision: Int64) async throws(EtcdError) -> ResponseHeader
    /// **Unit**: `timeToLive` in whole seconds; `id` 0 lets the store choose one.
    func grantLease(timeToLive: Int64, id: Int64) async throws(EtcdError) -> LeaseGrant
}
