/// A command line cut into words, far enough to see which programs it runs.
///
/// `commands` are the commands between `;`, `&&`, `||` and ends of lines; each is a pipeline of
/// lists of words, without redirections and assignments. Quotes are taken off.
struct CommandWords {
    private(set) var commands: [[[String]]] = []
    private var pipeline: [[String]] = []
    private var words: [String] = []
    private var word: String?
    private var skipsWord = false

    init(_ line: String) {
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case "'":
                word = (word ?? "") + rest.prefix { $0 != "'" }
                rest = rest.drop { $0 != "'" }.dropFirst()
            case "\"": takeQuoted(&rest)
            case "\\":
                if let next = rest.popFirst(), next != "\n" { word = (word ?? "") + String(next) }
            case "$" where rest.first == "(": takeSubstitution(&rest)
            case " ", "\t": endWord()
            case "|" where rest.first == "|", "&" where rest.first == "&":
                rest.removeFirst()
                endCommand()
            case "|": endStage()
            case ";", "\n", "&": endCommand()
            case ">", "<":
                if word?.allSatisfy(\.isNumber) == true { word = nil }
                endWord()
                rest = rest.drop { $0 == ">" || $0 == "<" || $0 == "&" }
                skipsWord = true
            default: word = (word ?? "") + String(character)
            }
        }
        endCommand()
    }

    private mutating func takeQuoted(_ rest: inout Substring) {
        var text = word ?? ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let next = rest.popFirst() {
                text.append(next)
            } else {
                text.append(character)
            }
        }
        word = text
    }

    /// `$(...)` is kept as one piece of a word.
    private mutating func takeSubstitution(_ rest: inout Substring) {
        var text = (word ?? "") + "$"
        var depth = 0
        while let character = rest.popFirst() {
            text.append(character)
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0 { break }
        }
        word = text
    }

    private mutating func endWord() {
        guard let done = word else { return }
        word = nil
        if skipsWord {
            skipsWord = false
        } else if words.isEmpty, Self.isAssignment(done) {
            // What is set for one command does not change what the command is.
        } else {
            words.append(done)
        }
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let sign = word.firstIndex(of: "="), sign != word.startIndex else { return false }
        return word[..<sign].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private mutating func endStage() {
        endWord()
        skipsWord = false
        pipeline.append(words)
        words = []
    }

    private mutating func endCommand() {
        endStage()
        if pipeline != [[]] { commands.append(pipeline) }
        pipeline = []
    }
}
