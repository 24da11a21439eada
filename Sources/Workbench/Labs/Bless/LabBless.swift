package import Session
import Transcript

/// Rewrites what no longer matches in a lab's transcript, and keeps the holes that still fit.
package struct LabBless {
    private let lab: Lab
    /// The transcript as it is on disk.
    private let text: String

    package init(_ lab: Lab, transcriptText: String) {
        (self.lab, text) = (lab, transcriptText)
    }

    /// The transcript as it should be, from what the lab's commands show at its own seed.
    ///
    /// `open` gives a fresh console: one for the lab, one for each other way through it.
    package func blessed<Failure: Error>(
        _ open: (Lab) throws(Failure) -> any Console
    ) throws(Failure) -> String {
        var changes: [TranscriptRewriter.Change] = []
        for way in [lab] + lab.routes.map(lab.on(route:)) {
            var rehearser = Rehearser(way, on: try open(way), looks: false)
            for change in rehearser.run().shown.compactMap(change)
            // Most sections are on several ways.
            where !changes.contains(where: { $0.command.line == change.command.line }) {
                changes.append(change)
            }
        }
        return TranscriptRewriter(text).rewritten(changes)
    }

    private func change(_ shown: Rehearsal.Shown) -> TranscriptRewriter.Change? {
        guard shown.difference != nil, !shown.wasInterrupted else { return nil }
        let command = shown.command
        let isJSON = shown.words.contains(.json) && !command.output.isEmpty
        let output: [String]
        if isJSON, let repaired = JSONRepair(command.output).repaired(to: shown.output) {
            output = repaired
        } else {
            var repair = OutputRepair(
                command.output, words: isJSON ? [] : shown.words, bindings: shown.bindings)
            output = repair.repaired(to: shown.output.droppingEmptyEnd)
        }
        var code = command.exitCode
        if let stated = code, let actual = shown.exitCode, stated != actual {
            code = actual == 0 ? nil : actual
        }
        return TranscriptRewriter.Change(command, output: output, exitCode: code)
    }
}
