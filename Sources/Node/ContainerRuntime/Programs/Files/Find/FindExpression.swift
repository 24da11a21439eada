import Simulation

/// What `find` asks of each file: tests and actions, joined by `-a`, `-o`, `!` and parentheses.
indirect enum FindExpression {
    case test(Test)
    case not(FindExpression)
    case both(FindExpression, FindExpression)
    case either(FindExpression, FindExpression)
    /// What an empty expression says.
    case always

    /// A leaf: a test, or an action, which holds if it succeeds.
    enum Test {
        case name(Glob, ignoresCase: Bool)
        case path(Glob)
        case type(FileStatus.Kind)
        case empty
        case newer(SimulatedInstant)
        case size(sign: Character?, Int, unit: Int)
        case print, printZero, delete
        case exec([String])

        /// Whether it does something, so that `find` does not print by itself.
        var isAction: Bool {
            switch self {
            case .print, .printZero, .delete, .exec: true
            default: false
            }
        }
    }
}

/// Reads the command line of `find` from behind its paths, by recursive descent.
struct FindParser {
    private let call: Call
    private var words: ArraySlice<String>
    private var depth = 0
    private(set) var minDepth = 0
    private(set) var maxDepth = FindParser.deepest
    private(set) var visitsChildrenFirst = false
    private(set) var hasAction = false
    /// How deep a tree is walked, and an expression nested.
    private static let deepest = 60

    init(_ call: Call, _ words: ArraySlice<String>) { (self.call, self.words) = (call, words) }

    mutating func parse() throws -> FindExpression {
        if words.isEmpty { return .always }
        let expression = try either()
        if let word = words.first { throw AppletFailure("unexpected argument '\(word)'") }
        return expression
    }

    private mutating func either() throws -> FindExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw AppletFailure("expression is nested too deeply") }
        var left = try both()
        while words.first == "-o" || words.first == "-or" {
            words.removeFirst()
            left = .either(left, try both())
        }
        return left
    }

    private mutating func both() throws -> FindExpression {
        var left = try not()
        while let word = words.first, !["-o", "-or", ")"].contains(word) {
            if word == "-a" || word == "-and" { words.removeFirst() }
            left = .both(left, try not())
        }
        return left
    }

    private mutating func not() throws -> FindExpression {
        var isNegated = false
        while words.first == "!" || words.first == "-not" {
            words.removeFirst()
            isNegated.toggle()
        }
        let inner: FindExpression
        if words.first == "(" {
            words.removeFirst()
            inner = try either()
            guard words.popFirst() == ")" else { throw AppletFailure("unpaired '('") }
        } else if let word = words.popFirst() {
            inner = try primary(word)
        } else {
            inner = .always
        }
        return isNegated ? .not(inner) : inner
    }

    private mutating func primary(_ word: String) throws -> FindExpression {
        if try takeOption(word) { return .always }
        let test = try test(word)
        if test.isAction { hasAction = true }
        return .test(test)
    }

    /// What holds for the whole walk.
    private mutating func takeOption(_ word: String) throws -> Bool {
        switch word {
        case "-maxdepth": maxDepth = min(try number(word), Self.deepest)
        case "-mindepth": minDepth = try number(word)
        case "-depth": visitsChildrenFirst = true
        case "-follow", "-xdev": break
        default: return false
        }
        return true
    }

    private mutating func test(_ word: String) throws -> FindExpression.Test {
        switch word {
        case "-name": return .name(Glob(try value(word)), ignoresCase: false)
        case "-iname": return .name(Glob(try value(word).lowercased()), ignoresCase: true)
        case "-path", "-wholename": return .path(Glob(try value(word)))
        case "-type": return .type(try kind(try value(word)))
        case "-empty": return .empty
        case "-newer":
            let path = try value(word)
            let status = try call.attempt(path) { () throws(FileError) in
                try call.files.stat(call.process.resolve(path))
            }
            return .newer(status.modified)
        case "-size": return try size(try value(word))
        case "-print": return .print
        case "-print0": return .printZero
        case "-delete":
            visitsChildrenFirst = true
            return .delete
        case "-exec": return .exec(try command())
        default: throw AppletFailure("unrecognized: \(word)", showsUsage: true)
        }
    }

    private mutating func value(_ word: String) throws -> String {
        guard let value = words.popFirst() else {
            throw AppletFailure("\(word) requires an argument")
        }
        return value
    }

    private mutating func number(_ word: String) throws -> Int {
        let digits = try value(word)
        guard let number = Int(digits), number >= 0 else {
            throw AppletFailure("invalid number '\(digits)'")
        }
        return number
    }

    private mutating func command() throws -> [String] {
        var command: [String] = []
        while let part = words.popFirst() {
            if part == ";" || part == "+" { return command }
            command.append(part)
        }
        throw AppletFailure("-exec requires an argument")
    }

    private func kind(_ word: String) throws -> FileStatus.Kind {
        switch word {
        case "f": return .file
        case "d": return .directory
        case "l": return .link
        case "c": return .device
        default: throw AppletFailure("invalid argument '\(word)' to '-type'")
        }
    }

    private func size(_ word: String) throws -> FindExpression.Test {
        var digits = word
        let sign = word.first.flatMap { "+-".contains($0) ? $0 : nil }
        if sign != nil { digits.removeFirst() }
        let units = ["c": 1, "k": 1024, "b": 512, "M": 1 << 20]
        let unit = units[String(digits.suffix(1))]
        if unit != nil { digits.removeLast() }
        guard let number = Int(digits), number >= 0 else {
            throw AppletFailure("invalid number '\(word)'")
        }
        return .size(sign: sign, number, unit: unit ?? 512)
    }
}
