package import API

/// Amounts of what a node has: CPU, memory, and others by name.
package struct Resources: Hashable, Sendable {
    /// **Unit**: thousandths of a CPU.
    package var milliCPU = 0
    /// **Unit**: bytes.
    package var memory = 0
    /// **Unit**: bytes.
    package var ephemeralStorage = 0
    /// Extended resources (`example.com/gpu`), in units.
    package var others: [String: Int] = [:]

    package init() {}

    package init(_ quantities: [String: Quantity]) {
        for (name, quantity) in quantities {
            switch name {
            case "cpu": milliCPU = quantity.milliValue
            case "memory": memory = quantity.value
            case "ephemeral-storage": ephemeralStorage = quantity.value
            case "pods": break
            default: others[name] = quantity.value
            }
        }
    }

    /// What a pod requests: its containers together, or one init container if that wants more.
    ///
    /// Upstream: kubernetes component-helpers/resource/helpers.go PodRequests.
    package init(requestedBy spec: PodSpec) {
        for container in spec.containers { self += Resources(container.resources.requests) }
        var sidecars = Resources()
        for container in spec.initContainers {
            let own = Resources(container.resources.requests)
            if container.restartPolicy == "Always" {
                sidecars += own
                self += own
            } else {
                formMaximum(with: own + sidecars)
            }
        }
        self += Resources(spec.overhead)
    }

    private mutating func formMaximum(with other: Resources) {
        milliCPU = max(milliCPU, other.milliCPU)
        memory = max(memory, other.memory)
        ephemeralStorage = max(ephemeralStorage, other.ephemeralStorage)
        for (name, amount) in other.others { others[name] = max(others[name] ?? 0, amount) }
    }

    package static func + (left: Resources, right: Resources) -> Resources {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout Resources, right: Resources) {
        left.milliCPU = saturating(left.milliCPU, right.milliCPU)
        left.memory = saturating(left.memory, right.memory)
        left.ephemeralStorage = saturating(left.ephemeralStorage, right.ephemeralStorage)
        for (name, amount) in right.others {
            left.others[name] = saturating(left.others[name] ?? 0, amount)
        }
    }

    package static func -= (left: inout Resources, right: Resources) {
        left.milliCPU -= right.milliCPU
        left.memory -= right.memory
        left.ephemeralStorage -= right.ephemeralStorage
        for (name, amount) in right.others { left.others[name, default: 0] -= amount }
    }
}

/// A pod may ask for as much as fits in a number; sums of such pods must not overflow.
private func saturating(_ left: Int, _ right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max / 2 : min(sum, .max / 2)
}
