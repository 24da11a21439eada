/// How a follower does what its leader says (Raft §5.3, §7).
extension RaftNode {
    /// Takes in what the leader of this term sent.
    mutating func follow(_ message: Message<Command>) {
        guard role != .leader else { return }
        if role == .follower {
            electionElapsed = 0
            setLeader(message.from)
        } else {
            becomeFollower(term: term, leader: message.from)
        }
        switch message.body {
        case .append(let previous, let entries, let commitIndex):
            take(entries, after: previous, commitIndex: commitIndex, from: message.from)
        case .heartbeat(let commitIndex, let round):
            log.commit(to: commitIndex)
            send(.heartbeatResponse(round: round), to: message.from)
        case .installSnapshot(let metadata):
            send(.appendAccepted(matched: restore(metadata)), to: message.from)
        default: break
        }
    }

    private mutating func take(
        _ entries: [Entry<Command>], after previous: Position, commitIndex: LogIndex,
        from leader: NodeID
    ) {
        // An old message: all that is committed here is in the leader's log too.
        guard previous.index >= log.commitIndex else {
            send(.appendAccepted(matched: log.commitIndex), to: leader)
            return
        }
        let oldLast = log.last
        guard let matched = log.take(entries, after: previous) else {
            let rejected = previous.index
            let hint = log.lastPossibleMatch(
                Position(term: previous.term, index: rejected.previous))
            send(.appendRejected(rejected: rejected, hint: hint), to: leader)
            return
        }
        if !log.contains(oldLast) {
            events.append(.overwrote(from: previous.index.next, by: leader))
        }
        // Beyond `matched` this log may differ from the leader's.
        log.commit(to: min(commitIndex, matched))
        send(.appendAccepted(matched: matched), to: leader)
    }

    /// InstallSnapshot (Raft figure 13). Returns up to where this log is now the leader's.
    private mutating func restore(_ metadata: SnapshotMetadata) -> LogIndex {
        let position = metadata.position
        if position.index <= log.commitIndex { return log.commitIndex }
        if log.contains(position) {
            // All of it is here already, and now known to be committed.
            log.commit(to: position.index)
            return position.index
        }
        log.restore(position)
        membership = metadata.membership
        restored = metadata
        events.append(.restoredSnapshot(position.index))
        return position.index
    }
}
