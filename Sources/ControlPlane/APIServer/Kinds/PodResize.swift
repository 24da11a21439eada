import API

/// `pods/resize`: gives the containers of a running pod more or less.
///
/// Upstream: kubernetes pkg/registry/core/pod/strategy.go podResizeStrategy and
/// pkg/apis/core/validation/validation.go ValidatePodResize.
enum PodResize {
    private static let path: FieldPath = "spec"
    private static let lists = ["initContainers", "containers"]
    private static let container = DefaultFields("core/v1.Container")

    /// Of the new object only the resources of containers count, found by name.
    ///
    /// Containers that are added, left out or renamed stay as they are for `problems` to refuse.
    static func keepRest(of old: Value, in object: inout Value) {
        let wanted = object
        guard areAlike(wanted, old) else { return }
        object = old
        if let managers = wanted["metadata"]["managedFields"] {
            object["metadata"]["managedFields"] = managers
        }
        object.editObject { pod in
            pod.edit("spec") { spec in
                for list in lists {
                    let news = wanted["spec"][list].array ?? []
                    spec.editItems(list) { item in
                        guard let new = news.first(where: { $0["name"] == item["name"] }) else {
                            return
                        }
                        for field in ["resources", "resizePolicy"] {
                            if let value = new[field] { container.set(field, value, in: &item) }
                        }
                    }
                }
            }
        }
    }

    private static func areAlike(_ new: Value, _ old: Value) -> Bool {
        lists.allSatisfy { list in
            func names(_ pod: Value) -> [String?] {
                (pod["spec"][list].array ?? []).map { $0["name"].string }
            }
            return names(new) == names(old)
        }
    }

    static func problems(_ pod: Value, old: Value) -> [FieldError] {
        guard areAlike(pod, old) else {
            return [.forbidden(path, "only cpu and memory resources are mutable")]
        }
        var errors = PodValidation.spec(pod["spec"], path)
        if old["metadata"]["annotations"]["kubernetes.io/config.mirror"] != nil {
            errors.append(.forbidden("", "static pods cannot be resized"))
        }
        if PodQOS.classOf(pod) != PodQOS.classOf(old) {
            errors.append(
                .invalid(
                    path, .string(old["status"]["qosClass"].string ?? ""),
                    "Pod QOS Class may not change as a result of resizing"))
        }
        for list in lists {
            let before = old["spec"][list].array ?? []
            for (index, item) in (pod["spec"][list].array ?? []).enumerated()
            where index < before.count {
                let place = path.child(list).index(index).child("resources")
                errors += removed(item, before[index], place)
                if withoutSize(item) != withoutSize(before[index]) {
                    errors.append(.forbidden(path, "only cpu and memory resources are mutable"))
                }
            }
        }
        return errors
    }

    /// What was asked for may change, but not be taken back.
    private static func removed(_ new: Value, _ old: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (member, word) in [("requests", "requests"), ("limits", "limits")] {
            let kept = new["resources"][member]
            let before = (old["resources"][member].object ?? Object()).names
            if before.contains(where: { kept[$0] == nil }) {
                errors.append(
                    .forbidden(path.child(member), "resource \(word) cannot be removed"))
            }
        }
        return errors
    }

    /// The container as it must stay: all but its CPU and memory.
    private static func withoutSize(_ container: Value) -> Value {
        var container = container
        container["resizePolicy"] = nil
        for member in ["requests", "limits"] {
            for name in ["cpu", "memory"] where container["resources"][member][name] != nil {
                container["resources"][member][name] = nil
            }
            if container["resources"][member].object?.isEmpty == true {
                container["resources"][member] = nil
            }
        }
        return container
    }
}
