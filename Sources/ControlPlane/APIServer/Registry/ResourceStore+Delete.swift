import API
import Simulation

extension ResourceStore {
    /// What a delete answers with: the object where it lives on or where the kind shows it, else
    /// a Status of success.
    enum DeleteResult: Sendable {
        case object(Value)
        case success(Status.Details)
    }

    /// Kinds whose last state a delete answers with.
    ///
    /// Upstream: kubernetes pkg/registry/core, `ReturnDeletedObject`.
    private static let shown: Set<String> = [
        "pods", "podtemplates", "services", "serviceaccounts", "persistentvolumes",
        "persistentvolumeclaims", "resourcequotas",
    ]

    /// Deletes an object, or marks it for those who must do something before.
    ///
    /// **Throws** 404, 409 when a precondition does not hold, and what admission refuses.
    func delete(
        namespace: String, name: String, options: DeleteOptions, user: UserInfo
    ) async throws(Status) -> DeleteResult {
        let key = resource.key(namespace: namespace, name: name)
        guard var current = try await read(key) else { throw notFound(name) }
        try checkPreconditions(current.object, options, name: name)
        var request = AdmissionRequest(
            operation: .delete, resource: resource, namespace: namespace, name: name, user: user,
            oldObject: current.object, isDryRun: options.isDryRun, now: simulation.now,
            trace: options.trace)
        try await admission.mutate(&request)
        try await admission.validate(&request)
        for _ in 0..<APIServerDefaults.updateAttemptsMax {
            if let result = try await tryDelete(current, key: key, name: name, options: options) {
                return result
            }
            guard let newer = try await read(key) else { throw notFound(name) }
            current = newer
            try checkPreconditions(current.object, options, name: name)
        }
        throw modified(name)
    }

    /// One attempt; nil if the object has changed meanwhile.
    private func tryDelete(
        _ current: Current, key: String, name: String, options: DeleteOptions
    ) async throws(Status) -> DeleteResult? {
        var object = current.object
        let isNamespace = resource.kind == "Namespace" && resource.resource.group.isEmpty
        let grace = Deletion.mark(
            &object, options: options, strategy: strategy, now: simulation.now)
        if case .pending = grace { return .object(object) }
        strategy.prepareForDelete(&object, now: simulation.now)
        let present = object["metadata"]["finalizers"].array?.compactMap(\.string) ?? []
        let finalizers = Deletion.finalizers(present, options.propagation)
        if finalizers != present {
            object["metadata"]["finalizers"] =
                finalizers.isEmpty ? nil : .array(finalizers.map(Value.string))
        }
        let isHeldByNamespace =
            isNamespace && !(object["spec"]["finalizers"].array ?? []).isEmpty
        if case .none = grace, !finalizers.isEmpty || isHeldByNamespace {
            if isNamespace {
                markNamespace(&object)
            } else {
                Deletion.markAsDeleting(&object, now: simulation.now)
            }
        }
        object = arranged(object, like: current.object)
        var revision = current.revision
        let mustWait =
            !finalizers.isEmpty || isHeldByNamespace
            || object["metadata"]["deletionGracePeriodSeconds"].int ?? 0 > 0
        if object != current.object, mustWait || isMarked(grace) {
            if options.isDryRun { return .object(object) }
            guard let written = try await replace(object, key: key, revision: revision) else {
                return nil
            }
            note(written, old: current.object, key: key, options.trace)
            object = written
            revision = Int64(written["metadata"]["resourceVersion"].string ?? "") ?? revision
        }
        if mustWait { return .object(object) }
        return try await finish(object, key: key, revision: revision, options: options)
    }

    private func isMarked(_ grace: Deletion.Grace) -> Bool {
        if case .marked = grace { true } else { false }
    }

    private func finish(
        _ object: Value, key: String, revision: Int64, options: DeleteOptions
    ) async throws(Status) -> DeleteResult? {
        var object = object
        if !options.isDryRun {
            guard let removed = try await remove(key: key, revision: revision) else { return nil }
            note(nil, old: object, key: key, options.trace, revision: removed)
            object = StoredObject.served(object, revision: removed)
        }
        if Self.shown.contains(resource.resource.resource), resource.resource.group.isEmpty {
            return .object(object)
        }
        return .success(
            Status.Details(
                name: object["metadata"]["name"].string,
                group: resource.resource.group.isEmpty ? nil : resource.resource.group,
                kind: resource.resource.resource, uid: object["metadata"]["uid"].string))
    }

    /// A namespace shows by its phase that it is going.
    private func markNamespace(_ object: inout Value) {
        guard object["metadata"]["deletionTimestamp"].string == nil else { return }
        object["metadata"]["deletionTimestamp"] = .string(timestamp)
        object["status"]["phase"] = "Terminating"
    }

    private func checkPreconditions(
        _ object: Value, _ options: DeleteOptions, name: String
    ) throws(Status) {
        // These texts name the kind where others name the resource.
        let kind = GroupResource(group: resource.resource.group, resource: resource.kind)
        let uid = object["metadata"]["uid"].string ?? ""
        if let wanted = options.preconditionUID, wanted != uid {
            throw .conflict(
                kind, name,
                "the UID in the precondition (\(wanted)) does not match the UID in record (\(uid))."
                    + " The object might have been deleted and then recreated")
        }
        let version = object["metadata"]["resourceVersion"].string ?? ""
        if let wanted = options.preconditionResourceVersion, wanted != version {
            throw .conflict(
                kind, name,
                "the ResourceVersion in the precondition (\(wanted)) does not match the"
                    + " ResourceVersion in record (\(version)). The object might have been modified"
            )
        }
    }

    /// Deletes everything that `list` selects; answers with what it was.
    func deleteCollection(
        namespace: String, list: ListOptions, options: DeleteOptions, user: UserInfo
    ) async throws(Status) -> ListResult {
        var found = try await self.list(namespace: namespace, options: list)
        for (index, object) in found.items.enumerated() {
            let name = object["metadata"]["name"].string ?? ""
            let home = object["metadata"]["namespace"].string ?? ""
            do throws(Status) {
                let result = try await delete(
                    namespace: home, name: name, options: options, user: user)
                if case .object(let last) = result { found.items[index] = last }
            } catch {
                // Somebody else may have been faster.
                guard error.reason == .notFound else { throw error }
            }
        }
        if !found.items.isEmpty { found.revision = feed.revision }
        return found
    }
}
