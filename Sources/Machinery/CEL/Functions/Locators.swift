import API

/// Parts of URLs: `url("https://example.com:80/path").getHost()`.
///
/// Differs: queries are taken apart without undoing `%` escapes.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/urls.go.
extension FunctionTable {
    mutating func addLocators() {
        let type = CELType.opaque(URLValue.typeName)
        add("url", [.string], type) { arguments, _ throws(CELError) in
            let text = arguments[0].string ?? ""
            guard let url = URLValue(text) else {
                throw CELError(
                    "URL parse error during conversion from string: parse "
                        + "\(GoText.quoted(text)): invalid URI for request")
            }
            return .opaque(url)
        }
        add("isURL", [.string], .bool) { arguments, _ throws(CELError) in
            .bool(URLValue(arguments[0].string ?? "") != nil)
        }
        let parts: [(String, @Sendable (URLValue) -> String)] = [
            ("getScheme", \.scheme), ("getHost", \.host), ("getHostname", \.hostname),
            ("getPort", \.port), ("getEscapedPath", \.path),
        ]
        for (name, part) in parts {
            addMember(name, [type], .string) { arguments, _ throws(CELError) in
                .string(part(try URLValue(arguments[0])))
            }
        }
        addMember("getQuery", [type], .map(.string, .list(.string))) {
            arguments, _ throws(CELError) in
            var map = CELMap()
            for (name, values) in try URLValue(arguments[0]).query {
                try map.insert(.string(name), .list(values.map(CELValue.string)))
            }
            return .map(map)
        }
    }
}

private struct URLValue: CELOpaque, Equatable {
    static let typeName = "kubernetes.URL"
    let text: String
    let scheme: String
    /// With its port.
    let host: String
    let path: String
    private let rawQuery: String

    /// Nil unless `text` is an absolute URL or an absolute path.
    init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else { return nil }
        self.text = text
        var rest = text[...]
        if let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy(Self.isSchemeCharacter),
            let first = rest.first, first.isLetter
        {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        } else {
            guard rest.hasPrefix("/") else { return nil }
            scheme = ""
        }
        var query = ""
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        rawQuery = query
        guard rest.hasPrefix("//") else {
            (host, path) = ("", String(rest))
            return
        }
        let authority = rest.dropFirst(2).prefix { $0 != "/" }
        path = String(rest.dropFirst(2 + authority.count))
        host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
        guard port.allSatisfy(\.isNumber), host.contains("[") == host.contains("]") else {
            return nil
        }
    }

    private static func isSchemeCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+-.".contains(character))
    }

    var hostname: String {
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return String(host.prefix { $0 != ":" })
    }

    var port: String {
        let rest =
            host.hasPrefix("[") ? host.drop { $0 != "]" }.dropFirst() : host.drop { $0 != ":" }
        return String(rest.drop { $0 == ":" })
    }

    /// In the order in which the names first appear.
    var query: [(name: String, values: [String])] {
        var found: [(name: String, values: [String])] = []
        for pair in rawQuery.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let (name, value) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            if let index = found.firstIndex(where: { $0.name == name }) {
                found[index].values.append(value)
            } else {
                found.append((name, [value]))
            }
        }
        return found
    }

}
