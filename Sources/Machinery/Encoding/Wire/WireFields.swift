/// The fields of one protobuf message, read by their numbers.
///
/// A field that is not there reads as zero, false or empty; of a field that is there twice the last
/// one counts, as protobuf wants it. Fields that nobody asks for are ignored.
///
/// **Throws** `.wrongType` from every reader, if the bytes hold another wire type.
package struct WireFields: Sendable {
    /// Deeper than this no message of ours nests.
    private static let depthMax = 64

    private var fields: [(number: Int, payload: WireReader.Payload)] = []
    private let depth: Int

    package init(_ bytes: ArraySlice<UInt8>) throws(WireError) {
        try self.init(bytes, depth: 0)
    }

    private init(_ bytes: ArraySlice<UInt8>, depth: Int) throws(WireError) {
        guard depth <= Self.depthMax else { throw .tooDeep }
        self.depth = depth
        var reader = WireReader(bytes)
        while let field = try reader.next() { fields.append(field) }
    }

    /// Whether the field is there at all.
    package func has(_ number: Int) -> Bool { payload(number) != nil }

    private func payload(_ number: Int) -> WireReader.Payload? {
        fields.last { $0.number == number }?.payload
    }

    // MARK: - Numbers

    package func uint(_ number: Int) throws(WireError) -> UInt64 {
        guard let payload = payload(number) else { return 0 }
        guard case .varint(let value) = payload else { throw .wrongType(number) }
        return value
    }

    package func int(_ number: Int) throws(WireError) -> Int64 {
        Int64(bitPattern: try uint(number))
    }

    package func bool(_ number: Int) throws(WireError) -> Bool { try uint(number) != 0 }

    /// An enumeration's case; one that is not known reads as `unknown`.
    package func choice<Choice: RawRepresentable<Int>>(
        _ number: Int, unknown: Choice
    ) throws(WireError) -> Choice {
        Choice(rawValue: Int(truncatingIfNeeded: try uint(number))) ?? unknown
    }

    /// A list of numbers, packed or one by one.
    package func numbers(_ number: Int) throws(WireError) -> [UInt64] {
        var numbers: [UInt64] = []
        for field in fields where field.number == number {
            switch field.payload {
            case .varint(let value): numbers.append(value)
            case .bytes(let bytes):
                var list = WireReader(bytes)
                while let value = try list.nextPacked() { numbers.append(value) }
            default: throw .wrongType(number)
            }
        }
        return numbers
    }

    // MARK: - Bytes

    package func bytes(_ number: Int) throws(WireError) -> [UInt8] {
        guard let payload = payload(number) else { return [] }
        guard case .bytes(let bytes) = payload else { throw .wrongType(number) }
        return Array(bytes)
    }

    package func text(_ number: Int) throws(WireError) -> String {
        String(decoding: try bytes(number), as: UTF8.self)
    }

    package func byteStrings(_ number: Int) throws(WireError) -> [[UInt8]] {
        var strings: [[UInt8]] = []
        for field in fields where field.number == number {
            guard case .bytes(let bytes) = field.payload else { throw .wrongType(number) }
            strings.append(Array(bytes))
        }
        return strings
    }

    package func texts(_ number: Int) throws(WireError) -> [String] {
        try byteStrings(number).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: - Messages

    /// The fields of a message within this one; nil if it is not there.
    package func fields(_ number: Int) throws(WireError) -> WireFields? {
        guard let payload = payload(number) else { return nil }
        guard case .bytes(let bytes) = payload else { throw .wrongType(number) }
        return try WireFields(bytes, depth: depth + 1)
    }

    package func message<Message: WireMessage>(_ number: Int) throws(WireError) -> Message? {
        guard let fields = try fields(number) else { return nil }
        return try Message(fields)
    }

    package func messages<Message: WireMessage>(_ number: Int) throws(WireError) -> [Message] {
        var messages: [Message] = []
        for field in fields where field.number == number {
            guard case .bytes(let bytes) = field.payload else { throw .wrongType(number) }
            messages.append(try Message(try WireFields(bytes, depth: depth + 1)))
        }
        return messages
    }
}
