/// A key, ordered by its bytes.
package struct Key: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package var description: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (left: Key, right: Key) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// Which keys: one, all between two, all with a prefix, or all from one on.
package enum KeyRange: Hashable, Sendable {
    case key(Key)
    /// From the first (included) to the second (excluded).
    case between(Key, Key)
    case prefix(Key)
    case from(Key)
    case all
}

extension KeyRange {
    /// The range as etcd's messages say it: a key alone, or with an end, where `[0]` is no end.
    package init(key: [UInt8], rangeEnd: [UInt8]) {
        // A request without a key is refused as one for the empty key.
        if rangeEnd.isEmpty || key.isEmpty {
            self = .key(Key(key))
        } else if rangeEnd == [0] {
            self = key == [0] ? .all : .from(Key(key))
        } else {
            self = .between(Key(key), Key(rangeEnd))
        }
    }

    /// `key` and `range_end` of etcd's messages.
    package var keyAndEnd: (key: [UInt8], rangeEnd: [UInt8]) {
        switch self {
        case .key(let key): (key.bytes, [])
        case .between(let first, let end): (first.bytes, end.bytes)
        case .prefix(let prefix) where prefix.bytes.isEmpty: ([0], [0])
        case .prefix(let prefix): (prefix.bytes, prefix.prefixEnd?.bytes ?? [0])
        case .from(let first): (first.bytes.isEmpty ? [0] : first.bytes, [0])
        case .all: ([0], [0])
        }
    }
}
