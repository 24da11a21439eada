import API
import Client
import Simulation

/// Keeps one Endpoints object for each service with a selector.
///
/// Upstream: kubernetes pkg/controller/endpoint/endpoints_controller.go.
/// Differs: the trigger time is the time of the write; no limit of 1000 addresses.
struct EndpointsReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "endpoint-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client))
        feedServices(controller.queue, informers)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let service = informers.services.get(name) else {
            return try await remove(name)
        }
        guard ServiceEndpoints.isManaged(service) else { return .done }
        let pods = informers.pods.list(namespace: name.namespace)
        let backends = ServiceEndpoints(service, pods: pods)
        let subsets = Self.subsets(backends)
        let present = informers.endpoints.get(name)
        var wanted = present ?? Endpoints(namespace: name.namespace, name: name.name)
        wanted.metadata.labels = Self.labels(of: service)
        wanted.subsets = subsets
        if let present, present.subsets == subsets,
            present.metadata.labels == wanted.metadata.labels
        {
            return .done
        }
        wanted.metadata.annotations[ServiceEndpoints.triggerTime] =
            CivilTime(client.simulation.now).rfc3339
        do {
            if present == nil {
                try await client.create(wanted)
            } else {
                try await client.update(wanted)
            }
        } catch {
            if PodControl.isNamespaceTerminating(error) { return .done }
            throw error
        }
        return .done
    }

    private func remove(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let present = informers.endpoints.get(name),
            present.metadata.labels["endpoints.kubernetes.io/managed-by"] != nil
        else { return .done }
        do {
            try await client.delete(Endpoints.self, namespace: name.namespace, name: name.name)
        } catch {
            if error.reason != .notFound { throw error }
        }
        return .done
    }

    private static func labels(of service: Service) -> [String: String] {
        var labels = service.metadata.labels
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller"
        labels[ServiceEndpoints.headlessLabel] = service.spec.isHeadless ? "" : nil
        return labels
    }

    /// Pure: the subsets that show these backends.
    static func subsets(_ backends: ServiceEndpoints) -> [EndpointSubset] {
        let publishAll = backends.service.spec.publishNotReadyAddresses
        let living = backends.pods.filter { publishAll || !$0.metadata.isBeingDeleted }
        return backends.groups(living).compactMap { ports, pods in
            if ports.isEmpty, !backends.service.spec.ports.isEmpty { return nil }
            var subset = EndpointSubset(.object(Object()))
            subset.addresses = addresses(of: pods.filter { publishAll || $0.isReady }, backends)
            subset.notReadyAddresses = addresses(
                of: pods.filter { !publishAll && !$0.isReady }, backends)
            subset.ports = ports
            return subset
        }
    }

    private static func addresses(
        of pods: [Pod], _ backends: ServiceEndpoints
    ) -> [EndpointAddress] {
        let addresses = pods.map { pod in
            var address = EndpointAddress(["ip": .string(pod.status.podIP ?? "")])
            if let hostname = backends.hostname(of: pod) { address.hostname = hostname }
            if let node = pod.spec.nodeName { address.nodeName = node }
            address.targetRef = ServiceEndpoints.reference(to: pod)
            return address
        }
        return addresses.sorted {
            ($0.ip, $0.targetRef?.uid ?? "") < ($1.ip, $1.targetRef?.uid ?? "")
        }
    }
}
