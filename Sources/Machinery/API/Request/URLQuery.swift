/// Percent-encoding, and the query of a URL.
package enum URLQuery {
    package typealias Pair = (name: String, value: String)

    /// The pairs of `a=1&b=two%20words`, decoded, in order; `+` is a space.
    ///
    /// A pair whose encoding is broken is left out, as Go's `URL.Query` does.
    package static func parse(_ query: String) -> [Pair] {
        var pairs: [Pair] = []
        for part in query.split(separator: "&") where !part.contains(";") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(String(halves[0]), plusIsSpace: true),
                let value = decode(halves.count > 1 ? String(halves[1]) : "", plusIsSpace: true)
            else { continue }
            pairs.append((name, value))
        }
        return pairs
    }

    /// `a=1&b=two+words`: in the order of `pairs`, encoded as Go's `Values.Encode` does.
    package static func format(_ pairs: [Pair]) -> String {
        pairs.map { "\(encode($0.name, spaceAsPlus: true))=\(encode($0.value, spaceAsPlus: true))" }
            .joined(separator: "&")
    }

    /// Path and pairs of `/api/v1/pods?watch=1`; a fragment is dropped.
    package static func split(_ target: String) -> (path: String, query: [Pair]) {
        let withoutFragment = target.prefix { $0 != "#" }
        guard let mark = withoutFragment.firstIndex(of: "?") else {
            return (String(withoutFragment), [])
        }
        let query = withoutFragment[withoutFragment.index(after: mark)...]
        return (String(withoutFragment[..<mark]), parse(String(query)))
    }

    /// All but letters, digits and `-._~` as `%XX`.
    package static func encode(_ text: String, spaceAsPlus: Bool = false) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else if byte == 0x20, spaceAsPlus {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil if a `%` is not followed by two hexadecimal digits.
    package static func decode(_ text: String, plusIsSpace: Bool = false) -> String? {
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
            return text
        }
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < source.count, let high = hexDigit(source[index + 1]),
                    let low = hexDigit(source[index + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                index += 3
                continue
            }
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a)
            || (byte >= 0x61 && byte <= 0x7a) || "-._~".utf8.contains(byte)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
