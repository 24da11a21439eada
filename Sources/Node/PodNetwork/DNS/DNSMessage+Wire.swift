/// Why bytes are no DNS message.
package enum DNSFormatError: Error, Hashable, Sendable {
    /// The message ends before what it announces.
    case truncated
    /// A name is too long, or points in a circle.
    case badName
}

extension DNSMessage {
    /// Reads a message as it is sent.
    package init(bytes: [UInt8]) throws(DNSFormatError) {
        var reader = DNSReader(bytes)
        self.init(id: try reader.word())
        let flags = try reader.word()
        isResponse = flags & 0x8000 != 0
        opcode = UInt8(truncatingIfNeeded: flags >> 11 & 15)
        isAuthoritative = flags & 0x0400 != 0
        isTruncated = flags & 0x0200 != 0
        recursionDesired = flags & 0x0100 != 0
        recursionAvailable = flags & 0x0080 != 0
        responseCode = ResponseCode(number: UInt8(truncatingIfNeeded: flags & 15))
        let questionCount = try reader.word()
        let counts = [try reader.word(), try reader.word(), try reader.word()]
        for _ in 0..<questionCount {
            var question = DNSQuestion(try reader.name(), DNSType(number: try reader.word()))
            question.recordClass = try reader.word()
            questions.append(question)
        }
        for _ in 0..<counts[0] { answers.append(try reader.record()) }
        for _ in 0..<counts[1] { authorities.append(try reader.record()) }
        for _ in 0..<counts[2] { additionals.append(try reader.record()) }
    }

    /// The message as it is sent; names are not compressed.
    package var bytes: [UInt8] {
        var writer = DNSWriter()
        writer.word(id)
        var flags = UInt16(responseCode.number) | UInt16(opcode & 15) << 11
        if isResponse { flags |= 0x8000 }
        if isAuthoritative { flags |= 0x0400 }
        if isTruncated { flags |= 0x0200 }
        if recursionDesired { flags |= 0x0100 }
        if recursionAvailable { flags |= 0x0080 }
        writer.word(flags)
        for count in [questions.count, answers.count, authorities.count, additionals.count] {
            writer.word(UInt16(truncatingIfNeeded: count))
        }
        for question in questions {
            writer.name(question.name)
            writer.word(question.type.number)
            writer.word(question.recordClass)
        }
        for record in answers + authorities + additionals { writer.record(record) }
        return writer.bytes
    }
}

/// Reads the parts of a message, never past its end.
private struct DNSReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte() throws(DNSFormatError) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func word() throws(DNSFormatError) -> UInt16 {
        UInt16(try byte()) << 8 | UInt16(try byte())
    }

    mutating func long() throws(DNSFormatError) -> UInt32 {
        UInt32(try word()) << 16 | UInt32(try word())
    }

    /// Follows pointers only backwards, so that no message can make it run in a circle.
    mutating func name() throws(DNSFormatError) -> DNSName {
        var labels: [String] = []
        var length = 0
        var end: Int?
        var limit = position
        while true {
            let size = Int(try byte())
            if size == 0 { break }
            if size & 0xc0 == 0xc0 {
                let target = (size & 0x3f) << 8 | Int(try byte())
                end = end ?? position
                guard target < limit else { throw .badName }
                (position, limit) = (target, target)
                continue
            }
            length += size + 1
            guard size < 64, length < 255 else { throw .badName }
            guard position + size <= bytes.count else { throw .truncated }
            labels.append(String(decoding: bytes[position..<position + size], as: UTF8.self))
            position += size
        }
        if let end { position = end }
        return DNSName(labels: labels)
    }

    mutating func record() throws(DNSFormatError) -> DNSRecord {
        let name = try name()
        let type = DNSType(number: try word())
        let recordClass = try word()
        let timeToLive = try long()
        let size = Int(try word())
        guard position + size <= bytes.count else { throw .truncated }
        let end = position + size
        let data: DNSRecord.Data
        switch type {
        case .a where size == 4: data = .a(try long())
        case .cname: data = .cname(try self.name())
        case .ptr: data = .ptr(try self.name())
        case .srv:
            data = .srv(
                priority: try word(), weight: try word(), port: try word(),
                target: try self.name())
        case .soa:
            data = .soa(
                StartOfAuthority(
                    server: try self.name(), mailbox: try self.name(), serial: try long(),
                    refresh: try long(), retry: try long(), expire: try long(),
                    minimum: try long()))
        default: data = .other(type, Array(bytes[position..<end]))
        }
        position = end
        var record = DNSRecord(name, timeToLive: timeToLive, data)
        record.recordClass = recordClass
        return record
    }
}

/// Writes the parts of a message.
private struct DNSWriter {
    private(set) var bytes: [UInt8] = []

    mutating func word(_ value: UInt16) {
        bytes.append(UInt8(value >> 8))
        bytes.append(UInt8(value & 255))
    }

    mutating func long(_ value: UInt32) {
        word(UInt16(value >> 16))
        word(UInt16(value & 0xffff))
    }

    /// Labels longer than 63 bytes are cut: they cannot be asked for either.
    mutating func name(_ name: DNSName) {
        for label in name.labels {
            let text = Array(label.utf8.prefix(63))
            bytes.append(UInt8(text.count))
            bytes += text
        }
        bytes.append(0)
    }

    mutating func record(_ record: DNSRecord) {
        name(record.name)
        word(record.type.number)
        word(record.recordClass)
        long(record.timeToLive)
        var data = DNSWriter()
        switch record.data {
        case .a(let bits): data.long(bits)
        case .cname(let target), .ptr(let target): data.name(target)
        case .srv(let priority, let weight, let port, let target):
            for number in [priority, weight, port] { data.word(number) }
            data.name(target)
        case .soa(let authority):
            data.name(authority.server)
            data.name(authority.mailbox)
            for number in [
                authority.serial, authority.refresh, authority.retry, authority.expire,
                authority.minimum,
            ] { data.long(number) }
        case .other(_, let other): data.bytes = other
        }
        word(UInt16(truncatingIfNeeded: data.bytes.count))
        bytes += data.bytes
    }
}
