package import Simulation

/// Something that was typed in a session that is to become a lab.
package struct TypedInput: Sendable, Hashable {
    package enum Key: Sendable, Hashable {
        case line(String)
        case endOfFile
        case interrupt
    }
    package var instant: SimulatedInstant
    package var terminal: String
    package var key: Key
    /// What an editor left that this line started.
    package var editorText: [String]?

    package init(
        instant: SimulatedInstant, terminal: String, key: Key, editorText: [String]? = nil
    ) {
        (self.instant, self.terminal, self.key) = (instant, terminal, key)
        self.editorText = editorText
    }
}
