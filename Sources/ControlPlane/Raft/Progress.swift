/// What a leader knows of one member's log, and how it sends to it.
///
/// ```
///            accepted                       too far behind the log
///  ┌─────── probe ◀──────── rejected ──────┐     │
///  │  one message at a time,               │     ▼
///  │  looking for the last common entry    │  snapshot: nothing is sent
///  ▼                                       │     │      until it has arrived
/// replicate: a stream of messages ─────────┘ ◀───┘
/// ```
/// Upstream: etcd raft tracker/progress.go, whose three states these are.
package struct Progress: Sendable {
    /// How the member is sent to.
    package enum State: Hashable, Sendable {
        case probe, replicate
        case snapshot(LogIndex)
    }

    package internal(set) var state = State.probe
    /// The highest entry known to be the same, and safe, at the member.
    package internal(set) var match: LogIndex = 0
    /// The entry to send next.
    package internal(set) var next: LogIndex
    /// Whether the member was heard since the leader last counted its followers.
    var isActive: Bool
    /// Whether the one message of `probe` is on its way.
    var isProbeSent = false
    /// The last entries of the messages on their way, oldest first.
    var inflight: [LogIndex] = []
    /// The last round of heartbeats that the member has answered.
    var acknowledgedRound: UInt64 = 0
    /// **Unit**: ticks since the snapshot was sent; it may have been lost.
    var snapshotAge = 0

    init(next: LogIndex, isActive: Bool = false) {
        self.next = next
        self.isActive = isActive
    }

    func isPaused(maxInflight: Int) -> Bool {
        switch state {
        case .probe: isProbeSent
        case .replicate: inflight.count >= maxInflight
        case .snapshot: true
        }
    }

    mutating func becomeProbe() {
        enter(.probe)
        next = match.next
    }

    mutating func becomeReplicate() {
        enter(.replicate)
        next = match.next
    }

    mutating func becomeSnapshot(_ index: LogIndex) {
        enter(.snapshot(index))
        next = index.next
    }

    private mutating func enter(_ state: State) {
        self.state = state
        isProbeSent = false
        inflight = []
        snapshotAge = 0
    }

    /// Notes a message with entries up to `last`.
    mutating func sent(upTo last: LogIndex, isEmpty: Bool) {
        switch state {
        case .probe: isProbeSent = true
        case .replicate where !isEmpty:
            // They will arrive, as far as anybody knows; a rejection will tell if not.
            next = last.next
            inflight.append(last)
        case .replicate, .snapshot: break
        }
    }

    /// Notes that the member has everything up to `index`. Returns whether that is news.
    mutating func accepted(_ index: LogIndex) -> Bool {
        let isNews = index > match
        match = max(match, index)
        next = max(next, match.next)
        switch state {
        case .probe where index == match: becomeReplicate()
        case .snapshot(let awaited) where match >= awaited: becomeReplicate()
        case .replicate: inflight.removeAll { $0 <= index }
        case .probe, .snapshot: break
        }
        return isNews
    }

    /// Notes that the member lacks the entry at `index`; all after `hint` need not be tried.
    ///
    /// Returns false for an answer to a message that no longer matters.
    mutating func rejected(_ index: LogIndex, hint: LogIndex) -> Bool {
        switch state {
        case .snapshot: return false
        case .replicate:
            guard index > match else { return false }
            becomeProbe()
        case .probe:
            guard index == next.previous else { return false }
            let earlier = max(min(index, hint.next), match.next)
            // Nothing is left to try: the member has forgotten what it acknowledged. It is asked
            // again with each heartbeat, and not in a frenzy.
            guard earlier < next else { return false }
            next = earlier
            isProbeSent = false
        }
        return true
    }
}
