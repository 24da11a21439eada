import Session
import Transcript

/// A session on its way to being a lab: its commands in steps, with what each step waits for.
struct LabDraft: Equatable {
    struct Step: Equatable {
        var name: String
        /// From the learner's comments: lines that begin with `#`.
        var prose: [String] = []
        var commands: [Transcript.Command] = []
        var waits: [StateCondition] = []
        var words: [Transcript.Word] = []
    }
    var steps: [Step] = []

    /// Begins a step; `remark` becomes its prose, and its name as far as that can be one.
    mutating func begin(_ remark: String? = nil) {
        if let last = steps.last, last.commands.isEmpty {
            if let remark { steps[steps.count - 1].prose.append(remark) }
            if let remark, last.prose.isEmpty { steps[steps.count - 1].name = name(remark) }
            return
        }
        steps.append(Step(name: name(remark ?? ""), prose: remark.map { [$0] } ?? []))
    }

    mutating func add(_ command: Transcript.Command) {
        if steps.isEmpty { begin() }
        steps[steps.count - 1].commands.append(command)
    }

    /// The last step waits for what its commands have begun; then comes the next step.
    mutating func wait(for conditions: [StateCondition]) {
        guard !steps.isEmpty else { return }
        for condition in conditions where !steps[steps.count - 1].waits.contains(condition) {
            steps[steps.count - 1].waits.append(condition)
        }
    }

    private func name(_ remark: String) -> String {
        var slug = ""
        for character in remark.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                slug.append(character)
            } else if !slug.isEmpty, slug.last != "-" {
                slug.append("-")
            }
        }
        let words = slug.split(separator: "-").prefix(3).joined(separator: "-")
        let isFree = !words.isEmpty && !steps.contains { $0.name == words }
        return isFree ? words : "part-\(steps.count + 1)"
    }

    /// Puts each command whose output has words of its own into a step of its own.
    mutating func split(at words: [[Transcript.Word]]) {
        var position = 0
        var parts: [Step] = []
        for step in steps {
            var rest = step
            rest.commands = []
            for command in step.commands {
                let wanted = words[position]
                position += 1
                if !rest.commands.isEmpty, rest.words != wanted {
                    var done = rest
                    done.waits = []
                    parts.append(done)
                    rest.commands = []
                    rest.prose = []
                    rest.name = step.name + "-\(position)"
                }
                rest.words = wanted
                rest.commands.append(command)
            }
            if !rest.commands.isEmpty { parts.append(rest) }
        }
        steps = parts
    }

    var transcript: Transcript {
        Transcript(
            sections: steps.map {
                Transcript.Section(name: $0.name, words: $0.words, commands: $0.commands)
            })
    }

    /// The text of `lab.md`.
    func markdown(title: String, seed: UInt64, etcdMembers: Int) -> String {
        var text = "title: \(title)\nseed: \(seed)\npoints: \(max(1, steps.count) * 5)\n"
        if etcdMembers != 1 { text += "etcd-members: \(etcdMembers)\n" }
        for step in steps {
            text += "\n" + (step.prose.isEmpty ? "" : step.prose.joined(separator: "\n") + "\n\n")
            text += "```step \(step.name)\n"
            for wait in step.waits { text += "wait until \(wait) within 120s\n" }
            if let line = step.commands.first?.input.first { text += "hint: \(line)\n" }
            text += "```\n"
        }
        return text
    }

    /// What a command has begun, as its output tells: `pod/web created` will be Running.
    static func outcomes(of output: [String]) -> [StateCondition] {
        output.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            if words.count >= 3, words[1].hasPrefix("\""), words[2] == "deleted" {
                let kind = String(words[0].prefix { $0 != "." })
                return StateCondition(parsing: "\(kind)/\(words[1].filter { $0 != "\"" }) is gone")
            }
            guard words.count == 2, ["created", "configured", "scaled"].contains(words[1]),
                let slash = words[0].firstIndex(of: "/")
            else { return nil }
            let kind = words[0][..<slash].prefix { $0 != "." }
            let states = [
                "pod": "Running", "deployment": "Available", "job": "Complete",
            ]
            return states[String(kind)].flatMap {
                StateCondition(parsing: "\(kind)\(words[0][slash...]) is \($0)")
            }
        }
    }
}
