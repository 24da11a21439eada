/// How a leader hands over without an interregnum (dissertation §3.10).
///
/// It takes no more proposals, brings the other's log up to its own, and tells it to begin an
/// election at once. If nothing comes of it within an election timeout, all is as before.
extension RaftNode {
    /// Asks for `target` to lead; whoever leads now is told.
    package mutating func transferLeadership(to target: NodeID) {
        guard role == .leader else {
            if let leader { send(.transferLeadership(to: target), to: leader) }
            return
        }
        guard target != id, membership.isVoter(target), leadership.transferee != target else {
            return
        }
        electionElapsed = 0
        leadership.transferee = target
        events.append(.transferring(to: target))
        completeTransfer()
        if leadership.progress[target]?.match != log.lastIndex {
            sendAppend(to: target, evenIfEmpty: true)
        }
    }

    /// Lets the other go ahead once it has everything.
    mutating func completeTransfer() {
        guard let target = leadership.transferee,
            leadership.progress[target]?.match == log.lastIndex
        else { return }
        send(.timeoutNow, to: target)
    }

    mutating func abortTransfer() {
        guard let target = leadership.transferee else { return }
        events.append(.transferAborted(to: target))
        leadership.transferee = nil
    }
}
