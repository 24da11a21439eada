/// Every type of the API: the one source for decoding, patches, protobuf and `explain`.
///
/// Types are named by the first label of their group: `core/v1.Pod`, `rbac/v1.Role`,
/// `meta/v1.ObjectMeta`.
package struct Schema: SchemaLookup {
    /// The built-in types of Kubernetes 1.36, read on first use (about 2 ms).
    package static let shared = Schema(builtIn: SchemaData.groups)

    private let types: [String: TypeSchema]

    /// A schema of these types alone, as tests want it.
    package init(types: [TypeSchema]) {
        self.types = Dictionary(types.map { ($0.name, $0) }, uniquingKeysWith: { _, later in later })
    }

    private init(builtIn groups: [String]) {
        self.init(
            types: groups.flatMap { group in
                SchemaText(group: group, text: SchemaData.text(of: group) ?? "").types
            })
    }

    /// The type with this unique name; nil if there is none.
    package func type(named name: String) -> TypeSchema? { types[name] }

    /// The type of objects of this kind; nil for custom resources.
    ///
    /// `Status`, `DeleteOptions` and other kinds of the machinery exist in every group.
    package func type(of kind: GroupVersionKind) -> TypeSchema? {
        let label = kind.group.split(separator: ".", maxSplits: 1).first ?? "core"
        guard kind.group.isEmpty || Self.isBuiltIn(kind.group) else { return nil }
        return types["\(label)/\(kind.version).\(kind.kind)"]
            ?? (Self.machineryKinds.contains(kind.kind) ? types["meta/v1.\(kind.kind)"] : nil)
    }

    private static let machineryKinds: Set<String> = [
        "Status", "DeleteOptions", "WatchEvent", "APIGroup", "APIGroupList", "APIResourceList",
        "APIVersions",
    ]

    /// `apps.example.com` has the first label of `apps`, but is a group of its own.
    private static func isBuiltIn(_ group: String) -> Bool {
        !group.contains(".") || group.hasSuffix(".k8s.io")
    }

    /// The unique names of all types, sorted.
    package var names: [String] { types.keys.sorted() }
}
