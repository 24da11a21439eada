import API

/// What is wrong with a container's environment.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidateEnv, validateEnvVarValueFrom.
enum EnvironmentValidation {
    private static let referenceKinds = [
        "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef",
    ]

    static func variables(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, variable) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            let name = variable["name"].string ?? ""
            errors +=
                name.isEmpty
                ? [.required(place.child("name"))]
                : Check.invalid(
                    place.child("name"), .string(name), Names.environmentVariable(name))
            if let source = variable["valueFrom"] {
                errors += reference(
                    source, hasValue: !(variable["value"].string ?? "").isEmpty,
                    place.child("valueFrom"))
            }
        }
        return errors
    }

    private static func reference(
        _ source: Value, hasValue: Bool, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if source["fieldRef"] != nil {
            errors += DownwardValidation.variable(source["fieldRef"], path.child("fieldRef"))
        }
        if source["resourceFieldRef"] != nil {
            errors += DownwardValidation.resource(
                source["resourceFieldRef"], path.child("resourceFieldRef"))
        }
        for kind in ["configMapKeyRef", "secretKeyRef"] where source[kind] != nil {
            errors += key(source[kind], path.child(kind))
        }
        let kinds = referenceKinds.filter { source[$0] != nil }
        if kinds.isEmpty {
            errors.append(
                .invalid(
                    path, "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
                        + "`secretKeyRef` or `fileKeyRef`"))
        } else if hasValue {
            errors.append(.invalid(path, "", "may not be specified when `value` is not empty"))
        } else if kinds.count > 1 {
            errors.append(
                .invalid(path, "", "may not have more than one field specified at a time"))
        }
        return errors
    }

    private static func key(_ selector: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let name = selector["name"].string ?? ""
        errors += Check.invalid(path.child("name"), .string(name), Names.dns1123Subdomain(name))
        let key = selector["key"].string ?? ""
        errors +=
            key.isEmpty
            ? [.required(path.child("key"))]
            : Check.invalid(path.child("key"), .string(key), Names.configMapKey(key))
        return errors
    }

    static func sources(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, source) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            if let prefix = source["prefix"].string, !prefix.isEmpty {
                errors += Check.invalid(
                    place.child("prefix"), .string(prefix), Names.environmentVariable(prefix))
            }
            let kinds = ["configMapRef", "secretRef"].filter { source[$0] != nil }
            for kind in kinds {
                let name = source[kind]["name"].string ?? ""
                errors += Check.invalid(
                    place.child(kind).child("name"), .string(name), Names.dns1123Subdomain(name))
            }
            if kinds.isEmpty {
                errors.append(
                    .invalid(place, "", "must specify one of: `configMapRef` or `secretRef`"))
            } else if kinds.count > 1 {
                errors.append(
                    .invalid(place, "", "may not have more than one field specified at a time"))
            }
        }
        return errors
    }
}

/// What is wrong with references to the pod's own fields and resources.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go validateObjectFieldSelector,
/// validateContainerResourceFieldSelector.
enum DownwardValidation {
    private static let labels: Set<String> = [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
        "metadata.uid", "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName",
        "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]
    private static let variableFields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]
    private static let fileFields = [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
        "metadata.uid",
    ]
    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
        "requests.ephemeral-storage", "requests.memory",
    ]

    /// A field as the value of an environment variable.
    static func variable(_ selector: Value?, _ path: FieldPath) -> [FieldError] {
        field(selector, supported: variableFields, path)
    }

    /// A field as the content of a file.
    static func file(_ selector: Value?, _ path: FieldPath) -> [FieldError] {
        field(selector, supported: fileFields, path)
    }

    private static func field(
        _ selector: Value?, supported: [String], _ path: FieldPath
    ) -> [FieldError] {
        let name = selector["fieldPath"].string ?? ""
        let place = path.child("fieldPath")
        if (selector["apiVersion"].string ?? "").isEmpty {
            return [.required(path.child("apiVersion"))]
        }
        if name.isEmpty { return [.required(place)] }
        if let (base, key) = subscripted(name) {
            guard base == "metadata.annotations" || base == "metadata.labels" else {
                return [.invalid(place, .string(name), "does not support subscript")]
            }
            return Check.invalid(
                place, .string(key),
                Names.qualifiedName(base.hasSuffix("annotations") ? key.lowercased() : key))
        }
        guard labels.contains(name) else {
            return [
                .invalid(
                    place, .string(name),
                    "error converting fieldPath: field label not supported: \(name)")
            ]
        }
        return supported.contains(name)
            ? [] : [.notSupported(place, .string(name), supported: supported)]
    }

    /// `metadata.labels['app']` as its two parts.
    private static func subscripted(_ path: String) -> (base: String, key: String)? {
        guard path.hasSuffix("']"), let bracket = path.firstIndex(of: "["),
            path[bracket...].hasPrefix("['")
        else { return nil }
        return (String(path[..<bracket]), String(path[bracket...].dropFirst(2).dropLast(2)))
    }

    /// A resource of a container; a file must say of which.
    static func resource(
        _ selector: Value?, inFile: Bool = false, _ path: FieldPath
    ) -> [FieldError] {
        if inFile, (selector["containerName"].string ?? "").isEmpty {
            return [.required(path.child("containerName"))]
        }
        let name = selector["resource"].string ?? ""
        if name.isEmpty { return [.required(path.child("resource"))] }
        let isHugePage =
            name.hasPrefix("limits.hugepages-") || name.hasPrefix("requests.hugepages-")
        guard resources.contains(name) || isHugePage else {
            return [
                .notSupported(path.child("resource"), .string(name), supported: resources)
            ]
        }
        return divisor(selector["divisor"], resource: name, path.child("divisor"))
    }

    private static let sizes = [
        "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
    ]

    private static func divisor(
        _ value: Value?, resource: String, _ path: FieldPath
    ) -> [FieldError] {
        guard let value, let divisor = Quantity(value), !divisor.isZero else { return [] }
        let short = resource.split(separator: ".").last.map(String.init) ?? resource
        if short == "cpu" {
            return ["1m", "1"].contains(divisor.description)
                ? []
                : [
                    .invalid(
                        path, .string(divisor.description),
                        "only divisor's values 1m and 1 are supported with the cpu resource")
                ]
        }
        return sizes.contains(divisor.description)
            ? []
            : [
                .invalid(
                    path, .string(divisor.description),
                    "only divisor's values " + sizes.joined(separator: ", ")
                        + " are supported with the \(short.isEmpty ? resource : short) resource")
            ]
    }
}
