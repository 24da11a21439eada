/// Reads JSON bytes into a value tree, with the tolerance and the error texts of Go's decoder.
///
/// Members keep the order in which they stand. Of two members with one name the later counts, and
/// the name is reported for strict decoding. Invalid UTF-8 and lone surrogates become U+FFFD.
///
/// Differs: nesting is limited to 500 levels where Go allows 10,000, so that no input can exhaust
/// the one thread's stack.
package struct JSONParser {
    /// A parsed value and what strict decoding wants to know about its text.
    package struct Document {
        package var value: Value
        /// Paths of members that were given twice, in the order of the text: `metadata.name`.
        package var duplicateFields: [String]
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    /// Relative to the value being read; each enclosing value puts its own step in front.
    private var duplicates: [String] = []

    /// Parses one value; anything but white space after it is an error.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> Value {
        try document(bytes).value
    }

    /// Parses the UTF-8 form of `text`.
    package static func parse(_ text: String) throws(JSONError) -> Value {
        try parse(Array(text.utf8))
    }

    /// Parses one value and lists the members it gives twice.
    package static func document(_ bytes: [UInt8]) throws(JSONError) -> Document {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(bytes: buffer)
            let value = try parser.wholeValue()
            return Document(value: value, duplicateFields: parser.duplicates)
        }
    }

    /// Parses the value at the front of `bytes` and says where it ends: for streams of values.
    package static func prefix(of bytes: [UInt8]) throws(JSONError) -> (value: Value, end: Int) {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(bytes: buffer)
            let value = try parser.value()
            return (value, parser.position)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func wholeValue() throws(JSONError) -> Value {
        let value = try value()
        skipWhiteSpace()
        if position < bytes.count {
            throw .invalid(bytes[position], "after top-level value", at: position)
        }
        return value
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> Value {
        skipWhiteSpace()
        guard position < bytes.count else { throw .unexpectedEnd(at: position) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try objectValue()
        case UInt8(ascii: "["): return try arrayValue()
        case UInt8(ascii: "\""):
            position += 1
            return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case let byte: throw .invalid(byte, "looking for beginning of value", at: position)
        }
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        position += 1
        if depth > EncodingLimits.depthMax { throw JSONError("exceeded max depth", at: position) }
    }

    private mutating func arrayValue() throws(JSONError) -> Value {
        try enter()
        var items: [Value] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .array([])
        }
        while true {
            let known = duplicates.count
            items.append(try value())
            if duplicates.count > known { prefixDuplicates(from: known, "[\(items.count - 1)]") }
            let byte = try peek()
            position += 1
            if byte == UInt8(ascii: "]") { break }
            if byte != UInt8(ascii: ",") {
                throw .invalid(byte, "after array element", at: position - 1)
            }
        }
        depth -= 1
        return .array(items)
    }

    private mutating func objectValue() throws(JSONError) -> Value {
        try enter()
        var members = MemberCollector()
        if try peek() == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return .object(Object())
        }
        while true {
            let name = try memberName()
            let known = duplicates.count
            let value = try value()
            if duplicates.count > known { prefixDuplicates(from: known, name) }
            if !members.add(name, value) { duplicates.append(name) }
            let byte = try peek()
            position += 1
            if byte == UInt8(ascii: "}") { break }
            if byte != UInt8(ascii: ",") {
                throw .invalid(byte, "after object key:value pair", at: position - 1)
            }
        }
        depth -= 1
        return .object(Object(uniqueMembers: members.members))
    }

    private mutating func memberName() throws(JSONError) -> String {
        let quote = try peek()
        guard quote == UInt8(ascii: "\"") else {
            throw .invalid(quote, "looking for beginning of object key string", at: position)
        }
        position += 1
        let name = try string(interned: true)
        let colon = try peek()
        guard colon == UInt8(ascii: ":") else {
            throw .invalid(colon, "after object key", at: position)
        }
        position += 1
        return name
    }

    /// Puts one more step in front of the paths found inside a value: `spec.containers[0].foo`.
    private mutating func prefixDuplicates(from first: Int, _ step: String) {
        for index in first..<duplicates.count {
            let joint = duplicates[index].hasPrefix("[") ? "" : "."
            duplicates[index] = step + joint + duplicates[index]
        }
    }

    private mutating func literal(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw .unexpectedEnd(at: position) }
            let expected = word.utf8Start[index]
            if bytes[position] != expected {
                let wanted = Character(Unicode.Scalar(expected))
                throw .invalid(
                    bytes[position], "in literal \(word) (expecting '\(wanted)')", at: position)
            }
            position += 1
        }
        return value
    }

    // MARK: Characters

    /// The next byte that is no white space, not consumed.
    private mutating func peek() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard position < bytes.count else { throw .unexpectedEnd(at: position) }
        return bytes[position]
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }
}

// MARK: Numbers

extension JSONParser {
    private mutating func number() throws(JSONError) -> Value {
        let start = position
        var isInteger = true
        if bytes[position] == UInt8(ascii: "-") {
            position += 1
            try requireDigit("in numeric literal")
        }
        if bytes[position] == UInt8(ascii: "0") { position += 1 } else { skipDigits() }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try requireDigit("after decimal point in numeric literal")
            skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try requireDigit("in exponent of numeric literal")
            skipDigits()
        }
        return try parsedNumber(from: start, isInteger: isInteger)
    }

    private func parsedNumber(from start: Int, isInteger: Bool) throws(JSONError) -> Value {
        if isInteger, position - start < 19 {
            var number: Int64 = 0
            let isNegative = bytes[start] == UInt8(ascii: "-")
            for index in (isNegative ? start + 1 : start)..<position {
                number = number * 10 + Int64(bytes[index] &- UInt8(ascii: "0"))
            }
            if !(isNegative && number == 0) { return .int(isNegative ? -number : number) }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, text != "-0", let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else {
            let problem = "json: cannot unmarshal number \(text) into Go value of type float64"
            throw JSONError(problem, at: start)
        }
        return .double(number)
    }

    private func requireDigit(_ context: String) throws(JSONError) {
        guard position < bytes.count else { throw .unexpectedEnd(at: position) }
        guard isDigit(bytes[position]) else {
            throw .invalid(bytes[position], context, at: position)
        }
    }

    private mutating func skipDigits() {
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

// MARK: Strings

extension JSONParser {
    /// The rest of a string whose opening quote has been read.
    private mutating func string(interned: Bool = false) throws(JSONError) -> String {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
                position += 1
                return interned
                    ? InternedNames.name(text) : String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw .invalid(byte, "in string literal", at: position) }
            position += 1
        }
        throw .unexpectedEnd(at: position)
    }

    /// A string from its first escape on: copied, since its bytes are not its text.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20:
                throw .invalid(byte, "in string literal", at: position)
            default:
                text.append(byte)
                position += 1
            }
        }
        throw .unexpectedEnd(at: position)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw .unexpectedEnd(at: position) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try unicodeEscape(into: &text)
        default: throw .invalid(byte, "in string escape code", at: position - 1)
        }
    }

    private mutating func unicodeEscape(into text: inout [UInt8]) throws(JSONError) {
        var code = try hexadecimalDigits()
        if UTF16.isLeadSurrogate(UInt16(code)) {
            let mark = position
            if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let trail = try hexadecimalDigits()
                if UTF16.isTrailSurrogate(UInt16(trail)) {
                    code = 0x10000 + ((code & 0x3FF) << 10) + (trail & 0x3FF)
                } else {
                    position = mark
                }
            }
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        text.append(contentsOf: String(Character(scalar)).utf8)
    }

    private mutating func hexadecimalDigits() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw .unexpectedEnd(at: position) }
            let byte = bytes[position]
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw .invalid(byte, "in \\u hexadecimal character escape", at: position)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
