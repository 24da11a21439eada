/// Puts other outputs below the commands of a transcript's text; all else stays as it is written.
package struct TranscriptRewriter {
    /// What a command is to show from now on.
    package struct Change: Hashable, Sendable {
        /// As it was read from the text: its lines are those that are replaced.
        package var command: Transcript.Command
        package var output: [String]
        package var exitCode: Int?

        package init(_ command: Transcript.Command, output: [String], exitCode: Int?) {
            (self.command, self.output, self.exitCode) = (command, output, exitCode)
        }
    }
    private var lines: [String]

    package init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The text with the changes made.
    package func rewritten(_ changes: [Change]) -> String {
        var lines = lines
        // From the end on, so that the lines before keep their numbers.
        for change in changes.sorted(by: { $0.command.line > $1.command.line }) {
            let command = change.command
            let start = command.line - 1 + command.input.count
            let end = start + command.output.count + (command.exitCode == nil ? 0 : 1)
            guard start >= 0, start <= end, end <= lines.count else { continue }
            let code = change.exitCode.map { ["[\($0)]"] } ?? []
            lines.replaceSubrange(start..<end, with: change.output + code)
        }
        return lines.joined(separator: "\n")
    }
}
