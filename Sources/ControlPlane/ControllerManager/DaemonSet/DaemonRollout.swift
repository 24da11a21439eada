import API
import Simulation

/// How a DaemonSet comes from one template to the next: which old pods go, and where new ones come
/// before that.
///
/// ```
///   maxUnavailable 1    old ▶ (deleted) ▶ new        a node is without its daemon for a while
///   maxSurge 1          old ▶ old + new ▶ new        a node has two until the new one is available
/// ```
/// Upstream: kubernetes pkg/controller/daemon/update.go rollingUpdate; daemon_controller.go
/// podsShouldBeOnNode.
struct DaemonRollout {
    /// What may be done now.
    struct Step: Sendable {
        var nodesToCreate: [String] = []
        var podsToDelete: [Pod] = []
    }

    private let set: DaemonSet
    private let hash: String
    private let now: SimulatedInstant
    private let nodes: [Node]
    private let maxSurge: Int
    private let maxUnavailable: Int

    /// `hash` is that of the present template.
    init(_ set: DaemonSet, hash: String, nodes: [Node], now: SimulatedInstant) {
        (self.set, self.hash, self.now) = (set, hash, now)
        self.nodes = nodes.filter { DaemonPlan.suits(set, $0).shouldRun }
        let isRolling = set.updateStrategy == "RollingUpdate"
        maxSurge = isRolling ? set.maxSurge(of: self.nodes.count) : 0
        maxUnavailable = isRolling ? set.maxUnavailable(of: self.nodes.count) : 0
    }

    /// What to do on the way to the present template; nothing with `OnDelete`.
    func step(_ byNode: [String: [Pod]]) -> Step {
        guard set.updateStrategy == "RollingUpdate" else { return Step() }
        return maxSurge > 0 ? surging(byNode) : replacing(byNode)
    }

    /// The living pods of one node that are too many.
    ///
    /// With surge a pair may live, as long as the old one is ready and the new one not available.
    func excess(_ living: [Pod]) -> [Pod] {
        guard maxSurge > 0 else { return Array(living.dropFirst()) }
        let (new, old) = (living.filter(isNew), living.filter { !isNew($0) })
        var excess = Array(new.dropFirst() + old.dropFirst())
        if let new = new.first, let old = old.first, !old.isReady || isAvailable(new) {
            excess.append(old)
        }
        return excess
    }

    private func isNew(_ pod: Pod) -> Bool { pod.metadata.labels[DaemonPlan.hashLabel] == hash }

    private func isAvailable(_ pod: Pod) -> Bool {
        pod.isAvailable(at: now, minReadySeconds: set.minReadySeconds)
    }

    /// Deletes old pods, those that serve nobody first, while few enough nodes are without one.
    private func replacing(_ byNode: [String: [Pod]]) -> Step {
        var unavailable = 0
        var broken: [Pod] = []
        var candidates: [Pod] = []
        for node in nodes {
            let here = (byNode[node.metadata.name] ?? []).filter(\.isActive)
            guard let pod = here.first else {
                unavailable += 1
                continue
            }
            let isAvailable = isAvailable(pod)
            if !isAvailable { unavailable += 1 }
            if isNew(pod) { continue }
            if isAvailable { candidates.append(pod) } else { broken.append(pod) }
        }
        let allowed = candidates.prefix(max(0, maxUnavailable - unavailable))
        return Step(podsToDelete: broken + allowed)
    }

    /// Puts new pods beside old ones; an old one goes when the new one beside it is available.
    private func surging(_ byNode: [String: [Pod]]) -> Step {
        var step = Step()
        var surge = 0
        var candidates: [String] = []
        for node in nodes {
            let name = node.metadata.name
            let here = (byNode[name] ?? []).filter { !$0.metadata.isBeingDeleted }
            guard let old = here.first(where: { !isNew($0) }) else { continue }
            if let new = here.first(where: isNew) {
                if isAvailable(new) {
                    step.podsToDelete.append(old)
                } else {
                    surge += 1
                }
            } else if isAvailable(old) {
                candidates.append(name)
            } else {
                // Nothing is lost beside a pod that serves nobody.
                step.nodesToCreate.append(name)
            }
        }
        step.nodesToCreate += candidates.prefix(max(0, maxSurge - surge))
        return step
    }
}
