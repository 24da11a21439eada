import API
import Client
import Simulation

/// Keeps the EndpointSlices of each service with a selector: what kube-proxy and CoreDNS read.
///
/// Upstream: kubernetes staging/src/k8s.io/endpointslice/reconciler.go.
/// Differs: the trigger time is the time of the write; slices are filled in the order of the pods'
/// names; slices for hand-made Endpoints (mirroring) are not made; IPv4 only.
struct EndpointSliceReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient

    static let managedBy = "endpointslice.kubernetes.io/managed-by"
    static let manager = "endpointslice-controller.k8s.io"
    static let serviceName = "kubernetes.io/service-name"

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "endpointslice-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client))
        let queue = controller.queue
        feedServices(queue, informers)
        informers.endpointSlices.onChange { change in
            let labels = change.object.metadata.labels
            guard labels[managedBy] == manager, let service = labels[serviceName] else { return }
            queue.add(
                NamespacedName(namespace: change.object.metadata.namespace, name: service))
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let service = informers.services.get(name), !service.metadata.isBeingDeleted,
            ServiceEndpoints.isManaged(service)
        else { return .done }
        let backends = ServiceEndpoints(
            service, pods: informers.pods.list(namespace: name.namespace))
        let wanted = Self.slices(backends, zoneOf: zone)
        // Asked of the server, since slices have no name by which a second one would be refused.
        let own: ObjectList<EndpointSlice> = try await client.list(
            namespace: name.namespace,
            labelSelector:
                "\(Self.managedBy)=\(Self.manager),\(Self.serviceName)=\(name.name)")
        let present = own.items.filter { !$0.metadata.isBeingDeleted }
        do { try await apply(wanted, over: present) } catch {
            if PodControl.isNamespaceTerminating(error) { return .done }
            throw error
        }
        return .done
    }

    private func zone(_ node: String) -> String? {
        informers.nodes.get(name: node)?.metadata.labels["topology.kubernetes.io/zone"]
    }

    /// Writes what differs: slices of the same ports are reused, the rest is made or deleted.
    private func apply(
        _ wanted: [EndpointSlice], over present: [EndpointSlice]
    ) async throws(Status) {
        var spare = present
        for slice in wanted {
            let index = spare.firstIndex { $0.ports == slice.ports } ?? spare.indices.first
            guard let index else {
                var new = slice
                new.metadata.annotations = [ServiceEndpoints.triggerTime: now]
                try await client.create(new)
                continue
            }
            var old = spare.remove(at: index)
            let same =
                old.endpoints == slice.endpoints && old.ports == slice.ports
                && old.metadata.labels == slice.metadata.labels
            if same { continue }
            old.value["endpoints"] = slice.value["endpoints"]
            old.value["ports"] = slice.value["ports"]
            old.metadata.labels = slice.metadata.labels
            old.metadata.annotations[ServiceEndpoints.triggerTime] = now
            try await client.update(old)
        }
        for slice in spare {
            do {
                try await client.delete(
                    EndpointSlice.self, namespace: slice.metadata.namespace,
                    name: slice.metadata.name)
            } catch {
                if error.reason != .notFound { throw error }
            }
        }
    }

    private var now: String { CivilTime(client.simulation.now).rfc3339 }

    /// Pure: the slices that show these backends; one without endpoints if there are none.
    static func slices(
        _ backends: ServiceEndpoints, zoneOf zone: (String) -> String?
    ) -> [EndpointSlice] {
        var slices: [EndpointSlice] = []
        for (ports, pods) in backends.groups(backends.pods) {
            if ports.isEmpty, !backends.service.spec.ports.isEmpty { continue }
            for start in stride(from: 0, to: pods.count, by: Defaults.endpointsPerSlice) {
                let end = min(start + Defaults.endpointsPerSlice, pods.count)
                let endpoints = pods[start..<end].map { endpoint($0, backends, zoneOf: zone) }
                slices.append(slice(of: backends.service, endpoints, ports))
            }
        }
        return slices.isEmpty ? [slice(of: backends.service, [], [])] : slices
    }

    private static func slice(
        of service: Service, _ endpoints: [Endpoint], _ ports: [EndpointPort]
    ) -> EndpointSlice {
        var slice = EndpointSlice([
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
        ])
        slice.metadata.generateName = "\(service.metadata.name)-"
        slice.metadata.namespace = service.metadata.namespace
        var labels = service.metadata.labels
        labels[managedBy] = manager
        labels[serviceName] = service.metadata.name
        labels[ServiceEndpoints.headlessLabel] = service.spec.isHeadless ? "" : nil
        slice.metadata.labels = labels
        slice.metadata.ownerReferences = [controllerReference(to: service)]
        slice.addressType = "IPv4"
        slice.value["endpoints"] = .array(endpoints.map(\.value))
        // Slices, unlike Endpoints, name a port even when its name is empty.
        slice.ports = ports.map { port in
            var port = port
            port.name = port.name ?? ""
            return port
        }
        return slice
    }

    private static func endpoint(
        _ pod: Pod, _ backends: ServiceEndpoints, zoneOf zone: (String) -> String?
    ) -> Endpoint {
        let isTerminating = pod.metadata.isBeingDeleted
        var endpoint = Endpoint(["addresses": [.string(pod.status.podIP ?? "")]])
        endpoint.conditions.ready =
            backends.service.spec.publishNotReadyAddresses || pod.isReady && !isTerminating
        endpoint.conditions.serving = pod.isReady
        endpoint.conditions.terminating = isTerminating
        if let hostname = backends.hostname(of: pod) { endpoint.hostname = hostname }
        endpoint.targetRef = ServiceEndpoints.reference(to: pod)
        if let node = pod.spec.nodeName {
            endpoint.nodeName = node
            if let zone = zone(node) { endpoint.zone = zone }
        }
        return endpoint
    }
}
