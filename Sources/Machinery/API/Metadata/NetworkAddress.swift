/// An address of IPv4 or IPv6, as Go's `netip` reads it: no zones, no leading zeros.
package struct NetworkAddress: Hashable, Sendable {
    /// 4 or 16 bytes.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package init?(_ text: String) {
        guard let bytes = text.contains(":") ? Self.longBytes(text) : Self.shortBytes(text) else {
            return nil
        }
        self.bytes = bytes
    }

    package var isLong: Bool { bytes.count == 16 }
    /// An address of IPv4 written as one of IPv6, which Kubernetes' library refuses.
    package var isMapped: Bool {
        isLong && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    }

    private static func shortBytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part -> UInt8? in
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                part.utf8.count == 1 || part.first != "0"
            else { return nil }
            return UInt8(part)
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func longBytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [[UInt8]] = []
        var gap: Int?
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                // `::` is one empty part, two at an end of the text.
                if index == 0 || index == parts.count - 1 {
                    let neighbour = index == 0 ? 1 : index - 1
                    guard parts.count > 2, parts[neighbour].isEmpty else { return nil }
                    continue
                }
                guard gap == nil else { return nil }
                gap = groups.count
            } else if index == parts.count - 1, let short = shortBytes(String(part)) {
                groups += [Array(short[..<2]), Array(short[2...])]
            } else {
                guard part.utf8.count <= 4, !part.hasPrefix("+"), !part.hasPrefix("-"),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append([UInt8(group >> 8), UInt8(group & 0xff)])
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(
                contentsOf: Array(repeating: [0, 0], count: 8 - groups.count), at: gap)
        }
        return groups.count == 8 ? groups.flatMap { $0 } : nil
    }

    /// As RFC 5952 wants it: lower case, the longest run of zeros left out.
    package var text: String {
        guard isLong else { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start) + 1
        }
        let words = groups.map { String($0, radix: 16) }
        guard !best.isEmpty else { return words.joined(separator: ":") }
        return words[..<best.lowerBound].joined(separator: ":") + "::"
            + words[best.upperBound...].joined(separator: ":")
    }

    /// The first `length` bits, the others 0.
    package func masked(_ length: Int) -> NetworkAddress {
        NetworkAddress(
            bytes: bytes.enumerated().map { index, byte in
                let kept = min(max(length - index * 8, 0), 8)
                return kept == 0 ? 0 : byte & UInt8(truncatingIfNeeded: 0xff << (8 - kept))
            })
    }

    package var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
    package var isLoopback: Bool {
        isLong ? bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1 : bytes[0] == 127
    }
    package var isMulticast: Bool { isLong ? bytes[0] == 0xff : (224...239).contains(bytes[0]) }
    package var isLinkLocalMulticast: Bool {
        isLong ? bytes[0] == 0xff && bytes[1] & 0x0f == 2 : bytes.starts(with: [224, 0, 0])
    }
    package var isLinkLocalUnicast: Bool {
        isLong ? bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80 : bytes.starts(with: [169, 254])
    }
    package var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
            && bytes != [255, 255, 255, 255]
    }
}
