import API
import Client

/// Keeps a ControllerRevision of each template that a DaemonSet has had.
///
/// Upstream: kubernetes pkg/controller/daemon/update.go constructHistory.
struct DaemonRevisions: Sendable {
    let informers: Informers
    let client: KubeClient

    /// The hash of the present template; makes its revision if there is none, and forgets old ones.
    func current(of set: DaemonSet) async throws(Status) -> String {
        let own = informers.controllerRevisions.list(namespace: set.metadata.namespace)
            .filter { $0.metadata.controller?.uid == set.metadata.uid }
            .sorted { ($0.revision, $0.metadata.name) < ($1.revision, $1.metadata.name) }
        let data = Self.data(of: set)
        let newest = own.last?.revision ?? 0
        let hash: String
        if let match = own.last(where: { $0.data == data }) {
            hash = match.metadata.labels[DaemonPlan.hashLabel] ?? ""
            if match.revision < newest {
                // A template that was there before, as after `rollout undo`.
                var raised = match
                raised.revision = newest + 1
                try await client.update(raised)
            }
        } else {
            hash = try await create(data, revision: newest + 1, of: set)
        }
        try await forget(own, keeping: hash, of: set)
        return hash
    }

    private static func data(of set: DaemonSet) -> Value {
        var template = Object()
        template["$patch"] = "replace"
        for (name, member) in set.template.value.object ?? Object() { template[name] = member }
        return ["spec": ["template": .object(template)]]
    }

    private func create(
        _ data: Value, revision: Int, of set: DaemonSet
    ) async throws(Status) -> String {
        let hash = TemplateHash.text(
            of: set.template.value, collisions: set.value["status"]["collisionCount"].int)
        var new = ControllerRevision(
            namespace: set.metadata.namespace, name: "\(set.metadata.name)-\(hash)")
        var labels = set.template.metadata.labels
        labels[DaemonPlan.hashLabel] = hash
        new.metadata.labels = labels
        new.metadata.annotations = set.metadata.annotations
        new.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
        new.metadata.ownerReferences = [controllerReference(to: set)]
        new.data = data
        new.revision = revision
        do { try await client.create(new) } catch {
            if error.reason != .alreadyExists { throw error }
        }
        return hash
    }

    /// Deletes the oldest revisions beyond the limit that no pod has any more.
    private func forget(
        _ revisions: [ControllerRevision], keeping current: String, of set: DaemonSet
    ) async throws(Status) {
        let excess = revisions.count - 1 - set.revisionHistoryLimit
        guard excess > 0 else { return }
        let live = Set(
            informers.pods.list(namespace: set.metadata.namespace)
                .filter { $0.metadata.controller?.uid == set.metadata.uid }
                .compactMap { $0.metadata.labels[DaemonPlan.hashLabel] })
        let unused = revisions.filter {
            let hash = $0.metadata.labels[DaemonPlan.hashLabel] ?? ""
            return hash != current && !live.contains(hash)
        }
        for revision in unused.prefix(excess) {
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
