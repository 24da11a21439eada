import API
import Transcript

/// Makes an expected JSON value fit a real one again, and keeps the holes that still fit.
///
/// Members that `"...": "..."` allows stay unnamed; what is new elsewhere is named.
struct JSONRepair {
    private let expected: [String]

    init(_ expected: [String]) { self.expected = expected }

    /// Nil if one of the two is no JSON.
    func repaired(to output: [String]) -> [String]? {
        guard let wanted = try? JSONParser.parse(expected.joined(separator: "\n")),
            let found = try? JSONParser.parse(output.joined(separator: "\n"))
        else { return nil }
        // As deep as the program indents: kubectl by four, the server by two.
        let indent = output.lazy.map { $0.prefix { $0 == " " }.count }.first { $0 > 0 } ?? 2
        let bytes = JSONWriter.pretty(repaired(wanted, found), indent: indent, escapesHTML: false)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func repaired(_ wanted: Value, _ found: Value) -> Value {
        switch (wanted, found) {
        case (.object(let wanted), .object(let found)): .object(members(wanted, found))
        case (.array(let wanted), .array(let found)): .array(items(wanted, found))
        case (.string(let pattern), .string(let text)): .string(string(pattern, text))
        default: literal(found)
        }
    }

    private func string(_ pattern: String, _ text: String) -> String {
        var bindings: [String: String] = [:]
        let isFitting = (try? LinePattern(pattern))?.matches(text, &bindings) ?? false
        return isFitting ? pattern : LinePattern.literal(text)
    }

    private func members(_ wanted: Object, _ found: Object) -> Object {
        let isOpen = wanted["..."] != nil
        var result = Object()
        for (name, value) in found {
            if let pattern = wanted[name] {
                result[name] = repaired(pattern, value)
            } else if !isOpen {
                result[name] = literal(value)
            }
        }
        if isOpen { result["..."] = "..." }
        return result
    }

    private func items(_ wanted: [Value], _ found: [Value]) -> [Value] {
        let isOpen = wanted.last?.string == "..."
        let patterns = isOpen ? Array(wanted.dropLast()) : wanted
        var result = zip(patterns, found).map { repaired($0, $1) }
        if isOpen {
            result.append("...")
        } else {
            result += found.dropFirst(patterns.count).map(literal)
        }
        return result
    }

    /// The value with what looks like holes in its strings escaped.
    private func literal(_ value: Value) -> Value {
        switch value {
        case .string(let text): .string(LinePattern.literal(text))
        case .array(let items): .array(items.map(literal))
        case .object(let object): .object(Object(object.map { ($0.name, literal($0.value)) }))
        case .null, .bool, .int, .double: value
        }
    }
}
