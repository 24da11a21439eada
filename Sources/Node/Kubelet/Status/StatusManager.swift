import API
import Client
import Simulation

/// Writes pods' statuses to the API server, newest first known, one at a time.
///
/// A pod that is being deleted and has nothing left to stop is taken out of the API here, after
/// its last status was written.
///
/// Upstream: kubernetes pkg/kubelet/status/status_manager.go.
final class StatusManager: Sendable {
    private struct Entry {
        var pod: Pod
        var status: PodStatus
        /// What the API server has, as far as is known.
        var written: PodStatus
        /// The pod has ended on this node; its object may go.
        var canBeDeleted = false
        var isQueued = false
        /// Statuses of static pods are written to their mirrors, if these are there.
        var isStatic = false
    }
    private let client: KubeClient
    private let entries: Confined<[String: Entry]>
    private let queue: Mailbox<String>
    /// By the static pod's uid.
    private let mirrors: Confined<[String: Pod]>

    init(client: KubeClient) {
        self.client = client
        entries = Confined(client.simulation, [:])
        queue = Mailbox(client.simulation)
        mirrors = Confined(client.simulation, [:])
    }

    /// The newest status of a pod, written or not.
    func status(_ uid: String) -> PodStatus? { entries.value[uid]?.status }

    /// Notes a new status; `run` writes it if it says anything new.
    func set(_ pod: Pod, _ status: PodStatus) {
        let uid = pod.metadata.uid
        var entry = entries.value[uid] ?? Entry(pod: pod, status: status, written: pod.status)
        entry.pod = pod
        entry.status = status
        entry.isStatic = pod.metadata.annotations[StaticPods.sourceAnnotation] == "file"
        entries.value[uid] = entry
        enqueue(uid)
    }

    /// The API server shows `pod`: mends a readiness that somebody else has changed, as the node
    /// controller does while a kubelet is silent.
    ///
    /// Upstream: kubernetes pkg/kubelet/status/status_manager.go needsReconcile.
    func reconcile(_ pod: Pod) {
        let uid = pod.metadata.uid
        guard let entry = entries.value[uid], !entry.isStatic, !entry.isQueued,
            entry.status == entry.written,
            pod.status[condition: "Ready"]?.status != entry.status[condition: "Ready"]?.status
        else { return }
        entries.value[uid]?.written = pod.status
        enqueue(uid)
    }

    /// The mirror that shows the static pod `uid` has come or changed; nil if it has gone.
    func showOn(_ mirror: Pod?, for uid: String) {
        mirrors.value[uid] = mirror
        guard entries.value[uid] != nil else { return }
        if let mirror { entries.value[uid]?.written = mirror.status }
        enqueue(uid)
    }

    /// The pod has ended here for good.
    func finish(_ pod: Pod) {
        let uid = pod.metadata.uid
        if entries.value[uid] == nil {
            entries.value[uid] = Entry(pod: pod, status: pod.status, written: pod.status)
        }
        entries.value[uid]?.pod = pod
        entries.value[uid]?.canBeDeleted = true
        enqueue(uid)
    }

    func forget(_ uid: String) { entries.value[uid] = nil }

    private func enqueue(_ uid: String) {
        guard let entry = entries.value[uid], !entry.isQueued else { return }
        if entry.isStatic, mirrors.value[uid] == nil { return }
        let mustDelete = entry.canBeDeleted && entry.pod.metadata.isBeingDeleted
        guard mustDelete || entry.status != entry.written else { return }
        entries.value[uid]?.isQueued = true
        queue.send(uid)
    }

    /// Writes until the task is cancelled.
    func run() async {
        while let uid = try? await queue.next() {
            entries.value[uid]?.isQueued = false
            guard let entry = entries.value[uid] else { continue }
            do { try await write(entry) } catch {
                if error.reason == .notFound || error.reason == .conflict { continue }
                retry(uid)
            }
        }
    }

    private func retry(_ uid: String) {
        client.simulation.spawn("status retry") { [self] in
            guard (try? await client.simulation.sleep(for: Defaults.statusRetry)) != nil else {
                return
            }
            enqueue(uid)
        }
    }

    private func write(_ entry: Entry) async throws(Status) {
        let uid = entry.pod.metadata.uid
        guard let target = entry.isStatic ? mirrors.value[uid] : entry.pod else { return }
        let metadata = target.metadata
        let changes = Self.changes(from: entry.written, to: entry.status)
        if !changes.isEmpty {
            let patch: Value = [
                "metadata": ["uid": .string(metadata.uid)], "status": .object(changes),
            ]
            _ = try await client.patch(
                Pod.self, namespace: metadata.namespace, name: metadata.name,
                subresource: "status", type: MediaType.strategicMergePatch,
                patch)
            entries.value[uid]?.written = entry.status
        }
        let isSame = entries.value[uid]?.status == entry.status
        guard entry.canBeDeleted, metadata.isBeingDeleted, isSame else { return }
        try await client.delete(
            Pod.self, namespace: metadata.namespace, name: metadata.name,
            options: [
                "kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0,
                "preconditions": ["uid": .string(metadata.uid)],
            ])
    }

    /// The members of a status that differ, as a strategic merge patch: gone ones are null.
    ///
    /// Of the conditions only the kubelet's own are in it: others write theirs meanwhile.
    static func changes(from old: PodStatus, to new: PodStatus) -> Object {
        var changes = Object()
        for (name, value) in new.value.object ?? Object() where old.value[name] != value {
            switch name {
            case "conditions":
                let own = new.conditions.filter { PodConditions.own.contains($0.type) }
                let changed = own.filter { old[condition: $0.type]?.value != $0.value }
                if changed.isEmpty { continue }
                changes["$setElementOrder/conditions"] = .array(
                    own.map { ["type": .string($0.type)] })
                changes[name] = .array(
                    changed.map { withoutGone($0.value, old[condition: $0.type]?.value) })
            case "podIPs", "hostIPs": changes[name] = replacement(of: old.value[name], by: value)
            default: changes[name] = value
            }
        }
        for name in old.value.object?.names ?? [] where new.value[name] == nil {
            changes[name] = .null
        }
        return changes
    }

    /// The new condition with null for each member that only the old one has.
    private static func withoutGone(_ new: Value, _ old: Value?) -> Value {
        var condition = new
        for name in old.object?.names ?? [] where new[name] == nil { condition[name] = .null }
        return condition
    }

    /// A list of addresses is merged by address, so that those that are gone have to be named.
    private static func replacement(of old: Value?, by new: Value) -> Value {
        let items = new.array ?? []
        let gone = (old?.array ?? []).filter { !items.contains($0) }
        return .array(
            items + gone.map { ["$patch": "delete", "ip": $0["ip"] ?? .null] })
    }
}
