import API

/// What drivers of storage tell of themselves, and what they are asked to attach.
///
/// Upstream: kubernetes pkg/apis/storage/v1/defaults.go and validation/validation.go.
enum DriverKinds {
    static let rules: [String: any Strategy] = [
        "csidrivers.storage.k8s.io": KindRules(
            hasStatus: false, generationMembers: ["spec"],
            defaults: { $0.edit("spec", driverSpec.fill) }, validation: driver,
            updateValidation: { new, old in
                ["attachRequired", "volumeLifecycleModes"].flatMap {
                    Check.immutable(new["spec"][$0], old["spec"][$0], FieldPath("spec").child($0))
                }
            }),
        "csinodes.storage.k8s.io": KindRules(hasStatus: false, validation: node),
        "csistoragecapacities.storage.k8s.io": KindRules(
            hasStatus: false, validation: capacity,
            updateValidation: { new, old in
                ["nodeTopology", "storageClassName"].flatMap {
                    Check.immutable(new[$0], old[$0], FieldPath($0))
                }
            }),
        "volumeattachments.storage.k8s.io": KindRules(
            initialStatus: ["attached": false], validation: attachment,
            updateValidation: { Check.immutable($0["spec"], $1["spec"], "spec") }),
        "volumeattributesclasses.storage.k8s.io": KindRules(
            hasStatus: false, validation: attributes,
            updateValidation: { new, old in
                ["driverName", "parameters"].filter { new[$0] != old[$0] }.map {
                    .forbidden(FieldPath($0), "updates to \($0) are forbidden.")
                }
            }),
    ]

    private static let driverSpec = DefaultFields(
        "storage/v1.CSIDriverSpec",
        [
            "attachRequired": true, "podInfoOnMount": false, "volumeLifecycleModes": ["Persistent"],
            "storageCapacity": false, "fsGroupPolicy": "ReadWriteOnceWithFSType",
            "requiresRepublish": false, "seLinuxMount": false,
        ])

    /// A driver's name: at most 63 characters of a DNS name, capitals allowed.
    private static func name(_ name: String, _ path: FieldPath) -> [FieldError] {
        if name.isEmpty { return [.required(path)] }
        var errors: [FieldError] = []
        if name.utf8.count > 63 { errors.append(.tooLong(path, limit: 63)) }
        return errors
            + Check.invalid(path, .string(name), Names.dns1123Subdomain(name.lowercased()))
    }

    @Sendable private static func driver(_ object: Value) -> [FieldError] {
        var errors = name(object["metadata"]["name"].string ?? "", "metadata.name")
        errors += Check.oneOf(
            object["spec"]["fsGroupPolicy"], ["File", "None", "ReadWriteOnceWithFSType"],
            "spec.fsGroupPolicy")
        for mode in object["spec"]["volumeLifecycleModes"].array ?? [] {
            errors += Check.oneOf(
                mode, ["Ephemeral", "Persistent"], "spec.volumeLifecycleModes", isRequired: true)
        }
        return errors
    }

    @Sendable private static func node(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, driver) in (object["spec"]["drivers"].array ?? []).enumerated() {
            let path = FieldPath("spec.drivers").index(index)
            let text = driver["name"].string ?? ""
            errors += name(text, path.child("name"))
            if (driver["nodeID"].string ?? "").isEmpty {
                errors.append(.required(path.child("nodeID")))
            }
            if !seen.insert(text).inserted {
                errors.append(.duplicate(path.child("name"), .string(text)))
            }
        }
        return errors
    }

    @Sendable private static func capacity(_ object: Value) -> [FieldError] {
        let text = object["storageClassName"].string ?? ""
        var errors = Check.invalid(
            "storageClassName", .string(text), Names.dns1123Subdomain(text))
        for field in ["capacity", "maximumVolumeSize"] {
            if let size = object[field] { errors += Check.quantity(size, FieldPath(field)) }
        }
        return errors + Check.selector(object["nodeTopology"], "nodeTopology")
    }

    @Sendable private static func attachment(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors: [FieldError] = []
        for field in ["attacher", "nodeName"] where (spec[field].string ?? "").isEmpty {
            errors.append(.required(FieldPath("spec").child(field)))
        }
        let volume = spec["source"]["persistentVolumeName"]
        let inline = spec["source"]["inlineVolumeSpec"]
        if volume == nil, inline == nil {
            errors.append(
                .required(
                    "spec.source",
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName"))
        } else if volume != nil, inline != nil {
            errors.append(
                .forbidden(
                    "spec.source",
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName"))
        } else if volume != nil, (volume.string ?? "").isEmpty {
            errors.append(
                .required(
                    "spec.source.persistentVolumeName",
                    "must specify non empty persistentVolumeName"))
        }
        return errors
    }

    @Sendable private static func attributes(_ object: Value) -> [FieldError] {
        var errors = name(object["driverName"].string ?? "", "driverName")
        if object["parameters"].object?.isEmpty ?? true {
            errors.append(.required("parameters", "must contain at least one key/value pair"))
        }
        return errors
    }
}
