/// Writes the fields of one protobuf message.
///
/// proto2, Kubernetes' dialect, writes every field that is set; proto3, etcd's, leaves out what is
/// zero or empty: see `WireWriter+Proto3.swift`.
package struct WireWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func varint(_ field: Int, _ number: UInt64) {
        bytes.appendVarint(UInt64(field) << 3)
        bytes.appendVarint(number)
    }

    package mutating func fixed64(_ field: Int, _ number: UInt64) {
        bytes.appendVarint(UInt64(field) << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    package mutating func bytes(_ field: Int, _ content: some Collection<UInt8>) {
        bytes.appendVarint(UInt64(field) << 3 | 2)
        bytes.appendVarint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }
}

extension [UInt8] {
    /// Seven bits a byte, the lowest first; all bytes but the last have the highest bit set.
    mutating func appendVarint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
