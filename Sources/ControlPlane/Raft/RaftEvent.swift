/// Something that a member did or decided, told in the words of etcd's log.
package enum RaftEvent: Hashable, Sendable {
    case becameFollower(Term)
    case becamePreCandidate(Term)
    case becameCandidate(Term)
    case becameLeader(Term)
    case electedLeader(NodeID, Term)
    case lostLeader(NodeID, Term)
    case startedElection(Term, isPreVote: Bool)
    case voted(for: NodeID, Term, isPreVote: Bool)
    case refused(NodeID, Term, isPreVote: Bool)
    /// A vote was asked for while the leader is alive.
    case ignoredVoteRequest(from: NodeID, Term)
    case receivedVote(from: NodeID, isGranted: Bool, isPreVote: Bool)
    case quorumLost(Term)
    case overwrote(from: LogIndex, by: NodeID)
    case transferring(to: NodeID)
    case transferAborted(to: NodeID)
    case sentSnapshot(to: NodeID, LogIndex)
    case restoredSnapshot(LogIndex)
    case changed(Membership)

    /// The event as `node` would log it.
    ///
    /// Upstream: etcd raft raft.go, the texts of its log lines.
    package func text(of node: NodeID) -> String {
        switch self {
        case .becameFollower(let term): "\(node) became follower at term \(term)"
        case .becamePreCandidate(let term): "\(node) became pre-candidate at term \(term)"
        case .becameCandidate(let term): "\(node) became candidate at term \(term)"
        case .becameLeader(let term): "\(node) became leader at term \(term)"
        case .electedLeader(let leader, let term):
            "raft.node: \(node) elected leader \(leader) at term \(term)"
        case .lostLeader(let leader, let term):
            "raft.node: \(node) lost leader \(leader) at term \(term)"
        case .startedElection(let term, _):
            "\(node) is starting a new election at term \(term)"
        case .voted(let candidate, let term, let isPreVote):
            "\(node) cast \(Self.request(isPreVote)) for \(candidate) at term \(term)"
        case .refused(let candidate, let term, let isPreVote):
            "\(node) rejected \(Self.request(isPreVote)) from \(candidate) at term \(term)"
        case .ignoredVoteRequest(let candidate, let term):
            "\(node) ignored a vote request from \(candidate) at term \(term): lease is not expired"
        case .receivedVote(let voter, let isGranted, let isPreVote):
            "\(node) received \(Self.request(isPreVote))Resp\(isGranted ? "" : " rejection") "
                + "from \(voter)"
        case .quorumLost:
            "\(node) stepped down to follower since quorum is not active"
        case .overwrote(let index, let leader):
            "\(node) found conflict at index \(index), replaced by the entries of \(leader)"
        case .transferring(let target): "\(node) starts to transfer leadership to \(target)"
        case .transferAborted(let target): "\(node) abort transferring leadership to \(target)"
        case .sentSnapshot(let peer, let index):
            "\(node) sent snapshot[index: \(index)] to \(peer)"
        case .restoredSnapshot(let index): "\(node) restored snapshot [index: \(index)]"
        case .changed(let membership):
            "\(node) switched to configuration voters=(\(Self.list(membership.voters))) "
                + "learners=(\(Self.list(membership.learners)))"
        }
    }

    private static func request(_ isPreVote: Bool) -> String {
        isPreVote ? "MsgPreVote" : "MsgVote"
    }

    private static func list(_ nodes: [NodeID]) -> String {
        nodes.map(\.description).joined(separator: " ")
    }
}
