/// A query over the few fields that can be selected by: `metadata.name=x,status.phase!=Running`.
///
/// Upstream: kubernetes apimachinery/pkg/fields/selector.go.
package struct FieldSelector: Hashable, Sendable, CustomStringConvertible {
    package struct Requirement: Hashable, Sendable {
        package var field: String
        package var isEqual: Bool
        package var value: String
    }

    package var requirements: [Requirement]

    package init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    /// Objects whose `field` is `value`.
    package init(_ field: String, equals value: String) {
        requirements = [Requirement(field: field, isEqual: true, value: value)]
    }

    /// **Throws** with upstream's text when `text` is no selector.
    package init(parsing text: String) throws(SelectorError) {
        requirements = []
        for term in Self.terms(of: text) where !term.isEmpty {
            guard let requirement = Self.split(term) else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            requirements.append(
                Requirement(
                    field: requirement.field, isEqual: requirement.isEqual,
                    value: try Self.unescape(requirement.value)))
        }
    }

    package var isEmpty: Bool { requirements.isEmpty }

    /// `field` gives the text of a field of the object; nil counts as empty.
    package func matches(_ field: (String) -> String?) -> Bool {
        requirements.allSatisfy { ((field($0.field) ?? "") == $0.value) == $0.isEqual }
    }

    package func matches(_ object: Value) -> Bool {
        matches { SelectableFields.text(of: $0, in: object) }
    }

    /// The value that `field` must have, if the selector says so: lets a list be a single read.
    package func exactValue(of field: String) -> String? {
        requirements.first { $0.field == field && $0.isEqual }?.value
    }

    package var description: String {
        requirements.map { "\($0.field)\($0.isEqual ? "=" : "!=")\(Self.escape($0.value))" }
            .joined(separator: ",")
    }
}

// MARK: - Reading

extension FieldSelector {
    /// The parts between commas that no backslash protects.
    private static func terms(of text: String) -> [String] {
        var terms: [String] = []
        var term = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
                term.append(character)
            } else if character == "," {
                terms.append(term)
                term = ""
            } else {
                isEscaped = character == "\\"
                term.append(character)
            }
        }
        return terms + [term]
    }

    private static func split(_ term: String) -> Requirement? {
        let bytes = Array(term.utf8)
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        for index in bytes.indices {
            let rest = bytes[index...]
            for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)]
            where rest.starts(with: sign.utf8) {
                return Requirement(
                    field: text(0..<index), isEqual: isEqual,
                    value: text(index + sign.utf8.count..<bytes.count))
            }
        }
        return nil
    }

    private static func unescape(_ text: String) throws(SelectorError) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                guard "\\,=".contains(character) else {
                    throw SelectorError(
                        "invalid field selector: invalid escape sequence: \\\(character)")
                }
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," || character == "=" {
                throw SelectorError(
                    "invalid field selector: unescaped character in value: \(character)")
            } else {
                result.append(character)
            }
        }
        if isEscaped {
            throw SelectorError("invalid field selector: invalid escape sequence: \\")
        }
        return result
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\,=".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
