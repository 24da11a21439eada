/// A piece of shell program, parsed: lists of pipelines of commands.
///
/// ```
///   Script  = Item { Item }                a; b & c
///   AndOr   = Pipeline { && | || Pipeline }
///   Pipeline = [!] Command { | Command }
///   Command = simple, { }, ( ), if, for, while, case, function, [[ ]]; each with redirections
///   Word    = literals, quotes, $x, $(...), $((...))
/// ```
struct Script: Sendable {
    var items: [Item] = []

    struct Item: Sendable {
        var list: AndOrList
        var isBackground: Bool
        /// As typed, for `jobs`.
        var text: String
    }
}

/// Pipelines joined by `&&` and `||`, from left to right.
struct AndOrList: Sendable {
    var first: Pipeline
    var rest: [(isAnd: Bool, pipeline: Pipeline)] = []
}

/// Commands whose outputs feed the next one's input.
struct Pipeline: Sendable {
    var isNegated: Bool
    var commands: [Command]
}

/// One command with its redirections.
struct Command: Sendable {
    var kind: CommandKind
    var redirections: [Redirection] = []
    var line: Int
}

/// The kinds of command.
indirect enum CommandKind: Sendable {
    case simple(assignments: [Assignment], words: [Word])
    case group(Script)
    case subshell(Script)
    case conditional(branches: [(condition: Script, body: Script)], otherwise: Script?)
    /// `words` is nil for a loop over the positional parameters.
    case loopOver(name: String, words: [Word]?, body: Script)
    case loop(condition: Script, body: Script, isUntil: Bool)
    case choice(subject: Word, clauses: [(patterns: [Word], body: Script)])
    case function(name: String, body: Command)
    case test(Condition)
    case arithmetic(Word)
}

/// `name=value` or `name+=value` before a command.
struct Assignment: Sendable {
    var name: String
    var value: Word
    var isAppending: Bool
}

/// One redirection: `2> file`, `<< END`.
struct Redirection: Sendable {
    enum Kind: Sendable {
        case read, write, append, readWrite
        /// `2>&1`, `<&3`, `>&-`.
        case duplicate
        /// `&> file`; true for `&>>`.
        case both(appends: Bool)
        /// A here-document or here-string; `target` is its text.
        case text
    }
    var descriptor: Int
    var kind: Kind
    var target: Word
}

/// A word before its expansion.
struct Word: Sendable {
    var parts: [WordPart] = []

    /// The text, if the word is nothing but unquoted text: what reserved words must be.
    var plainText: String? {
        if parts.isEmpty { return "" }
        guard parts.count == 1, case .literal(let text) = parts[0] else { return nil }
        return text
    }

    /// Whether any part of it is quoted: a here-document's delimiter then switches expansion off.
    var hasQuotes: Bool {
        parts.contains {
            switch $0 {
            case .quoted, .doubleQuoted: true
            default: false
            }
        }
    }
}

/// A part of a word.
indirect enum WordPart: Sendable {
    /// Unquoted text: subject to tilde expansion and globbing.
    case literal(String)
    /// Text from `'...'`, `\x` or `$'...'`.
    case quoted(String)
    case doubleQuoted([WordPart])
    case parameter(Parameter)
    case command(Script)
    case arithmetic(Word)
}

/// `$name` or `${name...}`.
struct Parameter: Sendable {
    enum Modifier: Sendable {
        case none
        case length
        /// `-`, `=`, `?`, `+`; with `:` also for an empty value.
        case fallback(Character, coversEmpty: Bool, Word)
        /// `#`, `##`, `%`, `%%`.
        case trim(fromEnd: Bool, longest: Bool, Word)
        case replace(all: Bool, anchor: Character?, pattern: Word, with: Word)
        case substring(offset: Word, length: Word?)
        /// `^`, `^^`, `,`, `,,`.
        case changeCase(toUpper: Bool, all: Bool)
    }
    var name: String
    var modifier: Modifier = .none
}

/// What stands between `[[` and `]]`.
indirect enum Condition: Sendable {
    case word(Word)
    case unary(String, Word)
    case binary(Word, String, Word)
    case not(Condition)
    case both(Condition, Condition)
    case either(Condition, Condition)
}

/// Why a text is not a shell program.
enum SyntaxError: Error, Sendable {
    /// The text ends in the middle; more lines could complete it.
    case incomplete(expecting: String?)
    case unterminatedQuote(Character)
    case unexpected(String, expecting: String?)
    case badSubstitution(String)
    case badLoopVariable
    case badFunctionName
    /// Something that real shells know and this one does not.
    case unsupported(String)
    case tooDeep

    /// Whether an interactive shell asks for another line.
    var wantsMore: Bool {
        switch self {
        case .incomplete, .unterminatedQuote: true
        default: false
        }
    }
}
