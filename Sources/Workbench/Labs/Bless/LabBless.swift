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
    package func blessed(on console: any Console) -> String {
        var rehearser = Rehearser(lab, on: console, looks: false)
        return blessed(rehearser.run())
    }

    func blessed(_ rehearsal: Rehearsal) -> String {
        TranscriptRewriter(text).rewritten(rehearsal.shown.compactMap(change))
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
