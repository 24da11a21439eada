import API

/// The rules for pods.
///
/// Upstream: kubernetes pkg/registry/core/pod/strategy.go.
struct PodStrategy: Strategy {
    var hasStatus: Bool { true }
    var generationMembers: [String] { ["spec"] }
    var selectableFields: [String] {
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
            "status.nominatedNodeName",
        ]
    }

    func selectableField(_ field: String, of object: Value) -> String {
        SelectableFields.text(of: field, in: object)
    }

    func setDefaults(_ object: inout Value) { object.editObject(PodDefaults.fillPod) }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        object["status"] = [
            "phase": "Pending", "qosClass": .string(PodQOS.classOf(object).rawValue),
        ]
    }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        switch context.subresource {
        case "ephemeralcontainers": return EphemeralContainers.keepRest(of: old, in: &object)
        case "resize": return PodResize.keepRest(of: old, in: &object)
        case "status": break
        default: return
        }
        // The class is decided once and not reported by the kubelet.
        if object["status"]["qosClass"] == nil, let known = old["status"]["qosClass"] {
            object["status"]["qosClass"] = known
        }
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        var errors = PodValidation.spec(object["spec"], "spec")
        if !(object["spec"]["ephemeralContainers"].array ?? []).isEmpty {
            errors.append(.forbidden("spec.ephemeralContainers", "cannot be set on create"))
        }
        return errors
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        switch context.subresource {
        case "ephemeralcontainers": return EphemeralContainers.problems(object, old: old)
        case "resize": return PodResize.problems(object, old: old)
        case "": break
        default: return []
        }
        return PodValidation.spec(object["spec"], "spec") + PodUpdate.problems(object, old: old)
    }

    /// Upstream: `CheckGracefulDelete`. A pod that no kubelet knows of, or that is done, goes at once.
    func gracePeriodSeconds(for object: Value, requested: Int?) -> Int? {
        let phase = object["status"]["phase"].string ?? ""
        if (object["spec"]["nodeName"].string ?? "").isEmpty { return nil }
        if phase == "Failed" || phase == "Succeeded" { return nil }
        let wanted = requested ?? object["spec"]["terminationGracePeriodSeconds"].int ?? 0
        if wanted == 0 { return nil }
        return wanted < 0 ? 1 : wanted
    }
}

/// How well a pod's containers say what they need, which decides who is evicted first.
///
/// Upstream: kubernetes pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS.
enum PodQOS: String {
    case bestEffort = "BestEffort"
    case burstable = "Burstable"
    case guaranteed = "Guaranteed"

    static func classOf(_ pod: Value) -> PodQOS {
        let spec = pod["spec"]
        let containers = (spec["initContainers"].array ?? []) + (spec["containers"].array ?? [])
        var isAny = false
        var isGuaranteed = true
        for container in containers {
            let limits = container["resources"]["limits"]
            let requests = container["resources"]["requests"]
            for resource in ["cpu", "memory"] {
                let limit = limits[resource].flatMap { Quantity($0) }.flatMap {
                    $0.isZero ? nil : $0
                }
                let request = requests[resource].flatMap { Quantity($0) }
                    .flatMap { $0.isZero ? nil : $0 }
                if limit != nil || request != nil { isAny = true }
                if limit == nil || request.map({ $0 != limit }) ?? false { isGuaranteed = false }
            }
        }
        if !isAny { return .bestEffort }
        return isGuaranteed ? .guaranteed : .burstable
    }
}
