import Simulation

/// What stands behind `vi`: a replay's texts, a text that was put down, or the learner's own editor.
///
/// Whatever it was, what it left is noted in the session's log.
package final class SessionEditor: Sendable {
    /// Takes a file's path and contents and gives the new contents; nil if it failed.
    package typealias Edit = @Sendable (_ path: String, _ contents: [UInt8]) -> [UInt8]?
    private let body: Confined<Edit?>
    private let expected: Confined<[[UInt8]?]>
    private let log: SessionLog

    init(_ simulation: Simulation, log: SessionLog) {
        body = Confined(simulation, nil)
        expected = Confined(simulation, [])
        self.log = log
    }

    /// Sets what opens the learner's editor.
    package func use(_ edit: Edit?) { body.value = edit }

    /// Puts down what the next editors left when the session was recorded.
    func expect(_ texts: [[UInt8]?]) { expected.value = texts }

    /// The new contents of the file at `path`, which holds `contents`; nil if nothing can edit it.
    func edit(_ path: String, _ contents: [UInt8], at terminal: SessionTerminal) -> [UInt8]? {
        let new: [UInt8]?
        let prepared = terminal.takeEditorText()
        if !expected.value.isEmpty {
            new = expected.value.removeFirst()
        } else if let lines = prepared {
            new = Array((lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")).utf8)
        } else {
            new = body.value?(path, contents)
        }
        log.append(.editor(new), terminal: terminal.name)
        return new
    }
}
