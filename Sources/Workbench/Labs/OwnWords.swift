import ContainerRuntime
import Simulation
import Transcript

/// The words of the prompt that are Kubarium's own: they speak about the session, and do nothing to
/// the cluster.
///
/// A word only leaves a wish; `Workplace` grants it when the command is over. So none of them shows
/// anything that a program could have shown.
package enum OwnWords {
    /// **Order**: sorted.
    package static let names = [
        "check", "help", "hint", "lab", "labs", "progress", "reset", "save", "skip", "solution",
        "undo",
    ]

    /// Whether `line`, typed at `prompt`, is one of these words or of `others`.
    ///
    /// They are words at the master's prompt only: in a container they are nobody's.
    static func areTyped(
        in line: String?, at prompt: Prompt, besides others: [String] = []
    ) -> Bool {
        guard prompt.isHost, let word = line.flatMap(word) else { return false }
        return names.contains(word) || others.contains(word)
    }

    /// The first word of a line.
    static func word(of line: String) -> String? {
        line.split(separator: " ").first.map(String.init)
    }

    /// By name, for a session's master.
    static func programs(_ progress: LabProgress) -> [String: any Program] {
        var programs: [String: any Program] = [:]
        for name in names { programs[name] = OwnWord(name: name, progress: progress) }
        return programs
    }
}

/// A word with what was said after it.
package struct Wish: Sendable, Hashable {
    package var word: String
    package var arguments: [String]
}

private struct OwnWord: Program {
    let name: String
    let progress: LabProgress

    func run(_ process: Process) async -> Int32 {
        let arguments = Array(process.arguments.dropFirst())
        guard arguments.count <= 1 else {
            try? await process.error.write("\(name): one word at most; see: help\n")
            return 2
        }
        progress.wish(Wish(word: name, arguments: arguments))
        return 0
    }
}
