/// What the driver has to do, in this order: write, send, apply.
package struct Ready<Command: RaftCommand>: Sendable {
    /// To be written, if it changed.
    package var hardState: HardState?
    /// To be installed, before anything that follows.
    package var snapshot: SnapshotMetadata?
    /// To be written; whatever the disk has from the first one's index on goes.
    package var entries: [Entry<Command>] = []
    /// To be sent once all of the above is safe.
    package var messages: [Message<Command>] = []
    /// To be applied to the state machine, in this order.
    package var committed: [Entry<Command>] = []
    /// Reads to be answered once their index is applied.
    package var reads: [ReadState] = []
    /// What happened meanwhile, for those who watch.
    package var events: [RaftEvent] = []
    /// Whether the disk has to be flushed; a commit index alone may be lost.
    package var mustSync = false

    package init() {}
}

extension RaftNode {
    /// Whether there is anything to do.
    package var hasReady: Bool {
        !isReadyTaken
            && (log.stableIndex < log.lastIndex || log.appliedIndex < log.commitIndex
                || hardState != knownHardState || !messages.isEmpty || !readStates.isEmpty
                || restored != nil || !events.isEmpty)
    }

    /// Hands over what there is to do. **Order**: `advance(_:)` must follow before the next one.
    package mutating func takeReady() -> Ready<Command> {
        precondition(!isReadyTaken, "the last Ready has not been advanced")
        isReadyTaken = true
        var ready = Ready<Command>()
        ready.mustSync =
            log.stableIndex < log.lastIndex || restored != nil || term != knownHardState.term
            || vote != knownHardState.vote
        if hardState != knownHardState {
            ready.hardState = hardState
            knownHardState = hardState
        }
        (ready.snapshot, restored) = (restored, nil)
        ready.entries = log.entries(after: log.stableIndex, upTo: log.lastIndex)
        ready.committed = log.entries(after: log.appliedIndex, upTo: log.commitIndex)
        swap(&ready.messages, &messages)
        swap(&ready.reads, &readStates)
        swap(&ready.events, &events)
        return ready
    }

    /// Notes that all of `ready` is written, sent and applied.
    package mutating func advance(_ ready: Ready<Command>) {
        precondition(isReadyTaken, "there is no Ready to advance")
        isReadyTaken = false
        if let last = ready.entries.last { log.stabilize(to: last.position) }
        if let last = ready.committed.last { log.applied(to: last.index) }
        guard role == .leader else { return }
        // A leader counts itself among those who have an entry once its own disk has it.
        let stable = log.stableIndex
        if leadership.progress[id]?.accepted(stable) == true, advanceCommit() {
            broadcastAppend()
        }
    }

    /// Makes the group what a committed `configuration` entry says. **Order**: when the driver
    /// applies that entry; nil for one that the state machine refused.
    package mutating func apply(_ change: ConfigurationChange?) {
        guard let change else { return }
        let old = membership
        membership = membership.applying(change)
        guard membership != old else { return }
        events.append(.changed(membership))
        guard role == .leader else { return }
        for member in membership.everyone where leadership.progress[member] == nil {
            // It counts as heard of, to have time for its first answer.
            leadership.progress[member] = Progress(next: log.lastIndex.next, isActive: true)
        }
        for member in old.everyone where !membership.contains(member) {
            leadership.progress[member] = nil
            if leadership.transferee == member { abortTransfer() }
        }
        // A smaller group may have committed more; everybody should know that it changed.
        _ = advanceCommit()
        broadcastAppend()
        // A leader that is not part of the group any more leaves it to itself (§4.2.2).
        if !membership.isVoter(id) { becomeFollower(term: term, leader: nil) }
    }

    /// Forgets the entries up to `index`, which the driver's state holds by now.
    ///
    /// Followers that still need them get a snapshot.
    package mutating func compact(to index: LogIndex) { log.compact(to: index) }
}
