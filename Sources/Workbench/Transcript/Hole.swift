/// A place in an expected line where the text may vary, and what it must look like there.
///
/// `${ip:ip}` binds: the first text found is remembered as `ip` and must come again. `${:age}` does
/// not bind. `$${` stands for `${` itself.
package struct Hole: Hashable, Sendable {
    /// Empty for a hole that does not bind.
    package var name: String
    package var type: HoleType

    package init(name: String, type: HoleType) {
        self.name = name
        self.type = type
    }

    /// As it is written in a transcript.
    package var source: String { "${\(name):\(type.rawValue)}" }
}

/// What may stand in a hole.
package enum HoleType: String, Hashable, Sendable, CaseIterable {
    case ip
    /// As kubectl writes how old something is: `19h`, `2d3h`, `5m10s`.
    case age
    case uid
    /// A run of lower-case letters and digits, as in generated names and digests.
    case hash
    /// A resource version or etcd revision.
    case rv
    /// A point in time: RFC 3339, or `Mar 15 22:12`.
    case time
    case node
    case int
    /// A DNS name.
    case name
    /// A bearer token.
    case token
    /// A length of time as Go or curl write it: `1.2s`, `350ms`.
    case duration
    /// Base64 text.
    case base64

    /// Types that accept less than this one, the narrowest first.
    ///
    /// `node` accepts what `name` does, `rv` what `int` does: which to take is a matter of meaning.
    package var narrower: [HoleType] {
        switch self {
        case .name: [.ip, .uid, .int, .age, .hash]
        case .node: [.ip, .uid, .int, .age]
        case .hash: [.int]
        case .base64: [.int, .hash]
        case .ip, .age, .uid, .rv, .time, .int, .token, .duration: []
        }
    }

    /// Whether `text` is one of these.
    package func accepts(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return false }
        let bytes = Array(text.utf8)
        switch self {
        case .ip:
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        case .age: return acceptsUnits(text, ["y", "d", "h", "m", "s"])
        case .duration: return acceptsUnits(text, ["h", "m", "s", "ms", "µs", "us", "ns"])
        case .uid:
            return bytes.count == 36
                && bytes.enumerated().allSatisfy { index, byte in
                    [8, 13, 18, 23].contains(index) ? byte == 45 : isHexDigit(byte)
                }
        case .hash: return bytes.allSatisfy { isLower($0) || isDigit($0) }
        case .rv, .int: return bytes.allSatisfy(isDigit)
        case .time: return acceptsTime(text)
        case .node, .name:
            return bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == 45 || $0 == 46 }
        case .token:
            return text.split(separator: ".", omittingEmptySubsequences: false).count == 3
                && bytes.allSatisfy { isLetterOrDigit($0) || $0 == 45 || $0 == 95 || $0 == 46 }
        case .base64:
            return bytes.allSatisfy { isLetterOrDigit($0) || $0 == 43 || $0 == 47 || $0 == 61 }
        }
    }

    private func acceptsUnits(_ text: Substring, _ units: [String]) -> Bool {
        var rest = text
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            guard number.first?.isNumber == true else { return false }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isLetter }
            guard units.contains(String(unit)) else { return false }
            rest = rest.dropFirst(unit.count)
        }
        return true
    }

    private func acceptsTime(_ text: Substring) -> Bool {
        let shapes = [
            "dddd-dd-ddTdd:dd:ddZ", "dddd-dd-ddTdd:dd:dd+dd:dd", "aaa dd dd:dd", "aaa  d dd:dd",
            "dd:dd:dd", "dddd-dd-dd dd:dd:dd", "dddd-dd-ddTdd:dd:dd.ddddddZ",
            "dddd-dd-ddTdd:dd:dd.ddddddddd+dd:dd", "aaa, dd aaa dddd dd:dd:dd +dddd",
            "aaa, dd aaa dddd dd:dd:dd GMT", "aaa aaa dd dd:dd:dd aaa dddd",
        ]
        let bytes = Array(text.utf8)
        return shapes.contains { shape in
            let pattern = Array(shape.utf8)
            return pattern.count == bytes.count
                && zip(pattern, bytes).allSatisfy { wanted, found in
                    switch wanted {
                    case 100: isDigit(found)
                    case 97: isLetterOrDigit(found) && !isDigit(found)
                    default: wanted == found
                    }
                }
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
private func isLower(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
private func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || byte >= 97 && byte <= 102 }
private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLower(byte) || byte >= 65 && byte <= 90
}
