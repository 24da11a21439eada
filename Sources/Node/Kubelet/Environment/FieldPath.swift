import API
import ContainerRuntime
import Simulation

/// What the downward API can tell of a pod: its fields, and its containers' resources.
///
/// Upstream: kubernetes pkg/fieldpath/fieldpath.go, pkg/api/v1/resource/helpers.go.
struct DownwardSource: Sendable {
    /// With the annotations that the kubelet adds in memory.
    var pod: Pod
    var podIPs: [String]
    var hostIP: String
    /// Stands in for limits that a container does not set.
    var allocatable: [String: Quantity]

    /// The text of a field; nil if there is no such field to refer to.
    func field(_ path: String) -> String? {
        let metadata = pod.metadata
        if let (map, key) = Self.subscripted(path) {
            switch map {
            case "metadata.labels": return metadata.labels[key] ?? ""
            case "metadata.annotations": return metadata.annotations[key] ?? ""
            default: return nil
            }
        }
        switch path {
        case "metadata.name": return metadata.name
        case "metadata.namespace": return metadata.namespace
        case "metadata.uid": return metadata.uid
        case "metadata.labels": return Self.format(metadata.labels)
        case "metadata.annotations": return Self.format(metadata.annotations)
        case "spec.nodeName": return pod.spec.nodeName ?? ""
        case "spec.serviceAccountName": return pod.spec.serviceAccountName
        case "status.hostIP", "status.hostIPs": return hostIP
        case "status.podIP": return podIPs.first ?? ""
        case "status.podIPs": return podIPs.joined(separator: ",")
        default: return nil
        }
    }

    /// The text of a container's resource; nil if the container or the resource is unknown.
    func resource(_ selector: ResourceFieldSelector, ownContainer: Container?) -> String? {
        let container: Container
        if let name = selector.containerName, !name.isEmpty {
            let all = pod.spec.containers + pod.spec.initContainers
            guard let found = all.first(where: { $0.name == name }) else { return nil }
            container = found
        } else {
            guard let ownContainer else { return nil }
            container = ownContainer
        }
        let parts = selector.resource.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let amount: Quantity?
        switch parts[0] {
        case "requests": amount = container.resources.requests[parts[1]]
        case "limits": amount = container.resources.limits[parts[1]] ?? allocatable[parts[1]]
        default: return nil
        }
        let counted = (amount ?? .zero).counted(in: selector.divisor, isCPU: parts[1] == "cpu")
        return String(counted)
    }

    /// `key="value"` a line, sorted, without a newline at the end.
    static func format(_ map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key)=\(GoText.quoted($0.value))" }
            .joined(separator: "\n")
    }

    /// `metadata.labels['app']` as its two parts.
    static func subscripted(_ path: String) -> (map: String, key: String)? {
        guard path.hasSuffix("']"), let open = path.firstIndex(of: "[") else { return nil }
        let inner = path[path.index(after: open)...].dropLast()
        guard inner.count >= 2, inner.first == "'" else { return nil }
        return (String(path[..<open]), String(inner.dropFirst().dropLast()))
    }
}
