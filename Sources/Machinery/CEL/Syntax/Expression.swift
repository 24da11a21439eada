/// A CEL expression as a tree; operators are calls by their CEL names (`_+_`, `_?_:_`).
///
/// Source: CEL specification, doc/langdef.md.
indirect enum Expression: Sendable {
    case literal(CELValue, Place)
    case identifier(String, Place)
    /// `operand.field`; with `isTest` it is `has(operand.field)`, with `isOptional` `operand.?field`.
    case select(Expression, field: String, isTest: Bool, isOptional: Bool, Place)
    case call(String, target: Expression?, [Expression], Place)
    case list([(item: Expression, isOptional: Bool)], Place)
    case map([(key: Expression, value: Expression, isOptional: Bool)], Place)
    case comprehension(Comprehension, Place)
    /// `Type.name{field: value}`.
    case message(String, [MessageField], Place)

    /// Where in the source something stands: how many characters lie before it.
    typealias Place = Int

    var place: Place {
        switch self {
        case .literal(_, let place), .identifier(_, let place), .select(_, _, _, _, let place),
            .call(_, _, _, let place), .list(_, let place), .map(_, let place),
            .comprehension(_, let place), .message(_, _, let place):
            place
        }
    }

    /// Whether the variable `name` stands anywhere in it; one that a macro binds hides it.
    func mentions(_ name: String) -> Bool {
        switch self {
        case .literal: false
        case .identifier(let own, _): own == name
        case .select(let operand, _, _, _, _): operand.mentions(name)
        case .call(_, let target, let arguments, _):
            target?.mentions(name) ?? false || arguments.contains { $0.mentions(name) }
        case .list(let items, _): items.contains { $0.item.mentions(name) }
        case .map(let entries, _):
            entries.contains { $0.key.mentions(name) || $0.value.mentions(name) }
        case .message(_, let fields, _): fields.contains { $0.value.mentions(name) }
        case .comprehension(let macro, _):
            macro.range.mentions(name)
                || (!macro.variables.contains(name)
                    && (macro.body.mentions(name) || macro.condition?.mentions(name) ?? false))
        }
    }
}

/// One field of a message that an expression writes down.
struct MessageField: Sendable {
    var name: String
    var value: Expression
    /// Whether it is left out if the value is an optional without one.
    var isOptional: Bool
    var place: Expression.Place
}

/// A macro over the items of a list or the entries of a map.
struct Comprehension: Sendable {
    enum Kind: String, Sendable {
        case all, exists
        case existsOne = "exists_one"
        case map, filter, transformList, transformMap, transformMapEntry
        /// `optMap` and `optFlatMap`, over the value of an optional.
        case optMap, optFlatMap
    }
    var kind: Kind
    var range: Expression
    /// One name for items (or keys of a map); two for index and item, or key and value.
    var variables: [String]
    /// Which items count; nil for all.
    var condition: Expression?
    /// What is asked of, or made of, each.
    var body: Expression
}
