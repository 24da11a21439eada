/// A URL of the web, taken apart.
struct WebAddress: Sendable {
    var scheme: String
    var host: String
    var port: Int
    var user: String?
    /// Path and query, from the first slash.
    var target: String

    var isSecure: Bool { scheme == "https" }
    var defaultPort: Int { isSecure ? 443 : 80 }

    /// What a `Host` header says.
    var hostHeader: String { port == defaultPort ? host : "\(host):\(port)" }

    /// Reads a URL; without a scheme it is plain HTTP. Nil if there is no host.
    init?(_ text: String) {
        var rest = text[...]
        scheme = "http"
        if let end = rest.range(of: "://") {
            scheme = rest[..<end.lowerBound].lowercased()
            rest = rest[end.upperBound...]
        }
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<authorityEnd]
        var path = rest[authorityEnd...]
        if let hash = path.firstIndex(of: "#") { path = path[..<hash] }
        target = path.isEmpty ? "/" : path.hasPrefix("?") ? "/" + path : String(path)
        if let at = authority.lastIndex(of: "@") {
            user = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        }
        port = scheme == "https" ? 443 : 80
        if let colon = authority.lastIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            authority = authority[..<colon]
            if !digits.isEmpty {
                guard let number = Int(digits), (0...65_535).contains(number) else { return nil }
                port = number
            }
        }
        host = String(authority)
        guard !host.isEmpty else { return nil }
    }

    /// The address that a `Location` header means, seen from here.
    func following(_ location: String) -> WebAddress? {
        if location.contains("://") { return WebAddress(location) }
        var next = self
        if location.hasPrefix("/") {
            next.target = location
        } else {
            let directory = target.prefix { $0 != "?" }
            let slash = directory.lastIndex(of: "/") ?? directory.startIndex
            next.target = directory[...slash] + location
        }
        return next
    }
}

extension Substring {
    /// The first occurrence of `text`.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
