/// One entry of the log: whatever changes the state of a cluster, and who asked for it.
///
/// Upstream: etcd api/etcdserverpb/raft_internal.proto `InternalRaftRequest`.
struct EtcdCommand: Sendable {
    var author: Author
    var action: Action

    init(_ action: Action, by author: Author = .nobody) {
        (self.action, self.author) = (action, author)
    }

    enum Action: Sendable {
        case transaction(TransactionRequest)
        case compact(to: Int64)
        /// The id has been chosen by the member that proposes it.
        case grantLease(id: Int64, seconds: Int64)
        case revokeLease(Int64)
        case alarm(AlarmRequest)
        /// Passwords are hashed by now.
        case auth(AuthChange)
        /// The password was right. The token becomes `prefix.index of the entry`.
        case authenticate(user: String, tokenPrefix: String)
        /// The membership of the log's own quorum changes with this entry.
        case addMember(StoreMember)
        case promoteMember(UInt64)
        case removeMember(UInt64)
        case updateMember(UInt64, peerURLs: [String])
        /// A member has started, and says how clients find it.
        case publish(UInt64, name: String, clientURLs: [String])
    }
}

/// What the one who proposed a command gets back.
enum EtcdAnswer: Sendable {
    case done
    case transaction(TransactionResponse)
    case lease(id: Int64, seconds: Int64)
    case alarms([Alarm])
    case token(String)
    case member(StoreMember?)
}

/// What an entry did: the answer, and what changed.
struct EtcdOutcome: Sendable {
    var answer: Result<EtcdAnswer, EtcdError>
    var change = StateChange()
}
