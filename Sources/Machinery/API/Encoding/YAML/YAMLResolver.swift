import Encoding

/// What an unquoted word means: go-yaml's reading of YAML 1.1, as kubectl uses it.
///
/// Upstream: go.yaml.in/yaml/v2 resolve.go resolve
enum YAMLResolver {
    static let mergeError = YAMLError("map merge requires map or sequence of maps as the value")

    private static let trueWords: Set<String> = [
        "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
    ]
    private static let falseWords: Set<String> = [
        "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
    ]
    private static let nullWords: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let infinities: Set<String> = [
        ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
    ]
    private static let notNumbers: Set<String> = [".nan", ".NaN", ".NAN"]

    /// The value of a scalar; throws if its tag and its text disagree.
    static func value(_ text: String, tag: String?, isPlain: Bool) throws(YAMLError) -> Value {
        guard let tag, tag != "!" else {
            if !isPlain || tag == "!" { return .string(text) }
            return try plain(text)
        }
        switch shortTag(tag) {
        case "!!int", "!!float", "!!bool", "!!null": return try tagged(text, shortTag(tag))
        case "!!binary":
            guard let bytes = Base64.decode(text) else {
                throw YAMLError("!!binary value contains invalid base64 data")
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        default: return .string(text)
        }
    }

    private static func shortTag(_ tag: String) -> String {
        for prefix in ["!<tag:yaml.org,2002:", "tag:yaml.org,2002:"] where tag.hasPrefix(prefix) {
            let name = tag.dropFirst(prefix.count)
            return "!!" + (name.hasSuffix(">") ? name.dropLast() : name)
        }
        return tag
    }

    private static func tagged(_ text: String, _ tag: String) throws(YAMLError) -> Value {
        let value = try plain(text)
        switch (value, tag) {
        case (.int, "!!int"), (.int, "!!float"), (.double, "!!float"), (.bool, "!!bool"),
            (.null, "!!null"):
            return value
        default:
            throw YAMLError("cannot decode \(typeTag(value)) `\(text)` as a \(tag)")
        }
    }

    private static func typeTag(_ value: Value) -> String {
        switch value {
        case .null: "!!null"
        case .bool: "!!bool"
        case .int: "!!int"
        case .double: "!!float"
        default: "!!str"
        }
    }

    private static func plain(_ text: String) throws(YAMLError) -> Value {
        if nullWords.contains(text) { return .null }
        if trueWords.contains(text) { return .bool(true) }
        if falseWords.contains(text) { return .bool(false) }
        if infinities.contains(text) { throw unsupported(text.hasPrefix("-") ? "-Inf" : "+Inf") }
        if notNumbers.contains(text) { throw unsupported("NaN") }
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            return number(text, mayBeInteger: first != UInt8(ascii: ".")) ?? .string(text)
        default: return .string(text)
        }
    }

    /// JSON has no infinity, and YAML is read only to become JSON.
    private static func unsupported(_ name: String) -> YAMLError {
        YAMLError("json: unsupported value: \(name)")
    }

    /// Whether an unquoted `text` would be read as anything but this string.
    static func needsQuotes(_ text: String) -> Bool {
        if nullWords.contains(text) || trueWords.contains(text) || falseWords.contains(text) {
            return true
        }
        if infinities.contains(text) || notNumbers.contains(text) { return true }
        guard let first = text.utf8.first else { return true }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            return number(text, mayBeInteger: first != UInt8(ascii: ".")) != nil
                || YAMLTimestamp.matches(text) || isBase60(text)
        default: return false
        }
    }

    /// `12:30:45` was a number in base 60 in YAML 1.1: go-yaml quotes it for other readers' sake.
    private static func isBase60(_ text: String) -> Bool {
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count > 1, let head = groups.first else { return false }
        groups.removeFirst()
        var digits = head.first == "+" || head.first == "-" ? head.dropFirst() : head
        guard let lead = digits.first, lead.isASCII, lead.isNumber else { return false }
        digits = digits.filter { $0 != "_" }[...]
        guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return false }
        for (index, group) in groups.enumerated() {
            let isLast = index == groups.count - 1
            let whole = isLast ? group.prefix { $0 != "." } : group[...]
            let fraction = group.dropFirst(whole.count).dropFirst()
            guard 1...2 ~= whole.count, whole.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                whole.count == 1 || whole.first.map({ $0 <= "5" }) == true,
                fraction.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
            else { return false }
        }
        return true
    }

    // MARK: Numbers

    /// A number in any of go-yaml's forms; nil for anything else, as for a time.
    static func number(_ text: String, mayBeInteger: Bool = true) -> Value? {
        if !mayBeInteger { return float(text) }
        if YAMLTimestamp.matches(text) { return nil }
        let digits = text.filter { $0 != "_" }
        if let number = integer(digits) { return number }
        return isFloatForm(digits) ? float(digits) : nil
    }

    /// `strconv.ParseInt` with base 0: `0x`, `0o`, `0b`, and a leading 0 for octal.
    private static func integer(_ text: String) -> Value? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        var radix = 10
        if digits.count > 1, digits.first == "0" {
            let letter = digits.dropFirst().first?.lowercased()
            switch letter {
            case "x": radix = 16
            case "o": radix = 8
            case "b": radix = 2
            default: radix = 8
            }
            digits = digits.dropFirst(letter.map { "xob".contains($0) } == true ? 2 : 1)
        }
        guard let head = digits.first, head != "+", head != "-" else { return nil }
        if let number = Int64((isNegative ? "-" : "") + digits, radix: radix) {
            return .int(number)
        }
        if !isNegative, !text.hasPrefix("+"), let number = UInt64(digits, radix: radix) {
            return .double(Double(number))
        }
        return nil
    }

    /// Digits with at most one point and an optional exponent.
    private static func isFloatForm(_ text: String) -> Bool {
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(fraction.count)
        }
        if whole.isEmpty, fraction.isEmpty { return false }
        guard let mark = rest.first else { return true }
        guard mark == "e" || mark == "E" else { return false }
        rest.removeFirst()
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        return !rest.isEmpty && rest.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// A float, or the integer that its JSON form is read back as.
    private static func float(_ text: String) -> Value? {
        guard isFloatForm(text) else { return nil }
        var padded = text.hasSuffix(".") ? text + "0" : text
        padded = padded.hasPrefix("+") ? String(padded.dropFirst()) : padded
        if padded.hasPrefix(".") { padded = "0" + padded }
        if padded.hasPrefix("-.") { padded = "-0" + padded.dropFirst() }
        padded = padded.split(separator: ".e", omittingEmptySubsequences: false)
            .joined(separator: ".0e")
        guard let number = Double(padded), number.isFinite else { return nil }
        return Int64(GoNumber.json(number)).map { .int($0) } ?? .double(number)
    }

    // MARK: Keys

    /// The JSON member name for a key; throws if it is no scalar.
    static func keyText(_ key: Value) throws(YAMLError) -> String {
        switch key {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .bool(let flag): return flag ? "true" : "false"
        case .double(let number): return GoNumber.shortest(number)
        case .null: throw YAMLError("unsupported map key of type: null")
        case .array: throw YAMLError("invalid map key: a list")
        case .object: throw YAMLError("invalid map key: a mapping")
        }
    }
}
