import Simulation

/// Comparison, arithmetic and look-up. `&&`, `||` and `?:` are the evaluator's own.
///
/// Source: CEL specification, "List of Standard Definitions".
extension FunctionTable {
    mutating func addOperators() {
        addComparisons()
        addIntegers()
        addDoubles()
        addTexts()
        addLookups()
        // Declared for the checker; the evaluator knows them.
        for name in ["_&&_", "_||_"] {
            add(name, [.bool, .bool], .bool) { _, _ throws(CELError) in throw .noOverload }
        }
        add("_?_:_", [.bool, .parameter("A"), .parameter("A")], .parameter("A")) {
            _, _ throws(CELError) in throw .noOverload
        }
        add("!_", [.bool], .bool) { arguments, _ throws(CELError) in
            .bool(!(arguments[0].bool ?? true))
        }
    }

    private mutating func addComparisons() {
        let same: [CELType] = [.parameter("A"), .parameter("A")]
        add("_==_", same, .bool) { pair, budget throws(CELError) in
            try budget.spend(reading: pair[0].size)
            return .bool(pair[0].isEqual(to: pair[1]))
        }
        add("_!=_", same, .bool) { pair, budget throws(CELError) in
            try budget.spend(reading: pair[0].size)
            return .bool(!pair[0].isEqual(to: pair[1]))
        }
        let numbers: [CELType] = [.int, .uint, .double]
        var pairs = numbers.flatMap { left in numbers.map { (left, $0) } }
        pairs += [CELType.bool, .string, .bytes, .timestamp, .duration].map { ($0, $0) }
        for (left, right) in pairs {
            add("_<_", [left, right], .bool) { pair, _ throws(CELError) in
                .bool(CELValue.order(pair[0], pair[1]) == .before)
            }
            add("_<=_", [left, right], .bool) { pair, _ throws(CELError) in
                .bool([.before, .same].contains(CELValue.order(pair[0], pair[1])))
            }
            add("_>_", [left, right], .bool) { pair, _ throws(CELError) in
                .bool(CELValue.order(pair[0], pair[1]) == .after)
            }
            add("_>=_", [left, right], .bool) { pair, _ throws(CELError) in
                .bool([.after, .same].contains(CELValue.order(pair[0], pair[1])))
            }
        }
    }

    // MARK: - Numbers

    private typealias Checked<T> = @Sendable (T, T) -> (partialValue: T, overflow: Bool)

    private mutating func addIntegers() {
        let plain: [(String, Checked<Int64>, Checked<UInt64>)] = [
            ("_+_", { $0.addingReportingOverflow($1) }, { $0.addingReportingOverflow($1) }),
            (
                "_-_", { $0.subtractingReportingOverflow($1) },
                { $0.subtractingReportingOverflow($1) }
            ),
            (
                "_*_", { $0.multipliedReportingOverflow(by: $1) },
                { $0.multipliedReportingOverflow(by: $1) }
            ),
        ]
        for (name, signed, unsigned) in plain { addInteger(name, signed, unsigned, by: nil) }
        addInteger(
            "_/_", { $0.dividedReportingOverflow(by: $1) }, { $0.dividedReportingOverflow(by: $1) },
            by: "division by zero")
        addInteger(
            "_%_", { $0.remainderReportingOverflow(dividingBy: $1) },
            { $0.remainderReportingOverflow(dividingBy: $1) }, by: "modulus by zero")
        add("-_", [.int], .int) { arguments, _ throws(CELError) in
            guard case .int(let number) = arguments[0], number != .min else {
                throw CELError("integer overflow")
            }
            return .int(-number)
        }
    }

    /// `zero` is the complaint about a second operand of 0; nil where that is harmless.
    private mutating func addInteger(
        _ name: String, _ signed: @escaping Checked<Int64>, _ unsigned: @escaping Checked<UInt64>,
        by zero: String?
    ) {
        add(name, [.int, .int], .int) { pair, _ throws(CELError) in
            guard case (.int(let left), .int(let right)) = (pair[0], pair[1]) else {
                throw .noOverload
            }
            if right == 0, let zero { throw CELError(zero) }
            let (result, overflow) = signed(left, right)
            if overflow { throw CELError("integer overflow") }
            return .int(result)
        }
        add(name, [.uint, .uint], .uint) { pair, _ throws(CELError) in
            guard case (.uint(let left), .uint(let right)) = (pair[0], pair[1]) else {
                throw .noOverload
            }
            if right == 0, let zero { throw CELError(zero) }
            let (result, overflow) = unsigned(left, right)
            if overflow { throw CELError("unsigned integer overflow") }
            return .uint(result)
        }
    }

    private mutating func addDoubles() {
        let operations: [(String, @Sendable (Double, Double) -> Double)] = [
            ("_+_", { $0 + $1 }), ("_-_", { $0 - $1 }), ("_*_", { $0 * $1 }), ("_/_", { $0 / $1 }),
        ]
        for (name, operation) in operations {
            add(name, [.double, .double], .double) { pair, _ throws(CELError) in
                guard case (.double(let left), .double(let right)) = (pair[0], pair[1]) else {
                    throw .noOverload
                }
                return .double(operation(left, right))
            }
        }
        add("-_", [.double], .double) { arguments, _ throws(CELError) in
            guard case .double(let number) = arguments[0] else { throw .noOverload }
            return .double(-number)
        }
    }

    // MARK: - Texts and lists

    private mutating func addTexts() {
        add("_+_", [.string, .string], .string) { pair, budget throws(CELError) in
            let text = (pair[0].string ?? "") + (pair[1].string ?? "")
            try budget.spend(reading: text.utf8.count)
            return .string(text)
        }
        add("_+_", [.bytes, .bytes], .bytes) { pair, budget throws(CELError) in
            guard case (.bytes(let left), .bytes(let right)) = (pair[0], pair[1]) else {
                throw .noOverload
            }
            try budget.spend(reading: left.count + right.count)
            return .bytes(left + right)
        }
        let list = CELType.list(.parameter("A"))
        add("_+_", [list, list], list) { pair, budget throws(CELError) in
            guard case (.list(let left), .list(let right)) = (pair[0], pair[1]) else {
                throw .noOverload
            }
            try budget.spend(reading: left.count + right.count)
            return .list(left + right)
        }
    }

    // MARK: - Looking up

    private mutating func addLookups() {
        let (a, b) = (CELType.parameter("A"), CELType.parameter("B"))
        add("@in", [a, .list(a)], .bool) { pair, budget throws(CELError) in
            guard case .list(let items) = pair[1] else { throw .noOverload }
            try budget.spend(items.count)
            return .bool(items.contains { $0.isEqual(to: pair[0]) })
        }
        add("@in", [a, .map(a, b)], .bool) { pair, _ throws(CELError) in
            guard case .map(let map) = pair[1] else { throw .noOverload }
            return .bool(map[pair[0]] != nil)
        }
        add("_[_]", [.list(a), .int], a) { pair, _ throws(CELError) in try Self.item(pair) }
        add("_[_]", [.map(a, b), a], b) { pair, _ throws(CELError) in try Self.item(pair) }
        for (container, key, result) in [(CELType.list(a), CELType.int, a), (.map(a, b), a, b)] {
            add("_[?_]", [container, key], .optional(result)) { pair, _ throws(CELError) in
                .optional((try? Self.item(pair)).map { [$0] } ?? [])
            }
            for name in ["_[_]", "_[?_]"] {
                add(name, [.optional(container), key], .optional(result)) {
                    pair, _ throws(CELError) in
                    guard case .optional(let some) = pair[0] else { throw .noOverload }
                    return .optional(
                        some.first.flatMap { try? Self.item([$0, pair[1]]) }.map { [$0] } ?? [])
                }
            }
        }
    }

    private static func item(_ pair: [CELValue]) throws(CELError) -> CELValue {
        switch (pair[0], pair[1]) {
        case (.list(let items), .int(let index)):
            guard items.indices.contains(Int(index)) else {
                throw CELError("index out of bounds: \(index)")
            }
            return items[Int(index)]
        case (.map(let map), let key):
            guard let value = map[key] else {
                throw CELError("no such key: \(Self.text(of: key) ?? "")")
            }
            return value
        default: throw .noOverload
        }
    }
}

extension CELValue {
    /// How much there is to read.
    var size: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .list(let items): items.count
        case .map(let map): map.count
        default: 1
        }
    }
}
