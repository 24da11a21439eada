package import Simulation

/// What one object takes from the quotas of its namespace.
///
/// The API server asks before it stores an object, the quota controller when it counts again; both
/// must come to the same numbers.
///
/// Upstream: kubernetes pkg/quota/v1/evaluator/core.
package struct QuotaUsage: Sendable {
    /// In the plural, without a group for the core's.
    package let resource: GroupResource

    package init(_ resource: GroupResource) { self.resource = resource }

    /// Resources whose number has a name of its own, besides `count/...`.
    private static let counted: Set<String> = [
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
        "persistentvolumeclaims",
    ]
    private static let classSuffix = ".storageclass.storage.k8s.io/"

    private var isCore: Bool { resource.group.isEmpty }
    /// `count/deployments.apps`.
    package var countName: String { "count/\(resource)" }

    /// Whether a quota's `name` is about this resource at all.
    package func isMeasured(by name: String) -> Bool {
        if name == countName { return true }
        guard isCore else { return false }
        if Self.counted.contains(resource.resource), name == resource.resource { return true }
        switch resource.resource {
        case "pods": return Self.isCompute(name)
        case "services": return ["services.nodeports", "services.loadbalancers"].contains(name)
        case "persistentvolumeclaims":
            return name == "requests.storage" || name.contains(Self.classSuffix)
        default: return false
        }
    }

    /// `cpu`, `requests.memory`, `limits.cpu`, `requests.example.com/gpu`, `hugepages-2Mi`.
    private static func isCompute(_ name: String) -> Bool {
        if name == "requests.storage" || name.contains(classSuffix) { return false }
        return ["cpu", "memory", "ephemeral-storage"].contains(name)
            || name.hasPrefix("requests.") || name.hasPrefix("limits.")
            || name.hasPrefix("hugepages-")
    }

    /// What `object` counts for at `now`.
    package func amounts(of object: Value, now: SimulatedInstant) -> ResourceAmounts {
        var amounts = ResourceAmounts([countName: Quantity(1)])
        guard isCore else { return amounts }
        if resource.resource == "pods" {
            // A pod that has ended, or should have, holds nothing but its name.
            guard Self.isLive(object, now: now) else { return amounts }
            addPod(object["spec"], to: &amounts)
        }
        if Self.counted.contains(resource.resource) { amounts[resource.resource] = Quantity(1) }
        switch resource.resource {
        case "services": addService(object["spec"], to: &amounts)
        case "persistentvolumeclaims": addClaim(object, to: &amounts)
        default: break
        }
        return amounts
    }

    private static func isLive(_ pod: Value, now: SimulatedInstant) -> Bool {
        if ["Succeeded", "Failed"].contains(pod["status"]["phase"].string) { return false }
        // The timestamp is the end of the grace period already.
        guard let end = pod["metadata"]["deletionTimestamp"].string else { return true }
        return end > CivilTime(now).rfc3339
    }

    private func addPod(_ spec: Value?, to amounts: inout ResourceAmounts) {
        let requests = PodResources.requests(spec)
        for name in requests.names {
            amounts["requests." + name] = requests[name]
            // These have a short form; extended resources have only the long one.
            if ["cpu", "memory", "ephemeral-storage"].contains(name)
                || name.hasPrefix("hugepages-")
            {
                amounts[name] = requests[name]
            }
        }
        let limits = PodResources.limits(spec)
        for name in limits.names where ["cpu", "memory", "ephemeral-storage"].contains(name) {
            amounts["limits." + name] = limits[name]
        }
    }

    private func addService(_ spec: Value?, to amounts: inout ResourceAmounts) {
        let ports = spec["ports"].array ?? []
        switch spec["type"].string {
        case "NodePort": amounts["services.nodeports"] = Quantity(ports.count)
        case "LoadBalancer":
            amounts["services.loadbalancers"] = Quantity(1)
            let numbered = ports.filter { $0["nodePort"].int ?? 0 != 0 }
            let all = spec["allocateLoadBalancerNodePorts"].bool ?? true
            amounts["services.nodeports"] = Quantity(all ? ports.count : numbered.count)
        default: break
        }
    }

    private func addClaim(_ claim: Value, to amounts: inout ResourceAmounts) {
        let spec = claim["spec"]
        let storage = spec["resources"]["requests"]["storage"].flatMap { Quantity($0) }
        amounts["requests.storage"] = storage
        let legacy = claim["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"]
        guard let name = spec["storageClassName"].string ?? legacy.string, !name.isEmpty else {
            return
        }
        amounts[name + Self.classSuffix + "persistentvolumeclaims"] = Quantity(1)
        amounts[name + Self.classSuffix + "requests.storage"] = storage
    }

    /// The containers that leave out what `limited` quota resources count, as the refusal says it:
    /// `must specify cpu for: a,b; memory for: a`. Nil if there is nothing to say.
    package func missing(in object: Value, limited: [String]) -> String? {
        guard isCore, resource.resource == "pods" else { return nil }
        let basic = [
            "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
        ]
        let required = basic.filter { limited.contains($0) }.sorted()
        let spec = object["spec"]
        let containers = (spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])
        var texts: [String] = []
        for name in required {
            let names = containers.filter { !Self.sets(name, $0) && !Self.sets(name, spec) }
                .map { $0["name"].string ?? "" }
            if !names.isEmpty {
                texts.append("\(name) for: \(Set(names).sorted().joined(separator: ","))")
            }
        }
        return texts.isEmpty ? nil : "must specify " + texts.joined(separator: "; ")
    }

    private static func sets(_ name: String, _ owner: Value?) -> Bool {
        let isLimit = name.hasPrefix("limits.")
        let plain = name.split(separator: ".").last.map(String.init) ?? name
        return owner["resources"][isLimit ? "limits" : "requests"][plain] != nil
    }
}
