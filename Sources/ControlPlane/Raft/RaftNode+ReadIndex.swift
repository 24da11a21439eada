/// Reads that see everything acknowledged before them, without writing to the log.
///
/// A leader may have been replaced without knowing it, so before it answers it asks a majority
/// whether it still leads: a read gets the commit index of its arrival, and waits for a round of
/// heartbeats that began after it. The one who asked waits until it has applied that index.
/// ```
///   read a  commit 7 ─▶ round 3 ─┐       acknowledged rounds   1: 4   2: 3   3: 2
///   read b  commit 9 ─▶ round 4  │       a majority is at 3: a is answered with 7, b waits
/// ```
/// Source: dissertation §6.4. Safe whatever the clocks do; the lease of §6.4.1 is not used.
package struct PendingReads: Sendable {
    struct Read: Sendable {
        var id: ReadID
        var from: NodeID
        var index: LogIndex
        var round: UInt64
    }
    /// The last round of heartbeats that was begun.
    var round: UInt64 = 0
    /// In the order of their rounds.
    var reads: [Read] = []
    /// Came before this leader had committed anything in its term.
    var early: [(id: ReadID, from: NodeID)] = []
}

/// The answer to a read: it may be done once everything up to `index` is applied.
package struct ReadState: Hashable, Sendable {
    package var id: ReadID
    package var index: LogIndex
}

extension RaftNode {
    /// Asks for the index of a read; it comes with a later `Ready`, or never.
    ///
    /// Returns false if there is no leader to ask.
    package mutating func readIndex(_ id: ReadID) -> Bool {
        if role == .leader {
            read(id, from: self.id)
            return true
        }
        guard let leader else { return false }
        send(.readIndex(id), to: leader)
        return true
    }

    /// Takes in what clients of other members want, and the answers to what this one's want.
    mutating func serve(_ message: Message<Command>) {
        switch message.body {
        case .propose(let payloads) where role == .leader: _ = propose(payloads)
        case .readIndex(let id) where role == .leader: read(id, from: message.from)
        case .readIndexResponse(let id, let index):
            readStates.append(ReadState(id: id, index: index))
        case .transferLeadership(let target) where role == .leader:
            transferLeadership(to: target)
        default: break
        }
    }

    private mutating func read(_ id: ReadID, from asker: NodeID) {
        guard log.term(at: log.commitIndex) == term else {
            // Entries of earlier terms may be committed without this leader's knowledge; its own
            // first entry will tell (dissertation §6.4, step 1).
            leadership.reads.early.append((id, asker))
            return
        }
        leadership.reads.round += 1
        leadership.reads.reads.append(
            PendingReads.Read(
                id: id, from: asker, index: log.commitIndex, round: leadership.reads.round))
        if membership.voters != [self.id] { broadcastHeartbeat() }
        releaseReads()
    }

    /// Begins the reads that waited for the first commit of the term.
    mutating func releaseWaitingReads() {
        let early = leadership.reads.early
        leadership.reads.early = []
        for waiting in early { read(waiting.id, from: waiting.from) }
    }

    mutating func acknowledged(_ round: UInt64, by peer: NodeID) {
        guard let known = leadership.progress[peer]?.acknowledgedRound, round > known else {
            return
        }
        leadership.progress[peer]?.acknowledgedRound = round
        releaseReads()
    }

    private mutating func releaseReads() {
        let (leadership, id) = (leadership, id)
        let confirmed = membership.quorum.reached { voter in
            // The leader acknowledges itself.
            voter == id
                ? leadership.reads.round : leadership.progress[voter]?.acknowledgedRound ?? 0
        }
        guard let confirmed else { return }
        let released = leadership.reads.reads.prefix { $0.round <= confirmed }
        self.leadership.reads.reads.removeFirst(released.count)
        for read in released {
            if read.from == id {
                readStates.append(ReadState(id: read.id, index: read.index))
            } else {
                send(.readIndexResponse(read.id, read.index), to: read.from)
            }
        }
    }
}
