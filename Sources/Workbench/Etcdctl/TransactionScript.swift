import Etcd
import Simulation

/// The text that `etcdctl txn` reads.
///
/// ```
/// value("/demo/a") = "2"
///
/// put /demo/a 3
///
/// get /demo/a
///
/// ```
struct TransactionScript {
    private var lines: [String]

    init(_ bytes: [UInt8]) {
        // What follows the last newline is no line: etcdctl reads up to newlines.
        let parts = bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        lines = parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// **Throws** `Error: EOF` if a block is not ended, or what is wrong with a line.
    func request() async throws(Exit) -> TransactionRequest {
        var rest = lines[...]
        var compares: [TransactionRequest.Compare] = []
        for line in try Self.block(&rest) { compares.append(try parseCompare(line)) }
        let success = try await Self.operations(Self.block(&rest))
        let failure = try await Self.operations(Self.block(&rest))
        return TransactionRequest(compare: compares, success: success, failure: failure)
    }

    /// The lines up to the next empty one.
    private static func block(_ rest: inout ArraySlice<String>) throws(Exit) -> [String] {
        var block: [String] = []
        while let line = rest.popFirst() {
            if line.allSatisfy({ $0 == " " || $0 == "\t" || $0 == "\r" }) { return block }
            block.append(line)
        }
        throw Exit(.invalidInput, "EOF")
    }

    private static func operations(
        _ lines: [String]
    ) async throws(Exit) -> [TransactionRequest.Operation] {
        var operations: [TransactionRequest.Operation] = []
        for line in lines {
            let words = splitWords(line)
            let known: [Flag]
            switch words.first {
            case "put": known = putFlags
            case "get": known = getFlags
            case "del": known = deleteFlags
            default: throw Exit(.badArguments, "invalid txn request: \(line)")
            }
            let flags: ParsedFlags
            do { flags = try ParsedFlags(Array(words.dropFirst()), flags: known) } catch {
                throw Exit(.badArguments, "invalid txn request: \(line) (\(error.text))")
            }
            let operation: TransactionRequest.Operation
            switch words.first {
            case "put": operation = try await putOperation(flags, input: nil)
            case "get": operation = .range(try getRequest(flags))
            default:
                operation = .deleteRange(
                    DeleteRangeRequest(
                        try deleteRange(flags), withPrevious: flags.bool("prev-kv")))
            }
            operations.append(operation)
        }
        return operations
    }
}

/// `mod("key") > "0"`.
private func parseCompare(_ line: String) throws(Exit) -> TransactionRequest.Compare {
    let malformed = Exit(.badArguments, "malformed comparison: \(line)")
    guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close
    else { throw malformed }
    let target = line[..<open].filter { $0 != " " }
    let key = Key(unquoted(String(line[line.index(after: open)..<close])))
    let words = splitWords(String(line[line.index(after: close)...]))
    guard words.count == 2 else { throw malformed }
    let relation: TransactionRequest.Relation
    switch words[0] {
    case "=": relation = .equal
    case "!=": relation = .notEqual
    case ">": relation = .greater
    case "<": relation = .less
    default: throw malformed
    }
    if ["val", "value"].contains(target) { return .value(key, relation, Array(words[1].utf8)) }
    let invalid = Exit(.badArguments, "invalid txn compare request: \(line)")
    guard case .success(let number) = goInteger(words[1], base: target == "lease" ? 16 : 10)
    else { throw invalid }
    switch target {
    case "ver", "version": return .version(key, relation, number)
    case "c", "create": return .createRevision(key, relation, number)
    case "m", "mod": return .modRevision(key, relation, number)
    case "lease": return .lease(key, relation, number)
    default:
        throw Exit(.badArguments, "malformed comparison: \(line) (unknown target \(target))")
    }
}

private func unquoted(_ text: String) -> String { splitWords(text).joined(separator: " ") }

/// Words between blanks; quotes hold blanks together, a backslash takes the next letter as it is.
func splitWords(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isInWord = false
    var quote: Character?
    var letters = line[...]
    while let letter = letters.popFirst() {
        if letter == "\\", quote != "'", let next = letters.popFirst() {
            word.append(next == "n" && quote == "\"" ? "\n" : next)
            isInWord = true
        } else if let open = quote {
            if letter == open { quote = nil } else { word.append(letter) }
        } else if letter == "\"" || letter == "'" {
            (quote, isInWord) = (letter, true)
        } else if letter == " " || letter == "\t" || letter == "\r" {
            if isInWord { words.append(word) }
            (word, isInWord) = ("", false)
        } else {
            word.append(letter)
            isInWord = true
        }
    }
    if isInWord { words.append(word) }
    return words
}
