/// What a pod asks for as a whole.
///
/// ```
/// init containers run one after another, sidecars (restartPolicy: Always) beside all that follow:
///   max( sum(containers) + sum(sidecars),  max over init i of (init i + sidecars before i) ) + overhead
/// ```
/// Upstream: kubernetes component-helpers/resource/helpers.go PodRequests, PodLimits.
package enum PodResources {
    package static func requests(_ spec: Value?) -> ResourceAmounts { total(spec, "requests") }
    package static func limits(_ spec: Value?) -> ResourceAmounts { total(spec, "limits") }

    private static func total(_ spec: Value?, _ kind: String) -> ResourceAmounts {
        var sum = ResourceAmounts()
        for container in spec["containers"].array ?? [] {
            sum = sum + ResourceAmounts(container["resources"][kind])
        }
        var sidecars = ResourceAmounts()
        var initial = ResourceAmounts()
        for container in spec["initContainers"].array ?? [] {
            let amounts = ResourceAmounts(container["resources"][kind])
            if container["restartPolicy"].string == "Always" {
                sum = sum + amounts
                sidecars = sidecars + amounts
                initial = initial.maximum(sidecars)
            } else {
                initial = initial.maximum(amounts + sidecars)
            }
        }
        var result = sum.maximum(initial)
        // What the pod itself says replaces the sum of its containers.
        for member in spec["resources"][kind].object ?? Object() {
            if let amount = Quantity(member.value) { result[member.name] = amount }
        }
        let overhead = ResourceAmounts(spec["overhead"])
        for name in overhead.names where kind == "requests" || result[name] != nil {
            result.add(name, overhead[name] ?? .zero)
        }
        return result
    }

    /// Whether no container asks for CPU or memory: the class that is evicted first.
    package static func isBestEffort(_ spec: Value?) -> Bool {
        let containers =
            (spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])
        let all = containers.map { $0["resources"] } + [spec["resources"]]
        return all.allSatisfy { resources in
            ["requests", "limits"].allSatisfy { kind in
                ["cpu", "memory"].allSatisfy { name in
                    Quantity(resources[kind][name] ?? "0")?.isZero ?? true
                }
            }
        }
    }
}
