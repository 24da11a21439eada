/// An IPv4 address, ordered as a number.
package struct IPv4Address: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var bits: UInt32

    package init(bits: UInt32) { self.bits = bits }

    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        bits = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Reads dotted-quad text; nil for anything else, leading zeros included.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let octet = UInt8(part), String(octet) == part else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        self.bits = bits
    }

    package static let loopback = IPv4Address(127, 0, 0, 1)
    /// As the address to listen on: every address of the namespace.
    package static let any = IPv4Address(0, 0, 0, 0)

    package var isLoopback: Bool { bits >> 24 == 127 }

    package var description: String {
        "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    }

    package static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.bits < right.bits }
}

/// A block of addresses: `10.244.0.0/16`.
package struct IPv4Block: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the block.
    package let base: IPv4Address
    /// 0 to 32.
    package let prefixLength: Int

    package init(_ address: IPv4Address, prefixLength: Int) {
        precondition((0...32).contains(prefixLength), "a prefix has 0 to 32 bits")
        self.prefixLength = prefixLength
        base = IPv4Address(bits: address.bits & Self.mask(prefixLength))
    }

    /// Reads CIDR notation.
    package init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPv4Address(String(parts[0])),
            let length = Int(parts[1]), (0...32).contains(length)
        else { return nil }
        self.init(address, prefixLength: length)
    }

    package var count: Int { 1 << (32 - prefixLength) }

    package func contains(_ address: IPv4Address) -> Bool {
        address.bits & Self.mask(prefixLength) == base.bits
    }

    /// The address `offset` places after the first.
    package subscript(offset: Int) -> IPv4Address {
        IPv4Address(bits: base.bits &+ UInt32(truncatingIfNeeded: offset))
    }

    package var description: String { "\(base)/\(prefixLength)" }

    private static func mask(_ length: Int) -> UInt32 {
        length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length)
    }
}

/// An address and a port: `10.96.0.1:443`.
package struct Endpoint: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var address: IPv4Address
    /// 1 to 65535; 0 to let the system choose when listening.
    package var port: Int

    package init(_ address: IPv4Address, _ port: Int) {
        self.address = address
        self.port = port
    }

    package var description: String { "\(address):\(port)" }

    package static func < (left: Endpoint, right: Endpoint) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

/// Why a socket call failed, as Linux tells it.
package enum SocketError: Error, Hashable, Sendable {
    /// ECONNREFUSED: the host is there, but nobody listens.
    case refused
    /// EHOSTUNREACH: no such host on the network.
    case hostUnreachable
    /// ENETUNREACH: no route.
    case networkUnreachable
    /// ETIMEDOUT: packets vanish (a partition, a dropping rule).
    case timedOut
    /// EADDRINUSE.
    case addressInUse
    /// EADDRNOTAVAIL: the address is not one of this namespace's.
    case addressNotAvailable
    /// ECONNRESET: the other end died.
    case reset
    /// The calling task was cancelled.
    case cancelled

    /// `strerror`'s text.
    package var text: String {
        switch self {
        case .refused: "Connection refused"
        case .hostUnreachable: "No route to host"
        case .networkUnreachable: "Network is unreachable"
        case .timedOut: "Connection timed out"
        case .addressInUse: "Address already in use"
        case .addressNotAvailable: "Cannot assign requested address"
        case .reset: "Connection reset by peer"
        case .cancelled: "Interrupted system call"
        }
    }
}
