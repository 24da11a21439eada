package import API

/// A pod with what plugins ask of it again and again.
package struct PodInfo: Sendable {
    package let pod: Pod
    /// What the pod requests in all: `cpu` in thousandths, everything else in units.
    package let requests: Resources
    /// The requests, with 100m CPU and 200 MB for each container that names none.
    ///
    /// Upstream: kubernetes pkg/scheduler/util/pod_resources.go, so that pods without requests
    /// still spread.
    package let nonZeroRequests: Resources
    /// Its containers' images, each once, with their tags.
    package let images: Set<String>
    package let claims: PodClaims

    package init(_ pod: Pod, claims: PodClaims = PodClaims()) {
        self.pod = pod
        self.claims = claims
        requests = Resources(requestedBy: pod.spec)
        let containers = pod.spec.containers
        nonZeroRequests = containers.reduce(into: Resources()) { sum, container in
            var own = Resources(container.resources.requests)
            if own.milliCPU == 0 { own.milliCPU = Defaults.unrequestedMilliCPU }
            if own.memory == 0 { own.memory = Defaults.unrequestedMemoryBytes }
            sum += own
        }
        images = Set(containers.map { Self.withTag($0.image) })
    }

    /// `nginx` means `nginx:latest`.
    static func withTag(_ image: String) -> String {
        let last = image.utf8.lastIndex(of: UInt8(ascii: "/")) ?? image.startIndex
        let isTagged = image.utf8[last...].contains {
            $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@")
        }
        return isTagged ? image : image + ":latest"
    }
}
