/// A path into a JSON document: `/metadata/labels/example.com~1app`.
///
/// Source: RFC 6901.
package struct JSONPointer: Hashable, Sendable {
    package let tokens: [String]

    /// Nil unless `text` is empty or starts with a slash.
    package init?(_ text: String) {
        if text.isEmpty {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        tokens = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { Self.unescaped(String($0)) }
        if tokens.count > PatchLimits.depth { return nil }
    }

    private static func unescaped(_ token: String) -> String {
        guard token.contains("~") else { return token }
        var result = ""
        var isEscaped = false
        for character in token {
            if isEscaped {
                result += character == "1" ? "/" : character == "0" ? "~" : "~\(character)"
                isEscaped = false
            } else if character == "~" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return isEscaped ? result + "~" : result
    }

    /// The value there; nil if there is none.
    package func value(in document: Value) -> Value? {
        var value = document
        for token in tokens {
            switch value {
            case .object(let object):
                guard let next = object[token] else { return nil }
                value = next
            case .array(let items):
                guard let index = Self.index(token, count: items.count), index < items.count else {
                    return nil
                }
                value = items[index]
            default: return nil
            }
        }
        return value
    }

    /// Nil if there is no place for it.
    package func adding(_ value: Value, to document: Value) -> Value? {
        change(document, tokens[...]) { parent, token in
            switch parent {
            case .object(var object):
                object[token] = value
                return .object(object)
            case .array(var items):
                if token == "-" { return .array(items + [value]) }
                guard let index = Self.index(token, count: items.count, forInsertion: true) else {
                    return nil
                }
                items.insert(value, at: index)
                return .array(items)
            default: return nil
            }
        } whole: {
            value
        }
    }

    package func replacing(with value: Value, in document: Value) -> Value? {
        change(document, tokens[...]) { parent, token in
            switch parent {
            case .object(var object):
                guard object[token] != nil else { return nil }
                object[token] = value
                return .object(object)
            case .array(var items):
                guard let index = Self.index(token, count: items.count), index < items.count else {
                    return nil
                }
                items[index] = value
                return .array(items)
            default: return nil
            }
        } whole: {
            value
        }
    }

    /// Nil if it is not there.
    package func removing(from document: Value) -> Value? {
        change(document, tokens[...]) { parent, token in
            switch parent {
            case .object(var object):
                guard object[token] != nil else { return nil }
                object[token] = nil
                return .object(object)
            case .array(var items):
                guard let index = Self.index(token, count: items.count), index < items.count else {
                    return nil
                }
                items.remove(at: index)
                return .array(items)
            default: return nil
            }
        } whole: {
            nil
        }
    }

    /// Rebuilds the way down to the parent of the last token, which `edit` changes.
    private func change(
        _ value: Value, _ path: ArraySlice<String>, edit: (Value, String) -> Value?,
        whole: () -> Value?
    ) -> Value? {
        guard let token = path.first else { return whole() }
        if path.count == 1 { return edit(value, token) }
        let rest = path.dropFirst()
        switch value {
        case .object(var object):
            guard let child = object[token],
                let changed = change(child, rest, edit: edit, whole: whole)
            else { return nil }
            object[token] = changed
            return .object(object)
        case .array(var items):
            guard let index = Self.index(token, count: items.count), index < items.count,
                let changed = change(items[index], rest, edit: edit, whole: whole)
            else { return nil }
            items[index] = changed
            return .array(items)
        default: return nil
        }
    }

    private static func index(_ token: String, count: Int, forInsertion: Bool = false) -> Int? {
        guard let number = Int(token), number >= -count - 1, number <= count else { return nil }
        // -1 is the last item; when inserting, the place behind it.
        let index = number < 0 ? number + count + (forInsertion ? 1 : 0) : number
        return index < 0 ? nil : index
    }
}
