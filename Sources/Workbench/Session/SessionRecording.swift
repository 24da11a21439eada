package import Simulation

/// A session as data: what it was made from, and everything that came into it from outside.
///
/// A replay gives each entry at its instant, and shows the same screens, byte for byte: there is
/// nothing else that could make a difference.
package struct SessionRecording: Sendable, Hashable {
    package var seed: UInt64
    /// How many nodes the cluster has, the master included.
    package var nodeCount: Int
    /// How many members etcd has.
    package var etcdMembers: Int
    /// The pace at the start: `clock` shows it.
    package var pace: Pace
    /// Steps whose solution was shown in what has been taken back: `03-downward-env/create`.
    /// **Order**: sorted.
    package var spent: [String]
    /// **Order**: as they came in.
    package var entries: [InputLogEntry]

    package init(
        seed: UInt64, nodeCount: Int = 3, etcdMembers: Int = 1, pace: Pace = .instant,
        spent: [String] = [], entries: [InputLogEntry] = []
    ) {
        (self.seed, self.nodeCount, self.etcdMembers) = (seed, nodeCount, etcdMembers)
        self.pace = pace
        (self.spent, self.entries) = (spent, entries)
    }
}

/// Something that came into a session, where and when.
package struct InputLogEntry: Sendable, Hashable {
    package var instant: SimulatedInstant
    /// The terminal that it belongs to; empty for the first one and for what belongs to none.
    package var terminal: String
    package var input: SessionInput

    package init(instant: SimulatedInstant, terminal: String = "", input: SessionInput) {
        (self.instant, self.terminal, self.input) = (instant, terminal, input)
    }
}

/// What can come into a session.
package enum SessionInput: Sendable, Hashable {
    /// A terminal is opened.
    case open
    case line(String)
    /// Ctrl-D.
    case endOfFile
    /// Ctrl-C.
    case interrupt
    /// What the learner's editor left; nil if it failed. Noted when the editor has ended.
    case editor([UInt8]?)
    /// A file of the workspace folder came in; without contents, it was removed there.
    case file(path: String, contents: [UInt8]?)
    /// A lab was opened from outside: `kubarium run N`.
    case lab(String)
    /// A file of a lab was put into the master's home.
    case labFile(path: String, contents: [UInt8])
    /// A command is over, and who follows the lab has looked at what it showed.
    case told
}
