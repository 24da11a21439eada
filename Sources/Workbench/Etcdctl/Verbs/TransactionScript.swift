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
    private var lines: LineReader

    init(_ lines: LineReader) { self.lines = lines }

    /// The comparisons of the first block.
    ///
    /// **Throws** `Error: EOF` if the block is not ended, or what is wrong with a line.
    mutating func compares() async throws(Exit) -> [TransactionRequest.Compare] {
        var compares: [TransactionRequest.Compare] = []
        while let line = try await nextInBlock() { compares.append(try parseCompare(line)) }
        return compares
    }

    /// The requests of the next block.
    mutating func operations() async throws(Exit) -> [TransactionRequest.Operation] {
        var operations: [TransactionRequest.Operation] = []
        while let line = try await nextInBlock() { operations.append(try await operation(line)) }
        return operations
    }

    /// Nil at the empty line that ends a block.
    private mutating func nextInBlock() async throws(Exit) -> String? {
        guard let line = try await lines.next() else { throw Exit(.invalidInput, "EOF") }
        return line.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\r" } ? nil : line
    }

    private func operation(_ line: String) async throws(Exit) -> TransactionRequest.Operation {
        let words = splitWords(line)
        let known: [Flag]
        switch words.first {
        case "put": known = putFlags
        case "get": known = getFlags
        case "del": known = deleteFlags
        default: throw Exit(.invalidInput, "invalid txn request: \(line)")
        }
        let flags: ParsedFlags
        do { flags = try ParsedFlags(Array(words.dropFirst()), flags: known) } catch {
            throw Exit(.invalidInput, "invalid txn request: \(line)")
        }
        switch words.first {
        case "put": return .put(try await putRequest(flags, input: nil))
        case "get": return .range(try getRequest(flags))
        default:
            let range = try deleteRange(flags)
            return .deleteRange(
                DeleteRangeRequest(range, withPrevious: flags.bool("prev-kv")))
        }
    }
}

/// `mod("key") > "0"`.
private func parseCompare(_ line: String) throws(Exit) -> TransactionRequest.Compare {
    let malformed = Exit(.invalidInput, "malformed comparison: \(line)")
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
    let invalid = Exit(.invalidInput, "invalid txn compare request: \(line)")
    guard case .success(let number) = goInteger(words[1], base: target == "lease" ? 16 : 10)
    else { throw invalid }
    switch target {
    case "ver", "version": return .version(key, relation, number)
    case "c", "create": return .createRevision(key, relation, number)
    case "m", "mod": return .modRevision(key, relation, number)
    case "lease": return .lease(key, relation, number)
    default:
        throw Exit(.invalidInput, "malformed comparison: \(line) (unknown target \(target))")
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
