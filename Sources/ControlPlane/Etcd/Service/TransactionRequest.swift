/// If all of `compare` hold, `success` is carried out, else `failure`; as one revision.
package struct TransactionRequest: Sendable {
    package var compare: [Compare]
    package var success: [Operation]
    package var failure: [Operation]

    package init(compare: [Compare] = [], success: [Operation], failure: [Operation] = []) {
        (self.compare, self.success, self.failure) = (compare, success, failure)
    }

    /// One condition. On a range it has to hold for every key in it.
    package struct Compare: Sendable, Hashable {
        package var range: KeyRange
        package var relation: Relation
        package var target: Target

        package init(_ range: KeyRange, _ relation: Relation, _ target: Target) {
            (self.range, self.relation, self.target) = (range, relation, target)
        }

        /// What is compared, and with what.
        package enum Target: Sendable, Hashable {
            case version(Int64)
            case createRevision(Int64)
            case modRevision(Int64)
            case value([UInt8])
            case lease(Int64)
        }
    }

    package enum Relation: Int, Sendable { case equal, greater, less, notEqual }

    package enum Operation: Sendable {
        case range(RangeRequest)
        case put(PutRequest)
        case deleteRange(DeleteRangeRequest)
        indirect case transaction(TransactionRequest)
    }
}

extension TransactionRequest.Compare {
    package typealias Relation = TransactionRequest.Relation

    package static func modRevision(_ key: Key, _ relation: Relation, _ number: Int64) -> Self {
        Self(.key(key), relation, .modRevision(number))
    }
    package static func createRevision(_ key: Key, _ relation: Relation, _ number: Int64) -> Self {
        Self(.key(key), relation, .createRevision(number))
    }
    package static func version(_ key: Key, _ relation: Relation, _ number: Int64) -> Self {
        Self(.key(key), relation, .version(number))
    }
    package static func value(_ key: Key, _ relation: Relation, _ bytes: [UInt8]) -> Self {
        Self(.key(key), relation, .value(bytes))
    }
    package static func lease(_ key: Key, _ relation: Relation, _ id: Int64) -> Self {
        Self(.key(key), relation, .lease(id))
    }
}

extension TransactionRequest.Operation {
    /// A put without options.
    package static func put(_ key: Key, _ value: any StoredPayload, lease: Int64) -> Self {
        .put(PutRequest(key, value, lease: lease))
    }

    /// A deletion that does not ask for what was there.
    package static func delete(_ range: KeyRange) -> Self {
        .deleteRange(DeleteRangeRequest(range))
    }
}

package struct PutRequest: Sendable {
    package var key: Key
    package var value: any StoredPayload
    /// The lease it ends with; 0 for none.
    package var lease: Int64
    /// Whether the answer shall hold what the key held before.
    package var withPrevious: Bool
    /// Keeps the present value, so that only the lease changes.
    package var ignoresValue = false
    /// Keeps the present lease.
    package var ignoresLease = false

    package init(
        _ key: Key, _ value: any StoredPayload, lease: Int64 = 0, withPrevious: Bool = false
    ) {
        (self.key, self.value, self.lease) = (key, value, lease)
        self.withPrevious = withPrevious
    }
}

package struct DeleteRangeRequest: Sendable, Hashable {
    package var range: KeyRange
    /// Whether the answer shall hold what was deleted.
    package var withPrevious: Bool

    package init(_ range: KeyRange, withPrevious: Bool = false) {
        (self.range, self.withPrevious) = (range, withPrevious)
    }
}

package struct TransactionResponse: Sendable {
    package var header: ResponseHeader
    package var succeeded: Bool
    /// One result for each operation carried out, in order.
    package var results: [Result]

    /// The revision after the transaction.
    package var revision: Int64 { header.revision }

    package init(header: ResponseHeader, succeeded: Bool, results: [Result]) {
        (self.header, self.succeeded, self.results) = (header, succeeded, results)
    }

    package enum Result: Sendable {
        case range(RangeResponse)
        case put(PutResponse)
        case deleteRange(DeleteRangeResponse)
        indirect case transaction(TransactionResponse)
    }
}

package struct PutResponse: Sendable {
    package var header: ResponseHeader
    package var previous: KeyValue?

    package init(header: ResponseHeader, previous: KeyValue? = nil) {
        (self.header, self.previous) = (header, previous)
    }
}

package struct DeleteRangeResponse: Sendable {
    package var header: ResponseHeader
    package var deleted: Int
    package var previous: [KeyValue]

    package init(header: ResponseHeader, deleted: Int, previous: [KeyValue] = []) {
        (self.header, self.deleted, self.previous) = (header, deleted, previous)
    }
}

// MARK: - Single writes

extension KeyValueStore {
    /// One put: a transaction of that alone.
    @discardableResult
    package func put(_ request: PutRequest) async throws(EtcdError) -> PutResponse {
        let response = try await transaction(TransactionRequest(success: [.put(request)]))
        var answer = PutResponse(header: response.header)
        if case .put(let put)? = response.results.first { answer.previous = put.previous }
        return answer
    }

    /// One deletion: a transaction of that alone.
    @discardableResult
    package func deleteRange(
        _ request: DeleteRangeRequest
    ) async throws(EtcdError) -> DeleteRangeResponse {
        let response = try await transaction(TransactionRequest(success: [.deleteRange(request)]))
        var answer = DeleteRangeResponse(header: response.header, deleted: 0)
        if case .deleteRange(let found)? = response.results.first {
            (answer.deleted, answer.previous) = (found.deleted, found.previous)
        }
        return answer
    }
}
