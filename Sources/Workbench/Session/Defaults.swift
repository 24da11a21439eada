import Simulation

/// Limits of a session.
package enum Defaults {
    /// How long one command may run, in the cluster's time, before it gets a Ctrl-C.
    package static let commandLimit: Duration = .seconds(600)
    /// How long a command may take to end after Ctrl-C.
    package static let interruptLimit: Duration = .seconds(60)
    /// What a person needs to type a line; the cluster goes on meanwhile.
    package static let typingPause: Duration = .seconds(2)
    /// How often a state that is waited for is looked at.
    package static let conditionPoll: Duration = .milliseconds(500)
    /// How long a state is waited for where a lab does not say.
    package static let conditionLimit: Duration = .seconds(60)
    /// The largest file that is taken from or put into a workspace folder. **Unit**: bytes.
    package static let workspaceFileBytes = 8 << 20
    /// How many files a workspace folder may hold.
    package static let workspaceFiles = 2000
    /// How long a recorded session may be.
    package static let recordingSpan: Duration = .hours(24 * 40)
    /// How many entries a recorded session may have.
    package static let recordingEntries = 100_000
    /// The seed of a session where nothing else is said; the first pod lands on server6-node2, as
    /// in the document.
    package static let seed: UInt64 = 3
}
