import Etcd

/// What a case works with: a service, and a corner of its keys.
struct Trial: Sendable {
    let etcd: any EtcdService
    /// Before each key of the case, so that nobody else's are in the way.
    let prefix: String
    let pause: @Sendable (Duration) async throws -> Void

    var corner: KeyRange { .prefix(Key(prefix)) }

    func key(_ name: String) -> Key { Key(prefix + name) }

    func clear() async throws { try await etcd.deleteRange(DeleteRangeRequest(corner)) }

    /// The same corner, asked for by somebody else.
    func acting(as caller: EtcdCaller) -> Trial {
        Trial(etcd: etcd.acting(as: caller), prefix: prefix, pause: pause)
    }

    // MARK: - Writing and reading

    /// Returns the revision of the write.
    @discardableResult
    func put(_ name: String, _ value: String, lease: Int64 = 0) async throws -> Int64 {
        let request = PutRequest(key(name), BytesPayload(Array(value.utf8)), lease: lease)
        return try await etcd.put(request).header.revision
    }

    @discardableResult
    func delete(_ name: String) async throws -> Int64 {
        try await etcd.deleteRange(DeleteRangeRequest(.key(key(name)))).header.revision
    }

    func operation(put name: String, _ value: String) -> TransactionRequest.Operation {
        .put(key(name), BytesPayload(Array(value.utf8)), lease: 0)
    }

    /// The corner's keys and values: `a=1`.
    func texts(
        _ range: KeyRange? = nil, _ change: (inout RangeRequest) -> Void = { _ in }
    ) async throws -> [String] {
        var request = RangeRequest(range ?? corner)
        change(&request)
        return texts(try await etcd.range(request).keyValues)
    }

    func texts(_ keyValues: [KeyValue]) -> [String] { keyValues.map(text) }

    func text(_ keyValue: KeyValue) -> String {
        let name = keyValue.key.description.dropFirst(prefix.count)
        return "\(name)=\(String(decoding: keyValue.value.bytes, as: UTF8.self))"
    }

    /// The store's revision now.
    func revision() async throws -> Int64 {
        try await etcd.range(RangeRequest(.key(key("nothing")))).revision
    }

    // MARK: - Expecting

    func expect<Found: Equatable>(
        _ found: Found, is wanted: Found, _ what: String, line: Int = #line
    ) throws {
        guard found != wanted else { return }
        throw Discrepancy(description: "\(what): \(found), not \(wanted) (line \(line))")
    }

    func expect(_ holds: Bool, _ what: String, line: Int = #line) throws {
        if !holds { throw Discrepancy(description: "\(what) (line \(line))") }
    }

    /// Expects `body` to fail as etcd does, by etcd's text.
    func expect(
        _ wanted: EtcdError, line: Int = #line, _ body: () async throws -> Void
    ) async throws {
        do { try await body() } catch let error as EtcdError {
            return try expect(
                error.description, is: wanted.description, "the error", line: line)
        }
        throw Discrepancy(description: "no error, but \(wanted.description) (line \(line))")
    }
}
