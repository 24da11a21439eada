import API

/// Which changes of an existing pod are refused.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidatePodUpdate.
/// Differs: the message does not end in the difference of the two specs as Go prints them.
enum PodUpdate {
    private static let path: FieldPath = "spec"
    private static let refusal =
        "pod updates may not change fields other than `spec.containers[*].image`,"
        + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
        + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)"

    static func problems(_ pod: Value, old: Value) -> [FieldError] {
        var errors: [FieldError] = []
        for list in ["containers", "initContainers"] {
            if pod["spec"][list].array?.count != old["spec"][list].array?.count {
                return [
                    .forbidden(path.child(list), "pod updates may not add or remove containers")
                ]
            }
        }
        errors += deadline(
            pod["spec"]["activeDeadlineSeconds"], old["spec"]["activeDeadlineSeconds"])
        errors += tolerations(pod["spec"]["tolerations"], old["spec"]["tolerations"])
        var allowed = pod["spec"] ?? .null
        keep("activeDeadlineSeconds", of: old, in: &allowed)
        keep("tolerations", of: old, in: &allowed)
        if old["spec"]["terminationGracePeriodSeconds"].int ?? 0 < 0,
            allowed["terminationGracePeriodSeconds"].int == 1
        {
            keep("terminationGracePeriodSeconds", of: old, in: &allowed)
        }
        keepGates(&allowed, old: old)
        keepImages(&allowed, old: old)
        if allowed != old["spec"] { errors.append(.forbidden(path, refusal)) }
        return errors
    }

    /// Puts a field back as it was, so that a change of it is not counted.
    private static func keep(_ name: String, of old: Value, in spec: inout Value) {
        spec[name] = old["spec"][name]
    }

    private static func keepImages(_ spec: inout Value, old: Value) {
        for list in ["containers", "initContainers"] {
            guard var items = spec[list].array, let before = old["spec"][list].array else {
                continue
            }
            for (index, item) in before.enumerated() where index < items.count {
                items[index]["image"] = item["image"]
            }
            spec[list] = .array(items)
        }
    }

    /// A gate may be lifted, and while there is one the node selector may still be narrowed.
    private static func keepGates(_ spec: inout Value, old: Value) {
        guard let gates = old["spec"]["schedulingGates"].array, !gates.isEmpty else { return }
        let left = spec["schedulingGates"].array ?? []
        if left.allSatisfy({ gates.contains($0) }) { keep("schedulingGates", of: old, in: &spec) }
        let labels = spec["nodeSelector"].object ?? Object()
        let before = old["spec"]["nodeSelector"].object ?? Object()
        if before.allSatisfy({ labels[$0.name] == $0.value }) {
            keep("nodeSelector", of: old, in: &spec)
        }
    }

    private static func deadline(_ new: Value?, _ old: Value?) -> [FieldError] {
        let place = path.child("activeDeadlineSeconds")
        guard let before = old.int else { return [] }
        guard let seconds = new.int else {
            return [
                .invalid(place, .null, "must not update from a positive integer to nil value")
            ]
        }
        return seconds > before
            ? [
                .invalid(
                    place, .int(Int64(seconds)), "must be less than or equal to previous value")
            ] : []
    }

    private static func tolerations(_ new: Value?, _ old: Value?) -> [FieldError] {
        func withoutTime(_ item: Value) -> Value {
            var item = item
            item["tolerationSeconds"] = nil
            return item
        }
        let left = (new.array ?? []).map(withoutTime)
        let isKept = (old.array ?? []).allSatisfy { left.contains(withoutTime($0)) }
        return isKept
            ? []
            : [
                .forbidden(
                    path.child("tolerations"),
                    "existing toleration can not be modified except its tolerationSeconds")
            ]
    }
}
