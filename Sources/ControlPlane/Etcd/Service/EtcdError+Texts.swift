extension EtcdError {
    static let compactedText = "etcdserver: mvcc: required revision has been compacted"

    /// What an error is on the wire.
    struct Wire: Sendable {
        var code: GRPCCode
        var text: String
    }

    /// Every error that has one text, with it.
    ///
    /// Upstream: etcd api/v3rpc/rpctypes/error.go.
    static let known: [EtcdError: Wire] = {
        var known: [EtcdError: Wire] = [
            .timeout: Wire(code: .deadlineExceeded, text: "context deadline exceeded"),
            .cancelled: Wire(code: .cancelled, text: "context canceled"),
        ]
        for group in [keys, leases, members, auth, cluster] {
            for (error, code, text) in group {
                known[error] = Wire(code: code, text: "etcdserver: " + text)
            }
        }
        return known
    }()

    /// The way back; every text is one error's.
    static let byText: [String: EtcdError] = Dictionary(
        known.map { ($0.value.text, $0.key) }, uniquingKeysWith: { first, _ in first })

    private typealias Row = (EtcdError, GRPCCode, String)

    private static let keys: [Row] = [
        (.emptyKey, .invalidArgument, "key is not provided"),
        (.keyNotFound, .invalidArgument, "key not found"),
        (.valueProvided, .invalidArgument, "value is provided"),
        (.leaseProvided, .invalidArgument, "lease is provided"),
        (.tooManyOperations, .invalidArgument, "too many operations in txn request"),
        (.duplicateKey, .invalidArgument, "duplicate key given in txn request"),
        (.invalidSortOption, .invalidArgument, "invalid sort option"),
        (.futureRevision, .outOfRange, "mvcc: required revision is a future revision"),
        (.requestTooLarge, .invalidArgument, "request is too large"),
    ]

    private static let leases: [Row] = [
        (.leaseNotFound, .notFound, "requested lease not found"),
        (.leaseExists, .failedPrecondition, "lease already exists"),
        (.leaseTooLong, .outOfRange, "too large lease TTL"),
    ]

    private static let members: [Row] = [
        (.memberExists, .failedPrecondition, "member ID already exist"),
        (.peerURLExists, .failedPrecondition, "Peer URLs already exists"),
        (
            .notEnoughStartedMembers, .failedPrecondition,
            "re-configuration failed due to not enough started members"
        ),
        (.badMemberURLs, .invalidArgument, "given member URLs are invalid"),
        (.memberNotFound, .notFound, "member not found"),
        (.memberNotLearner, .failedPrecondition, "can only promote a learner member"),
        (
            .learnerNotReady, .failedPrecondition,
            "can only promote a learner member which is in sync with leader"
        ),
        (.tooManyLearners, .failedPrecondition, "too many learner members in cluster"),
        (.notSupportedForLearner, .failedPrecondition, "rpc not supported for learner"),
        (.badLeaderTransferee, .failedPrecondition, "bad leader transferee"),
    ]

    private static let auth: [Row] = [
        (.rootUserNotFound, .failedPrecondition, "root user does not exist"),
        (.rootRoleNotGranted, .failedPrecondition, "root user does not have root role"),
        (.userExists, .failedPrecondition, "user name already exists"),
        (.userEmpty, .invalidArgument, "user name is empty"),
        (.userNotFound, .failedPrecondition, "user name not found"),
        (.roleExists, .failedPrecondition, "role name already exists"),
        (.roleNotFound, .failedPrecondition, "role name not found"),
        (.roleEmpty, .invalidArgument, "role name is empty"),
        (
            .authFailed, .invalidArgument,
            "authentication failed, invalid user ID or password"
        ),
        (.permissionDenied, .permissionDenied, "permission denied"),
        (.roleNotGranted, .failedPrecondition, "role is not granted to the user"),
        (
            .permissionNotGranted, .failedPrecondition,
            "permission is not granted to the role"
        ),
        (.authNotEnabled, .failedPrecondition, "authentication is not enabled"),
        (.invalidAuthToken, .unauthenticated, "invalid auth token"),
        (.invalidAuthManagement, .invalidArgument, "invalid auth management"),
        (.oldAuthRevision, .invalidArgument, "revision of auth store is old"),
    ]

    private static let cluster: [Row] = [
        (.noSpace, .resourceExhausted, "mvcc: database space exceeded"),
        (.corrupt, .dataLoss, "corrupt cluster"),
        (.unavailable, .unavailable, "no leader"),
        (.notLeader, .failedPrecondition, "not leader"),
        (.leaderChanged, .unavailable, "leader changed"),
        (.stopped, .unavailable, "server stopped"),
        (.requestTimedOut, .unavailable, "request timed out"),
        (.tooManyRequests, .resourceExhausted, "too many requests"),
        (.notCapable, .failedPrecondition, "not capable"),
    ]
}
