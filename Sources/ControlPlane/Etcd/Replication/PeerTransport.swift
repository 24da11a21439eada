import Raft

/// What one member of a group says to another; opaque to whoever carries it.
package struct PeerMessage: Sendable {
    enum Body: Sendable {
        /// A step of Raft, and the state that a snapshot stands for.
        case raft(Message<LoggedCommand>, state: DiskContents?)
        /// A follower's client keeps a lease alive: only the leader knows when leases end.
        case renewLease(Int64, request: UInt64)
        case renewed(request: UInt64, seconds: Int64?)
    }

    package var from: UInt64
    package var to: UInt64
    var body: Body
}

/// The network between the members: it may lose, delay, double and reorder what it carries.
package protocol PeerTransport: Sendable {
    func send(_ message: PeerMessage)
}

/// Where a member of a group stands, told whenever that changes.
package struct MemberStanding: Sendable, Hashable {
    package enum Role: Sendable { case follower, candidate, leader }
    package var role: Role
    package var term: UInt64
    /// Whom the member takes for the leader; 0 for nobody.
    package var leader: UInt64
    package var lastIndex: UInt64
    package var commitIndex: UInt64
    package var appliedIndex: UInt64
}

/// A line of a member's log about its group, in etcd's words, and where the member stood then.
package struct MemberNews: Sendable {
    package var texts: [String]
    package var standing: MemberStanding
}
