import Session
import Transcript

/// A file that a learner has handed in.
package struct Submission: Sendable, Hashable {
    package var learner: String
    package var path: String
    /// The lab's folder name; nil if it cannot be told.
    package var lab: String?

    package init(learner: String, path: String, lab: String? = nil) {
        (self.learner, self.path, self.lab) = (learner, path, lab)
    }
}

/// Whose file it is and for which lab, as its path says.
///
/// ```
/// alice.txt           alice; the lab is told by --lab or by what stands in it
/// 03-alice.txt        alice, lab 3
/// alice/03.txt        alice, lab 3
/// alice/03-again.txt  alice, lab 3
/// ```
package struct SubmissionName: Sendable, Hashable {
    package var learner: String
    package var labNumber: Int?

    /// `path` is below the folder of submissions, at most one folder deep.
    package init(path: String) {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let dot = file.lastIndex(of: ".")
        var base = dot.map { $0 == file.startIndex ? file : String(file[..<$0]) } ?? file
        let digits = base.prefix { $0.isASCII && $0.isNumber }
        let rest = base.dropFirst(digits.count)
        if let number = Int(digits), rest.first == "-" || (rest.isEmpty && parts.count > 1) {
            labNumber = number
            base = String(rest.dropFirst())
        }
        learner = parts.count > 1 ? parts[0] : (base.isEmpty ? file : base)
    }
}

/// Tells which lab a console text is of: the one whose commands it holds.
package struct LabGuess {
    /// Each lab's commands that no other lab has.
    private let commands: [(lab: String, lines: Set<String>)]

    package init(_ labs: [Lab]) {
        var counts: [String: Int] = [:]
        let all = labs.map { lab in
            (lab: lab.name, lines: Set(lab.transcript.commands.compactMap { $0.input.first }))
        }
        for (_, lines) in all { for line in lines { counts[line, default: 0] += 1 } }
        commands = all.map { lab, lines in (lab, lines.filter { counts[$0] == 1 }) }
    }

    /// Nil if no lab's commands stand in the text, or those of two equally. A proof says its lab.
    package func lab(of text: String) -> String? {
        if RecordingText.isRecording(text) {
            let entries = (try? RecordingText.parse(text))?.entries ?? []
            return entries.compactMap { entry in
                if case .lab(let name) = entry.input { name } else { nil }
            }.last
        }
        var best: (lab: String, count: Int)?
        var isTie = false
        let lines = Set(text.split(separator: "\n").compactMap(Self.command))
        for (lab, wanted) in commands {
            let count = wanted.intersection(lines).count
            if count == 0 || count < (best?.count ?? 1) { continue }
            isTie = count == best?.count
            best = (lab, count)
        }
        return isTie ? nil : best?.lab
    }

    /// What was typed behind a prompt. `Prompt` is for judging; here a guess will do.
    private static func command(_ line: Substring) -> String? {
        for sign in ["$ ", "# "] {
            let head = line.prefix(200)
            guard let index = head.firstIndex(of: Character(String(sign.first ?? "$"))) else {
                continue
            }
            let rest = line[index...].dropFirst(2)
            if line[index...].hasPrefix(sign), !rest.isEmpty { return rest.trimmingEnd }
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmingEnd: String {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
