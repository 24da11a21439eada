import API
import Simulation

/// The decisions of the DaemonSet controller: which nodes, which pods, what to say.
///
/// Upstream: kubernetes pkg/controller/daemon/daemon_controller.go, util/daemonset_util.go.
enum DaemonPlan {
    static let hashLabel = "controller-revision-hash"
    static let generationAnnotation = "deprecated.daemonset.template.generation"

    /// Whether a daemon belongs on this node, and whether one that is there may stay.
    static func suits(_ set: DaemonSet, _ node: Node) -> (shouldRun: Bool, mayStay: Bool) {
        let spec = pod(of: set, on: node.metadata.name, hash: "").spec
        guard spec.wants(node),
            set.template.spec.nodeName ?? node.metadata.name == node.metadata.name
        else { return (false, false) }
        let refusing = node.spec.taints.filter { taint in
            taint.effect != "PreferNoSchedule"
                && !spec.tolerations.contains { $0.tolerates(taint) }
        }
        return (refusing.isEmpty, !refusing.contains { $0.effect == "NoExecute" })
    }

    // MARK: - A daemon's pod

    /// The pod for `node`: bound by affinity, so that the scheduler places it there.
    static func pod(of set: DaemonSet, on node: String, hash: String) -> Pod {
        var pod = PodControl.pod(from: set.template, of: set)
        var spec = pod.spec
        pinned(&spec, to: node)
        addTolerations(&spec)
        pod.spec = spec
        pod.metadata.labels[hashLabel] = hash.isEmpty ? nil : hash
        if let generation = set.metadata.annotations[generationAnnotation] {
            pod.metadata.labels["pod-template-generation"] = generation
        }
        return pod
    }

    /// The node that a pod was made for: bound, or still to be placed.
    static func node(of pod: Pod) -> String? {
        if let name = pod.spec.nodeName { return name }
        let terms = pod.spec.affinity?.nodeAffinity?.required?.nodeSelectorTerms ?? []
        for term in terms {
            for field in term.matchFields
            where field.key == "metadata.name" && field.operator == "In" {
                if field.values.count == 1 { return field.values[0] }
            }
        }
        return nil
    }

    private static func pinned(_ spec: inout PodSpec, to node: String) {
        let field: Value = [
            "key": "metadata.name", "operator": "In", "values": [.string(node)],
        ]
        let terms = spec.affinity?.nodeAffinity?.required?.nodeSelectorTerms ?? []
        var pinned: [Value] = terms.map { term in
            var value = term.value
            value["matchFields"] = .array([field])
            return value
        }
        if pinned.isEmpty { pinned = [["matchFields": [field]]] }
        var affinity = spec.value["affinity"] ?? .object(Object())
        var nodeAffinity = affinity["nodeAffinity"] ?? .object(Object())
        nodeAffinity["requiredDuringSchedulingIgnoredDuringExecution"] = [
            "nodeSelectorTerms": .array(pinned)
        ]
        affinity["nodeAffinity"] = nodeAffinity
        spec.value["affinity"] = affinity
    }

    /// What a daemon bears, which others do not.
    private static func addTolerations(_ spec: inout PodSpec) {
        var wanted: [(key: String, effect: String)] = [
            ("not-ready", "NoExecute"), ("unreachable", "NoExecute"),
            ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
            ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
        ]
        if spec.hostNetwork { wanted.append(("network-unavailable", "NoSchedule")) }
        var tolerations = spec.tolerations
        for (key, effect) in wanted {
            let toleration = Toleration([
                "key": .string("node.kubernetes.io/\(key)"), "operator": "Exists",
                "effect": .string(effect),
            ])
            if !tolerations.contains(toleration) { tolerations.append(toleration) }
        }
        spec.tolerations = tolerations
    }

    // MARK: - What to do

    struct Work: Sendable {
        var nodesToCreate: [String] = []
        var podsToDelete: [Pod] = []
        /// Pods that ended badly and are replaced.
        var failed: [Pod] = []
    }

    /// The pods of a set by the node that they are for; in the order of creation.
    static func byNode(_ pods: [Pod]) -> [String: [Pod]] {
        var result: [String: [Pod]] = [:]
        for pod in pods.sorted(by: {
            ($0.creation, $0.metadata.name) < ($1.creation, $1.metadata.name)
        }) {
            guard let node = node(of: pod) else { continue }
            result[node, default: []].append(pod)
        }
        return result
    }

    /// One living pod on each node that suits, or two while one of a newer template starts there;
    /// none elsewhere.
    static func work(
        _ set: DaemonSet, nodes: [Node], pods: [Pod], hash: String, now: SimulatedInstant
    ) -> Work {
        var work = Work()
        let byNode = byNode(pods)
        let rollout = DaemonRollout(set, hash: hash, nodes: nodes, now: now)
        for node in nodes {
            let name = node.metadata.name
            let (shouldRun, mayStay) = suits(set, node)
            let here = (byNode[name] ?? []).filter { !$0.metadata.isBeingDeleted }
            if shouldRun, (byNode[name] ?? []).isEmpty {
                work.nodesToCreate.append(name)
            } else if mayStay {
                work.failed += here.filter { $0.status.phase == "Failed" }
                work.podsToDelete += rollout.excess(here.filter { $0.status.phase != "Failed" })
            } else {
                work.podsToDelete += here
            }
        }
        let known = Set(nodes.map(\.metadata.name))
        for (node, lost) in byNode.sorted(by: { $0.key < $1.key }) where !known.contains(node) {
            work.podsToDelete += lost.filter {
                $0.spec.nodeName == nil && !$0.metadata.isBeingDeleted
            }
        }
        return work
    }

    /// The counts that the status shows.
    static func status(
        _ set: DaemonSet, nodes: [Node], pods: [Pod], hash: String, now: SimulatedInstant
    ) -> Value {
        var counts = Counts()
        let byNode = byNode(pods)
        for node in nodes {
            let here = (byNode[node.metadata.name] ?? []).filter { !$0.metadata.isBeingDeleted }
            guard suits(set, node).shouldRun else {
                if !here.isEmpty { counts.misscheduled += 1 }
                continue
            }
            counts.desired += 1
            guard let pod = here.first else { continue }
            counts.current += 1
            if pod.isReady { counts.ready += 1 }
            if pod.isAvailable(at: now, minReadySeconds: set.minReadySeconds) {
                counts.available += 1
            }
            if pod.metadata.labels[hashLabel] == hash { counts.updated += 1 }
        }
        return counts.merged(into: set)
    }

    private struct Counts {
        var (desired, current, ready, available, updated, misscheduled) = (0, 0, 0, 0, 0, 0)

        func merged(into set: DaemonSet) -> Value {
            var status = set.value["status"] ?? .object(Object())
            status["currentNumberScheduled"] = .int(Int64(current))
            status["numberMisscheduled"] = .int(Int64(misscheduled))
            status["desiredNumberScheduled"] = .int(Int64(desired))
            status["numberReady"] = .int(Int64(ready))
            if let generation = set.metadata.generation {
                status["observedGeneration"] = .int(Int64(generation))
            }
            let unavailable = desired - available
            for (name, count) in [
                ("updatedNumberScheduled", updated), ("numberAvailable", available),
                ("numberUnavailable", unavailable),
            ] {
                status[name] = count == 0 ? nil : .int(Int64(count))
            }
            return status
        }
    }
}
