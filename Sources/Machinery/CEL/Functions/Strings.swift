import API

/// Functions of texts: the standard ones and those of cel-go's string library.
///
/// Positions count characters (code points).
///
/// Source: CEL specification; cel-go ext/strings.go, version 2.
extension FunctionTable {
    mutating func addStrings() {
        addSearches()
        addParts()
        addChanges()
        addPatterns()
    }

    /// Adds a member of a text that gives a text.
    private mutating func addText(
        _ name: String, _ parameters: [CELType],
        _ body: @escaping @Sendable (_ text: String, _ rest: [CELValue]) throws(CELError) -> String
    ) {
        addMember(name, [.string] + parameters, .string) { arguments, budget throws(CELError) in
            guard let text = arguments[0].string else { throw .noOverload }
            try budget.spend(reading: text.utf8.count)
            return .string(try body(text, Array(arguments.dropFirst())))
        }
    }

    private mutating func addSearches() {
        let tests: [(String, @Sendable (String, String) -> Bool)] = [
            ("contains", { Self.position(of: $1, in: $0) != nil || $1.isEmpty }),
            ("startsWith", { $0.utf8.starts(with: $1.utf8) }),
            ("endsWith", { $0.utf8.reversed().starts(with: $1.utf8.reversed()) }),
        ]
        for (name, test) in tests {
            addMember(name, [.string, .string], .bool) { pair, budget throws(CELError) in
                try budget.spend(reading: pair[0].size)
                return .bool(test(pair[0].string ?? "", pair[1].string ?? ""))
            }
        }
        addMember("indexOf", [.string, .string], .int) { arguments, _ throws(CELError) in
            let (text, part) = (arguments[0].string ?? "", arguments[1].string ?? "")
            return .int(Int64(Self.position(of: part, in: text) ?? -1))
        }
        addMember("indexOf", [.string, .string, .int], .int) { arguments, _ throws(CELError) in
            let (text, part) = (arguments[0].string ?? "", arguments[1].string ?? "")
            let start = try Self.index(arguments[2], in: text)
            return .int(Int64(Self.position(of: part, in: text, from: start) ?? -1))
        }
        addMember("lastIndexOf", [.string, .string], .int) { arguments, _ throws(CELError) in
            let (text, part) = (arguments[0].string ?? "", arguments[1].string ?? "")
            return .int(Int64(Self.lastPosition(of: part, in: text) ?? -1))
        }
        addMember("lastIndexOf", [.string, .string, .int], .int) { arguments, _ throws(CELError) in
            let (text, part) = (arguments[0].string ?? "", arguments[1].string ?? "")
            let end = try Self.index(arguments[2], in: text)
            return .int(Int64(Self.lastPosition(of: part, in: text, upTo: end) ?? -1))
        }
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func position(of part: String, in text: String, from start: Int = 0) -> Int? {
        let (text, part) = (scalars(text), scalars(part))
        guard start <= text.count - part.count else { return nil }
        return (start...(text.count - part.count)).first { text[$0...].starts(with: part) }
    }

    private static func lastPosition(
        of part: String, in text: String, upTo end: Int = .max
    ) -> Int? {
        let (text, part) = (scalars(text), scalars(part))
        guard text.count >= part.count else { return nil }
        return (0...min(end, text.count - part.count)).last { text[$0...].starts(with: part) }
    }

    private static func index(_ value: CELValue, in text: String) throws(CELError) -> Int {
        guard case .int(let index) = value, index >= 0, index <= text.unicodeScalars.count else {
            throw CELError("index out of range: \(Self.text(of: value) ?? "")")
        }
        return Int(index)
    }

    private mutating func addParts() {
        addText("charAt", [.int]) { text, rest throws(CELError) in
            let position = try Self.index(rest[0], in: text)
            return Self.text(Self.scalars(text).dropFirst(position).prefix(1))
        }
        addText("substring", [.int]) { text, rest throws(CELError) in
            Self.text(Self.scalars(text)[try Self.index(rest[0], in: text)...])
        }
        addText("substring", [.int, .int]) { text, rest throws(CELError) in
            let (start, end) = (
                try Self.index(rest[0], in: text), try Self.index(rest[1], in: text)
            )
            guard start <= end else {
                throw CELError("invalid substring range. start: \(start), end: \(end)")
            }
            return Self.text(Self.scalars(text)[start..<end])
        }
        addText("trim", []) { text, _ throws(CELError) in
            let isSpace: (Unicode.Scalar) -> Bool = \.properties.isWhitespace
            let start = Self.scalars(text).drop(while: isSpace)
            return Self.text(start.reversed().drop(while: isSpace).reversed())
        }
        for parameters in [[CELType.string, .string], [.string, .string, .int]] {
            addMember("split", parameters, .list(.string)) { arguments, budget throws(CELError) in
                try budget.spend(reading: arguments[0].size)
                let parts = Self.parts(
                    of: arguments[0].string ?? "", by: arguments[1].string ?? "",
                    limit: Self.limit(arguments, 2))
                return .list(parts.map(CELValue.string))
            }
        }
        for parameters in [[CELType.list(.string)], [.list(.string), .string]] {
            addMember("join", parameters, .string) { arguments, budget throws(CELError) in
                guard case .list(let items) = arguments[0] else { throw .noOverload }
                try budget.spend(reading: items.reduce(0) { $0 + $1.size })
                let texts = items.compactMap(\.string)
                guard texts.count == items.count else { throw .noOverload }
                let separator = arguments.count > 1 ? arguments[1].string ?? "" : ""
                return .string(texts.joined(separator: separator))
            }
        }
    }

    /// The number at `position`, -1 (for "all") without one.
    private static func limit(_ arguments: [CELValue], _ position: Int) -> Int {
        guard position < arguments.count, case .int(let limit) = arguments[position] else {
            return -1
        }
        return Int(limit)
    }

    /// As Go's `strings.SplitN`.
    private static func parts(of text: String, by separator: String, limit: Int) -> [String] {
        if limit == 0 { return [] }
        guard !separator.isEmpty else {
            let all = scalars(text)
            let single = limit < 0 ? all.count : min(limit - 1, all.count)
            let rest = all.dropFirst(single)
            return all.prefix(single).map { Self.text([$0]) }
                + (rest.isEmpty ? [] : [Self.text(rest)])
        }
        var parts: [String] = []
        var rest = text
        while limit < 0 || parts.count < limit - 1, let position = position(of: separator, in: rest)
        {
            let all = scalars(rest)
            parts.append(Self.text(all[..<position]))
            rest = Self.text(all[(position + separator.unicodeScalars.count)...])
        }
        return parts + [rest]
    }

    private mutating func addChanges() {
        addText("lowerAscii", []) { text, _ throws(CELError) in
            Self.text(
                text.unicodeScalars.map {
                    $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0
                })
        }
        addText("upperAscii", []) { text, _ throws(CELError) in
            Self.text(
                text.unicodeScalars.map {
                    $0.isASCII ? $0.properties.uppercaseMapping.unicodeScalars.first ?? $0 : $0
                })
        }
        for parameters in [[CELType.string, .string], [.string, .string, .int]] {
            addText("replace", parameters) { text, rest throws(CELError) in
                let limit = Self.limit(rest, 2)
                let parts = Self.parts(
                    of: text, by: rest[0].string ?? "", limit: limit < 0 ? -1 : limit + 1)
                return parts.joined(separator: rest[1].string ?? "")
            }
        }
        addText("reverse", []) { text, _ throws(CELError) in
            Self.text(text.unicodeScalars.reversed())
        }
        add("strings.quote", [.string], .string) { arguments, _ throws(CELError) in
            .string(GoText.quoted(arguments[0].string ?? ""))
        }
        addText("format", [.list(.dyn)]) { text, rest throws(CELError) in
            guard case .list(let values) = rest[0] else { throw .noOverload }
            return try TextFormat.text(text, values)
        }
    }

    // MARK: - Patterns

    private static func pattern(_ value: CELValue) throws(CELError) -> LinearPattern {
        do throws(LinearPattern.Failure) {
            return try LinearPattern(value.string ?? "")
        } catch { throw CELError(error.description) }
    }

    private mutating func addPatterns() {
        let matches: Overload.Body = { pair, budget throws(CELError) in
            try budget.spend(pair[0].size * max(1, pair[1].size / 4) / 10)
            return .bool(try Self.pattern(pair[1]).matches(pair[0].string ?? ""))
        }
        add("matches", [.string, .string], .bool, matches)
        addMember("matches", [.string, .string], .bool, matches)
        addText("find", [.string]) { text, rest throws(CELError) in
            try Self.pattern(rest[0]).finds(in: text, limit: 1).first ?? ""
        }
        for parameters in [[CELType.string, .string], [.string, .string, .int]] {
            addMember("findAll", parameters, .list(.string)) { arguments, budget throws(CELError) in
                try budget.spend(arguments[0].size)
                let limit = Self.limit(arguments, 2)
                let found = try Self.pattern(arguments[1]).finds(
                    in: arguments[0].string ?? "", limit: limit < 0 ? .max : limit)
                return .list(found.map(CELValue.string))
            }
        }
    }
}
