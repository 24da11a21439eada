import API

/// What is wrong with a LimitRange: bounds that contradict each other.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidateLimitRange.
enum LimitRangeValidation {
    private static let members = [
        "max", "min", "default", "defaultRequest", "maxLimitRequestRatio",
    ]

    static func problems(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, item) in (object["spec"]["limits"].array ?? []).enumerated() {
            let path = FieldPath("spec.limits").index(index)
            let type = item["type"].string ?? ""
            errors += Check.invalid(
                path.child("type"), .string(type), Names.qualifiedName(type))
            if !type.contains("/"), !["Pod", "Container", "PersistentVolumeClaim"].contains(type) {
                errors.append(
                    .invalid(
                        path.child("type"), .string(type),
                        "must be a standard limit type or fully qualified"))
            }
            if !seen.insert(type).inserted {
                errors.append(.duplicate(path.child("type"), .string(type)))
            }
            errors += presence(item, type, path)
            errors += names(item).flatMap { bounds(item, $0, path) }
        }
        return errors
    }

    /// The resources that the item says anything of, sorted.
    private static func names(_ item: Value) -> [String] {
        Set(members.flatMap { (item[$0].object ?? Object()).names }).sorted()
    }

    private static func presence(
        _ item: Value, _ type: String, _ path: FieldPath
    ) -> [FieldError] {
        switch type {
        case "Pod":
            return ["default", "defaultRequest"]
                .filter { item[$0].object?.isEmpty == false }
                .map {
                    .forbidden(
                        path.child($0), "may not be specified when `type` is 'Pod'")
                }
        case "PersistentVolumeClaim":
            guard item["min"]["storage"] == nil, item["max"]["storage"] == nil else { return [] }
            return [
                .required(
                    path.child("limits"),
                    "either minimum or maximum storage value is required, but neither was provided")
            ]
        default: return []
        }
    }

    /// Each must not be above the next: minimum, default request, default, maximum.
    private static func bounds(
        _ item: Value, _ name: String, _ path: FieldPath
    ) -> [FieldError] {
        func amount(_ member: String) -> Quantity? { item[member][name].flatMap { Quantity($0) } }
        var errors: [FieldError] = []
        func above(
            _ lower: String, _ upper: String, at member: String, shows shown: String, _ text: String
        ) {
            guard let low = amount(lower), let high = amount(upper), high < low else { return }
            let message = text.replacing("$1", with: "\(low)").replacing("$2", with: "\(high)")
            errors.append(
                .invalid(path.child(member).key(name), item[shown][name] ?? .null, message))
        }
        above(
            "min", "max", at: "min", shows: "min", "min value $1 is greater than max value $2")
        above(
            "min", "defaultRequest", at: "defaultRequest", shows: "defaultRequest",
            "min value $1 is greater than default request value $2")
        above(
            "defaultRequest", "max", at: "defaultRequest", shows: "defaultRequest",
            "default request value $1 is greater than max value $2")
        above(
            "defaultRequest", "default", at: "defaultRequest", shows: "defaultRequest",
            "default request value $1 is greater than default limit value $2")
        above(
            "min", "default", at: "default", shows: "min",
            "min value $1 is greater than default value $2")
        above(
            "default", "max", at: "default", shows: "max",
            "default value $1 is greater than max value $2")
        if let ratio = amount("maxLimitRequestRatio"), let one = Quantity("1"), ratio < one {
            errors.append(
                .invalid(
                    path.child("maxLimitRequestRatio").key(name),
                    item["maxLimitRequestRatio"][name] ?? .null, "ratio \(ratio) is less than 1"))
        }
        return errors
    }
}
