/// Finds out what an expression may be, and what in it cannot be right.
///
/// Source: cel-go checker/checker.go, whose messages these are.
struct Checker {
    private var scopes: [[String: CELType]]
    private let functions: FunctionTable
    private(set) var issues: [CompileIssue] = []

    init(variables: [String: CELType], functions: FunctionTable) {
        (scopes, self.functions) = ([variables], functions)
    }

    private mutating func report(_ message: String, _ place: Int) -> CELType {
        issues.append(CompileIssue(message: message, place: place))
        return .dyn
    }

    mutating func type(of expression: Expression) -> CELType {
        switch expression {
        case .literal(let value, _): return value.type
        case .identifier(let name, let place): return identifier(name, place)
        case .select(let operand, let field, let isTest, let isOptional, let place):
            if let type = qualified(operand, field) { return type }
            let type = type(of: operand)
            let member = member(field, of: type, place)
            if isTest { return .bool }
            return isOptional ? Self.optional(member) : member
        case .call(let name, let target, let arguments, let place):
            var types = target.map { [type(of: $0)] } ?? []
            for argument in arguments { types.append(type(of: argument)) }
            return call(name, isMember: target != nil, types, place)
        case .list(let items, _):
            return .list(joined(items.map { (element($0.item, $0.isOptional), $0.item.place) }))
        case .map(let entries, _):
            let keys = entries.map { (type(of: $0.key), $0.key.place) }
            let values = entries.map { (element($0.value, $0.isOptional), $0.value.place) }
            return .map(joined(keys), joined(values))
        case .comprehension(let comprehension, let place):
            return self.comprehension(comprehension, place)
        case .message(let name, let fields, let place): return message(name, fields, place)
        }
    }

    private mutating func identifier(_ name: String, _ place: Int) -> CELType {
        for scope in scopes.reversed() { if let type = scope[name] { return type } }
        if CELType.named[name] != nil { return .type }
        return report("undeclared reference to '\(name)' (in container '')", place)
    }

    // MARK: - Members

    /// The type of a variable whose name has a dot in it.
    private func qualified(_ operand: Expression, _ field: String) -> CELType? {
        guard case .identifier(let root, _) = operand else { return nil }
        return scopes[0]["\(root).\(field)"]
    }

    private mutating func member(_ name: String, of type: CELType, _ place: Int) -> CELType {
        switch type {
        case .dyn, .parameter: return .dyn
        case .map(_, let value): return value
        case .object(let object):
            return object.field(name)?.type ?? report("undefined field '\(name)'", place)
        case .optional(let value): return Self.optional(member(name, of: value, place))
        default:
            return report("type '\(type)' does not support field selection", place)
        }
    }

    private static func optional(_ type: CELType) -> CELType {
        if case .optional = type { type } else { .optional(type) }
    }

    // MARK: - Literals

    private mutating func element(_ expression: Expression, _ isOptional: Bool) -> CELType {
        let type = type(of: expression)
        if isOptional, case .optional(let value) = type { return value }
        return type
    }

    /// The one type of a literal's items.
    private mutating func joined(_ items: [(type: CELType, place: Int)]) -> CELType {
        guard var result = items.first?.type else { return .dyn }
        for item in items.dropFirst() where item.type != result {
            if result == .dyn || item.type == .dyn {
                result = .dyn
            } else if item.type != .null {
                return report(
                    "expected type '\(result)' but found '\(item.type)'", item.place)
            }
        }
        return result
    }

    private mutating func message(
        _ name: String, _ fields: [MessageField], _ place: Int
    ) -> CELType {
        guard let type = functions.message(name) else {
            return report("undeclared reference to '\(name)' (in container '')", place)
        }
        for field in fields {
            let given = element(field.value, field.isOptional)
            guard let wanted = type.field(field.name)?.type else {
                _ = report("undefined field '\(field.name)'", field.place)
                continue
            }
            var bindings: [String: CELType] = [:]
            if !Self.accepts(wanted, given, &bindings) {
                _ = report(
                    "expected type of field '\(field.name)' is '\(wanted)' but provided type is "
                        + "'\(given)'", field.place)
            }
        }
        return .object(type)
    }

    // MARK: - Calls

    private mutating func call(
        _ name: String, isMember: Bool, _ types: [CELType], _ place: Int
    ) -> CELType {
        let all = functions.overloads[name] ?? []
        guard !all.isEmpty else {
            return report("undeclared reference to '\(name)' (in container '')", place)
        }
        if name == "_?_:_" { return choice(types, place) }
        if name == "_[_]" || name == "_[?_]", let known = index(types, name) { return known }
        var result: CELType?
        for overload in all
        where overload.isMember == isMember && overload.parameters.count == types.count {
            var bindings: [String: CELType] = [:]
            guard
                zip(overload.parameters, types).allSatisfy({
                    Self.accepts($0, $1, &bindings)
                })
            else { continue }
            let found = Self.substituted(overload.result, bindings)
            result = result == nil || result == found ? found : .dyn
        }
        if let result { return result }
        let texts = types.map(\.description)
        let applied =
            isMember
            ? "\(texts[0]).(\(texts.dropFirst().joined(separator: ", ")))"
            : "(\(texts.joined(separator: ", ")))"
        return report("found no matching overload for '\(name)' applied to '\(applied)'", place)
    }

    /// Both branches of `?:` have one type.
    private mutating func choice(_ types: [CELType], _ place: Int) -> CELType {
        var bindings: [String: CELType] = [:]
        let parameters: [CELType] = [.bool, .parameter("A"), .parameter("A")]
        if zip(parameters, types).allSatisfy({ Self.accepts($0, $1, &bindings) }) {
            return bindings["A"] ?? .dyn
        }
        let texts = types.map(\.description).joined(separator: ", ")
        return report(
            "found no matching overload for '_?_:_' applied to '(\(texts))'", place)
    }

    /// What stands at an index, where the container says more than a declaration can.
    private func index(_ types: [CELType], _ name: String) -> CELType? {
        let found: CELType
        switch (types[0], types[1]) {
        case (.dyn, _): found = .dyn
        case (.optional(.list(let item)), .int): return .optional(item)
        case (.optional(.map(_, let value)), _): return .optional(value)
        case (.list(let item), .int), (.list(let item), .dyn): found = item
        case (.map(let key, let value), let given)
        where key == given || key == .dyn || given == .dyn:
            found = value
        default: return nil
        }
        return name == "_[?_]" ? .optional(found) : found
    }

    private static func accepts(
        _ wanted: CELType, _ given: CELType, _ bindings: inout [String: CELType]
    ) -> Bool {
        switch (wanted, given) {
        case (.parameter(let name), _):
            guard let bound = bindings[name], bound != .dyn else {
                bindings[name] = given
                return true
            }
            if given == .dyn { return true }
            if bound == .null, Self.isNullable(given) {
                bindings[name] = given
                return true
            }
            return accepts(bound, given, &bindings)
        case (.dyn, _), (_, .dyn): return true
        case (_, .null): return wanted == .null || isNullable(wanted)
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            return accepts(left, right, &bindings)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return accepts(key, otherKey, &bindings) && accepts(value, otherValue, &bindings)
        default: return wanted == given
        }
    }

    private static func isNullable(_ type: CELType) -> Bool {
        switch type {
        case .object, .opaque, .timestamp, .duration, .null, .dyn: true
        default: false
        }
    }

    private static func substituted(_ type: CELType, _ bindings: [String: CELType]) -> CELType {
        switch type {
        case .parameter(let name): bindings[name] ?? .dyn
        case .list(let item): .list(substituted(item, bindings))
        case .optional(let value): .optional(substituted(value, bindings))
        case .map(let key, let value):
            .map(substituted(key, bindings), substituted(value, bindings))
        default: type
        }
    }

    // MARK: - Macros

    private mutating func comprehension(_ macro: Comprehension, _ place: Int) -> CELType {
        let range = type(of: macro.range)
        guard let names = items(of: range, macro) else {
            return report(
                "expression of type '\(range)' cannot be range of a comprehension "
                    + "(must be list, map, or dynamic)", macro.range.place)
        }
        scopes.append(
            Dictionary(zip(macro.variables, names), uniquingKeysWith: { _, last in last }))
        defer { scopes.removeLast() }
        if let condition = macro.condition { require(.bool, condition) }
        switch macro.kind {
        case .all, .exists, .existsOne:
            require(.bool, macro.body)
            return .bool
        case .filter:
            require(.bool, macro.body)
            if case .map(let key, _) = range { return .list(key) }
            return range
        case .map, .transformList: return .list(type(of: macro.body))
        case .transformMap: return .map(keyType(of: range), type(of: macro.body))
        case .transformMapEntry: return type(of: macro.body)
        case .optMap: return .optional(type(of: macro.body))
        case .optFlatMap: return type(of: macro.body)
        }
    }

    private func keyType(of range: CELType) -> CELType {
        if case .map(let key, _) = range { key } else if case .list = range { .int } else { .dyn }
    }

    /// The types of the macro's variables; nil if there is nothing to go over.
    private func items(of range: CELType, _ macro: Comprehension) -> [CELType]? {
        let isPair = macro.variables.count == 2
        switch (macro.kind, range) {
        case (_, .dyn): return isPair ? [.dyn, .dyn] : [.dyn]
        case (.optMap, .optional(let value)), (.optFlatMap, .optional(let value)): return [value]
        case (.optMap, _), (.optFlatMap, _): return nil
        case (_, .list(let item)): return isPair ? [.int, item] : [item]
        case (_, .map(let key, let value)): return isPair ? [key, value] : [key]
        default: return nil
        }
    }

    private mutating func require(_ wanted: CELType, _ expression: Expression) {
        let found = type(of: expression)
        guard found != wanted, found != .dyn else { return }
        _ = report("expected type '\(wanted)' but found '\(found)'", expression.place)
    }
}
