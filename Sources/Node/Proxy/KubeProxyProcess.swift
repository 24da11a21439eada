import API
package import Client
package import PodNetwork
import Simulation

/// kube-proxy: turns services and their endpoints into the packet rules of its node.
///
/// ```
///   services ─┐
///             ├─▶ ProxyPlan ─▶ PacketRules.replaceAll
///   slices  ──┘
/// ```
/// All changes of one moment become one sync, as upstream's bounded-frequency runner makes of a
/// burst. The rules stay when the process ends, as iptables' do.
package final class KubeProxyProcess: Sendable {
    package let name = "kube-proxy"
    private let services: Informer<Service>
    private let slices: Informer<EndpointSlice>
    private let host: NetworkNamespace
    private let nodeName: String
    private let simulation: Simulation
    private let isDirty: Confined<Bool>
    private let changes: WaitQueue

    /// `host` is the node's own network namespace.
    package init(client: KubeClient, host: NetworkNamespace, nodeName: String) {
        (self.host, self.nodeName) = (host, nodeName)
        simulation = client.simulation
        services = Informer(
            client: client, labelSelector: "!service.kubernetes.io/service-proxy-name")
        slices = Informer(client: client, labelSelector: "!service.kubernetes.io/headless")
        isDirty = Confined(simulation, false)
        changes = WaitQueue(simulation)
    }

    /// Runs until the task is cancelled.
    package func run() async {
        services.onChange { [self] _ in changed() }
        slices.onChange { [self] _ in changed() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in await services.run() }
            group.addTask { [self] in await slices.run() }
            group.addTask { [self] in
                do {
                    try await services.waitUntilSynced()
                    try await slices.waitUntilSynced()
                    changed()
                    try await syncForever()
                } catch { return }
            }
        }
    }

    private func changed() {
        isDirty.value = true
        changes.wakeAll()
    }

    private func syncForever() async throws(CancellationError) {
        while true {
            while !isDirty.value { try await changes.wait() }
            // What else happens in this moment belongs to the same sync.
            await simulation.yield()
            isDirty.value = false
            sync()
        }
    }

    private func sync() {
        let plan = ProxyPlan(services: services.list(), slices: slices.list(), node: nodeName)
        host.network.rules(of: host).replaceAll(services: plan.services, nodePorts: plan.nodePorts)
        simulation.note(
            name,
            "\(nodeName): \(plan.services.count) service rules, \(plan.nodePorts.count) node ports")
    }
}
