package import Transcript

/// A try at a step's command, with all that explaining it needs.
package struct Attempt {
    /// The lab's own command and what it shows.
    package var expected: Transcript.Command
    package var typed: Transcript.Command
    package var output: [String]
    /// The first place where the outputs differ; nil if only an error or the state shows it.
    package var difference: OutputPattern.Difference?
    /// The lab's manifests by file name.
    package var labFiles: [String: String]
    /// The contents of a file of the learner's, by its name as typed.
    package var file: (String) -> String?

    package init(
        expected: Transcript.Command, typed: Transcript.Command, output: [String],
        difference: OutputPattern.Difference? = nil, labFiles: [String: String] = [:],
        file: @escaping (String) -> String? = { _ in nil }
    ) {
        (self.expected, self.typed, self.output) = (expected, typed, output)
        (self.difference, self.labFiles, self.file) = (difference, labFiles, file)
    }

    /// The words of the lab's command.
    var wantedWords: [String] { Self.words(expected) }

    var typedWords: [String] { Self.words(typed) }

    private static func words(_ command: Transcript.Command) -> [String] {
        let lists = CommandWords(command.input.joined(separator: "\n")).commands
        return lists.flatMap { $0.flatMap { $0 } }
    }

    /// The manifests that the typed command names after `-f`.
    var manifests: [String] {
        var names: [String] = []
        let words = typedWords
        for (index, word) in words.enumerated() {
            if word == "-f" || word == "--filename" {
                if index + 1 < words.count { names.append(words[index + 1]) }
            } else if word.hasPrefix("--filename=") {
                names.append(String(word.dropFirst("--filename=".count)))
            }
        }
        return names.filter { $0 != "-" }
    }
}
