/// Console text, taken apart: sections of commands with their outputs.
///
/// ```
/// === environment subset
/// [root@server4-master ~]$ kubectl exec downward -- env
/// POD_NAME=downward
/// ...
/// === exit codes
/// [root@server4-master ~]$ kubectl get po nope
/// Error from server (NotFound): pods "nope" not found
/// [1]
/// ```
/// A line `=== name words` opens a section; its words say how outputs in it are compared. Text
/// before the first section belongs to one without a name. A number in brackets alone on the last
/// line of an output is the command's exit code.
package struct Transcript: Sendable, Hashable {
    package var sections: [Section]

    package init(sections: [Section] = []) { self.sections = sections }

    package struct Section: Sendable, Hashable {
        package var name: String
        package var words: [Word]
        package var commands: [Command]
        /// The line of the section's head, counted from 1.
        package var line: Int

        package init(name: String, words: [Word] = [], commands: [Command] = [], line: Int = 0) {
            (self.name, self.words, self.commands, self.line) = (name, words, commands, line)
        }
    }

    /// How an expected output is compared with a real one.
    package enum Word: String, Sendable, Hashable, CaseIterable {
        /// The lines may come in any order.
        case anyOrder = "any-order"
        /// Every expected line must be there; others may be too.
        case subset
        /// Compared as JSON values: order of members and white space do not matter.
        case json
    }

    /// One command and what it showed.
    package struct Command: Sendable, Hashable {
        package var prompt: Prompt
        /// The line typed, and the lines that went on after a `> ` prompt.
        package var input: [String]
        package var output: [String]
        /// As the transcript states it; nil if it does not.
        package var exitCode: Int?
        /// The line of the prompt, counted from 1.
        package var line: Int

        package init(
            prompt: Prompt, input: [String], output: [String] = [], exitCode: Int? = nil,
            line: Int = 0
        ) {
            (self.prompt, self.input, self.output) = (prompt, input, output)
            (self.exitCode, self.line) = (exitCode, line)
        }

        /// Whether the lines below the command are what was typed into an editor.
        package var isEditor: Bool {
            let words = input.first?.split(separator: " ") ?? []
            return words.count == 2 && (words[0] == "vi" || words[0] == "vim")
        }
    }

    package var commands: [Command] { sections.flatMap(\.commands) }

    package func section(_ name: String) -> Section? { sections.first { $0.name == name } }
}

// MARK: - Parsing

extension Transcript {
    /// What is wrong with a transcript, and where.
    package struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
        package var line: Int
        package var message: String

        package var description: String { "line \(line): \(message)" }
    }

    /// Takes console text apart.
    ///
    /// **Throws** for an unknown section word, or for output before the first command.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = TranscriptParser()
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            try parser.take(line.last == "\r" ? String(line.dropLast()) : String(line), at: number)
        }
        self = parser.finish()
    }
}

private struct TranscriptParser {
    private var sections: [Transcript.Section] = []
    private var section = Transcript.Section(name: "")
    private var command: Transcript.Command?
    /// Whether a `> ` line would still be a continuation: only right below the command line.
    private var isInput = false

    mutating func take(_ line: String, at number: Int) throws(Transcript.SyntaxError) {
        if line.hasPrefix("=== ") { return try open(line, at: number) }
        if let (prompt, typed) = Prompt.split(line) {
            closeCommand()
            command = Transcript.Command(prompt: prompt, input: [typed], line: number)
            isInput = true
        } else if command == nil {
            guard line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") else {
                throw Transcript.SyntaxError(
                    line: number, message: "output without a command: \(line.prefix(60))")
            }
        } else if isInput, line == ">" || line.hasPrefix("> "), command?.isEditor == false {
            command?.input.append(String(line.dropFirst(2)))
        } else {
            isInput = false
            command?.output.append(line)
        }
    }

    private mutating func open(_ line: String, at number: Int) throws(Transcript.SyntaxError) {
        closeSection()
        let parts = line.dropFirst(4).split(separator: " ").map(String.init)
        var words: [Transcript.Word] = []
        for part in parts.dropFirst() {
            guard let word = Transcript.Word(rawValue: part) else {
                let known = Transcript.Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw Transcript.SyntaxError(
                    line: number, message: "unknown section word \(part); there are: \(known)")
            }
            words.append(word)
        }
        section = Transcript.Section(name: parts.first ?? "", words: words, line: number)
    }

    private mutating func closeCommand() {
        guard var done = command else { return }
        command = nil
        if done.isEditor == false {
            while done.output.last?.isEmpty == true { done.output.removeLast() }
        }
        if let last = done.output.last, last.hasPrefix("["), last.hasSuffix("]"),
            let code = Int(last.dropFirst().dropLast())
        {
            done.exitCode = code
            done.output.removeLast()
        }
        // A bare prompt, as left at the end of a copied screen, is no command.
        if done.input != [""] { section.commands.append(done) }
    }

    private mutating func closeSection() {
        closeCommand()
        if !section.name.isEmpty || !section.commands.isEmpty { sections.append(section) }
    }

    mutating func finish() -> Transcript {
        closeSection()
        return Transcript(sections: sections)
    }
}

// MARK: - Rendering

extension Transcript.Command {
    /// As the console showed it; `exitCode` only where it is stated.
    package var rendered: String {
        var lines: [String] = []
        for (index, line) in input.enumerated() {
            lines.append(index == 0 ? prompt.description + line : "> " + line)
        }
        lines += output
        if let exitCode { lines.append("[\(exitCode)]") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Transcript {
    package var rendered: String {
        var text = ""
        for section in sections {
            if !section.name.isEmpty {
                let words = section.words.map { " " + $0.rawValue }.joined()
                text += (text.isEmpty ? "" : "\n") + "=== \(section.name)\(words)\n"
            }
            text += section.commands.map(\.rendered).joined()
        }
        return text
    }
}
