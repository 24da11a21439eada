/// The name of an image, made whole: `busybox` is `docker.io/library/busybox:latest`.
///
/// Source: distribution reference grammar (`name[:tag][@digest]`).
package struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    /// Registry and path: `docker.io/library/busybox`.
    package var repository: String
    package var tag: String
    /// `sha256:...`, when the name pins one.
    package var digest: String?

    /// Nil if `text` is no image name; the kubelet then says `InvalidImageName`.
    package init?(_ text: String) {
        var rest = Substring(text)
        if let at = rest.firstIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
        tag = digest == nil ? "latest" : ""
        if let colon = rest[lastSlash...].lastIndex(of: ":") {
            tag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
            guard Self.isTag(tag) else { return nil }
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, !first.isEmpty else { return nil }
        let namesRegistry =
            parts.count > 1
            && (first.contains(".") || first.contains(":") || first == "localhost")
        guard parts.dropFirst(namesRegistry ? 1 : 0).allSatisfy(Self.isPathPart) else { return nil }
        if !namesRegistry {
            if parts.count == 1 { parts.insert("library", at: 0) }
            parts.insert("docker.io", at: 0)
        }
        repository = parts.joined(separator: "/")
    }

    package var description: String {
        repository + (tag.isEmpty ? "" : ":" + tag) + (digest.map { "@" + $0 } ?? "")
    }

    private static func isTag(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                isAlphanumeric($0) || isLetter($0 | 32) || "_.-".utf8.contains($0)
            }
    }

    private static func isPathPart(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || "_.-".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLetter(byte) || (byte >= 48 && byte <= 57)
    }
}
