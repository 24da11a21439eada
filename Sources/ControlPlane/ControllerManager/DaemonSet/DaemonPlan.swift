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
        let labels = node.metadata.labels
        guard spec.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }),
            set.template.spec.nodeName ?? node.metadata.name == node.metadata.name,
            matchesAffinity(spec, node)
        else { return (false, false) }
        let refusing = node.spec.taints.filter { taint in
            taint.effect != "PreferNoSchedule"
                && !spec.tolerations.contains { $0.tolerates(taint) }
        }
        return (refusing.isEmpty, !refusing.contains { $0.effect == "NoExecute" })
    }

    private static func matchesAffinity(_ spec: PodSpec, _ node: Node) -> Bool {
        guard let required = spec.affinity?.nodeAffinity?.required else { return true }
        let labels = node.metadata.labels
        return required.nodeSelectorTerms.contains { term in
            term.matchExpressions.allSatisfy { matches($0, labels[$0.key]) }
                && term.matchFields.allSatisfy { matches($0, node.metadata.name) }
        }
    }

    private static func matches(_ requirement: NodeSelectorRequirement, _ value: String?) -> Bool {
        switch requirement.operator {
        case "In": return value.map(requirement.values.contains) ?? false
        case "NotIn": return value.map { !requirement.values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int64($0) }),
                let bound = requirement.values.first.flatMap({ Int64($0) })
            else { return false }
            return requirement.operator == "Gt" ? number > bound : number < bound
        default: return false
        }
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

    /// One living pod on each node that suits, none elsewhere.
    static func work(_ set: DaemonSet, nodes: [Node], pods: [Pod]) -> Work {
        var work = Work()
        let byNode = byNode(pods)
        for node in nodes {
            let name = node.metadata.name
            let (shouldRun, mayStay) = suits(set, node)
            let here = (byNode[name] ?? []).filter { !$0.metadata.isBeingDeleted }
            if shouldRun, (byNode[name] ?? []).isEmpty {
                work.nodesToCreate.append(name)
            } else if mayStay {
                work.failed += here.filter { $0.status.phase == "Failed" }
                let living = here.filter { $0.status.phase != "Failed" }
                work.podsToDelete += living.dropFirst()
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

    /// Pods of an older template that may be deleted now, unavailable ones first.
    static func outdated(
        _ set: DaemonSet, nodes: [Node], pods: [Pod], hash: String, now: SimulatedInstant
    ) -> [Pod] {
        guard set.updateStrategy == "RollingUpdate" else { return [] }
        let byNode = byNode(pods)
        let daemonNodes = nodes.filter { suits(set, $0).shouldRun }
        let limit = set.maxUnavailable(of: daemonNodes.count)
        var unavailable = 0
        var broken: [Pod] = []
        var candidates: [Pod] = []
        for node in daemonNodes {
            let here = (byNode[node.metadata.name] ?? []).filter(\.isActive)
            guard let pod = here.first else {
                unavailable += 1
                continue
            }
            let isAvailable = pod.isAvailable(at: now, minReadySeconds: set.minReadySeconds)
            if !isAvailable { unavailable += 1 }
            if pod.metadata.labels[hashLabel] == hash { continue }
            if isAvailable { candidates.append(pod) } else { broken.append(pod) }
        }
        return broken + candidates.prefix(max(0, limit - unavailable))
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
