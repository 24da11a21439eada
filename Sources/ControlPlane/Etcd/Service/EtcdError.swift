/// Why etcd did not do what it was asked.
package enum EtcdError: Error, Hashable, Sendable, CustomStringConvertible {
    // Keys and revisions.
    case emptyKey
    case keyNotFound
    case valueProvided
    case leaseProvided
    case tooManyOperations
    case duplicateKey
    case invalidSortOption
    /// The revision asked for has been compacted away; `compactRevision` is the oldest one left.
    case compacted(compactRevision: Int64)
    case futureRevision
    case requestTooLarge

    // Leases.
    case leaseNotFound
    case leaseExists
    case leaseTooLong

    // Members.
    case memberExists
    case peerURLExists
    case notEnoughStartedMembers
    case badMemberURLs
    case memberNotFound
    case memberNotLearner
    case learnerNotReady
    case tooManyLearners
    case notSupportedForLearner
    case badLeaderTransferee

    // Users and roles.
    case rootUserNotFound
    case rootRoleNotGranted
    case userExists
    case userEmpty
    case userNotFound
    case roleExists
    case roleNotFound
    case roleEmpty
    case authFailed
    case permissionDenied
    case roleNotGranted
    case permissionNotGranted
    case authNotEnabled
    case invalidAuthToken
    case invalidAuthManagement
    case oldAuthRevision

    // The state of the cluster.
    case noSpace
    case corrupt
    /// The member that served the request has no leader, or has just died.
    case unavailable
    case notLeader
    case leaderChanged
    case stopped
    /// The server gave up: no quorum.
    case requestTimedOut
    case tooManyRequests
    case notCapable

    // The client's own.
    /// No answer in time: no quorum, or the member is down.
    case timeout
    case cancelled
    /// Nobody answers at etcd's address; the text is gRPC's.
    case unreachable(String)
    /// The disk refused or is damaged; the text says which file and why.
    case disk(String)
    /// An error of a foreign etcd that this one does not know.
    case other(GRPCCode, String)

    /// etcd's own text.
    package var description: String {
        switch self {
        case .compacted: EtcdError.compactedText
        case .unreachable(let why), .disk(let why), .other(_, let why): why
        default: EtcdError.known[self]?.text ?? ""
        }
    }

    /// The status with which gRPC carries it.
    package var grpcCode: GRPCCode {
        switch self {
        case .compacted: .outOfRange
        case .unreachable: .unavailable
        case .disk: .unknown
        case .other(let code, _): code
        default: EtcdError.known[self]?.code ?? .unknown
        }
    }

    /// The error that came as `message` over gRPC.
    ///
    /// `compactRevision` of a compacted range is not in the message; 0 stands for it.
    package init(_ code: GRPCCode, _ message: String) {
        if message == EtcdError.compactedText {
            self = .compacted(compactRevision: 0)
        } else {
            self = EtcdError.byText[message] ?? .other(code, message)
        }
    }
}

/// The codes of gRPC, with their numbers on the wire.
package enum GRPCCode: Int, Sendable {
    case ok, cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists
    case permissionDenied, resourceExhausted, failedPrecondition, aborted, outOfRange
    case unimplemented, internalError, unavailable, dataLoss, unauthenticated

    /// As Go's gRPC prints it.
    package var name: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "Canceled"
        case .unknown: "Unknown"
        case .invalidArgument: "InvalidArgument"
        case .deadlineExceeded: "DeadlineExceeded"
        case .notFound: "NotFound"
        case .alreadyExists: "AlreadyExists"
        case .permissionDenied: "PermissionDenied"
        case .resourceExhausted: "ResourceExhausted"
        case .failedPrecondition: "FailedPrecondition"
        case .aborted: "Aborted"
        case .outOfRange: "OutOfRange"
        case .unimplemented: "Unimplemented"
        case .internalError: "Internal"
        case .unavailable: "Unavailable"
        case .dataLoss: "DataLoss"
        case .unauthenticated: "Unauthenticated"
        }
    }
}
