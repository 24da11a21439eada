import API

/// What is checked of every object's metadata, whatever its kind.
///
/// Upstream: kubernetes apimachinery/pkg/api/validation/objectmeta.go.
enum MetadataRules {
    private static let metadata = FieldPath("metadata")
    /// **Unit**: bytes, of all annotations together. Source: `TotalAnnotationSizeLimitB`.
    private static let annotationBytesMax = 256 * 1024

    /// Everything wrong with the metadata of a new object.
    static func problems(
        _ object: Value, strategy: any Strategy, isNamespaced: Bool
    ) -> FieldErrorList {
        let meta = ObjectMeta(object["metadata"] ?? .object(Object()))
        var errors: FieldErrorList = []
        if let base = meta.generateName, !base.isEmpty {
            errors += strategy.nameProblems(base, isPrefix: true).map {
                .invalid(metadata.child("generateName"), .string(base), $0)
            }
        }
        if meta.name.isEmpty {
            errors.append(
                .required(metadata.child("name"), "name or generateName is required"))
        } else {
            errors += strategy.nameProblems(meta.name, isPrefix: false).map {
                .invalid(metadata.child("name"), .string(meta.name), $0)
            }
        }
        return errors + common(meta)
    }

    /// Everything wrong with the metadata of a changed object.
    static func updateProblems(_ object: Value, old: Value) -> FieldErrorList {
        let meta = ObjectMeta(object["metadata"] ?? .object(Object()))
        let before = ObjectMeta(old["metadata"] ?? .object(Object()))
        var errors: FieldErrorList = []
        func immutable(_ name: String) {
            let new = meta.value[name]
            guard new != before.value[name] else { return }
            errors.append(
                .invalid(metadata.child(name), new ?? .null, "field is immutable"))
        }
        for name in ["name", "namespace", "uid", "creationTimestamp"] { immutable(name) }
        for name in ["deletionTimestamp", "deletionGracePeriodSeconds"] { immutable(name) }
        if before.isBeingDeleted {
            let added = meta.finalizers.filter { !before.finalizers.contains($0) }
            if !added.isEmpty {
                let shown = added.map { "\"\($0)\"" }.joined(separator: ", ")
                errors.append(
                    .forbidden(
                        metadata.child("finalizers"),
                        "no new finalizers can be added if the object is being deleted, "
                            + "found new finalizers []string{\(shown)}"))
            }
        }
        return errors + common(meta)
    }

    private static func common(_ meta: ObjectMeta) -> FieldErrorList {
        var errors = labelProblems(meta.value["labels"], metadata.child("labels"))
        errors += annotationProblems(meta.annotations, metadata.child("annotations"))
        errors += ownerProblems(meta.ownerReferences, metadata.child("ownerReferences"))
        let path = metadata.child("finalizers")
        for (index, finalizer) in meta.finalizers.enumerated() {
            errors += Names.qualifiedName(finalizer).map {
                .invalid(path.index(index), .string(finalizer), $0)
            }
        }
        return errors
    }

    /// Upstream shows the whole path of the map, and the key or the value as what is invalid.
    static func labelProblems(_ labels: Value?, _ path: FieldPath) -> FieldErrorList {
        var errors: FieldErrorList = []
        for (key, value) in labels.stringMap?.sorted(by: { $0.key < $1.key }) ?? [] {
            errors += Names.qualifiedName(key).map { .invalid(path, .string(key), $0) }
            errors += Names.labelValue(value).map { .invalid(path, .string(value), $0) }
        }
        return errors
    }

    private static func annotationProblems(
        _ annotations: [String: String], _ path: FieldPath
    ) -> FieldErrorList {
        var errors: FieldErrorList = []
        var size = 0
        for (key, value) in annotations.sorted(by: { $0.key < $1.key }) {
            errors += Names.qualifiedName(key.lowercased()).map {
                .invalid(path, .string(key), $0)
            }
            size += key.utf8.count + value.utf8.count
        }
        if size > annotationBytesMax { errors.append(.tooLong(path, limit: annotationBytesMax)) }
        return errors
    }

    private static func ownerProblems(
        _ owners: [OwnerReference], _ path: FieldPath
    ) -> FieldErrorList {
        var errors: FieldErrorList = []
        var controller: OwnerReference?
        for (index, owner) in owners.enumerated() {
            let path = path.index(index)
            if owner.apiVersion.isEmpty {
                errors.append(
                    .invalid(path.child("apiVersion"), "", "version must not be empty"))
            }
            for name in ["kind", "name", "uid"] where owner.value[name].string ?? "" == "" {
                errors.append(
                    .invalid(path.child(name), "", "must not be empty"))
            }
            guard owner.controller == true else { continue }
            if let first = controller {
                errors.append(
                    .invalid(
                        FieldPath("metadata.ownerReferences"), .array(owners.map(\.value)),
                        "Only one reference can have Controller set to true. "
                            + "Found \"true\" in references for \(first.kind)/\(first.name) and "
                            + "\(owner.kind)/\(owner.name)"))
            } else {
                controller = owner
            }
        }
        return errors
    }

    /// **Throws** 400 if an object names another namespace than the path.
    static func requireNamespace(_ named: String, is path: String) throws(Status) {
        guard named.isEmpty || named == path else {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
    }
}
