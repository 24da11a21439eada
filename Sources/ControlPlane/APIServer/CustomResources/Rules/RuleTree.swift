import API
import CEL

/// The rules of a schema, compiled, where they stand in it; places without any are left out.
struct RuleTree: Sendable {
    let schema: StructuralSchema
    /// What `self` is here; nil where no rule can stand.
    let type: CELType?
    let rules: [ValidationRule]
    private let members: [String: RuleTree]
    /// For members that all others share a schema with, and for items: one or none.
    private let others: [RuleTree]

    /// Nil if there is no rule in `schema` nor below it.
    init?(_ schema: StructuralSchema, name: String = "object", isRoot: Bool = true) {
        self.schema = schema
        let type = SchemaTypes.type(of: schema, name: name, isRoot: isRoot)
        self.type = type
        rules =
            type.map { type in Self.sources(of: schema).map { ValidationRule($0, type: type) } }
            ?? []
        var members: [String: RuleTree] = [:]
        for (member, property) in schema.properties {
            members[member] = RuleTree(property, name: "\(name).\(member)", isRoot: false)
        }
        self.members = members
        var below = schema.items
        if case .only(let additional) = schema.additional { below = additional }
        others =
            below.flatMap { RuleTree($0, name: name + ".@item", isRoot: false) }.map { [$0] } ?? []
        if rules.isEmpty, members.isEmpty, others.isEmpty { return nil }
    }

    static func sources(of schema: StructuralSchema) -> [Value] {
        schema.source["x-kubernetes-validations"].array ?? []
    }

    func member(_ name: String) -> RuleTree? {
        members[name] ?? (schema.property(name) == nil ? others.first : nil)
    }

    var items: RuleTree? { others.first }
}
