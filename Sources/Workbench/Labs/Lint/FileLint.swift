import Session
import Transcript

/// The files of a lab are used, are valid, and are what the transcript types.
struct FileLint {
    private let lab: Lab
    private let texts: Texts

    init(_ lab: Lab, _ texts: Texts) { (self.lab, self.texts) = (lab, texts) }

    var findings: [LintFinding] { unused + typedOtherwise }

    /// Files that are to be valid objects of Kubernetes: not those that the lab shows to fail.
    var manifests: [String] {
        names.filter { name in
            let isManifest = [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
            let fails = lab.transcript.commands.contains { command in
                command.exitCode ?? 0 != 0 && command.input.contains { $0.contains(name) }
            }
            return isManifest && !fails
        }
    }

    /// Files that the server did not take, for a reason that the lab's own steps do not mend.
    func findings(_ rehearsal: Rehearsal) -> [LintFinding] {
        rehearsal.refusals.sorted { $0.key < $1.key }.compactMap { name, reason in
            // What is missing, or there already, when the lab starts, may be otherwise in it.
            let isOfState = reason.contains("(NotFound)") || reason.contains("(AlreadyExists)")
            return isOfState
                ? nil : LintFinding(.files, path(name), 1, texts.refusedFile(reason))
        }
    }

    private var names: [String] { lab.files.keys.sorted() }

    private func path(_ name: String) -> String {
        lab.file.prefix(through: lab.file.lastIndex(of: "/") ?? lab.file.startIndex) + name
    }

    private var unused: [LintFinding] {
        var mentions = lab.transcript.commands.flatMap(\.input)
        for step in lab.steps {
            mentions += step.solution.flatMap(\.input) + step.hints.map(\.text)
        }
        mentions += lab.blocks.compactMap { if case .prose(let text) = $0 { text } else { nil } }
        return names.filter { name in !mentions.contains { $0.contains(name) } }
            .map { LintFinding(.files, path($0), 0, texts.unusedFile($0)) }
    }

    private var typedOtherwise: [LintFinding] {
        lab.transcript.commands.compactMap { command in
            guard command.isEditor,
                let name = command.input.first?.split(separator: " ").last.map(String.init),
                let file = lab.files[name]
            else { return nil }
            let typed = command.output.droppingEmptyEnd.joined(separator: "\n")
            let there = String(decoding: file, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard typed != there.droppingEmptyEnd.joined(separator: "\n") else { return nil }
            return LintFinding(.files, lab.transcriptFile, command.line, texts.otherFile(name))
        }
    }
}
