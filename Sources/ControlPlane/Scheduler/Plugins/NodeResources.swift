import API

/// A node must have left what a pod requests; of those that have, emptier ones are better.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/noderesources (Fit with LeastAllocated).
struct NodeResourcesFit: FilterPlugin, ScorePlugin {
    let name = "NodeResourcesFit"
    let weight = 1

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        let (wanted, has, taken) = (pod.requests, node.allocatable, node.requested)
        var reasons: [String] = []
        // What is asked beyond the whole node cannot be had by evicting anybody.
        var isResolvable = true
        func check(_ name: String, _ wanted: Int, _ has: Int, _ taken: Int) {
            guard wanted > 0, wanted > has - taken else { return }
            reasons.append("Insufficient \(name)")
            if wanted > has { isResolvable = false }
        }
        if node.pods.count + 1 > node.podsMax { reasons.append("Too many pods") }
        check("cpu", wanted.milliCPU, has.milliCPU, taken.milliCPU)
        check("memory", wanted.memory, has.memory, taken.memory)
        check(
            "ephemeral-storage", wanted.ephemeralStorage, has.ephemeralStorage,
            taken.ephemeralStorage)
        for (name, amount) in wanted.others.sorted(by: { $0.key < $1.key }) {
            check(name, amount, has.others[name] ?? 0, taken.others[name] ?? 0)
        }
        return reasons.isEmpty ? nil : Rejection(reasons, isResolvable: isResolvable)
    }

    /// The share of CPU and memory that stays free, averaged.
    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        let taken = node.nonZeroRequested + pod.nonZeroRequests
        let cpu = freeShare(taken.milliCPU, node.allocatable.milliCPU)
        let memory = freeShare(taken.memory, node.allocatable.memory)
        return (cpu + memory) / 2
    }

    /// What stays free, in percent.
    private func freeShare(_ taken: Int, _ has: Int) -> Int {
        has == 0 || taken > has ? 0 : Int(100 - 100 * Double(taken) / Double(has))
    }
}

/// Prefers nodes whose CPU and memory are used to a like degree.
struct NodeResourcesBalancedAllocation: ScorePlugin {
    let name = "NodeResourcesBalancedAllocation"
    let weight = 1

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        // A pod that requests nothing cannot balance anything.
        guard pod.requests.milliCPU > 0 || pod.requests.memory > 0 else { return 0 }
        let taken = node.requested + pod.requests
        func share(_ taken: Int, _ has: Int) -> Double {
            has == 0 ? 1 : min(1, Double(taken) / Double(has))
        }
        let cpu = share(taken.milliCPU, node.allocatable.milliCPU)
        let memory = share(taken.memory, node.allocatable.memory)
        // The standard deviation of two numbers is half their distance.
        return Int((1 - abs(cpu - memory) / 2) * 100)
    }
}

/// Prefers nodes that have the pod's images already.
///
/// Differs: upstream counts an image for less while few nodes have it, against a rush on one node.
struct ImageLocality: ScorePlugin {
    let name = "ImageLocality"
    let weight = 1

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        let bytes = pod.images.reduce(0) { $0 + (node.imageBytes[$1] ?? 0) }
        // Below 23 MB an image is quickly pulled, above 1 GB for each container more is no better.
        let (least, most) = (23 << 20, (1000 << 20) * max(1, pod.images.count))
        return 100 * (min(max(bytes, least), most) - least) / (most - least)
    }
}
