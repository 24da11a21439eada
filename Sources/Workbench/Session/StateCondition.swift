/// A state of the cluster that a lab waits for or checks.
///
/// ```
/// pod/downward is Running
/// pod/downward in default is gone
/// configmap/shop has {.data.price} = 12
/// `kubectl exec downward -- cat /etc/downward/labels` shows foo="bar"
/// ```
package struct StateCondition: Sendable, Hashable, CustomStringConvertible {
    package enum Test: Sendable, Hashable {
        /// A pod's phase with all containers ready, or the type of a true condition.
        case isInState(String)
        /// There is such an object.
        case exists
        /// There is none.
        case isGone
        /// A JSONPath gives this text.
        case has(path: String, value: String)
        /// A command on the master shows a line with this text.
        case shows(String)
    }

    /// The kind as typed after kubectl: `pod`, `po`, `configmap`. Empty for a command.
    package var kind: String
    package var name: String
    package var namespace: String
    /// The command line, for `shows`.
    package var command: String
    package var test: Test

    package init(
        kind: String = "", name: String = "", namespace: String = "default", command: String = "",
        test: Test
    ) {
        (self.kind, self.name, self.namespace) = (kind, name, namespace)
        (self.command, self.test) = (command, test)
    }

    /// Reads a condition; nil if the text is none.
    package init?(parsing text: some StringProtocol) {
        let text = String(text).trimmingBlanks
        if text.hasPrefix("`") {
            let parts = text.dropFirst().splitOnce("` shows ")
            guard let parts, !parts.0.isEmpty, !parts.1.isEmpty else { return nil }
            self.init(command: parts.0, test: .shows(parts.1))
            return
        }
        guard let object = text.split(separator: " ").first,
            let slash = object.firstIndex(of: "/"), slash != object.startIndex
        else { return nil }
        let name = String(object[object.index(after: slash)...])
        guard !name.isEmpty else { return nil }
        self.init(kind: String(object[..<slash]), name: name, test: .exists)
        var rest = String(text.dropFirst(object.count)).trimmingBlanks
        if rest.hasPrefix("in ") {
            let words = rest.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3 else { return nil }
            namespace = words[1]
            rest = words[2]
        }
        guard let test = Self.test(rest) else { return nil }
        self.test = test
    }

    private static func test(_ text: String) -> Test? {
        if text.hasPrefix("is ") {
            let word = String(text.dropFirst(3)).trimmingBlanks
            guard !word.isEmpty, !word.contains(" ") else { return nil }
            switch word {
            case "gone": return .isGone
            case "there": return .exists
            default: return .isInState(word)
            }
        }
        if text.hasPrefix("has "), let parts = text.dropFirst(4).splitOnce(" = ") {
            return .has(path: parts.0.trimmingBlanks, value: parts.1.trimmingBlanks)
        }
        return nil
    }

    package var description: String {
        if case .shows(let text) = test { return "`\(command)` shows \(text)" }
        let object = "\(kind)/\(name)" + (namespace == "default" ? "" : " in \(namespace)")
        switch test {
        case .isInState(let word): return "\(object) is \(word)"
        case .exists: return "\(object) is there"
        case .isGone: return "\(object) is gone"
        case .has(let path, let value): return "\(object) has \(path) = \(value)"
        case .shows(let text): return "\(object) shows \(text)"
        }
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    package var trimmingBlanks: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }

    /// What stands before and after the first `separator`.
    package func splitOnce(_ separator: String) -> (String, String)? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(separator) {
                return (
                    String(self[..<start]), String(self[start...].dropFirst(separator.count))
                )
            }
            start = index(after: start)
        }
        return nil
    }
}

/// Reads a length of time: `30s`, `2m`, `1h30m`, `500ms`; nil for anything else or nothing.
package func parseDuration(_ text: some StringProtocol) -> Duration? {
    var total: Duration = .zero
    var rest = Substring(text)
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= 1_000_000 else { return nil }
        rest = rest.dropFirst(digits.count)
        let unit = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(unit.count)
        switch unit {
        case "ms": total += .milliseconds(number)
        case "s": total += .seconds(number)
        case "m": total += .seconds(number * 60)
        case "h": total += .seconds(number * 3600)
        case "d": total += .seconds(number * 86_400)
        default: return nil
        }
    }
    return total
}
