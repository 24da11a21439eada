import API
import Client

/// Which pods stand behind a service, and at which ports.
///
/// Upstream: kubernetes pkg/controller/endpoint, staging/src/k8s.io/endpointslice.
struct ServiceEndpoints: Sendable {
    let service: Service
    /// In the order of their names.
    let pods: [Pod]

    init(_ service: Service, pods: [Pod]) {
        self.service = service
        let selector = service.spec.selector
        self.pods = pods.filter { pod in
            let labels = pod.metadata.labels
            return pod.metadata.namespace == service.metadata.namespace && !pod.isOver
                && pod.status.podIP != nil && selector.allSatisfy { labels[$0.key] == $0.value }
        }
    }

    /// Whether somebody other than the service's author keeps its endpoints.
    static func isManaged(_ service: Service) -> Bool {
        !service.spec.selector.isEmpty && service.spec.type != "ExternalName"
    }

    /// The name by which a pod is known below a headless service.
    func hostname(of pod: Pod) -> String? {
        guard let hostname = pod.spec.hostname, !hostname.isEmpty,
            pod.spec.subdomain == service.metadata.name
        else { return nil }
        return hostname
    }

    /// The ports of the service as numbers of this pod.
    func ports(of pod: Pod) -> [EndpointPort] {
        service.spec.ports.compactMap { port in
            guard let number = Self.number(of: port, in: pod) else { return nil }
            var result = EndpointPort(.object(Object()))
            if !port.name.isEmpty { result.name = port.name }
            result.port = number
            result.protocol = port.protocol
            if let appProtocol = port.appProtocol { result.appProtocol = appProtocol }
            return result
        }
    }

    /// A port by number is taken as it is; one by name is looked up in the pod's containers.
    private static func number(of port: ServicePort, in pod: Pod) -> Int? {
        switch port.targetPort {
        case .int(let number): return number == 0 ? port.port : number
        case nil: return port.port
        case .string(let name):
            for container in pod.spec.containers + pod.spec.initContainers {
                for own in container.ports
                where own.name == name && own.protocol == port.protocol {
                    return own.containerPort
                }
            }
            return nil
        }
    }

    /// Pods that have the same port numbers, in the order of their first pods.
    func groups(_ pods: [Pod]) -> [(ports: [EndpointPort], pods: [Pod])] {
        var groups: [(ports: [EndpointPort], pods: [Pod])] = []
        for pod in pods {
            let ports = ports(of: pod)
            if let index = groups.firstIndex(where: { $0.ports == ports }) {
                groups[index].pods.append(pod)
            } else {
                groups.append((ports, [pod]))
            }
        }
        return groups
    }

    static func reference(to pod: Pod) -> ObjectReference {
        ObjectReference([
            "kind": "Pod", "namespace": .string(pod.metadata.namespace),
            "name": .string(pod.metadata.name), "uid": .string(pod.metadata.uid),
        ])
    }

    static let triggerTime = "endpoints.kubernetes.io/last-change-trigger-time"
    static let headlessLabel = "service.kubernetes.io/headless"
}

/// Queues the services whose endpoints a change of a pod may touch.
func servicesSelecting(_ pod: Pod, in services: [Service]) -> [NamespacedName] {
    let labels = pod.metadata.labels
    return services.filter { service in
        let selector = service.spec.selector
        return !selector.isEmpty && service.metadata.namespace == pod.metadata.namespace
            && selector.allSatisfy { labels[$0.key] == $0.value }
    }.map(\.namespacedName)
}

/// Puts services into `queue` when they, their pods or what was made for them change.
func feedServices(
    _ queue: WorkQueue<NamespacedName>, _ informers: Informers
) {
    let services = informers.services
    services.onChange { queue.add($0.object.namespacedName) }
    informers.pods.onChange { change in
        var names = servicesSelecting(change.object, in: services.list())
        if case .updated(let old, let new) = change {
            if old.status == new.status, old.metadata.labels == new.metadata.labels,
                old.metadata.isBeingDeleted == new.metadata.isBeingDeleted
            {
                return
            }
            names += servicesSelecting(old, in: services.list())
        }
        for name in names { queue.add(name) }
    }
}
