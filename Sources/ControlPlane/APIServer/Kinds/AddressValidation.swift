import API

/// What is wrong with ranges of addresses for services, and with single addresses.
///
/// Upstream: kubernetes pkg/apis/networking/validation/validation.go ValidateServiceCIDR and
/// ValidateIPAddress.
enum AddressValidation {
    private static let path: FieldPath = "spec.cidrs"

    @Sendable static func range(_ object: Value) -> [FieldError] {
        let ranges = object["spec"]["cidrs"].array ?? []
        if ranges.isEmpty { return [.required(path, "at least one CIDR required")] }
        var errors: [FieldError] = []
        if ranges.count > 2 {
            errors.append(.invalid(path, .array(ranges), "may only hold up to 2 values"))
        }
        for (index, range) in ranges.enumerated() where !isRange(range.string ?? "") {
            errors.append(
                .invalid(
                    path.index(index), range,
                    "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"))
        }
        return errors
    }

    @Sendable static func rangeUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        let before = old["spec"]["cidrs"].array ?? []
        let now = new["spec"]["cidrs"].array ?? []
        // A second family may be added.
        if before.count == 1, now.count == 2, now.first == before.first { return [] }
        return now == before
            ? [] : [.invalid(path.index(0), now.first ?? .null, "field is immutable")]
    }

    @Sendable static func address(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        let name = object["metadata"]["name"].string ?? ""
        if NetworkAddress(name) == nil {
            errors.append(
                .invalid(
                    "metadata.name", .string(name),
                    "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"))
        }
        guard let parent = object["spec"]["parentRef"] else {
            return errors + [.required("spec.parentRef")]
        }
        for field in ["resource", "name"] where (parent[field].string ?? "").isEmpty {
            errors.append(.required(FieldPath("spec.parentRef").child(field)))
        }
        return errors
    }

    /// `10.9.8.0/24`, whose address has nothing beyond the prefix.
    static func isRange(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]),
            let address = NetworkAddress(String(parts[0])),
            (0...address.bytes.count * 8).contains(length)
        else { return false }
        return address.masked(length) == address
    }
}
