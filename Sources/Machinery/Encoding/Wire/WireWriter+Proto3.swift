/// Fields as proto3 writes them: what is zero, false or empty has no bytes at all.
extension WireWriter {
    package mutating func int(_ field: Int, _ number: Int64) {
        if number != 0 { varint(field, UInt64(bitPattern: number)) }
    }

    package mutating func int(_ field: Int, _ number: Int) { int(field, Int64(number)) }

    package mutating func uint(_ field: Int, _ number: UInt64) {
        if number != 0 { varint(field, number) }
    }

    package mutating func bool(_ field: Int, _ flag: Bool) {
        if flag { varint(field, 1) }
    }

    package mutating func text(_ field: Int, _ text: String) {
        if !text.isEmpty { bytes(field, text.utf8) }
    }

    package mutating func content(_ field: Int, _ content: [UInt8]) {
        if !content.isEmpty { bytes(field, content) }
    }

    /// A list of texts or byte strings: each is there, an empty one too.
    package mutating func texts(_ field: Int, _ texts: [String]) {
        for text in texts { bytes(field, text.utf8) }
    }

    /// A message within this one. It is there even if it has no bytes; nil is not there.
    package mutating func message(_ field: Int, _ message: (some WireMessage)?) {
        if let message { bytes(field, message.wireBytes) }
    }

    package mutating func messages(_ field: Int, _ messages: [some WireMessage]) {
        for message in messages { bytes(field, message.wireBytes) }
    }

    /// A list of numbers, as one field.
    package mutating func packed(_ field: Int, _ numbers: [UInt64]) {
        guard !numbers.isEmpty else { return }
        var list: [UInt8] = []
        for number in numbers { list.appendVarint(number) }
        bytes(field, list)
    }
}
