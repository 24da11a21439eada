/// Walks the steps of a JSONPath template over data.
///
/// Upstream: kubernetes client-go/util/jsonpath/jsonpath.go.
struct JSONPathEvaluator {
    /// A missing field gives nothing instead of an error.
    let allowsMissingKeys: Bool

    func run(_ nodes: [JSONPath.Node], on value: Value) throws(JSONPathError) -> [[Value]] {
        var results: [[Value]] = []
        for node in nodes {
            switch node {
            case .text(let text): results.append([.string(text)])
            case .action(let steps): results.append(try walk(steps, from: [value]))
            case .range(let steps, let body):
                for item in try walk(steps, from: [value]) {
                    results += try run(body, on: item)
                }
            case .strayEnd: throw JSONPathError("not in range, nothing to end")
            }
        }
        return results
    }

    private func walk(_ steps: [JSONPath.Step], from start: [Value]) throws(JSONPathError)
        -> [Value]
    {
        var values = start
        for step in steps { values = try take(step, values) }
        return values
    }

    private func take(_ step: JSONPath.Step, _ values: [Value]) throws(JSONPathError) -> [Value] {
        switch step {
        case .field(let name): return try field(name, of: values)
        case .wildcard: return values.flatMap(Self.children)
        case .recursive:
            var found: [Value] = []
            for value in values { Self.collect(value, into: &found) }
            return found
        case .index(let index):
            return try each(values) { (list) throws(JSONPathError) in
                try slice(list, index: index)
            }
        case .slice(let from, let to, let step):
            return try each(values) { (list) throws(JSONPathError) in
                try slice(list, from: from ?? 0, to: to, step: step)
            }
        case .union(let alternatives):
            var found: [Value] = []
            for steps in alternatives { found += try walk(steps, from: values) }
            return found
        case .filter(let left, let operation, let right):
            return try filter(values, left, operation, right)
        case .literal(.string(let text)): return [.string(text)]
        case .literal(let value): return values.map { _ in value }
        case .identifier(let name): throw JSONPathError("unrecognized identifier \(name)")
        }
    }

    private func field(_ name: String, of values: [Value]) throws(JSONPathError) -> [Value] {
        if name.isEmpty { return values }
        let found = values.compactMap { $0[name] }
        if found.isEmpty, !allowsMissingKeys { throw JSONPathError("\(name) is not found") }
        return found
    }

    private static func children(_ value: Value) -> [Value] {
        switch value {
        case .array(let items): items
        case .object(let object): object.sorted.map(\.value)
        default: []
        }
    }

    /// Every object and list at and below `value`.
    private static func collect(_ value: Value, into found: inout [Value]) {
        let children = children(value)
        if children.isEmpty { return }
        found.append(value)
        for child in children { collect(child, into: &found) }
    }

    // MARK: - Lists

    private func each(
        _ values: [Value], _ take: ([Value]) throws(JSONPathError) -> [Value]
    ) throws(JSONPathError) -> [Value] {
        var found: [Value] = []
        for value in values where !value.isNull {
            guard let list = value.array else {
                throw JSONPathError("\(Self.goType(value)) is not array or slice")
            }
            found += try take(list)
        }
        return found
    }

    private func slice(_ list: [Value], index: Int) throws(JSONPathError) -> [Value] {
        let place = index < 0 ? index + list.count : index
        guard list.indices.contains(place) else {
            throw JSONPathError("array index out of bounds: index \(place), length \(list.count)")
        }
        return [list[place]]
    }

    private func slice(
        _ list: [Value], from: Int, to: Int?, step: Int?
    ) throws(JSONPathError) -> [Value] {
        let start = from < 0 ? from + list.count : from
        let given = to ?? list.count
        let end = given < 0 ? given + list.count : given
        if start == end { return [] }
        if start < 0 || start >= list.count {
            throw JSONPathError("array index out of bounds: index \(start), length \(list.count)")
        }
        if end < 0 || end > list.count {
            throw JSONPathError("array index out of bounds: index \(end - 1), length \(list.count)")
        }
        if start > end {
            throw JSONPathError("starting index \(start) is greater than ending index \(end)")
        }
        let step = step ?? 1
        if step <= 0 { throw JSONPathError("step must be > 0") }
        return stride(from: start, to: end, by: step).map { list[$0] }
    }

    // MARK: - Filters

    private func filter(
        _ values: [Value], _ left: [JSONPath.Step], _ operation: String, _ right: [JSONPath.Step]
    ) throws(JSONPathError) -> [Value] {
        var found: [Value] = []
        for value in values where !value.isNull {
            guard let list = value.array else {
                throw JSONPathError(
                    "\(Self.goType(value)) is not array or slice and cannot be filtered")
            }
            for item in list where try passes(item, left, operation, right) { found.append(item) }
        }
        return found
    }

    private func passes(
        _ item: Value, _ left: [JSONPath.Step], _ operation: String, _ right: [JSONPath.Step]
    ) throws(JSONPathError) -> Bool {
        // A field that an item lacks only means that the item does not pass.
        let tolerant = JSONPathEvaluator(allowsMissingKeys: true)
        let lefts = try tolerant.walk(left, from: [item])
        if operation == "exists" { return !lefts.isEmpty }
        guard let one = lefts.first else { return false }
        if lefts.count > 1 { throw JSONPathError("can only compare one element at a time") }
        let rights = try tolerant.walk(right, from: [item])
        guard let other = rights.first else { return false }
        if rights.count > 1 { throw JSONPathError("can only compare one element at a time") }
        return try compare(one, operation, other)
    }

    private func compare(
        _ left: Value, _ operation: String, _ right: Value
    ) throws(JSONPathError) -> Bool {
        switch operation {
        case "==", "!=":
            guard Self.isComparable(left, right) else {
                throw JSONPathError("incompatible types for comparison")
            }
            return (Self.order(left, right) == 0) == (operation == "==")
        case "<", "<=", ">", ">=":
            guard Self.isComparable(left, right), left.bool == nil else {
                throw JSONPathError("incompatible types for comparison")
            }
            let order = Self.order(left, right)
            return operation.hasPrefix("<")
                ? order < 0 || (operation == "<=" && order == 0)
                : order > 0 || (operation == ">=" && order == 0)
        default: throw JSONPathError("unrecognized filter operator \(operation)")
        }
    }

    private static func isComparable(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.string, .string), (.bool, .bool), (.int, .int), (.double, .double), (.int, .double),
            (.double, .int):
            true
        default: false
        }
    }

    /// Negative, zero or positive, for values that can be compared.
    private static func order(_ left: Value, _ right: Value) -> Int {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            return left == right ? 0 : left < right ? -1 : 1
        case (.int(let left), .int(let right)): return left == right ? 0 : left < right ? -1 : 1
        case (.bool(let left), .bool(let right)): return left == right ? 0 : left ? 1 : -1
        default:
            let (left, right) = (number(left), number(right))
            return left == right ? 0 : left < right ? -1 : 1
        }
    }

    private static func number(_ value: Value) -> Double {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: 0
        }
    }

    /// The type as Go names it in messages.
    private static func goType(_ value: Value) -> String {
        switch value {
        case .object: "map[string]interface {}"
        case .array: "[]interface {}"
        case .string: "string"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .null: "<nil>"
        }
    }
}
