package import Simulation

/// What became of the members of an etcd cluster over time: roles, terms, logs, faults.
///
/// ```
/// TIME          etcd1          etcd2          etcd3
/// 22:11:10      -- partition etcd1 | etcd2 etcd3
/// 22:11:11.250  leader 2 9/9   candidate 3 9  follower 2 9
/// 22:11:11.262  leader 2 9/9   leader 3 10/9  follower 3 9/9
/// ```
/// A cell is the role, the term, and how far the log reaches, of which how much is committed.
package struct Timeline: Sendable, Hashable {
    /// What a member is at one moment.
    package struct Standing: Sendable, Hashable {
        package enum Role: String, Sendable {
            case follower, candidate, leader, down
        }
        package var role: Role
        package var term: UInt64
        /// The index of the last entry of its log.
        package var last: UInt64
        /// The index of the last entry that it knows to be committed.
        package var committed: UInt64

        package init(_ role: Role, term: UInt64, last: UInt64, committed: UInt64) {
            (self.role, self.term, self.last, self.committed) = (role, term, last, committed)
        }
    }

    /// Something that happened: to a member, or to the network between them.
    package enum Event: Sendable, Hashable {
        case member(String, Standing)
        case fault(String)
    }

    /// A turn: what happened at one instant, and where everybody stood until the next one.
    package struct Moment: Sendable, Hashable {
        package var instant: SimulatedInstant
        package var faults: [String]
        /// By the member's name; nobody who has not been heard of.
        package var standings: [String: Standing]
    }

    /// **Order**: as the cluster lists them.
    package let members: [String]
    /// The moments in which a role or a term changed or a fault began or ended, each with where the
    /// logs stood at its end. **Order**: by time.
    package private(set) var turns: [Moment] = []

    package init(members: [String]) { self.members = members }

    /// Notes an event: a turn, or news of a log that belong to the last one.
    ///
    /// **Order**: not before the last one.
    package mutating func note(_ event: Event, at instant: SimulatedInstant) {
        switch event {
        case .member(let name, let standing):
            let before = turns.last?.standings[name]
            if before?.role != standing.role || before?.term != standing.term { turn(at: instant) }
            turns[turns.count - 1].standings[name] = standing
        case .fault(let text):
            turn(at: instant)
            turns[turns.count - 1].faults.append(text)
        }
    }

    /// Begins a turn, if none began within this millisecond: an election takes a few messages.
    private mutating func turn(at instant: SimulatedInstant) {
        let millisecond = instant.nanosecondsSinceEpoch / 1_000_000
        if let last = turns.last, last.instant.nanosecondsSinceEpoch / 1_000_000 == millisecond {
            return
        }
        let standings = turns.last?.standings ?? [:]
        turns.append(Moment(instant: instant, faults: [], standings: standings))
    }
}
