/// Writes value trees as Go's encoder does.
///
/// `compact` is what the API server stores and streams, `pretty` what it sends to curl (two
/// spaces) and what `kubectl -o json` prints (four spaces, names sorted). None ends in a newline.
package struct JSONWriter {
    private var output: [UInt8] = []
    private let indent: Int
    private let sortsKeys: Bool
    private let escapesHTML: Bool

    private init(indent: Int, sortsKeys: Bool, escapesHTML: Bool) {
        (self.indent, self.sortsKeys, self.escapesHTML) = (indent, sortsKeys, escapesHTML)
    }

    /// One line without spaces. `escapesHTML` writes `<`, `>` and `&` as `\u003c` and so on.
    package static func compact(
        _ value: Value, sortedKeys: Bool = false, escapesHTML: Bool = true
    ) -> [UInt8] {
        var writer = JSONWriter(indent: 0, sortsKeys: sortedKeys, escapesHTML: escapesHTML)
        writer.output.reserveCapacity(1024)
        writer.write(value, depth: 0)
        return writer.output
    }

    /// One member or item a line; empty objects and lists are `{}` and `[]`.
    package static func pretty(
        _ value: Value, indent: Int = 2, sortedKeys: Bool = false, escapesHTML: Bool = true
    ) -> [UInt8] {
        var writer = JSONWriter(indent: indent, sortsKeys: sortedKeys, escapesHTML: escapesHTML)
        writer.output.reserveCapacity(4096)
        writer.write(value, depth: 0)
        return writer.output
    }

    /// `compact` as text, for messages and annotations.
    package static func text(
        _ value: Value, sortedKeys: Bool = false, escapesHTML: Bool = true
    ) -> String {
        String(
            decoding: compact(value, sortedKeys: sortedKeys, escapesHTML: escapesHTML),
            as: UTF8.self)
    }

    private mutating func write(_ value: Value, depth: Int) {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
        case .int(let number): output.append(contentsOf: String(number).utf8)
        case .double(let number): output.append(contentsOf: GoNumber.json(number).utf8)
        case .string(let text): write(text)
        case .array(let items): write(items, depth: depth)
        case .object(let object): write(object, depth: depth)
        }
    }

    private mutating func write(_ items: [Value], depth: Int) {
        output.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            write(item, depth: depth + 1)
        }
        if !items.isEmpty { newLine(depth) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: Object, depth: Int) {
        output.append(UInt8(ascii: "{"))
        let members = sortsKeys ? object.sorted : object
        for index in members.indices {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            write(members[index].name)
            output.append(UInt8(ascii: ":"))
            if indent > 0 { output.append(UInt8(ascii: " ")) }
            write(members[index].value, depth: depth + 1)
        }
        if !members.isEmpty { newLine(depth) }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func newLine(_ depth: Int) {
        guard indent > 0 else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }

    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { bytes in
            if bytes.contains(where: needsEscape) { return false }
            output.append(contentsOf: bytes)
            return true
        }
        if !isPlain { writeEscaped(text) }
        output.append(UInt8(ascii: "\""))
    }

    /// 0xE2 begins U+2028 and U+2029, which JavaScript takes for line ends.
    private func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0xE2: true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escapesHTML
        default: false
        }
    }

    private mutating func writeEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output.append(contentsOf: #"\""#.utf8)
            case "\\": output.append(contentsOf: #"\\"#.utf8)
            case "\n": output.append(contentsOf: #"\n"#.utf8)
            case "\r": output.append(contentsOf: #"\r"#.utf8)
            case "\t": output.append(contentsOf: #"\t"#.utf8)
            case "\u{08}": output.append(contentsOf: #"\b"#.utf8)
            case "\u{0C}": output.append(contentsOf: #"\f"#.utf8)
            case "\u{00}"..<"\u{20}", "\u{2028}", "\u{2029}": writeCode(scalar.value)
            case "<", ">", "&":
                if escapesHTML {
                    writeCode(scalar.value)
                } else {
                    output.append(UInt8(scalar.value))
                }
            default: output.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
    }

    private mutating func writeCode(_ code: UInt32) {
        let digits = String(code, radix: 16)
        output.append(contentsOf: #"\u"#.utf8)
        output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
        output.append(contentsOf: digits.utf8)
    }
}
