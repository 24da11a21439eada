import Session

/// The fields of a manifest with the lines they stand on; more than a parser keeps, and no parser.
///
/// Block style is understood; a value in braces is taken as the text it is.
struct ManifestLines {
    struct Entry: Equatable {
        /// `spec.containers[0].image`, as the server names it.
        var path: String
        /// The same with names instead of positions, `spec.containers[main].image`: the order of a
        /// list with names does not count.
        var key: String
        /// Empty for a field that only holds others.
        var value: String
        /// Counted from 1.
        var line: Int
        /// The line without blanks around it.
        var text: String
    }
    private(set) var entries: [Entry] = []
    private var stack: [(indent: Int, path: String, isItem: Bool)] = []
    private var counts: [String: Int] = [:]
    private var document = 0
    /// The field whose text goes on in the lines below, and how far it is indented.
    private var block: (index: Int, indent: Int)?

    init(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            take(String(line), index + 1)
        }
        nameItems()
    }

    func entry(_ path: String) -> Entry? { entries.first { $0.path == path } }

    private mutating func take(_ line: String, _ number: Int) {
        let indent = line.prefix { $0 == " " }.count
        let content = line.trimmingBlanks
        if let open = block {
            if content.isEmpty || indent > open.indent {
                let entry = entries[open.index].value
                entries[open.index].value = entry.isEmpty ? content : entry + "\n" + content
                return
            }
            block = nil
        }
        guard !content.isEmpty, !content.hasPrefix("#") else { return }
        if content == "---" {
            document += 1
            stack = []
            return
        }
        takeContent(Self.withoutComment(content), indent, number, text: content)
    }

    private mutating func takeContent(
        _ content: String, _ start: Int, _ number: Int, text: String
    ) {
        var (rest, indent) = (content, start)
        while rest == "-" || rest.hasPrefix("- ") {
            while let last = stack.last,
                last.indent > indent || last.indent == indent && last.isItem
            {
                stack.removeLast()
            }
            let parent = stack.last?.path ?? root
            let index = counts[parent, default: 0]
            counts[parent] = index + 1
            stack.append((indent, "\(parent)[\(index)]", true))
            let body = rest.dropFirst().drop { $0 == " " }
            indent += rest.count - body.count
            rest = String(body)
        }
        guard let (name, value) = Self.field(rest) else {
            if let item = stack.last, item.isItem, !rest.isEmpty {
                add(item.path, rest, number, text)
            }
            return
        }
        while let last = stack.last, last.indent >= indent { stack.removeLast() }
        let parent = stack.last?.path ?? root
        let path = parent.isEmpty ? name : "\(parent).\(name)"
        stack.append((indent, path, false))
        counts[path] = 0
        if value.hasPrefix("|") || value.hasPrefix(">") {
            add(path, "", number, text)
            block = (entries.count - 1, indent)
        } else {
            add(path, value, number, text)
        }
    }

    /// The second document and those after it have paths of their own.
    private var root: String { document > 0 ? "#\(document)" : "" }

    private mutating func add(_ path: String, _ value: String, _ line: Int, _ text: String) {
        entries.append(
            Entry(path: path, key: path, value: Self.unquoted(value), line: line, text: text))
    }

    private static func field(_ text: String) -> (name: String, value: String)? {
        if text.hasPrefix("{") || text.hasPrefix("[") || text.hasPrefix("\"") { return nil }
        if text.hasSuffix(":"), !text.contains(": ") { return (String(text.dropLast()), "") }
        return text.splitOnce(": ").map { ($0.0.trimmingBlanks, $0.1.trimmingBlanks) }
    }

    /// A `#` behind a blank begins a comment, unless a quote is open.
    private static func withoutComment(_ text: String) -> String {
        var quote: Character?
        var last: Character = " "
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "#", last == " " {
                return text[..<index].trimmingBlanks
            } else if last == " ", character == "\"" || character == "'" {
                quote = character
            }
            last = character
        }
        return text
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count > 1 {
            if text.hasPrefix(quote), text.hasSuffix(quote) {
                return String(text.dropFirst().dropLast())
            }
        }
        return text
    }

    /// Puts the names of items into the keys of what is below them.
    private mutating func nameItems() {
        var names: [String: String] = [:]
        for entry in entries where entry.path.hasSuffix("].name") {
            names[String(entry.path.dropLast(".name".count))] = entry.value
        }
        for index in entries.indices { entries[index].key = Self.key(entries[index].path, names) }
    }

    private static func key(_ path: String, _ names: [String: String]) -> String {
        var (key, head) = ("", "")
        for character in path {
            key.append(character)
            head.append(character)
            guard character == "]", let name = names[head] else { continue }
            if let open = key.lastIndex(of: "[") { key = key[..<open] + "[\(name)]" }
        }
        return key
    }
}
