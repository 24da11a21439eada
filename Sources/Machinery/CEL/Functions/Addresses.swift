import API

/// Addresses and ranges of networks: `cidr("10.0.0.0/8").containsIP("10.1.2.3")`.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/ip.go, cidr.go.
extension FunctionTable {
    mutating func addAddresses() {
        addIP()
        addCIDR()
    }

    private mutating func addIP() {
        let type = CELType.opaque(IPValue.typeName)
        add("ip", [.string], type) { arguments, _ throws(CELError) in
            .opaque(try IPValue(parsing: arguments[0].string ?? ""))
        }
        add("isIP", [.string], .bool) { arguments, _ throws(CELError) in
            .bool((try? IPValue(parsing: arguments[0].string ?? "")) != nil)
        }
        add("ip.isCanonical", [.string], .bool) { arguments, _ throws(CELError) in
            let text = arguments[0].string ?? ""
            return .bool(try IPValue(parsing: text).address.text == text)
        }
        add("string", [type], .string) { arguments, _ throws(CELError) in
            .string(try IPValue(arguments[0]).address.text)
        }
        addMember("family", [type], .int) { arguments, _ throws(CELError) in
            .int(try IPValue(arguments[0]).address.isLong ? 6 : 4)
        }
        let questions: [(String, @Sendable (NetworkAddress) -> Bool)] = [
            ("isUnspecified", \.isUnspecified), ("isLoopback", \.isLoopback),
            ("isLinkLocalMulticast", \.isLinkLocalMulticast),
            ("isLinkLocalUnicast", \.isLinkLocalUnicast), ("isGlobalUnicast", \.isGlobalUnicast),
        ]
        for (name, answer) in questions {
            addMember(name, [type], .bool) { arguments, _ throws(CELError) in
                .bool(answer(try IPValue(arguments[0]).address))
            }
        }
    }

    private mutating func addCIDR() {
        let (ip, type) = (CELType.opaque(IPValue.typeName), CELType.opaque(CIDRValue.typeName))
        add("cidr", [.string], type) { arguments, _ throws(CELError) in
            .opaque(try CIDRValue(parsing: arguments[0].string ?? ""))
        }
        add("isCIDR", [.string], .bool) { arguments, _ throws(CELError) in
            .bool((try? CIDRValue(parsing: arguments[0].string ?? "")) != nil)
        }
        add("string", [type], .string) { arguments, _ throws(CELError) in
            let range = try CIDRValue(arguments[0])
            return .string("\(range.address.text)/\(range.length)")
        }
        for parameter in [ip, .string] {
            addMember("containsIP", [type, parameter], .bool) { pair, _ throws(CELError) in
                let address =
                    if let text = pair[1].string { try IPValue(parsing: text).address } else {
                        try IPValue(pair[1]).address
                    }
                return .bool(try CIDRValue(pair[0]).contains(address))
            }
        }
        for parameter in [type, .string] {
            addMember("containsCIDR", [type, parameter], .bool) { pair, _ throws(CELError) in
                let inner =
                    if let text = pair[1].string { try CIDRValue(parsing: text) } else {
                        try CIDRValue(pair[1])
                    }
                let outer = try CIDRValue(pair[0])
                return .bool(outer.length <= inner.length && outer.contains(inner.address))
            }
        }
        addMember("ip", [type], ip) { arguments, _ throws(CELError) in
            .opaque(IPValue(address: try CIDRValue(arguments[0]).address))
        }
        addMember("prefixLength", [type], .int) { arguments, _ throws(CELError) in
            .int(Int64(try CIDRValue(arguments[0]).length))
        }
        addMember("masked", [type], type) { arguments, _ throws(CELError) in
            let range = try CIDRValue(arguments[0])
            return .opaque(
                CIDRValue(address: range.address.masked(range.length), length: range.length))
        }
    }
}

private struct IPValue: CELOpaque, Equatable {
    static let typeName = "net.IP"
    let address: NetworkAddress

    init(address: NetworkAddress) { self.address = address }

    init(parsing text: String) throws(CELError) {
        guard let address = NetworkAddress(text) else {
            throw CELError(
                "IP Address \(GoText.quoted(text)) parse error during conversion from string: "
                    + "ParseAddr(\(GoText.quoted(text))): unable to parse IP")
        }
        guard !address.isMapped else {
            throw CELError("IPv4-mapped IPv6 address \(GoText.quoted(text)) is not allowed")
        }
        self.address = address
    }

}

private struct CIDRValue: CELOpaque, Equatable {
    static let typeName = "net.CIDR"
    let address: NetworkAddress
    let length: Int

    init(address: NetworkAddress, length: Int) { (self.address, self.length) = (address, length) }

    init(parsing text: String) throws(CELError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = NetworkAddress(String(parts[0])), !address.isMapped,
            let length = Int(parts[1]), String(length) == parts[1],
            (0...address.bytes.count * 8).contains(length)
        else {
            throw CELError(
                "network address parse error during conversion from string: "
                    + "netip.ParsePrefix(\(GoText.quoted(text))): no valid prefix")
        }
        (self.address, self.length) = (address, length)
    }

    func contains(_ other: NetworkAddress) -> Bool {
        other.bytes.count == address.bytes.count && other.masked(length) == address.masked(length)
    }

}
