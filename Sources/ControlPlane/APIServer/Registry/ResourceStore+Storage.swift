import API
import Etcd
import Simulation

/// The way to etcd and back.
extension ResourceStore {
    /// The newest object at `key`, read from etcd; nil if there is none.
    func read(_ key: String) async throws(Status) -> Current? {
        let response: RangeResponse
        do { response = try await store.range(RangeRequest(.key(Key(key)))) } catch {
            throw Status(error)
        }
        guard let found = response.keyValues.first else { return nil }
        // The cache has the same tree with its version set already, nearly always.
        if let entry = cache.entry(for: key), entry.revision == found.modRevision {
            return Current(
                object: conversion.toServed(entry.object), revision: entry.revision,
                mayBeStale: false)
        }
        guard let value = StoredObject.value(of: found.value) else {
            throw Status(
                code: 500, reason: .internalError,
                message: "Internal error occurred: the value at \(key) is not an object")
        }
        let object = StoredObject.served(value, revision: found.modRevision)
        return Current(
            object: conversion.toServed(object), revision: found.modRevision, mayBeStale: false)
    }

    /// The object at `key` as the cache has it, else as etcd has it.
    func readCached(_ key: String) async throws(Status) -> Current? {
        if let entry = cache.entry(for: key) {
            return Current(
                object: conversion.toServed(entry.object), revision: entry.revision,
                mayBeStale: true)
        }
        return try await read(key)
    }

    /// Writes a new object; nil if the key exists already.
    func insert(_ object: Value, key: String) async throws(Status) -> Value? {
        let stored = StoredObject.stripped(conversion.toStored(object))
        let key = Key(key)
        let response = try await commit(
            TransactionRequest(
                compare: [.modRevision(key, .equal, 0)],
                success: [.put(key, StoredObject(stored), lease: try await lease())]))
        guard response.succeeded else { return nil }
        return StoredObject.served(object, revision: response.revision)
    }

    /// Replaces the object if it is still at `revision`; nil if it is not.
    func replace(_ object: Value, key: String, revision: Int64) async throws(Status) -> Value? {
        let stored = StoredObject.stripped(conversion.toStored(object))
        let key = Key(key)
        let response = try await commit(
            TransactionRequest(
                compare: [.modRevision(key, .equal, revision)],
                success: [.put(key, StoredObject(stored), lease: try await lease())]))
        guard response.succeeded else { return nil }
        return StoredObject.served(object, revision: response.revision)
    }

    /// Removes the object if it is still at `revision`; the revision of the removal, else nil.
    func remove(key: String, revision: Int64) async throws(Status) -> Int64? {
        let key = Key(key)
        let response = try await commit(
            TransactionRequest(
                compare: [.modRevision(key, .equal, revision)], success: [.delete(.key(key))]))
        return response.succeeded ? response.revision : nil
    }

    /// Notes in the trace of a request what etcd holds now and who is told of it.
    ///
    /// `object` is what was written; nil if the key is gone.
    func note(
        _ object: Value?, old: Value?, key: String, _ trace: RequestTrace?, revision: Int64? = nil
    ) {
        guard let trace else { return }
        let version =
            revision.map(String.init) ?? object["metadata"]["resourceVersion"].string ?? ""
        let verb = object == nil ? "delete" : "put"
        trace.record("storage", "etcd \(verb) \(key) at revision \(version)")
        let clients = cache.clients(selecting: [object, old].compactMap { $0 }, key: key)
        trace.record(
            "watch", clients.isEmpty ? "nobody watches" : "\(clients.count) told",
            details: clients)
    }

    private func commit(
        _ request: TransactionRequest
    ) async throws(Status) -> TransactionResponse {
        do { return try await store.transaction(request) } catch { throw Status(error) }
    }

    /// Events end by themselves after an hour; nothing else does.
    private func lease() async throws(Status) -> Int64 {
        guard resource.keyPrefix == "/registry/events/" else { return 0 }
        return try await EventLease.current(store, simulation: simulation)
    }
}
