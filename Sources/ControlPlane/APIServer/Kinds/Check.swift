import API

/// Checks that many kinds have in common, each giving upstream's texts.
///
/// Upstream: kubernetes apimachinery/pkg/api/validation/objectmeta.go and pkg/apis/core/validation.
enum Check {
    static func nonnegative(_ value: Value?, _ path: FieldPath) -> [FieldError] {
        guard let number = value.int, number < 0 else { return [] }
        return [.invalid(path, .int(Int64(number)), "must be greater than or equal to 0")]
    }

    /// Each message about `value` as an invalid value at `path`.
    static func invalid(_ path: FieldPath, _ value: Value, _ problems: [String]) -> [FieldError] {
        problems.map { .invalid(path, value, $0) }
    }

    static func portNumber(_ number: Int, _ path: FieldPath) -> [FieldError] {
        invalid(path, .int(Int64(number)), Names.portNumber(number))
    }

    /// A value out of a closed set; `isRequired` if an empty one is wrong as well.
    static func oneOf(
        _ value: Value?, _ supported: [String], _ path: FieldPath, isRequired: Bool = false
    ) -> [FieldError] {
        let text = value.string ?? ""
        if text.isEmpty { return isRequired ? [.required(path)] : [] }
        return supported.contains(text)
            ? [] : [.notSupported(path, .string(text), supported: supported)]
    }

    static func labels(_ value: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for label in (value.object ?? Object()).sorted {
            errors += invalid(path, .string(label.name), Names.qualifiedName(label.name))
            let text = label.value.string ?? ""
            errors += invalid(path, .string(text), Names.labelValue(text))
        }
        return errors
    }

    static func annotations(_ value: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        for note in (value.object ?? Object()).sorted {
            // Upstream is case-insensitive here only.
            errors += invalid(
                path, .string(note.name), Names.qualifiedName(note.name.lowercased()))
            size += note.name.utf8.count + (note.value.string ?? "").utf8.count
        }
        if size > 256 * 1024 { errors.append(.tooLong(path, limit: 256 * 1024)) }
        return errors
    }

    /// A label selector: operators, values, keys.
    static func selector(_ selector: Value?, _ path: FieldPath) -> [FieldError] {
        var errors = labels(selector["matchLabels"], path.child("matchLabels"))
        for (index, item) in (selector["matchExpressions"].array ?? []).enumerated() {
            let place = path.child("matchExpressions").index(index)
            let count = item["values"].array?.count ?? 0
            switch item["operator"].string {
            case "In", "NotIn":
                if count == 0 {
                    errors.append(
                        .required(
                            place.child("values"),
                            "must be specified when `operator` is 'In' or 'NotIn'"))
                }
            case "Exists", "DoesNotExist":
                if count > 0 {
                    errors.append(
                        .forbidden(
                            place.child("values"),
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            default:
                errors.append(
                    .invalid(
                        place.child("operator"), item["operator"] ?? "",
                        "not a valid selector operator"))
            }
            let key = item["key"].string ?? ""
            errors += invalid(place.child("key"), .string(key), Names.qualifiedName(key))
            for (position, value) in (item["values"].array ?? []).enumerated() {
                let text = value.string ?? ""
                errors += invalid(
                    place.child("values").index(position), .string(text), Names.labelValue(text))
            }
        }
        return errors
    }

    /// An error if `path` of the two differs.
    static func immutable(_ new: Value?, _ old: Value?, _ path: FieldPath) -> [FieldError] {
        new == old ? [] : [.invalid(path, new ?? .null, "field is immutable")]
    }

    /// A quantity that must not be below zero.
    static func quantity(_ value: Value, _ path: FieldPath) -> [FieldError] {
        guard let quantity = Quantity(value), quantity < .zero else { return [] }
        return [
            .invalid(path, .string(quantity.description), "must be greater than or equal to 0")
        ]
    }

    /// A number, or a share such as `25%`; a share over 100% only if `allowsMore`.
    static func numberOrPercent(
        _ value: Value?, _ path: FieldPath, allowsMore: Bool = true
    ) -> [FieldError] {
        if let number = value.int { return nonnegative(.int(Int64(number)), path) }
        guard let text = value.string else { return [] }
        guard text.hasSuffix("%"), let percent = UInt32(text.dropLast()) else {
            return [
                .invalid(
                    path, .string(text),
                    "a valid percent string must be a numeric string followed by an ending '%' "
                        + "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")
            ]
        }
        return percent > 100 && !allowsMore
            ? [.invalid(path, .string(text), "must not be greater than 100%")] : []
    }
}
