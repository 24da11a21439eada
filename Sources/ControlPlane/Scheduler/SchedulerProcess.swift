import API
package import Client
import Simulation

/// kube-scheduler: gives every pod without a node the node that suits it best.
///
/// ```
///   informers ──▶ cache (nodes, pods on them)
///        └──────▶ queue ──pop──▶ SchedulingCycle.decide ──▶ assume ──▶ bind
/// ```
/// One pod at a time: the next is decided when the binding of the last has been written, unless
/// that one waits for its volumes.
///
/// Differs: upstream writes bindings beside the next cycle.
package final class SchedulerProcess: Sendable {
    package let name = "kube-scheduler"
    /// Serves only pods whose `spec.schedulerName` is this.
    package let schedulerName: String
    private let client: KubeClient
    private let simulation: Simulation
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let binder: VolumeBinder
    private let events: EventRecorder
    private let cycle = SchedulingCycle()
    private let ties: RandomStream
    private let state: Confined<State>
    private let work: WaitQueue

    private struct State {
        var cache = SchedulerCache()
        var queue = SchedulingQueue()
    }

    package init(client: KubeClient, schedulerName: String = "default-scheduler") {
        self.client = client
        self.schedulerName = schedulerName
        simulation = client.simulation
        pods = Informer(client: client)
        nodes = Informer(client: client)
        binder = VolumeBinder(client: client)
        events = EventRecorder(client: client, component: schedulerName)
        ties = simulation.random("\(schedulerName) ties")
        state = Confined(simulation, State())
        work = WaitQueue(simulation)
    }

    /// Runs until the task is cancelled.
    package func run() async {
        pods.onChange { [self] in podChanged($0) }
        nodes.onChange { [self] in nodeChanged($0) }
        binder.claims.onChange { [self] _ in roomMayBeFree() }
        binder.volumes.onChange { [self] _ in roomMayBeFree() }
        binder.classes.onChange { [self] _ in roomMayBeFree() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in await pods.run() }
            group.addTask { [self] in await nodes.run() }
            group.addTask { [self] in await binder.claims.run() }
            group.addTask { [self] in await binder.volumes.run() }
            group.addTask { [self] in await binder.classes.run() }
            group.addTask { [self] in await events.run() }
            group.addTask { [self] in
                do {
                    try await nodes.waitUntilSynced()
                    try await pods.waitUntilSynced()
                    try await binder.claims.waitUntilSynced()
                    try await binder.volumes.waitUntilSynced()
                    try await binder.classes.waitUntilSynced()
                } catch { return }
                await scheduleAll()
            }
        }
    }

    // MARK: - What it hears

    private func podChanged(_ change: Informer<Pod>.Change) {
        let pod = change.object
        if case .deleted = change {
            state.value.queue.remove(pod.namespacedName)
            state.value.cache.removePod(pod.namespacedName)
            return roomMayBeFree()
        }
        if pod.spec.nodeName != nil {
            state.value.queue.remove(pod.namespacedName)
            state.value.cache.setPod(pod)
            if pod.status.phase == "Succeeded" || pod.status.phase == "Failed" { roomMayBeFree() }
        } else if pod.spec.schedulerName == schedulerName, !pod.metadata.isBeingDeleted,
            pod.spec.schedulingGates.isEmpty
        {
            state.value.queue.add(pod, at: simulation.now)
            work.wakeAll()
        }
    }

    private func nodeChanged(_ change: Informer<Node>.Change) {
        let node = change.object
        switch change {
        case .deleted: state.value.cache.removeNode(node.metadata.name)
        case .added: state.value.cache.setNode(node)
        case .updated(let old, _):
            state.value.cache.setNode(node)
            // A heartbeat changes nothing that a pod could have waited for.
            let isHeartbeat =
                old.spec == node.spec && old.metadata.labels == node.metadata.labels
                && old.status.allocatable == node.status.allocatable
            if isHeartbeat { return }
        }
        roomMayBeFree()
    }

    private func roomMayBeFree() {
        state.value.queue.moveAllToActive(at: simulation.now)
        work.wakeAll()
    }

    // MARK: - What it does

    private func scheduleAll() async {
        await withDiscardingTaskGroup { bindings in
            while !Task.isCancelled {
                guard let (pod, _) = state.value.queue.pop(at: simulation.now) else {
                    do { try await waitForWork() } catch { return }
                    continue
                }
                await schedule(pod, &bindings)
            }
        }
    }

    private func waitForWork() async throws(CancellationError) {
        guard let wakeUp = state.value.queue.nextWakeUp() else { return try await work.wait() }
        let pause = simulation.now.duration(to: wakeUp)
        if pause > .zero { _ = try await work.wait(for: pause) }
    }

    /// A pod whose volumes wait for its node is bound in `bindings`: that may take long.
    private func schedule(_ pod: Pod, _ bindings: inout DiscardingTaskGroup) async {
        let info: PodInfo
        do { info = PodInfo(pod, claims: try binder.claims(of: pod)) } catch {
            let count = state.value.cache.all.count
            return await reject(pod, because: FitError(nodeCount: count, refusal: error.text))
        }
        let decision = cycle.decide(info, nodes: state.value.cache.all) { count in
            count > 1 ? ties.int(in: 0..<count) : 0
        }
        switch decision {
        case .node(let node, _):
            state.value.cache.assume(info, on: node)
            if info.claims.waiting.isEmpty {
                await bind(info, to: node)
            } else {
                bindings.addTask { [self] in await bind(info, to: node) }
            }
        case .unschedulable(let error):
            await reject(pod, because: error)
        }
    }

    private func bind(_ info: PodInfo, to node: String) async {
        let pod = info.pod
        let name = pod.namespacedName
        let path = client.path(of: Pod.self, namespace: name.namespace, name: name.name)
        var binding = Binding(namespace: name.namespace, name: name.name)
        binding.value["metadata"]["uid"] = .string(pod.metadata.uid)
        binding.value["target"] = ["kind": "Node", "name": .string(node)]
        do {
            if !info.claims.waiting.isEmpty, let chosen = nodes.get(name: node) {
                try await binder.bind(info.claims.choice(on: chosen) ?? [], on: node)
            }
            _ = try await client.value("POST", path + "/binding", body: binding.value)
            state.value.queue.done(name)
            events.record(
                pod, .normal, reason: "Scheduled",
                message: "Successfully assigned \(name) to \(node)")
        } catch {
            simulation.note(self.name, "binding \(name) to \(node): \(error.message)")
            state.value.cache.removePod(name)
            if error.reason == .notFound {
                state.value.queue.remove(name)
            } else {
                state.value.queue.putBack(name, at: simulation.now, retries: true)
                work.wakeAll()
            }
        }
    }

    private func reject(_ pod: Pod, because error: FitError) async {
        let name = pod.namespacedName
        state.value.queue.putBack(name, at: simulation.now, retries: false)
        events.record(pod, .warning, reason: "FailedScheduling", message: error.description)
        let old = pod.status.conditions.first { $0.type == "PodScheduled" }
        if old?.status == "False", old?.message == error.description { return }
        var condition: Value = [
            "type": "PodScheduled", "status": "False", "lastProbeTime": .null,
            "lastTransitionTime": .string(
                old?.status == "False"
                    ? old?.lastTransitionTime ?? "" : CivilTime(simulation.now).rfc3339),
            "reason": "Unschedulable", "message": .string(error.description),
        ]
        if let generation = pod.metadata.generation {
            condition["observedGeneration"] = .int(Int64(generation))
        }
        let patch: Value = ["status": ["conditions": [condition]]]
        do {
            try await client.patch(
                Pod.self, namespace: name.namespace, name: name.name, subresource: "status", patch)
        } catch {
            simulation.note(self.name, "condition of \(name): \(error.message)")
        }
    }
}
