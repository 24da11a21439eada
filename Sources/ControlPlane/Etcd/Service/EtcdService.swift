/// The whole v3 interface of one endpoint of etcd.
///
/// ```
/// etcdctl ──┐
/// gRPC    ──┼──▶ EtcdService ◀── API server (as KeyValueStore)
///           │        │
///           │        ├─ EtcdMember, EtcdProcess      an etcd of this program
///           └────────┴─ RemoteEtcd                   a real one, by gRPC
/// ```
/// Grouped as etcd's own services are. Each answer has a `ResponseHeader`.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto.
package protocol EtcdService: KeyValueStore {
    /// The same endpoint, asked in the name of `caller`.
    func acting(as caller: EtcdCaller) -> any EtcdService

    // MARK: Leases

    @discardableResult
    func revokeLease(_ id: Int64) async throws(EtcdError) -> ResponseHeader
    /// Starts the lease's time anew.
    ///
    /// **Throws** `.leaseNotFound` if it has ended. On etcd's wire that is an answer with a time to
    /// live of 0, which clients turn into this error.
    @discardableResult
    func keepLeaseAlive(_ id: Int64) async throws(EtcdError) -> LeaseRenewal
    func leaseTimeToLive(_ id: Int64, withKeys: Bool) async throws(EtcdError) -> LeaseTimeToLive
    func leases() async throws(EtcdError) -> LeaseList

    // MARK: Maintenance

    func status() async throws(EtcdError) -> StoreStatus
    @discardableResult
    func alarm(_ request: AlarmRequest) async throws(EtcdError) -> AlarmResponse
    /// Gives the space of what was compacted back to the file system.
    @discardableResult
    func defragment() async throws(EtcdError) -> ResponseHeader
    /// The hash of everything that the endpoint keeps.
    func hash() async throws(EtcdError) -> HashResponse
    /// The hash of all keys as they were at `revision`, 0 for now: equal on all members.
    func hashKeyValues(at revision: Int64) async throws(EtcdError) -> HashResponse
    /// Everything that is needed to begin a new cluster with the same keys.
    func snapshot() async throws(EtcdError) -> SnapshotResponse
    /// **Throws** `.notLeader` unless this endpoint leads, `.badLeaderTransferee`.
    @discardableResult
    func moveLeader(to id: UInt64) async throws(EtcdError) -> ResponseHeader

    // MARK: Cluster

    /// A linearizable list needs a quorum; else it is what this endpoint knows.
    func members(isLinearizable: Bool) async throws(EtcdError) -> MemberList
    /// Carries out one change of the membership; returns the members after it.
    @discardableResult
    func changeMembership(_ change: MembershipChange) async throws(EtcdError) -> MemberList

    // MARK: Auth

    /// **Throws** `.authFailed`, `.authNotEnabled`.
    func authenticate(name: String, password: String) async throws(EtcdError) -> AuthToken
    func authStatus() async throws(EtcdError) -> AuthStatus
    @discardableResult
    func changeAuth(_ change: AuthChange) async throws(EtcdError) -> ResponseHeader
    /// The roles of a user.
    func user(_ name: String) async throws(EtcdError) -> NameList
    func users() async throws(EtcdError) -> NameList
    func role(_ name: String) async throws(EtcdError) -> RolePermissions
    func roles() async throws(EtcdError) -> NameList
}
