/// One shared string for each long field name of the API.
///
/// Swift keeps strings of up to 15 bytes inline, longer ones on the heap. Without this table each
/// of a thousand pods would own its copy of `terminationMessagePath`.
enum InternedNames {
    private struct Table: Sendable {
        var slots: [String?]

        init(names: [Substring]) {
            slots = Array(repeating: nil, count: 4096)
            for name in names {
                let text = String(name)
                var slot = text.utf8.withContiguousStorageIfAvailable(InternedNames.hash) ?? 0
                while slots[slot] != nil { slot = (slot + 1) & 4095 }
                slots[slot] = text
            }
        }
    }

    private static let table = Table(
        names: SchemaData.longFieldNames.split { $0 == " " || $0 == "\n" })

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ hash >> 15) & 4095)
    }

    /// The string with these bytes, shared if it names a field of the API.
    static func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if bytes.count > 15, bytes.count <= 64 {
            var slot = hash(bytes)
            while let candidate = table.slots[slot] {
                if candidate.utf8.count == bytes.count, candidate.utf8.elementsEqual(bytes) {
                    return candidate
                }
                slot = (slot + 1) & 4095
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
