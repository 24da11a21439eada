package import API

/// A node as the scheduler sees it: what it has, and what its pods have taken.
package struct NodeInfo: Sendable {
    package private(set) var node: Node
    package private(set) var allocatable: Resources
    /// How many pods the node takes.
    package private(set) var podsMax: Int
    package private(set) var requested = Resources()
    /// What pods without requests are counted as, for scoring only.
    package private(set) var nonZeroRequested = Resources()
    package private(set) var pods: [NamespacedName: PodInfo] = [:]
    /// Ports that its pods have taken on the host: how many pods want each.
    package private(set) var usedPorts: [HostPort: Int] = [:]
    /// **Unit**: bytes of each image that the node has, by each of its names.
    package private(set) var imageBytes: [String: Int]

    /// A port of the host; the address is `0.0.0.0` for all.
    package struct HostPort: Hashable, Sendable {
        package var address: String
        package var transport: String
        package var port: Int

        /// Whether two pods that want these cannot live on one node.
        package func conflicts(with other: HostPort) -> Bool {
            port == other.port && transport == other.transport
                && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
        }
    }

    package init(_ node: Node) {
        self.node = node
        allocatable = Resources(node.status.allocatable)
        podsMax = node.status.allocatable["pods"]?.value ?? 110
        imageBytes = Self.imageBytes(of: node)
    }

    package mutating func update(_ node: Node) {
        // A heartbeat leaves most of a node as it was.
        if node.value["status"]["images"] != self.node.value["status"]["images"] {
            imageBytes = Self.imageBytes(of: node)
        }
        self.node = node
        allocatable = Resources(node.status.allocatable)
        podsMax = node.status.allocatable["pods"]?.value ?? 110
    }

    private static func imageBytes(of node: Node) -> [String: Int] {
        var bytes: [String: Int] = [:]
        for image in node.status.images {
            for name in image.names { bytes[PodInfo.withTag(name)] = image.sizeBytes }
        }
        return bytes
    }

    package mutating func add(_ pod: PodInfo) {
        remove(pod.pod.namespacedName)
        pods[pod.pod.namespacedName] = pod
        requested += pod.requests
        nonZeroRequested += pod.nonZeroRequests
        for port in Self.hostPorts(of: pod.pod) { usedPorts[port, default: 0] += 1 }
    }

    package mutating func remove(_ name: NamespacedName) {
        guard let pod = pods.removeValue(forKey: name) else { return }
        requested -= pod.requests
        nonZeroRequested -= pod.nonZeroRequests
        for port in Self.hostPorts(of: pod.pod) {
            let count = (usedPorts[port] ?? 1) - 1
            usedPorts[port] = count > 0 ? count : nil
        }
    }

    /// The ports that a pod wants on its host.
    package static func hostPorts(of pod: Pod) -> [HostPort] {
        var ports: [HostPort] = []
        for container in pod.spec.containers {
            for port in container.ports {
                let number = port.hostPort ?? (pod.spec.hostNetwork ? port.containerPort : 0)
                if number > 0 {
                    ports.append(
                        HostPort(
                            address: port.hostIP ?? "0.0.0.0", transport: port.protocol,
                            port: number))
                }
            }
        }
        return ports
    }
}
