/// One DNS message: a query or its answer.
///
/// Shared by the server (AddOns/DNS) and the resolver of a container's programs.
/// Source: RFC 1035 §4. Only what a cluster's DNS speaks: one question, no transfers, no DNSSEC.
package struct DNSMessage: Hashable, Sendable {
    package var id: UInt16
    package var isResponse = false
    /// 0 for a standard query.
    package var opcode: UInt8 = 0
    package var isAuthoritative = false
    package var isTruncated = false
    package var recursionDesired = false
    package var recursionAvailable = false
    package var responseCode = ResponseCode.noError
    package var questions: [DNSQuestion] = []
    package var answers: [DNSRecord] = []
    package var authorities: [DNSRecord] = []
    package var additionals: [DNSRecord] = []

    package init(id: UInt16) { self.id = id }

    /// How a server answers; other codes are kept as they came.
    package struct ResponseCode: Hashable, Sendable {
        /// 0 to 15.
        package var number: UInt8
        package init(number: UInt8) { self.number = number & 15 }

        package static let noError = ResponseCode(number: 0)
        package static let formatError = ResponseCode(number: 1)
        package static let serverFailure = ResponseCode(number: 2)
        package static let nameError = ResponseCode(number: 3)
        package static let notImplemented = ResponseCode(number: 4)
        package static let refused = ResponseCode(number: 5)
    }

    /// The beginning of an answer to this message.
    package func reply(_ code: ResponseCode = .noError) -> DNSMessage {
        var reply = DNSMessage(id: id)
        reply.isResponse = true
        reply.opcode = opcode
        reply.recursionDesired = recursionDesired
        reply.recursionAvailable = true
        reply.responseCode = code
        reply.questions = questions
        return reply
    }
}

/// What is asked: a name and a type of record.
package struct DNSQuestion: Hashable, Sendable {
    package var name: DNSName
    package var type: DNSType
    /// 1 for the Internet.
    package var recordClass: UInt16 = 1

    package init(_ name: DNSName, _ type: DNSType) { (self.name, self.type) = (name, type) }
}

/// The type of a record.
package struct DNSType: Hashable, Sendable {
    package var number: UInt16
    package init(number: UInt16) { self.number = number }

    package static let a = DNSType(number: 1)
    package static let cname = DNSType(number: 5)
    package static let soa = DNSType(number: 6)
    package static let ptr = DNSType(number: 12)
    package static let txt = DNSType(number: 16)
    package static let aaaa = DNSType(number: 28)
    package static let srv = DNSType(number: 33)
    package static let any = DNSType(number: 255)
}

/// One record.
package struct DNSRecord: Hashable, Sendable {
    package var name: DNSName
    package var recordClass: UInt16 = 1
    /// **Unit**: seconds.
    package var timeToLive: UInt32
    package var data: Data

    package init(_ name: DNSName, timeToLive: UInt32, _ data: Data) {
        (self.name, self.timeToLive, self.data) = (name, timeToLive, data)
    }

    /// What the record says.
    package enum Data: Hashable, Sendable {
        /// The bits of an IPv4 address.
        case a(UInt32)
        case cname(DNSName)
        case ptr(DNSName)
        case srv(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
        case soa(StartOfAuthority)
        case other(DNSType, [UInt8])
    }

    package var type: DNSType {
        switch data {
        case .a: .a
        case .cname: .cname
        case .ptr: .ptr
        case .srv: .srv
        case .soa: .soa
        case .other(let type, _): type
        }
    }
}

/// Who is responsible for a zone, and how long a "no" may be remembered.
package struct StartOfAuthority: Hashable, Sendable {
    package var server: DNSName
    package var mailbox: DNSName
    package var serial: UInt32
    /// **Unit**: seconds, as the following three.
    package var refresh: UInt32
    package var retry: UInt32
    package var expire: UInt32
    package var minimum: UInt32

    package init(
        server: DNSName, mailbox: DNSName, serial: UInt32, refresh: UInt32, retry: UInt32,
        expire: UInt32, minimum: UInt32
    ) {
        (self.server, self.mailbox, self.serial) = (server, mailbox, serial)
        (self.refresh, self.retry, self.expire) = (refresh, retry, expire)
        self.minimum = minimum
    }
}

/// A domain name: labels without the dots, the most special first; compared without case.
package struct DNSName: Hashable, Sendable, CustomStringConvertible {
    package let labels: [String]

    package init(labels: [String]) { self.labels = labels }

    /// Reads `web.default.svc.cluster.local`, with or without a dot at its end.
    package init(_ text: String) {
        labels = text.split(separator: ".").map(String.init)
    }

    package var description: String { labels.isEmpty ? "." : labels.joined(separator: ".") }

    /// In small letters.
    package var lowercased: DNSName { DNSName(labels: labels.map { $0.lowercased() }) }

    /// The labels in front of `zone`, if this name lies in it. Both in small letters.
    package func labels(below zone: DNSName) -> [String]? {
        guard labels.count >= zone.labels.count,
            Array(labels.suffix(zone.labels.count)) == zone.labels
        else { return nil }
        return Array(labels.dropLast(zone.labels.count))
    }

    package static func + (left: String, right: DNSName) -> DNSName {
        DNSName(labels: DNSName(left).labels + right.labels)
    }
}
