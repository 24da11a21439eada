import API
import Simulation

extension ResourceStore {
    /// Stores a new object.
    ///
    /// `object` is decoded and in the served version. Order: defaults, names and uid, mutating
    /// admission, the kind's preparation, validation, validating admission, storage.
    ///
    /// **Throws** 409 AlreadyExists, 422 Invalid, and what admission refuses.
    func create(
        _ object: Value, namespace: String, options: WriteOptions
    ) async throws(Status) -> WriteResult {
        let decoded = object
        var object = try placed(object, namespace: namespace)
        strategy.setDefaults(&object)
        FieldTracking.record(
            &object, old: nil, options: options, resource: resource, now: timestamp)
        var request = AdmissionRequest(
            operation: .create, resource: resource, namespace: namespace,
            name: object["metadata"]["name"].string ?? "", user: options.user, object: object,
            isDryRun: options.isDryRun, now: simulation.now, trace: options.trace)
        try await admission.mutate(&request)
        object = request.object ?? object
        strategy.setDefaults(&object)
        giveSystemFields(&object)
        let context = context(options)
        if resource.hasStatus, strategy.hasStatus { object["status"] = nil }
        if !strategy.generationMembers.isEmpty { object["metadata"]["generation"] = 1 }
        strategy.prepareForCreate(&object, context)
        var meta = MetadataRules.problems(
            object, strategy: strategy, isNamespaced: resource.isNamespaced)
        meta += strategy.validate(object, context)
        try throwIfInvalid(meta, object, options.trace)
        object = arranged(object, like: decoded)

        request.object = object
        request.name = object["metadata"]["name"].string ?? ""
        try await admission.validate(&request)
        let warnings = strategy.warnings(for: object, old: nil, context) + request.warnings
        let key = resource.key(namespace: namespace, name: request.name)
        if options.isDryRun {
            guard try await read(key) == nil else { throw alreadyExists(request.name) }
            return WriteResult(object: object, isCreated: true, warnings: warnings)
        }
        guard let created = try await insert(object, key: key) else {
            throw alreadyExists(request.name)
        }
        note(created, old: nil, key: key, options.trace)
        return WriteResult(object: created, isCreated: true, warnings: warnings)
    }

    private func alreadyExists(_ name: String) -> Status {
        .alreadyExists(resource.groupResource, name)
    }

    /// Checks the namespace against the path's, and that nobody chose what the server chooses.
    private func placed(_ object: Value, namespace: String) throws(Status) -> Value {
        var object = object
        let metadata = object["metadata"]
        if metadata["resourceVersion"].string ?? "" != "" {
            throw Status(
                code: 500, reason: nil,
                message: "resourceVersion should not be set on objects to be created")
        }
        if resource.isNamespaced {
            try MetadataRules.requireNamespace(metadata["namespace"].string ?? "", is: namespace)
            object["metadata"]["namespace"] = .string(namespace)
        } else if metadata["namespace"] != nil {
            object["metadata"]["namespace"] = nil
        }
        return object
    }

    /// The fields of a new object's metadata that the server decides.
    ///
    /// Upstream: kubernetes apiserver/pkg/registry/rest/meta.go FillObjectMetaSystemFields.
    private func giveSystemFields(_ object: inout Value) {
        var metadata = object["metadata"] ?? .object(Object())
        if metadata["name"].string ?? "" == "", let base = metadata["generateName"].string,
            !base.isEmpty
        {
            // A name may have 63 characters, five of which are the server's.
            metadata["name"] = .string(String(base.prefix(58)) + random.nameSuffix())
        }
        metadata["creationTimestamp"] = .string(timestamp)
        metadata["uid"] = .string(random.uuid())
        metadata["deletionTimestamp"] = nil
        metadata["deletionGracePeriodSeconds"] = nil
        metadata["generation"] = nil
        metadata["selfLink"] = nil
        object["metadata"] = metadata
    }

    /// **Throws** 422 with all `problems` at once.
    func throwIfInvalid(
        _ problems: [FieldError], _ object: Value, _ trace: RequestTrace? = nil
    ) throws(Status) {
        trace?.record(
            "validation", problems.isEmpty ? "nothing is wrong" : "\(problems.count) wrong",
            details: problems.map(\.description))
        guard !problems.isEmpty else { return }
        throw .invalid(
            resource.groupVersionKind, object["metadata"]["name"].string ?? "", problems)
    }
}
