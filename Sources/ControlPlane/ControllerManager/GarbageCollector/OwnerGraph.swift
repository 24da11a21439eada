import API

/// Which objects own which, by uid: the memory of the garbage collector.
///
/// **Invariants**
/// 1. `dependents[owner]` holds exactly the nodes whose references name `owner`.
/// 2. A node's references are those of its object as it was last seen.
struct OwnerGraph: Sendable {
    /// One object, of any kind.
    struct Node: Hashable, Sendable {
        var kind: GroupVersionKind
        var name: NamespacedName
        var uid: String
        var owners: [OwnerReference]
        var finalizers: [String]
        var isBeingDeleted: Bool

        init(_ object: Value, kind: GroupVersionKind) {
            let metadata = ObjectMeta(object["metadata"] ?? .object(Object()))
            self.kind = kind
            name = NamespacedName(namespace: metadata.namespace, name: metadata.name)
            uid = metadata.uid
            owners = metadata.ownerReferences
            finalizers = metadata.finalizers
            isBeingDeleted = metadata.isBeingDeleted
        }

        var waitsForDependents: Bool {
            isBeingDeleted && finalizers.contains("foregroundDeletion")
        }
        var orphansDependents: Bool { isBeingDeleted && finalizers.contains("orphan") }
    }

    private(set) var nodes: [String: Node] = [:]
    private var dependents: [String: Set<String>] = [:]

    func node(_ uid: String) -> Node? { nodes[uid] }

    /// Those that name `uid` as an owner, in the order of kind and name.
    func dependents(of uid: String) -> [Node] {
        (dependents[uid] ?? []).compactMap { nodes[$0] }.sorted {
            ($0.kind.description, $0.name) < ($1.kind.description, $1.name)
        }
    }

    mutating func put(_ node: Node) {
        unlink(node.uid)
        nodes[node.uid] = node
        for owner in node.owners { dependents[owner.uid, default: []].insert(node.uid) }
    }

    mutating func remove(_ uid: String) {
        unlink(uid)
        nodes[uid] = nil
    }

    private mutating func unlink(_ uid: String) {
        for owner in nodes[uid]?.owners ?? [] {
            dependents[owner.uid]?.remove(uid)
            if dependents[owner.uid]?.isEmpty ?? false { dependents[owner.uid] = nil }
        }
    }

    // MARK: - Decisions

    /// What to do about an object.
    enum Verdict: Equatable, Sendable {
        case nothing
        /// No owner is left.
        case delete(propagation: String)
        /// Some owners are gone, one is left: the references to those gone are dropped.
        case dropReferences(to: [String])
        /// Its dependents are gone: it may go too.
        case finishForeground
        /// Its dependents lose their references first.
        case orphanDependents
        /// The owners in this list must be asked for, since the graph does not know them.
        case lookUp([OwnerReference])
    }

    /// `isAbsent` says of owners that the API server does not have (or has with another uid).
    ///
    /// Upstream: kubernetes pkg/controller/garbagecollector attemptToDeleteItem.
    func verdict(on uid: String, absent: Set<String>, present: Set<String>) -> Verdict {
        guard let node = nodes[uid] else { return .nothing }
        if node.orphansDependents { return .orphanDependents }
        if node.waitsForDependents {
            // Only dependents that ask for it hold their owner back.
            let blocking = dependents(of: uid).filter { dependent in
                dependent.owners.contains { $0.uid == uid && $0.blockOwnerDeletion == true }
            }
            return blocking.isEmpty ? .finishForeground : .nothing
        }
        if node.isBeingDeleted || node.owners.isEmpty { return .nothing }
        let unknown = node.owners.filter {
            nodes[$0.uid] == nil && !absent.contains($0.uid) && !present.contains($0.uid)
        }
        if !unknown.isEmpty { return .lookUp(unknown) }
        let dangling = node.owners.filter { absent.contains($0.uid) }
        let waiting = node.owners.filter { nodes[$0.uid]?.waitsForDependents ?? false }
        let solid = node.owners.count - dangling.count - waiting.count
        if solid > 0 {
            if dangling.isEmpty, waiting.isEmpty { return .nothing }
            return .dropReferences(to: (dangling + waiting).map(\.uid))
        }
        if !waiting.isEmpty, !dependents(of: uid).isEmpty {
            return .delete(propagation: "Foreground")
        }
        return .delete(propagation: "Background")
    }
}
