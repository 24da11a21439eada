import API
import Simulation

extension ResourceStore {
    /// Changes one part of an object that has rules of its own (binding, finalizers): only what
    /// `change` does, no kind's validation, tried again while others write.
    ///
    /// **Throws** 404, what `change` throws, and 409 if it sets an older resourceVersion.
    func modify(
        namespace: String, name: String, options: WriteOptions,
        _ change: @Sendable (Value) throws(Status) -> Value
    ) async throws(Status) -> Value {
        let key = resource.key(namespace: namespace, name: name)
        for _ in 0..<APIServerDefaults.updateAttemptsMax {
            guard let current = try await read(key) else { throw notFound(name) }
            let object = arranged(try change(current.object), like: current.object)
            let version = object["metadata"]["resourceVersion"].string ?? ""
            guard version.isEmpty || version == String(current.revision) else {
                throw modified(name)
            }
            if options.isDryRun { return object }
            if Deletion.isFinished(object, old: current.object, resource: resource) {
                if try await remove(key: key, revision: current.revision) != nil { return object }
                continue
            }
            if StoredObject.stripped(object) == StoredObject.stripped(current.object) {
                return current.object
            }
            if let written = try await replace(object, key: key, revision: current.revision) {
                return written
            }
        }
        throw modified(name)
    }
}
