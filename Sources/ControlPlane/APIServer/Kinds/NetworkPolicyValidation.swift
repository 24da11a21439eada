import API

/// What is wrong with a NetworkPolicy: selectors, ports and blocks of addresses.
///
/// Upstream: kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec.
enum NetworkPolicyValidation {
    @Sendable static func problems(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors = Check.selector(spec["podSelector"], "spec.podSelector")
        for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in (spec[direction].array ?? []).enumerated() {
                let path = FieldPath("spec").child(direction).index(index)
                for (position, port) in (rule["ports"].array ?? []).enumerated() {
                    errors += Self.port(port, path.child("ports").index(position))
                }
                for (position, peer) in (rule[peers].array ?? []).enumerated() {
                    errors += Self.peer(peer, path.child(peers).index(position))
                }
            }
        }
        let types = spec["policyTypes"].array ?? []
        if types.count > 2 {
            return errors + [
                .invalid(
                    "spec.policyTypes", .array(types),
                    "may not specify more than two policyTypes")
            ]
        }
        for (index, type) in types.enumerated() {
            errors += Check.oneOf(
                type, ["Egress", "Ingress"], FieldPath("spec.policyTypes").index(index),
                isRequired: true)
        }
        return errors
    }

    private static func port(_ port: Value, _ path: FieldPath) -> [FieldError] {
        var errors = Check.oneOf(
            port["protocol"], ["SCTP", "TCP", "UDP"], path.child("protocol"))
        let place = path.child("port")
        guard let value = port["port"] else {
            if port["endPort"] != nil {
                errors.append(
                    .required(place, "must be specified when `endPort` is specified"))
            }
            return errors
        }
        if let number = value.int {
            errors += Check.portNumber(number, place)
            guard let end = port["endPort"].int else { return errors }
            if end < number {
                errors.append(
                    .invalid(
                        path.child("endPort"), .int(Int64(end)),
                        "must be greater than or equal to `port`"))
            }
            return errors + Check.portNumber(end, path.child("endPort"))
        }
        if port["endPort"] != nil {
            errors.append(
                .invalid(
                    path.child("endPort"), port["endPort"] ?? .null,
                    "may not be specified when `port` is non-numeric"))
        }
        return errors + Check.invalid(place, value, Names.portName(value.string ?? ""))
    }

    private static func peer(_ peer: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var count = 0
        for selector in ["podSelector", "namespaceSelector"] where peer[selector] != nil {
            count += 1
            errors += Check.selector(peer[selector], path.child(selector))
        }
        if let block = peer["ipBlock"] {
            count += 1
            errors += Self.block(block, path.child("ipBlock"))
            if count > 1 {
                errors.append(
                    .forbidden(path, "may not specify both ipBlock and another peer"))
            }
        }
        if count == 0 { errors.append(.required(path, "must specify a peer")) }
        return errors
    }

    private static func block(_ block: Value, _ path: FieldPath) -> [FieldError] {
        let range = block["cidr"].string ?? ""
        if range.isEmpty { return [.required(path.child("cidr"))] }
        var errors: [FieldError] = []
        let text = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
        if !isBlock(range) { errors.append(.invalid(path.child("cidr"), .string(range), text)) }
        for (index, item) in (block["except"].array ?? []).enumerated()
        where !isBlock(item.string ?? "") {
            errors.append(.invalid(path.child("except").index(index), item, text))
        }
        return errors
    }

    /// As `AddressValidation.isRange`, but the address may go on behind the prefix.
    private static func isBlock(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]),
            let address = NetworkAddress(String(parts[0]))
        else { return false }
        return address.isLong
            ? AddressValidation.isRange(text) : (0...32).contains(length)
    }
}
