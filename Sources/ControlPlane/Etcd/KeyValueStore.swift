/// What Kubernetes needs of etcd, and all that the API server knows of it.
///
/// Asynchronous throughout: behind it may be a store in memory, one on SQLite, a Raft group whose
/// answer takes a round of messages, or a real etcd cluster. Errors carry etcd's own texts.
package protocol KeyValueStore: Sendable {
    func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse
    /// Compares and writes in one step. A write without conditions is a transaction without
    /// `compare`.
    func transaction(_ request: TransactionRequest) async throws(EtcdError) -> TransactionResponse
    /// Opens a watch; events come in order of revision, each revision's together.
    func watch(_ request: WatchRequest) async throws(EtcdError) -> any KeyValueWatch
    /// Forgets what was superseded before `revision`; later reads below it fail with `.compacted`.
    func compact(to revision: Int64) async throws(EtcdError)
    /// **Unit**: `timeToLive` in whole seconds. Returns the lease's id.
    func grantLease(timeToLive: Int64, id: Int64) async throws(EtcdError) -> Int64
    /// Renews a lease; returns the seconds it lives from now.
    func keepLeaseAlive(_ id: Int64) async throws(EtcdError) -> Int64
    func revokeLease(_ id: Int64) async throws(EtcdError)
    func leaseTimeToLive(_ id: Int64) async throws(EtcdError) -> LeaseTimeToLive
    /// The ids of all leases, those that end first in front.
    func leases() async throws(EtcdError) -> [Int64]
    func status() async throws(EtcdError) -> StoreStatus
}

extension KeyValueStore {
    /// For a store that keeps no list of leases.
    package func leases() async throws(EtcdError) -> [Int64] { throw .unavailable }
}

/// The value of a key. The API server keeps object trees here, and whoever asks for bytes
/// (a disk, `etcdctl`) gets them encoded then, not before.
package protocol StoredPayload: Sendable {
    var bytes: [UInt8] { get }
    /// How many bytes there are, for the limit on a request's size. Asked for with every write:
    /// a payload that knows (or can estimate) it without encoding should say so.
    var byteCount: Int { get }
}

extension StoredPayload {
    package var byteCount: Int { bytes.count }
}

/// A payload that is just bytes, as `etcdctl put` writes it.
package struct BytesPayload: StoredPayload, Hashable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// One key at one revision. Keys are UTF-8 text in Kubernetes, but etcd orders them as bytes.
package struct KeyValue: Sendable {
    package var key: Key
    package var value: any StoredPayload
    /// The revision at which the key was created (since its last deletion).
    package var createRevision: Int64
    /// The revision at which it was last written; Kubernetes' resourceVersion.
    package var modRevision: Int64
    /// How often it was written since it was created; 1 on creation.
    package var version: Int64
    /// The lease it ends with; 0 for none.
    package var lease: Int64

    package init(
        key: Key, value: any StoredPayload, createRevision: Int64, modRevision: Int64,
        version: Int64, lease: Int64 = 0
    ) {
        (self.key, self.value, self.createRevision) = (key, value, createRevision)
        (self.modRevision, self.version, self.lease) = (modRevision, version, lease)
    }
}

/// A key, ordered by its bytes.
package struct Key: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package var description: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (left: Key, right: Key) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// Which keys: one, all between two, all with a prefix, or all from one on.
package enum KeyRange: Hashable, Sendable {
    case key(Key)
    /// From the first (included) to the second (excluded).
    case between(Key, Key)
    case prefix(Key)
    case from(Key)
    case all
}

package struct RangeRequest: Sendable {
    package var range: KeyRange
    /// 0 for the newest.
    package var revision: Int64 = 0
    /// 0 for no limit.
    package var limit: Int = 0
    package var keysOnly = false
    package var countOnly = false
    /// Answered by the member itself, perhaps stale; else linearizable.
    package var isSerializable = false

    package init(_ range: KeyRange) { self.range = range }
}

package struct RangeResponse: Sendable {
    /// The store's revision when it answered.
    package var revision: Int64
    /// In the order of their keys.
    package var keyValues: [KeyValue]
    /// How many keys match, whatever the limit.
    package var count: Int
    package var hasMore: Bool

    package init(revision: Int64, keyValues: [KeyValue], count: Int, hasMore: Bool) {
        (self.revision, self.keyValues, self.count, self.hasMore) = (
            revision, keyValues, count, hasMore
        )
    }
}

/// If all of `compare` hold, `success` is carried out, else `failure`; as one revision.
package struct TransactionRequest: Sendable {
    package var compare: [Compare]
    package var success: [Operation]
    package var failure: [Operation]

    package init(compare: [Compare] = [], success: [Operation], failure: [Operation] = []) {
        (self.compare, self.success, self.failure) = (compare, success, failure)
    }

    package enum Compare: Sendable {
        case modRevision(Key, Relation, Int64)
        case createRevision(Key, Relation, Int64)
        case version(Key, Relation, Int64)
        case value(Key, Relation, [UInt8])
        case lease(Key, Relation, Int64)
    }

    package enum Relation: Sendable { case equal, notEqual, greater, less }

    package enum Operation: Sendable {
        case put(Key, any StoredPayload, lease: Int64)
        case delete(KeyRange)
        case range(RangeRequest)
    }
}

package struct TransactionResponse: Sendable {
    /// The revision after the transaction.
    package var revision: Int64
    package var succeeded: Bool
    /// One result for each operation carried out, in order.
    package var results: [Result]

    package init(revision: Int64, succeeded: Bool, results: [Result]) {
        (self.revision, self.succeeded, self.results) = (revision, succeeded, results)
    }

    package enum Result: Sendable {
        case put(previous: KeyValue?)
        case delete(previous: [KeyValue])
        case range(RangeResponse)
    }
}

package struct WatchRequest: Sendable {
    package var range: KeyRange
    /// The first revision to tell of; 0 for what comes from now on.
    package var startRevision: Int64 = 0
    package var withPrevious = false

    package init(_ range: KeyRange) { self.range = range }
}

package struct KeyValueEvent: Sendable {
    package enum Kind: Sendable { case put, delete }
    package var kind: Kind
    /// For a deletion: the key, and as modRevision the revision of the deletion.
    package var keyValue: KeyValue
    /// What the key held before, if asked for.
    package var previous: KeyValue?

    package init(kind: Kind, keyValue: KeyValue, previous: KeyValue?) {
        (self.kind, self.keyValue, self.previous) = (kind, keyValue, previous)
    }
}

/// An open watch.
package protocol KeyValueWatch: Sendable {
    /// The next events, all of one revision; nil once the watch is cancelled.
    ///
    /// **Throws** `.compacted` when the start lies before the last compaction, `.cancelled` when
    /// the reading task is.
    func next() async throws(EtcdError) -> [KeyValueEvent]?
    func cancel()
}

package struct LeaseTimeToLive: Sendable {
    package var id: Int64
    /// Seconds left; -1 for a lease that does not exist.
    package var remaining: Int64
    package var granted: Int64
    package var keys: [Key]

    package init(id: Int64, remaining: Int64, granted: Int64, keys: [Key]) {
        (self.id, self.remaining, self.granted, self.keys) = (id, remaining, granted, keys)
    }
}

package struct StoreStatus: Sendable {
    package var revision: Int64
    package var compactRevision: Int64
    /// **Unit**: bytes.
    package var databaseSize: Int64
    /// Members with their status, for `etcdctl endpoint status` and `member list`.
    package var leader: UInt64
    package var memberID: UInt64
    package var clusterID: UInt64
    package var raftTerm: UInt64
    package var raftIndex: UInt64
    /// **Unit**: bytes of the database that hold something.
    package var databaseSizeInUse: Int64
    package var members: [StoreMember]

    package init(
        revision: Int64, compactRevision: Int64, databaseSize: Int64, leader: UInt64,
        memberID: UInt64, clusterID: UInt64, raftTerm: UInt64, raftIndex: UInt64,
        databaseSizeInUse: Int64 = 0, members: [StoreMember] = []
    ) {
        (self.databaseSizeInUse, self.members) = (databaseSizeInUse, members)
        (self.revision, self.compactRevision) = (revision, compactRevision)
        (self.databaseSize, self.leader, self.memberID) = (databaseSize, leader, memberID)
        (self.clusterID, self.raftTerm, self.raftIndex) = (clusterID, raftTerm, raftIndex)
    }
}

/// One etcd of the cluster, as `etcdctl member list` shows it.
package struct StoreMember: Sendable, Hashable {
    package var id: UInt64
    package var name: String
    package var peerURLs: [String]
    package var clientURLs: [String]

    package init(id: UInt64, name: String, peerURLs: [String], clientURLs: [String]) {
        (self.id, self.name, self.peerURLs, self.clientURLs) = (id, name, peerURLs, clientURLs)
    }
}

/// Why the store did not do what it was asked.
package enum EtcdError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The revision asked for has been compacted away; `compactRevision` is the oldest one left.
    case compacted(compactRevision: Int64)
    case futureRevision
    case leaseNotFound
    case leaseExists
    case leaseTooLong
    case emptyKey
    case duplicateKey
    case tooManyOperations
    case requestTooLarge
    case noSpace
    /// The disk refused or is damaged; the text says which file and why.
    case disk(String)
    /// No answer in time: no quorum, or the member is down.
    case timeout
    /// The member that served the request has no leader, or has just died.
    case unavailable
    /// Nobody answers at etcd's address; the text is gRPC's.
    case unreachable(String)
    case cancelled

    /// etcd's own text. Upstream: etcd api/v3rpc/rpctypes/error.go.
    package var description: String {
        switch self {
        case .compacted: "etcdserver: mvcc: required revision has been compacted"
        case .futureRevision: "etcdserver: mvcc: required revision is a future revision"
        case .leaseNotFound: "etcdserver: requested lease not found"
        case .leaseExists: "etcdserver: lease already exists"
        case .leaseTooLong: "etcdserver: too large lease TTL"
        case .emptyKey: "etcdserver: key is not provided"
        case .duplicateKey: "etcdserver: duplicate key given in txn request"
        case .tooManyOperations: "etcdserver: too many operations in txn request"
        case .requestTooLarge: "etcdserver: request is too large"
        case .noSpace: "etcdserver: mvcc: database space exceeded"
        case .disk(let why): why
        case .timeout: "context deadline exceeded"
        case .unavailable: "etcdserver: no leader"
        case .unreachable(let why): why
        case .cancelled: "context canceled"
        }
    }
}
