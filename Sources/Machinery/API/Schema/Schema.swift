/// Every type of the API: the one source for decoding, patches, protobuf and `explain`.
///
/// Types are named by the first label of their group: `core/v1.Pod`, `rbac/v1.Role`,
/// `meta/v1.ObjectMeta`. A group's types are read when the first of them is asked for.
package struct Schema: SchemaLookup {
    /// The built-in types of Kubernetes 1.36.
    package static let shared = Schema(
        groups: SchemaData.groups.map { label in
            SchemaGroup(label) {
                SchemaText(group: label, text: SchemaData.text(of: label) ?? "").types
            }
        })

    /// By label: `core/v1`.
    private let groups: [Substring: SchemaGroup]

    /// A schema of these types alone, as tests want it.
    package init(types: [TypeSchema]) {
        let byLabel = Dictionary(grouping: types) { Self.label(of: $0.name) }
        self.init(groups: byLabel.map { label, types in SchemaGroup(String(label)) { types } })
    }

    private init(groups: [SchemaGroup]) {
        self.groups = Dictionary(
            groups.map { (Substring($0.label), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// `core/v1` of `core/v1.Pod`; empty for a name without a group.
    private static func label(of name: String) -> Substring {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return name[..<dot]
    }

    /// The type with this unique name; nil if there is none.
    package func type(named name: String) -> TypeSchema? { entry(named: name)?.schema }

    /// The type with this unique name and what is derived from it.
    func entry(named name: String) -> SchemaGroup.Entry? {
        groups[Self.label(of: name)]?.entries[name]
    }

    /// The type of objects of this kind; nil for custom resources.
    ///
    /// `Status`, `DeleteOptions` and other kinds of the machinery exist in every group.
    package func type(of kind: GroupVersionKind) -> TypeSchema? { entry(of: kind)?.schema }

    /// The type of objects of this kind and what is derived from it.
    func entry(of kind: GroupVersionKind) -> SchemaGroup.Entry? {
        guard kind.group.isEmpty || Self.isBuiltIn(kind.group) else { return nil }
        let group = kind.group.isEmpty ? "core" : Substring(kind.group.utf8.prefix { $0 != 0x2e })
        let label = "\(group)/\(kind.version)"
        if let entry = groups[label[...]]?.entries["\(label).\(kind.kind)"] { return entry }
        return Self.machineryKinds.contains(kind.kind) ? entry(named: "meta/v1.\(kind.kind)") : nil
    }

    private static let machineryKinds: Set<String> = [
        "Status", "DeleteOptions", "WatchEvent", "APIGroup", "APIGroupList", "APIResourceList",
        "APIVersions",
    ]

    /// `apps.example.com` has the first label of `apps`, but is a group of its own.
    private static func isBuiltIn(_ group: String) -> Bool {
        !group.utf8.contains(UInt8(ascii: ".")) || group.hasSuffix(".k8s.io")
    }

    /// The unique names of all types, sorted.
    package var names: [String] { groups.values.flatMap { $0.entries.keys }.sorted() }
}
