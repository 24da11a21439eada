import API
import Client
import Simulation

/// Registers the node and keeps saying that it is alive: a lease each 10 s, a status each 5 min or
/// as soon as something changed.
///
/// Upstream: kubernetes pkg/kubelet/kubelet_node_status.go, component-helpers lease controller.
struct NodeReporter: Sendable {
    let context: KubeletContext
    private let builder: NodeStatusBuilder

    init(_ context: KubeletContext) {
        self.context = context
        builder = NodeStatusBuilder(
            configuration: context.configuration, runtime: context.runtime)
    }

    private var simulation: Simulation { context.simulation }
    private var name: String { context.configuration.nodeName }

    /// Makes the node known, retrying until the API server takes it.
    func register() async throws(CancellationError) {
        var backoff = Backoff(first: .milliseconds(100), limit: .seconds(7))
        while true {
            do {
                try await context.client.create(builder.newNode(now: simulation.now))
                break
            } catch {
                if error.reason == .alreadyExists { break }
                try await simulation.sleep(for: backoff.next())
            }
        }
        context.recorder.record(
            Node(name: name), .normal, reason: "Starting", message: "Starting kubelet.")
    }

    /// Renews the node's lease until the task is cancelled.
    func renewLease() async {
        while !Task.isCancelled {
            do { try await renewOnce() } catch {
                simulation.note("kubelet \(name)", "lease: \(error.message)")
            }
            guard (try? await simulation.sleep(for: Defaults.leaseRenewInterval)) != nil else {
                return
            }
        }
    }

    private func renewOnce() async throws(Status) {
        let time = CivilTime(simulation.now).rfc3339(fractionDigits: 6)
        do {
            var lease = try await context.client.get(
                Lease.self, namespace: "kube-node-lease", name: name)
            lease.spec.renewTime = time
            try await context.client.update(lease)
        } catch {
            guard error.reason == .notFound else { throw error }
            var lease = Lease(namespace: "kube-node-lease", name: name)
            lease.spec.holderIdentity = name
            lease.spec.leaseDurationSeconds = Defaults.leaseDurationSeconds
            lease.spec.renewTime = time
            if let node = try? await context.client.get(Node.self, name: name) {
                lease.metadata.ownerReferences = [
                    OwnerReference([
                        "apiVersion": "v1", "kind": "Node", "name": .string(name),
                        "uid": .string(node.metadata.uid),
                    ])
                ]
            }
            try await context.client.create(lease)
        }
    }

    /// Writes the node's status until the task is cancelled.
    func reportStatus() async {
        var lastReport: SimulatedInstant?
        while !Task.isCancelled {
            if let node = try? await context.client.get(Node.self, name: name) {
                let now = simulation.now
                let status = builder.status(old: node.status, now: now)
                tellOfReboot(old: node.status, new: status)
                let isDue =
                    lastReport.map {
                        $0.duration(to: now) >= Defaults.nodeStatusReportFrequency
                    } ?? true
                if isDue || !isSame(node.status, status) {
                    let patch: Value = ["status": status.value]
                    let written = try? await context.client.patch(
                        Node.self, name: name, subresource: "status", type: MediaType.mergePatch,
                        patch)
                    if written != nil { lastReport = now }
                }
            }
            guard
                (try? await simulation.sleep(for: Defaults.nodeStatusUpdateFrequency)) != nil
            else { return }
        }
    }

    /// Upstream: kubernetes pkg/kubelet/nodestatus/setters.go MachineInfo.
    private func tellOfReboot(old: NodeStatus, new: NodeStatus) {
        let before = old.value["nodeInfo"]["bootID"].string ?? ""
        guard !before.isEmpty, let now = new.value["nodeInfo"]["bootID"].string, now != before
        else { return }
        context.recorder.record(
            Node(name: name), .warning, reason: "Rebooted",
            message: "Node \(name) has been rebooted, boot id: \(now)")
    }

    /// Whether two statuses differ in nothing but the times of their heartbeats.
    private func isSame(_ left: NodeStatus, _ right: NodeStatus) -> Bool {
        func timeless(_ status: NodeStatus) -> Value {
            var status = status
            status.conditions = status.conditions.map { condition in
                var condition = condition
                condition.lastHeartbeatTime = nil
                return condition
            }
            return status.value
        }
        return timeless(left) == timeless(right)
    }
}
