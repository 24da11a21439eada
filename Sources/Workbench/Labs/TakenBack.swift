import Session
import Transcript

/// Leaves out of a console's text what `undo` and `reset` took back.
///
/// After `undo` the screen still shows the command, but the cluster has never seen it. How many
/// commands were taken back is the number in brackets that the word has shown:
/// `## taken back (1): kubectl delete po web`. Who changes the number changes only which of their
/// commands are typed again, and what is left must be the whole lab as before.
enum TakenBack {
    static func removed(from commands: [Transcript.Command]) -> [Transcript.Command] {
        var kept: [Transcript.Command] = []
        for command in commands {
            let word = command.input.first.flatMap(OwnWords.word)
            guard isOwn(command), word == "undo" || word == "reset" else {
                kept.append(command)
                continue
            }
            for _ in 0..<min(count(shownBy: command), kept.count) {
                guard let last = kept.lastIndex(where: { !isOwn($0) }) else { break }
                kept.remove(at: last)
            }
        }
        return kept
    }

    private static func isOwn(_ command: Transcript.Command) -> Bool {
        OwnWords.areTyped(in: command.input.first, at: command.prompt)
    }

    private static func count(shownBy command: Transcript.Command) -> Int {
        for line in command.output where line.hasPrefix("## ") {
            guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")"),
                open < close, let count = Int(line[line.index(after: open)..<close])
            else { continue }
            return max(0, count)
        }
        return 0
    }
}
