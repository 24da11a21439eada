import API

/// What the schema has against an object that is to be applied, before anything is merged.
///
/// Upstream: sigs.k8s.io/structured-merge-diff typed/validate.go.
struct AppliedObjectCheck {
    /// `.spec.replicas: expected numeric (int or float), got string`, in the order of the object.
    private(set) var problems: [String] = []

    init(_ object: Value, _ shape: MergeShape) { check(object, shape, at: "", depth: 0) }

    /// All problems in one text; nil if there are none.
    var text: String? {
        switch problems.count {
        case 0: nil
        case 1: problems[0]
        default: "errors:" + problems.map { "\n  " + $0 }.joined()
        }
    }

    private mutating func report(_ path: String, _ problem: String) {
        problems.append(path.isEmpty ? problem : "\(path): \(problem)")
    }

    private mutating func check(_ value: Value, _ shape: MergeShape, at path: String, depth: Int) {
        guard depth < EncodingDepth.max, !value.isNull else { return }
        switch shape {
        case .whole(let inner): check(value, inner, at: path, depth: depth)
        case .untyped: break
        case .scalar(let scalar):
            if let problem = Self.problem(value, scalar) { report(path, problem) }
        case .object, .map:
            guard let object = value.object else {
                return report(path, "expected map, got &{\(GoText.plain(value))}")
            }
            for (name, inner) in object {
                guard let member = shape.member(name) else {
                    report("\(path).\(name)", "field not declared in schema")
                    continue
                }
                check(inner, member.shape, at: "\(path).\(name)", depth: depth + 1)
            }
        case .list(let identity, let item):
            guard let items = value.array else {
                return report(path, "expected list, got &{\(GoText.plain(value))}")
            }
            check(items, identity, item, shape, at: path, depth: depth)
        }
    }

    private mutating func check(
        _ items: [Value], _ identity: MergeShape.ItemIdentity, _ item: MergeShape,
        _ shape: MergeShape, at path: String, depth: Int
    ) {
        var seen: Set<String> = []
        for (index, pair) in zip(items, shape.itemNames(items)).enumerated() {
            var step = "[\(index)]"
            if case .position = identity {
            } else if let name = pair.1 {
                step = FieldSet.text(of: name)
                if !seen.insert(name).inserted { report(path, "duplicate entries for key \(step)") }
            } else {
                return report(path, "element \(index): \(Self.missingKey(pair.0, identity))")
            }
            check(pair.0, item, at: path + step, depth: depth + 1)
        }
    }

    private static func missingKey(_ item: Value, _ identity: MergeShape.ItemIdentity) -> String {
        guard case .keys(let keys) = identity, item.object != nil else {
            return "associative list with keys may not have non-map elements"
        }
        let missing = keys.first { item[$0] == nil } ?? ""
        return "associative list with keys has an element that omits key field "
            + "\(GoText.quoted(missing)) (and doesn't have default value)"
    }

    private static func problem(_ value: Value, _ scalar: MergeShape.Scalar) -> String? {
        switch (scalar, value) {
        case (.string, .string), (.bool, .bool), (.number, .int), (.number, .double),
            (.any, .string), (.any, .bool), (.any, .int), (.any, .double):
            nil
        case (.number, _): "expected numeric (int or float), got \(goType(value))"
        case (.string, _):
            "expected string, got &value.valueUnstructured{Value:\(GoText.plain(value))}"
        case (.bool, _): "expected boolean, got &{\(GoText.plain(value))}"
        case (.any, _): "expected any scalar, got &{\(GoText.plain(value))}"
        }
    }

    private static func goType(_ value: Value) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }

    /// Deeper than any object of the API.
    private enum EncodingDepth { static let max = 400 }
}
