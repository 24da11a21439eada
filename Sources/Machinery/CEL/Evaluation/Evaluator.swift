/// Walks an expression and gives its value.
///
/// An error ends the evaluation, but for `&&` and `||`: there an error counts only if the other
/// side does not settle the matter.
///
/// Source: CEL specification, "Evaluation".
package struct Evaluator {
    /// A variable's value; nil if there is none of that name.
    package typealias Lookup = (_ name: String, _ budget: inout Budget) throws(CELError) ->
        CELValue?

    private let lookup: Lookup
    private let functions: FunctionTable
    private(set) var budget: Budget
    /// What macros have bound, the innermost last.
    private var bound: [(name: String, value: CELValue)] = []

    init(lookup: @escaping Lookup, functions: FunctionTable, budget: Budget) {
        (self.lookup, self.functions, self.budget) = (lookup, functions, budget)
    }

    mutating func value(of expression: Expression) throws(CELError) -> CELValue {
        try budget.spend()
        switch expression {
        case .literal(let value, _): return value
        case .identifier(let name, _): return try identifier(name)
        case .select(let operand, let field, let isTest, let isOptional, _):
            // A variable may have a dot in its name.
            if case .identifier(let root, _) = operand,
                let value = try lookup("\(root).\(field)", &budget)
            {
                return value
            }
            return try select(
                field, of: try value(of: operand), isTest: isTest, isOptional: isOptional)
        case .call("_&&_", nil, let sides, _): return try junction(sides, decisive: false)
        case .call("_||_", nil, let sides, _): return try junction(sides, decisive: true)
        case .call("_?_:_", nil, let parts, _):
            guard let condition = try value(of: parts[0]).bool else { throw .noOverload }
            return try value(of: parts[condition ? 1 : 2])
        case .call(let name, let target, let arguments, _):
            var values: [CELValue] = []
            if let target { values.append(try value(of: target)) }
            for argument in arguments { values.append(try value(of: argument)) }
            return try functions.call(name, isMember: target != nil, values, &budget)
        case .list(let items, _):
            var values: [CELValue] = []
            for (item, isOptional) in items {
                let value = try value(of: item)
                if isOptional, case .optional(let some) = value {
                    values += some
                } else {
                    values.append(value)
                }
            }
            return .list(values)
        case .map(let entries, _): return try map(entries)
        case .comprehension(let comprehension, _): return try self.comprehension(comprehension)
        case .message(let name, let fields, _): return try message(name, fields)
        }
    }

    private mutating func identifier(_ name: String) throws(CELError) -> CELValue {
        if let value = bound.last(where: { $0.name == name })?.value { return value }
        if let value = try lookup(name, &budget) { return value }
        if let type = CELType.named[name] { return .type(type) }
        throw CELError("no such attribute(s): \(name)")
    }

    private mutating func map(
        _ entries: [(key: Expression, value: Expression, isOptional: Bool)]
    ) throws(CELError) -> CELValue {
        var map = CELMap()
        for (key, value, isOptional) in entries {
            let (key, value) = (try self.value(of: key), try self.value(of: value))
            if isOptional, case .optional(let some) = value {
                if let some = some.first { try map.insert(key, some) }
            } else {
                try map.insert(key, value)
            }
        }
        return .map(map)
    }

    private mutating func message(
        _ name: String, _ fields: [MessageField]
    ) throws(CELError) -> CELValue {
        guard functions.message(name) != nil else { throw CELError("unknown type: \(name)") }
        var map = CELMap()
        map.typeName = name
        for field in fields {
            let value = try value(of: field.value)
            if field.isOptional, case .optional(let some) = value {
                if let some = some.first { try map.insert(.string(field.name), some) }
            } else {
                try map.insert(.string(field.name), value)
            }
        }
        return .map(map)
    }

    /// `&&` is settled by false, `||` by true.
    private mutating func junction(
        _ sides: [Expression], decisive: Bool
    ) throws(CELError) -> CELValue {
        var failure: CELError?
        for side in sides {
            do throws(CELError) {
                guard let value = try value(of: side).bool else { throw .noOverload }
                if value == decisive { return .bool(decisive) }
            } catch {
                if error == .costLimit { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!decisive)
    }

    private func select(
        _ field: String, of operand: CELValue, isTest: Bool, isOptional: Bool
    ) throws(CELError) -> CELValue {
        if case .optional(let some) = operand {
            guard let some = some.first else { return isTest ? .bool(false) : operand }
            return try select(field, of: some, isTest: isTest, isOptional: true)
        }
        guard case .map(let map) = operand else {
            throw isTest ? .noOverload : CELError("no such key: \(field)")
        }
        let value = map.field(field)
        if isTest { return .bool(value != nil) }
        if isOptional { return .optional(value.map { [$0] } ?? []) }
        guard let value else { throw CELError("no such key: \(field)") }
        return value
    }

    // MARK: - Macros

    /// Evaluates `body` with the macro's variables bound.
    private mutating func value(
        of body: Expression, _ macro: Comprehension, _ item: [CELValue]
    ) throws(CELError) -> CELValue {
        let count = bound.count
        for (name, value) in zip(macro.variables, item) { bound.append((name, value)) }
        defer { bound.removeLast(bound.count - count) }
        return try value(of: body)
    }

    private mutating func holds(
        _ body: Expression, _ macro: Comprehension, _ item: [CELValue]
    ) throws(CELError) -> Bool {
        guard let value = try value(of: body, macro, item).bool else { throw .noOverload }
        return value
    }

    private mutating func comprehension(_ macro: Comprehension) throws(CELError) -> CELValue {
        let range = try value(of: macro.range)
        if macro.kind == .optMap || macro.kind == .optFlatMap {
            guard case .optional(let some) = range else { throw .noOverload }
            guard !some.isEmpty else { return range }
            let value = try value(of: macro.body, macro, some)
            return macro.kind == .optMap ? .optional([value]) : value
        }
        var items = try Self.items(of: range, count: macro.variables.count)
        if let condition = macro.condition {
            var kept: [[CELValue]] = []
            for item in items where try holds(condition, macro, item) { kept.append(item) }
            items = kept
        }
        switch macro.kind {
        case .all: return try quantified(macro, items, decisive: false)
        case .exists: return try quantified(macro, items, decisive: true)
        case .existsOne:
            var count = 0
            for item in items where try holds(macro.body, macro, item) { count += 1 }
            return .bool(count == 1)
        case .filter:
            var kept: [CELValue] = []
            for item in items where try holds(macro.body, macro, item) { kept.append(item[0]) }
            return .list(kept)
        case .map, .transformList:
            var values: [CELValue] = []
            for item in items { values.append(try value(of: macro.body, macro, item)) }
            return .list(values)
        case .transformMap, .transformMapEntry: return try transformed(macro, items)
        case .optMap, .optFlatMap: return range
        }
    }

    /// One item can settle `all` and `exists`, whatever went wrong at others.
    private mutating func quantified(
        _ macro: Comprehension, _ items: [[CELValue]], decisive: Bool
    ) throws(CELError) -> CELValue {
        var failure: CELError?
        for item in items {
            do throws(CELError) {
                if try holds(macro.body, macro, item) == decisive { return .bool(decisive) }
            } catch {
                if error == .costLimit { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!decisive)
    }

    private mutating func transformed(
        _ macro: Comprehension, _ items: [[CELValue]]
    ) throws(CELError) -> CELValue {
        var map = CELMap()
        for item in items {
            let value = try value(of: macro.body, macro, item)
            if macro.kind == .transformMap {
                try map.insert(item[0], value)
            } else {
                guard case .map(let entry) = value else { throw .noOverload }
                for (key, value) in entry.entries { try map.insert(key, value) }
            }
        }
        return .map(map)
    }

    private static func items(
        of range: CELValue, count: Int
    ) throws(CELError) -> [[CELValue]] {
        switch range {
        case .list(let items):
            count == 1
                ? items.map { [$0] }
                : items.enumerated().map { [.int(Int64($0.offset)), $0.element] }
        case .map(let map):
            count == 1
                ? map.entries.map { [$0.key] } : map.entries.map { [$0.key, $0.value] }
        default: throw .noOverload
        }
    }
}
