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

    /// All that happened at one instant, and where everybody stood then.
    package struct Moment: Sendable, Hashable {
        package var instant: SimulatedInstant
        package var faults: [String]
        /// By the member's name; nobody who has not been heard of.
        package var standings: [String: Standing]
    }

    /// **Order**: as the cluster lists them.
    package let members: [String]
    /// **Order**: by time.
    package private(set) var moments: [Moment] = []

    package init(members: [String]) { self.members = members }

    /// Notes an event. **Order**: not before the last one.
    package mutating func note(_ event: Event, at instant: SimulatedInstant) {
        if moments.last?.instant != instant {
            let standings = moments.last?.standings ?? [:]
            moments.append(Moment(instant: instant, faults: [], standings: standings))
        }
        switch event {
        case .member(let name, let standing):
            moments[moments.count - 1].standings[name] = standing
        case .fault(let text): moments[moments.count - 1].faults.append(text)
        }
    }

    /// The moments in which a role or a term changed or a fault began or ended, each with where the
    /// logs stood at its end.
    package var turns: [Moment] {
        var turns: [Moment] = []
        for moment in moments {
            let before = turns.last?.standings ?? [:]
            let isTurn = members.contains { name in
                moment.standings[name]?.role != before[name]?.role
                    || moment.standings[name]?.term != before[name]?.term
            }
            if isTurn || !moment.faults.isEmpty || turns.isEmpty {
                turns.append(moment)
            } else {
                turns[turns.count - 1].standings = moment.standings
            }
        }
        return turns
    }
}
