package import Simulation

/// A tar archive as a list of members, and as bytes.
///
/// ```
///   header 512 │ content, filled up to 512 │ header │ content │ ... │ two blocks of zeros │ filling
/// ```
/// Source: POSIX.1-1988 `ustar`, as GNU tar writes it: records of twenty blocks.
///
/// Differs: GNU's long names, sparse files and devices are refused as an unknown type; a name is at
/// most 100 bytes, or 255 with a directory before it.
package struct TarArchive: Sendable {
    /// One file, directory or link of an archive.
    package struct Member: Sendable {
        package enum Kind: Hashable, Sendable {
            case file
            case directory
            case link(target: String)
            /// A type that is not understood; extracting refuses it.
            case unknown(UInt8)
        }

        /// Without a leading slash; a directory's ends with one.
        package var name: String
        package var kind: Kind
        package var content: [UInt8] = []
        package var mode: UInt16
        package var modified: SimulatedInstant
        package var user: Int
        package var group: Int
        package var userName = ""
        package var groupName = ""

        package init(
            name: String, kind: Kind, content: [UInt8] = [], mode: UInt16,
            modified: SimulatedInstant, user: Int = 0, group: Int = 0
        ) {
            (self.name, self.kind, self.content, self.mode) = (name, kind, content, mode)
            (self.modified, self.user, self.group) = (modified, user, group)
        }
    }

    package var members: [Member]

    package init(members: [Member] = []) { self.members = members }

    static let block = 512
    /// **Unit**: bytes; twenty blocks.
    private static let record = 10_240
    /// Where each field of a header begins and how long it is. **Unit**: bytes.
    private enum Field {
        static let name = 0..<100
        static let mode = 100..<108
        static let user = 108..<116
        static let group = 116..<124
        static let size = 124..<136
        static let modified = 136..<148
        static let checksum = 148..<156
        static let type = 156
        static let linkTarget = 157..<257
        static let magic = 257..<263
        static let userName = 265..<297
        static let groupName = 297..<329
        static let prefix = 345..<500
    }

    // MARK: - Reading

    /// What was found in bytes that claim to be an archive.
    struct Contents {
        var archive = TarArchive()
        /// Something that is no header stood where one was expected.
        var hasStrangeBlocks = false
        /// The bytes end within a block.
        var isTruncated = false
        /// There is something, but not one header.
        var isNoArchive: Bool { archive.members.isEmpty && (hasStrangeBlocks || isTruncated) }
    }

    /// Reads an archive as far as it can be read.
    static func read(_ bytes: [UInt8]) -> Contents {
        var contents = Contents()
        var position = 0
        while position < bytes.count {
            guard position + block <= bytes.count else {
                contents.isTruncated = true
                break
            }
            let header = Array(bytes[position..<position + block])
            position += block
            if header.allSatisfy({ $0 == 0 }) { break }
            guard var member = member(header), let size = number(header[Field.size]),
                size <= bytes.count
            else {
                contents.hasStrangeBlocks = true
                continue
            }
            guard position + size <= bytes.count else {
                contents.isTruncated = true
                break
            }
            if member.kind == .file { member.content = Array(bytes[position..<position + size]) }
            contents.archive.members.append(member)
            position += (size + block - 1) / block * block
        }
        return contents
    }

    private static func member(_ header: [UInt8]) -> Member? {
        guard number(header[Field.checksum]) == checksum(header) else { return nil }
        var name = string(header[Field.name])
        let prefix = string(header[Field.prefix])
        if !prefix.isEmpty, header[Field.magic].starts(with: "ustar\0".utf8) {
            name = prefix + "/" + name
        }
        let kind: Member.Kind
        switch header[Field.type] {
        case 0, UInt8(ascii: "0"): kind = name.hasSuffix("/") ? .directory : .file
        case UInt8(ascii: "5"): kind = .directory
        case UInt8(ascii: "2"): kind = .link(target: string(header[Field.linkTarget]))
        case let type: kind = .unknown(type)
        }
        var member = Member(
            name: name, kind: kind, mode: UInt16((number(header[Field.mode]) ?? 0) & 0o7777),
            modified: SimulatedInstant(
                secondsSinceEpoch: Int64(number(header[Field.modified]) ?? 0)),
            user: number(header[Field.user]) ?? 0, group: number(header[Field.group]) ?? 0)
        member.userName = string(header[Field.userName])
        member.groupName = string(header[Field.groupName])
        return member
    }

    /// A number in octal; nil if it is none, or beyond what twelve digits hold.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 > UInt8(ascii: " ") }
        return Int(text(digits), radix: 8).flatMap { (0...(1 << 33)).contains($0) ? $0 : nil }
    }

    private static func string(_ field: ArraySlice<UInt8>) -> String {
        text(field.prefix { $0 != 0 })
    }

    /// The sum of the header's bytes, the checksum's own taken as blanks.
    private static func checksum(_ header: [UInt8]) -> Int {
        header.enumerated().reduce(0) { sum, byte in
            sum + (Field.checksum.contains(byte.offset) ? 32 : Int(byte.element))
        }
    }

    // MARK: - Writing

    /// The archive's bytes; a name that does not fit its header is cut.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for member in members {
            bytes += Self.header(of: member)
            bytes += member.content
            bytes += Self.zeros(to: Self.block, after: bytes.count)
        }
        bytes += [UInt8](repeating: 0, count: 2 * Self.block)
        return bytes + Self.zeros(to: Self.record, after: bytes.count)
    }

    private static func zeros(to unit: Int, after count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (unit - count % unit) % unit)
    }

    private static func header(of member: Member) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ bytes: some Sequence<UInt8>, _ field: Range<Int>) {
            for (place, byte) in zip(field, bytes) { header[place] = byte }
        }
        func put(number: Int, _ field: Range<Int>) {
            let digits = String(max(0, number), radix: 8)
            let zeros = String(repeating: "0", count: max(0, field.count - 1 - digits.utf8.count))
            put((zeros + digits).utf8, field)
        }
        let (prefix, name) = split(member.name)
        put(name.utf8, Field.name)
        put(prefix.utf8, Field.prefix)
        put(number: Int(member.mode), Field.mode)
        put(number: member.user, Field.user)
        put(number: member.group, Field.group)
        put(number: member.content.count, Field.size)
        put(number: Int(max(0, member.modified.secondsSinceEpoch)), Field.modified)
        switch member.kind {
        case .file: header[Field.type] = UInt8(ascii: "0")
        case .directory: header[Field.type] = UInt8(ascii: "5")
        case .link(let target):
            header[Field.type] = UInt8(ascii: "2")
            put(target.utf8, Field.linkTarget)
        case .unknown(let type): header[Field.type] = type
        }
        put("ustar\u{0}00".utf8, Field.magic.lowerBound..<Field.userName.lowerBound)
        put(member.userName.utf8.prefix(31), Field.userName)
        put(member.groupName.utf8.prefix(31), Field.groupName)
        let sum = String(checksum(header), radix: 8)
        let filled = String(repeating: "0", count: max(0, 6 - sum.utf8.count)) + sum
        put((filled + "\u{0} ").utf8, Field.checksum)
        return header
    }

    /// A long name's directories go into the prefix.
    private static func split(_ name: String) -> (prefix: String, name: String) {
        guard name.utf8.count > Field.name.count else { return ("", name) }
        let bytes = name.bytes
        for place in bytes.indices.dropLast() where bytes[place] == UInt8(ascii: "/") {
            let rest = bytes.count - place - 1
            if rest <= Field.name.count, place <= Field.prefix.count {
                return (text(bytes[..<place]), text(bytes[(place + 1)...]))
            }
        }
        return ("", name)
    }

    /// Whether a name fits a header.
    static func fits(_ name: String) -> Bool {
        let (prefix, rest) = split(name)
        return !prefix.isEmpty || rest.utf8.count <= Field.name.count
    }
}
