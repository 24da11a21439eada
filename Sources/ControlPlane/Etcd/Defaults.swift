/// The limits and defaults of the store, each with its unit and where it comes from.
package enum Defaults {
    /// **Unit**: operations in one branch of a transaction.
    ///
    /// Upstream: etcd server/embed/config.go `DefaultMaxTxnOps`.
    package static let maxTransactionOperations = 128
    /// **Unit**: bytes of keys and values in one request.
    ///
    /// Upstream: etcd server/embed/config.go `DefaultMaxRequestBytes` (1.5 MiB).
    package static let maxRequestBytes = 1_572_864
    /// **Unit**: seconds; a shorter lease is lengthened to this.
    ///
    /// Source: one and a half election timeouts of 1 s, rounded up to whole seconds.
    package static let minLeaseSeconds: Int64 = 2
    /// **Unit**: seconds. Upstream: etcd server/lease/lessor.go `MaxLeaseTTL`.
    package static let maxLeaseSeconds: Int64 = 9_000_000_000
    /// **Unit**: bytes; `etcdctl endpoint status` shows it.
    ///
    /// Upstream: etcd server/storage/quota.go `DefaultQuotaBytes` (2 GiB).
    package static let quotaBytes: Int64 = 2_147_483_648
    /// **Unit**: revisions that wait for one slow watcher before it has to catch up from history.
    ///
    /// Upstream: etcd server/storage/mvcc/watchable_store.go `chanBufLen` (128).
    package static let watcherBufferRevisions = 128
    /// How long a watch that asked for it is silent before it says how far it is.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/watch.go `GetProgressReportInterval`.
    package static let progressInterval: Duration = .seconds(600)
    /// How long a token is good for after it was last used.
    ///
    /// Upstream: etcd server/auth/simple_token.go `simpleTokenTTLDefault`.
    package static let tokenLifetime: Duration = .seconds(300)
    /// **Unit**: letters of a token. Upstream: etcd server/auth/simple_token.go.
    package static let tokenLetters = 16
    /// **Unit**: rounds of hashing for a password.
    package static let passwordRounds = 1024
    /// **Unit**: keys in one chunk of the index; the square root of a cluster's worth of keys.
    package static let indexChunkKeys = 256
    /// **Unit**: bytes of one page of the database file.
    package static let pageBytes: Int64 = 4096
    /// **Unit**: members that a group may have; etcd advises no more, since each write waits for a
    /// majority of them.
    package static let groupMembersMax = 7
    /// One tick of a group's Raft clock. Upstream: etcd server/embed/config.go `TickMs`.
    package static let raftTick: Duration = .milliseconds(100)
    /// **Unit**: ticks between two looks for leases that have ended, half a second.
    ///
    /// Upstream: etcd server/lease/lessor.go `expiredLeaseRetryInterval`.
    package static let leaseCheckTicks = 5
    /// **Unit**: ticks without a leader after which a member's watches end, three elections' time.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/interceptor.go `maxNoLeaderCnt`.
    package static let watchPatienceTicks = 30
    /// How long a member of a group works on a request: five seconds, and time for two elections.
    ///
    /// Upstream: etcd server/config/config.go `ReqTimeout`.
    package static let requestTimeout: Duration = .seconds(7)
    /// After how long a leader that does not answer is asked for a read's index again.
    ///
    /// Upstream: etcd server/etcdserver/v3_server.go `readIndexRetryTime`.
    package static let readIndexRetry: Duration = .milliseconds(500)
    /// **Unit**: entries between two snapshots of a group's log.
    ///
    /// Upstream: etcd server/etcdserver/server.go `DefaultSnapshotCount`, and half of it
    /// `DefaultSnapshotCatchUpEntries`.
    package static let snapshotCount = 10_000
    /// How long a client tries to reach a member that does not answer.
    ///
    /// Upstream: etcd client/v3/options.go, a hundred attempts 25 ms apart.
    package static let clientRetryMax: Duration = .milliseconds(2500)
    /// What a new cluster calls itself. Upstream: `--initial-cluster-token`.
    package static let clusterToken = "etcd-cluster"
    /// Which etcd this one is like; clients print it.
    package static let version = "3.6.8"
    package static let storageVersion = "3.6.0"
    package static let apiVersion = "3.6"
}
