import API
import Client

/// A template that a DaemonSet or StatefulSet has had, kept for `rollout undo`.
struct ControllerRevision: APIObject {
    static let resource = GroupVersionResource(
        group: "apps", version: "v1", resource: "controllerrevisions")
    static let kind = "ControllerRevision"
    static let isNamespaced = true

    var value: Value
    init(_ value: Value) { self.value = value }

    var revision: Int {
        get { self["revision"] ?? 0 }
        set { self["revision"] = newValue }
    }
    var data: Value? {
        get { value["data"] }
        set { value["data"] = newValue }
    }
}

/// What keeps its earlier templates.
protocol RevisionedObject: APIObject {
    var template: PodTemplateSpec { get }
    var revisionHistoryLimit: Int { get }
}

/// Keeps a ControllerRevision of each template that an object has had.
///
/// Upstream: kubernetes pkg/controller/daemon/update.go constructHistory, and
/// pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions.
struct Revisions<Owner: RevisionedObject>: Sendable {
    let informers: Informers
    let client: KubeClient
    /// The label by which a revision tells its hash.
    let hashLabel: String

    /// The revision of the present template; makes it if there is none, and forgets old ones that
    /// are not `inUse`.
    func current(
        of owner: Owner, inUse: (ControllerRevision) -> Bool
    ) async throws(Status) -> ControllerRevision {
        let own = informers.controllerRevisions.list(namespace: owner.metadata.namespace)
            .filter { $0.metadata.controller?.uid == owner.metadata.uid }
            .sorted { ($0.revision, $0.metadata.name) < ($1.revision, $1.metadata.name) }
        let data = Self.data(of: owner)
        let newest = own.last?.revision ?? 0
        var current: ControllerRevision
        if let match = own.last(where: { $0.data == data }) {
            current = match
            if match.revision < newest {
                // A template that was there before, as after `rollout undo`.
                current.revision = newest + 1
                try await client.update(current)
            }
        } else {
            current = try await create(data, revision: newest + 1, of: owner)
        }
        try await forget(
            own.filter { $0.metadata.name != current.metadata.name && !inUse($0) },
            excess: own.count - 1 - owner.revisionHistoryLimit)
        return current
    }

    private static func data(of owner: Owner) -> Value {
        var template = Object()
        template["$patch"] = "replace"
        for (name, member) in owner.template.value.object ?? Object() { template[name] = member }
        return ["spec": ["template": .object(template)]]
    }

    private func create(
        _ data: Value, revision: Int, of owner: Owner
    ) async throws(Status) -> ControllerRevision {
        let hash = TemplateHash.text(
            of: owner.template.value, collisions: owner.value["status"]["collisionCount"].int)
        var new = ControllerRevision(
            namespace: owner.metadata.namespace, name: "\(owner.metadata.name)-\(hash)")
        var labels = owner.template.metadata.labels
        labels[hashLabel] = hash
        new.metadata.labels = labels
        new.metadata.annotations = owner.metadata.annotations
        new.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
        new.metadata.ownerReferences = [controllerReference(to: owner)]
        new.data = data
        new.revision = revision
        do { try await client.create(new) } catch {
            if error.reason != .alreadyExists { throw error }
        }
        return new
    }

    /// Deletes the oldest `excess` of `unused`.
    private func forget(
        _ unused: [ControllerRevision], excess: Int
    ) async throws(Status) {
        for revision in unused.prefix(max(0, excess)) {
            do {
                try await client.delete(
                    ControllerRevision.self, namespace: revision.metadata.namespace,
                    name: revision.metadata.name)
            } catch {
                if error.reason != .notFound { throw error }
            }
        }
    }
}

extension ControllerRevision {
    /// The template as it was.
    var template: PodTemplateSpec {
        var template = data["spec"]["template"] ?? .object(Object())
        template["$patch"] = nil
        return PodTemplateSpec(template)
    }
}
