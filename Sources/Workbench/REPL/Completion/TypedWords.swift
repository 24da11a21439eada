/// The command that stands at the cursor of a line, cut into words.
///
/// ```
/// X=1 kubectl get po | grep "my po│ -A
///                      ──── ~~~~~~ ──
///                    before partial after
/// ```
struct TypedWords: Equatable {
    /// The finished words before the cursor, from the command's name on.
    private(set) var before: [String] = []
    /// What is typed of the word at the cursor, without quotes and backslashes.
    private(set) var partial = ""
    /// Where that word begins. **Unit**: bytes of the line.
    private(set) var start = 0
    /// The quote that is still open at the cursor.
    private(set) var quote: Character?
    /// Whether a redirection wants a file here.
    private(set) var isRedirection = false
    /// The words behind the cursor, up to the command's end.
    private(set) var after: [String] = []

    private static let blanks: Set<Character> = [" ", "\t"]
    private static let operators: Set<Character> = [";", "|", "&", "\n", "`"]

    /// What a command can begin with that is no command itself.
    private static let openers: Set<String> = [
        "!", "command", "do", "elif", "else", "env", "exec", "if", "nohup", "sudo", "then", "time",
        "until", "while", "xargs", "{",
    ]

    /// `cursor` counts bytes.
    init(_ line: String, cursor: Int) {
        let bytes = Array(line.utf8)
        let place = min(max(0, cursor), bytes.count)
        var reader = Reader()
        for character in String(decoding: bytes[..<place], as: UTF8.self) {
            reader.take(character)
        }
        before = Self.command(reader.frame.words)
        partial = reader.frame.word ?? ""
        start = reader.frame.word == nil ? place : reader.frame.start
        quote = reader.frame.quote
        isRedirection = reader.frame.isRedirection
        after = Self.following(String(decoding: bytes[place...], as: UTF8.self))
    }

    /// Without assignments and words such as `if` and `sudo` at the beginning.
    private static func command(_ words: [String]) -> [String] {
        Array(words.drop { openers.contains($0) || isAssignment($0) })
    }

    static func isAssignment(_ word: String) -> Bool {
        guard let sign = word.firstIndex(of: "="), sign != word.startIndex else { return false }
        return word[..<sign].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func following(_ rest: String) -> [String] {
        var reader = Reader()
        let ends = operators.union([")", "<", ">"])
        // The end of the word that the cursor stands in is no word of its own.
        for character in rest.drop(while: { !blanks.contains($0) && !ends.contains($0) }) {
            if reader.frame.quote == nil, ends.contains(character) { break }
            reader.take(character)
        }
        reader.take(" ")
        return reader.frame.words
    }

    /// Reads characters one by one, as far as a shell's words go.
    private struct Reader {
        struct Frame {
            var words: [String] = []
            var word: String?
            var start = 0
            var quote: Character?
            var isRedirection = false
        }
        var frame = Frame()
        /// The frames around `$(` and `(`.
        private var outer: [Frame] = []
        private var offset = 0
        private var isEscaped = false
        private var last: Character?

        mutating func take(_ character: Character) {
            defer {
                offset += character.utf8.count
                last = character
            }
            if isEscaped {
                isEscaped = false
                return append(character)
            }
            if frame.quote == "'" {
                if character == "'" { frame.quote = nil } else { append(character) }
                return
            }
            if character == "\\" {
                beginWord()
                isEscaped = true
                return
            }
            if character == "(", frame.quote == nil || last == "$" { return open() }
            if frame.quote == "\"" {
                if character == "\"" { frame.quote = nil } else { append(character) }
                return
            }
            takeBare(character)
        }

        private mutating func takeBare(_ character: Character) {
            switch character {
            case "'", "\"":
                beginWord()
                frame.quote = character
            case ")" where !outer.isEmpty:
                frame = outer.removeLast()
                append(character)
            case ">", "<":
                if frame.word?.allSatisfy(\.isNumber) == true { frame.word = nil }
                endWord()
                frame.isRedirection = true
            case _ where blanks.contains(character): endWord()
            // `2>&1` is one thing.
            case "&" where last == ">" || last == "<": frame.isRedirection = false
            case ")",
                _ where operators.contains(character):
                frame = Frame()
            default: append(character)
            }
        }

        private mutating func open() {
            beginWord()
            outer.append(frame)
            frame = Frame()
        }

        private mutating func beginWord() {
            if frame.word == nil { (frame.word, frame.start) = ("", offset) }
        }

        private mutating func append(_ character: Character) {
            beginWord()
            frame.word?.append(character)
        }

        private mutating func endWord() {
            guard let word = frame.word else { return }
            if !frame.isRedirection { frame.words.append(word) }
            frame.isRedirection = false
            frame.word = nil
        }
    }
}
