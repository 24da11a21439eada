/// Where types are looked up: what patches need to know of the schema.
package protocol SchemaLookup: Sendable {
    /// By unique name: `core/v1.PodSpec`.
    func type(named name: String) -> TypeSchema?
    /// The type of a served kind; nil for custom resources.
    func type(of kind: GroupVersionKind) -> TypeSchema?
}
