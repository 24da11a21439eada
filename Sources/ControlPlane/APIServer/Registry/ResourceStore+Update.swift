import API
import Simulation

extension ResourceStore {
    /// What an update would make of an object. Called again with a newer one when somebody else
    /// was faster; `nil` stands for an object that does not exist yet.
    typealias Change = @Sendable (Value?) async throws(Status) -> Value

    /// Replaces the object called `name` by what `change` makes of it.
    ///
    /// `isForced` is for PATCH and for the server itself: whoever comes in between only makes it
    /// try again, unless `change` itself gives an older resourceVersion.
    ///
    /// **Throws** 404, 409 Conflict, 422 Invalid, and what admission refuses.
    func update(
        namespace: String, name: String, subresource: String = "", options: WriteOptions,
        _ change: Change
    ) async throws(Status) -> WriteResult {
        let key = resource.key(namespace: namespace, name: name)
        var current = try await readCached(key)
        for _ in 0..<APIServerDefaults.updateAttemptsMax {
            let attempt: WriteResult?
            do throws(Status) {
                attempt = try await tryUpdate(
                    current, key: key, namespace: namespace, name: name, subresource: subresource,
                    options: options, change)
            } catch {
                // What the cache showed may be old: only etcd's own answer makes a failure final.
                guard current?.mayBeStale == true else { throw error }
                current = try await read(key)
                continue
            }
            if let attempt { return attempt }
            current = try await read(key)
        }
        throw modified(name)
    }

    /// One attempt; nil if the object has changed meanwhile.
    private func tryUpdate(
        _ current: Current?, key: String, namespace: String, name: String, subresource: String,
        options: WriteOptions, _ change: Change
    ) async throws(Status) -> WriteResult? {
        guard let current else {
            guard strategy.allowsCreateOnUpdate || options.isApply, subresource.isEmpty else {
                throw notFound(name)
            }
            var object = try await change(nil)
            try checkNew(object, namespace: namespace, name: name)
            object["metadata"]["resourceVersion"] = nil
            try await options.mayCreate()
            return try await create(object, namespace: namespace, options: options)
        }
        let old = current.object
        var object = try await change(old)
        try checkIdentity(object, old: old, namespace: namespace, name: name)
        try checkVersion(object, current: current, name: name)
        carryOver(&object, old: old, subresource: subresource)
        strategy.setDefaults(&object)
        FieldTracking.record(
            &object, old: old, options: options, resource: resource, subresource: subresource,
            now: timestamp)
        var request = AdmissionRequest(
            operation: .update, resource: resource, subresource: subresource,
            namespace: namespace, name: name, user: options.user, object: object, oldObject: old,
            isDryRun: options.isDryRun, now: simulation.now, trace: options.trace)
        try await admission.mutate(&request)
        object = request.object ?? object
        let warnings = try prepare(
            &object, old: old, context: context(options, subresource: subresource),
            trace: options.trace)
        object = arranged(object, like: old)
        if ManagedFields.areSame(
            object["metadata"]["managedFields"], old["metadata"]["managedFields"])
        {
            keepTimes(&object, of: old)
        }
        request.object = object
        try await admission.validate(&request)
        return try await storeUpdate(
            object, current: current, key: key, options: options,
            warnings: warnings + request.warnings)
    }

    /// A change of nothing but the times in `managedFields` is none.
    ///
    /// Upstream: kubernetes apiserver/pkg/endpoints/handlers/fieldmanager/equality.go.
    private func keepTimes(_ object: inout Value, of old: Value) {
        var other = object
        other["metadata"]["managedFields"] = old["metadata"]["managedFields"]
        if other == old { object = other }
    }

    /// The kind's own preparation and the validation, between the two halves of admission.
    private func prepare(
        _ object: inout Value, old: Value, context: StrategyContext, trace: RequestTrace?
    ) throws(Status) -> [String] {
        strategy.prepareForUpdate(&object, old: old, context)
        raiseGeneration(&object, old: old, subresource: context.subresource)
        let problems =
            MetadataRules.updateProblems(object, old: old)
            + strategy.validateUpdate(object, old: old, context)
        try throwIfInvalid(problems, object, trace)
        return strategy.warnings(for: object, old: old, context)
    }

    private func storeUpdate(
        _ object: Value, current: Current, key: String, options: WriteOptions, warnings: [String]
    ) async throws(Status) -> WriteResult? {
        let (old, isDryRun) = (current.object, options.isDryRun)
        if Deletion.isFinished(object, old: old, resource: resource) {
            if isDryRun { return WriteResult(object: object, warnings: warnings) }
            guard try await remove(key: key, revision: current.revision) != nil else { return nil }
            return WriteResult(object: object, warnings: warnings)
        }
        if StoredObject.stripped(object) == StoredObject.stripped(old) {
            // Nothing changes; but only the newest may say so.
            if current.mayBeStale {
                guard let newest = try await read(key), newest.revision == current.revision else {
                    return nil
                }
            }
            return WriteResult(object: old, warnings: warnings)
        }
        if isDryRun {
            return WriteResult(
                object: StoredObject.served(object, revision: current.revision), warnings: warnings)
        }
        guard let written = try await replace(object, key: key, revision: current.revision) else {
            return nil
        }
        note(written, old: old, key: key, options.trace)
        return WriteResult(object: written, warnings: warnings)
    }

    // MARK: - The steps

    /// An object that a PUT or an apply creates must be the one that the path names, and may not be
    /// meant for one that is gone.
    private func checkNew(
        _ object: Value, namespace: String, name: String
    ) throws(Status) {
        let metadata = object["metadata"]
        if let uid = metadata["uid"].string, !uid.isEmpty {
            throw .conflict(
                resource.groupResource, name,
                "uid mismatch: the provided object specified uid \(uid), and no existing object was"
                    + " found")
        }
        let given = metadata["name"].string ?? ""
        if !given.isEmpty {
            try checkIdentity(object, old: object, namespace: namespace, name: name)
        }
    }

    private func checkIdentity(
        _ object: Value, old: Value, namespace: String, name: String
    ) throws(Status) {
        let metadata = object["metadata"]
        let given = metadata["name"].string ?? ""
        if given != name {
            if given.isEmpty {
                throw .badRequest("name must be provided")
            }
            throw .badRequest(
                "the name of the object (\(given)) does not match the name on the URL (\(name))")
        }
        if resource.isNamespaced {
            try MetadataRules.requireNamespace(metadata["namespace"].string ?? "", is: namespace)
        }
    }

    /// The optimistic lock: an object that names a version may only replace that version.
    private func checkVersion(
        _ object: Value, current: Current, name: String
    ) throws(Status) {
        let given = object["metadata"]["resourceVersion"].string ?? ""
        let uid = object["metadata"]["uid"].string ?? ""
        if given.isEmpty || given == "0" {
            guard strategy.allowsUnconditionalUpdate else {
                throw .invalid(
                    group: resource.resource.group, kind: resource.resource.resource, name: name,
                    [
                        .invalid(
                            "metadata.resourceVersion", 0, "must be specified for an update")
                    ])
            }
        } else {
            guard let version = UInt64(given) else {
                throw .plainInternal(
                    "strconv.ParseUint: parsing \(GoText.quoted(given)): invalid syntax")
            }
            guard version == UInt64(current.revision) else { throw modified(name) }
        }
        let stored = current.object["metadata"]["uid"].string ?? ""
        if !uid.isEmpty, uid != stored, given.isEmpty {
            let key = resource.key(
                namespace: current.object["metadata"]["namespace"].string ?? "", name: name)
            throw .conflict(
                resource.groupResource, name,
                "StorageError: invalid object, Code: 4, Key: \(key), ResourceVersion: 0, "
                    + "AdditionalErrorMsg: Precondition failed: UID in precondition: \(uid), "
                    + "UID in object meta: \(stored)")
        }
    }

    /// What an update cannot change is taken over from the old object.
    ///
    /// An update of the object keeps its status; an update of the status keeps everything but the
    /// status and, for pods and nodes, the labels that their kubelet sets on the way.
    private func carryOver(_ object: inout Value, old: Value, subresource: String) {
        var metadata = object["metadata"] ?? .object(Object())
        let before = old["metadata"]
        for name in ["generation", "creationTimestamp", "selfLink"] {
            metadata[name] = before[name]
        }
        for name in ["uid", "namespace", "deletionTimestamp", "deletionGracePeriodSeconds"]
        where metadata[name].string ?? "" == "" && metadata[name].int == nil {
            metadata[name] = before[name]
        }
        metadata["resourceVersion"] = before["resourceVersion"]
        object["metadata"] = metadata
        if subresource.isEmpty, resource.hasStatus, strategy.hasStatus {
            object["status"] = old["status"]
        } else if subresource == "status" {
            var kept = old
            kept["status"] = object["status"]
            if resource.kind != "Pod", resource.kind != "Node" {
                metadata["labels"] = before["labels"]
            }
            kept["metadata"] = metadata
            object = kept
        }
    }

    /// A change of what the object should be makes a new generation.
    private func raiseGeneration(_ object: inout Value, old: Value, subresource: String) {
        guard subresource != "status",
            !strategy.generationMembers.isEmpty, strategy.makesNewGeneration(object, old: old)
        else { return }
        object["metadata"]["generation"] =
            .int(Int64((old["metadata"]["generation"].int ?? 0) + 1))
    }
}
