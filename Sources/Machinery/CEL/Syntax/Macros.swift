/// Calls that bind names or ask whether something is there, and so are no functions.
///
/// Source: CEL specification, "Macros"; cel-go ext/comprehensions.go, cel/library.go (optionals).
enum Macros {
    /// The tree that a call stands for; nil if it is none of a macro.
    static func expand(
        _ name: String, target: Expression?, _ arguments: [Expression], _ place: Int
    ) throws(CompileIssue) -> Expression? {
        guard let target else {
            guard name == "has", arguments.count == 1 else { return nil }
            guard case .select(let operand, let field, false, false, let place) = arguments[0]
            else {
                throw CompileIssue(
                    message: "invalid argument to has() macro", place: arguments[0].place)
            }
            return .select(operand, field: field, isTest: true, isOptional: false, place)
        }
        guard let shape = shape(name, arguments.count) else { return nil }
        let variables = try arguments.prefix(shape.names).map { (item) throws(CompileIssue) in
            guard case .identifier(let variable, _) = item else {
                throw CompileIssue(message: "argument must be a simple name", place: item.place)
            }
            return variable
        }
        let rest = arguments.dropFirst(shape.names)
        return .comprehension(
            Comprehension(
                kind: shape.kind, range: target, variables: variables,
                condition: rest.count > 1 ? rest.first : nil, body: rest[rest.endIndex - 1]),
            place)
    }

    private static func shape(
        _ name: String, _ count: Int
    ) -> (kind: Comprehension.Kind, names: Int)? {
        switch (name, count) {
        case ("all", 2): (.all, 1)
        case ("all", 3): (.all, 2)
        case ("exists", 2): (.exists, 1)
        case ("exists", 3): (.exists, 2)
        case ("exists_one", 2), ("existsOne", 2): (.existsOne, 1)
        case ("exists_one", 3), ("existsOne", 3): (.existsOne, 2)
        case ("map", 2), ("map", 3): (.map, 1)
        case ("filter", 2): (.filter, 1)
        case ("transformList", 3), ("transformList", 4): (.transformList, 2)
        case ("transformMap", 3), ("transformMap", 4): (.transformMap, 2)
        case ("transformMapEntry", 3), ("transformMapEntry", 4): (.transformMapEntry, 2)
        case ("optMap", 2): (.optMap, 1)
        case ("optFlatMap", 2): (.optFlatMap, 1)
        default: nil
        }
    }
}
