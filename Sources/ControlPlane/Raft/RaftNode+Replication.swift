/// How a leader makes the others' logs equal to its own (Raft §5.3, §5.4.2, §7).
extension RaftNode {
    /// What became of a proposal. Accepted is not committed: the leader may still fall.
    package enum Outcome: Hashable, Sendable {
        /// In this leader's log, the last of them at this index.
        case appended(LogIndex)
        case forwarded(to: NodeID)
        case dropped(Refusal)
    }

    /// Why a proposal was not taken.
    package enum Refusal: Hashable, Sendable {
        case noLeader
        /// The leader is handing over.
        case transferring
        /// Another change of the group is under way, or it is not known whether one is.
        case changePending
    }

    /// Asks for `commands` to be done by every member, in this order.
    package mutating func propose(_ commands: [Command]) -> Outcome {
        propose(commands.map { .command($0) })
    }

    /// Asks for a change of the group, of which `command` tells the state machine.
    package mutating func propose(
        _ change: ConfigurationChange, command: Command? = nil
    ) -> Outcome {
        propose([.configuration(change, command)])
    }

    mutating func propose(_ payloads: [Entry<Command>.Payload]) -> Outcome {
        guard role == .leader else {
            guard let leader else { return .dropped(.noLeader) }
            send(.propose(payloads), to: leader)
            return .forwarded(to: leader)
        }
        if leadership.transferee != nil { return .dropped(.transferring) }
        for payload in payloads {
            guard case .configuration = payload else { continue }
            // One change at a time (dissertation §4.1).
            guard payloads.count == 1, leadership.pendingChange <= log.appliedIndex else {
                return .dropped(.changePending)
            }
            leadership.pendingChange = log.lastIndex.next
        }
        append(payloads)
        return .appended(log.lastIndex)
    }

    mutating func append(_ payloads: [Entry<Command>.Payload]) {
        for payload in payloads { log.append(payload, term: term) }
        broadcastAppend()
    }

    // MARK: - Sending

    private var peers: [NodeID] { membership.everyone.filter { $0 != id } }

    mutating func broadcastAppend() {
        for peer in peers { sendAppend(to: peer, evenIfEmpty: true) }
    }

    /// Sends `peer` the next entries, or a snapshot where they are compacted away.
    ///
    /// Returns whether there was anything to send, and leave to send it.
    @discardableResult
    mutating func sendAppend(to peer: NodeID, evenIfEmpty: Bool) -> Bool {
        guard let progress = leadership.progress[peer],
            !progress.isPaused(maxInflight: settings.maxInflightMessages)
        else { return false }
        let previous = progress.next.previous
        guard let previousTerm = log.term(at: previous) else {
            sendSnapshot(to: peer)
            return true
        }
        let entries = log.entries(from: progress.next, maxBytes: settings.maxMessageBytes)
        if entries.isEmpty, !evenIfEmpty { return false }
        send(
            .append(
                previous: Position(term: previousTerm, index: previous), entries: entries,
                commitIndex: log.commitIndex), to: peer)
        leadership.progress[peer]?.sent(
            upTo: entries.last?.index ?? previous, isEmpty: entries.isEmpty)
        return true
    }

    /// Asks with no entries whether those on their way have arrived: if not, the rejection
    /// brings the sending back to where they were lost.
    private mutating func probeStream(to peer: NodeID) {
        guard let progress = leadership.progress[peer], progress.state == .replicate else {
            return
        }
        guard let term = log.term(at: progress.next.previous) else {
            // They may have been compacted away since they were sent.
            sendSnapshot(to: peer)
            return
        }
        let previous = Position(term: term, index: progress.next.previous)
        send(
            .append(previous: previous, entries: [], commitIndex: log.commitIndex), to: peer)
    }

    private mutating func sendSnapshot(to peer: NodeID) {
        let index = log.appliedIndex
        guard let term = log.term(at: index) else { return }
        let position = Position(term: term, index: index)
        events.append(.sentSnapshot(to: peer, index))
        send(
            .installSnapshot(SnapshotMetadata(position: position, membership: membership)),
            to: peer)
        leadership.progress[peer]?.becomeSnapshot(index)
    }

    /// Takes up again what a lost snapshot, or its lost acknowledgement, has stopped.
    mutating func retrySnapshots() {
        for peer in peers {
            guard case .snapshot = leadership.progress[peer]?.state else { continue }
            leadership.progress[peer]?.snapshotAge += settings.heartbeatTicks
            if leadership.progress[peer]?.snapshotAge ?? 0 >= settings.snapshotRetryTicks {
                leadership.progress[peer]?.becomeProbe()
            }
        }
    }

    mutating func broadcastHeartbeat() {
        for peer in peers {
            // A follower must not commit what it does not have.
            let known = leadership.progress[peer]?.match ?? 0
            send(
                .heartbeat(
                    commitIndex: min(known, log.commitIndex), round: leadership.reads.round),
                to: peer)
        }
    }

    // MARK: - Hearing back

    /// Takes in the answer of a follower.
    mutating func lead(_ message: Message<Command>) {
        let peer = message.from
        guard role == .leader, leadership.progress[peer] != nil else { return }
        leadership.progress[peer]?.isActive = true
        switch message.body {
        case .appendAccepted(let matched): accepted(matched, by: peer)
        case .appendRejected(let rejected, let hint):
            let match = log.lastPossibleMatch(hint)
            if leadership.progress[peer]?.rejected(rejected, hint: match.index) == true {
                sendAppend(to: peer, evenIfEmpty: true)
            }
        case .heartbeatResponse(let round):
            leadership.progress[peer]?.isProbeSent = false
            acknowledged(round, by: peer)
            guard let match = leadership.progress[peer]?.match, match < log.lastIndex else {
                return
            }
            if !sendAppend(to: peer, evenIfEmpty: false) { probeStream(to: peer) }
        default: break
        }
    }

    private mutating func accepted(_ index: LogIndex, by peer: NodeID) {
        // Nobody can have more than the leader; such an answer is not of this log.
        guard index <= log.lastIndex else { return }
        let wasPaused = leadership.progress[peer]?
            .isPaused(maxInflight: settings.maxInflightMessages)
        let isNews = leadership.progress[peer]?.accepted(index) == true
        if isNews, advanceCommit() {
            broadcastAppend()
        } else if wasPaused == true {
            // It may have missed that something was committed.
            sendAppend(to: peer, evenIfEmpty: true)
        }
        while sendAppend(to: peer, evenIfEmpty: false) {}
        completeTransfer()
    }

    /// Commits what a majority has. Returns whether that is more than before.
    ///
    /// Only an entry of the leader's own term is committed by counting; those before it are so
    /// by the Log Matching Property. An older entry on a majority could still be overwritten by
    /// a leader that never had it (Raft §5.4.2, figure 8).
    mutating func advanceCommit() -> Bool {
        let progress = leadership.progress
        guard let index = membership.quorum.reached({ progress[$0]?.match ?? 0 }),
            index > log.commitIndex, log.term(at: index) == term || settings.commitsEarlierTerms
        else { return false }
        log.commit(to: index)
        releaseWaitingReads()
        return true
    }
}
