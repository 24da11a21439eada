import PodNetwork

/// A DNS message (RFC 1035), as far as resolvers need it.
struct DNSMessage: Sendable {
    /// The types asked for here.
    enum RecordType: Int, Sendable {
        case a = 1
        case cname = 5
        case ptr = 12
        case txt = 16
        case aaaa = 28
        case srv = 33
    }

    /// One answer.
    struct Record: Sendable {
        var name: String
        var type: Int
        /// An address, a name, or `priority weight port target`.
        var value: String
    }

    var id: Int
    /// 0 no error, 2 the server failed, 3 no such name.
    var responseCode: Int
    var answers: [Record] = []
    var isAuthoritative = false

    static func query(id: Int, name: String, type: RecordType) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(id >> 8 & 255), UInt8(id & 255), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            let label = Array(label.utf8.prefix(63))
            bytes += [UInt8(label.count)] + label
        }
        return bytes + [0, 0, UInt8(type.rawValue), 0, 1]
    }

    /// Reads an answer; nil if it is damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 12 else { return nil }
        id = Int(bytes[0]) << 8 | Int(bytes[1])
        responseCode = Int(bytes[3] & 15)
        isAuthoritative = bytes[2] & 4 != 0
        let questions = Int(bytes[4]) << 8 | Int(bytes[5])
        let count = Int(bytes[6]) << 8 | Int(bytes[7])
        var position = 12
        for _ in 0..<questions {
            guard Self.name(bytes, &position) != nil else { return nil }
            position += 4
        }
        for _ in 0..<count {
            guard let record = Self.record(bytes, &position) else { return nil }
            answers.append(record)
        }
    }

    private static func record(_ bytes: [UInt8], _ position: inout Int) -> Record? {
        guard let name = name(bytes, &position), position + 10 <= bytes.count else { return nil }
        func number(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
        let type = number(position)
        let length = number(position + 8)
        position += 10
        guard position + length <= bytes.count else { return nil }
        defer { position += length }
        var inner = position
        var value = ""
        switch RecordType(rawValue: type) {
        case .a where length == 4:
            value = bytes[position..<position + 4].map(String.init).joined(separator: ".")
        case .cname, .ptr: value = Self.name(bytes, &inner) ?? ""
        case .srv where length > 6:
            inner += 6
            let target = Self.name(bytes, &inner) ?? ""
            value = "\(number(position)) \(number(position + 2)) \(number(position + 4)) \(target)"
        case .txt where length > 0: value = text(bytes[position + 1..<position + length])
        default: break
        }
        return Record(name: name, type: type, value: value)
    }

    /// A name, compressed or not, and steps behind it.
    private static func name(_ bytes: [UInt8], _ position: inout Int) -> String? {
        var labels: [String] = []
        var index = position
        var hasJumped = false
        for _ in 0..<128 {
            guard index < bytes.count else { return nil }
            let length = Int(bytes[index])
            if length == 0 {
                if !hasJumped { position = index + 1 }
                return labels.joined(separator: ".")
            }
            if length & 0xC0 == 0xC0 {
                guard index + 1 < bytes.count else { return nil }
                if !hasJumped { position = index + 2 }
                hasJumped = true
                index = (length & 0x3F) << 8 | Int(bytes[index + 1])
                continue
            }
            guard index + 1 + length <= bytes.count else { return nil }
            labels.append(text(bytes[index + 1..<index + 1 + length]))
            index += 1 + length
        }
        return nil
    }
}
