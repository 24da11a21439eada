import Encoding
import Etcd
import GRPCCore

/// One method of etcd's gRPC services: its name, and what goes in and comes out.
///
/// Service and client are written against the same list.
struct EtcdMethod<Request: Sendable, Response: Sendable>: Sendable {
    let descriptor: MethodDescriptor
    var request: MessageCoding<Request>
    let response: MessageCoding<Response>
    /// Whether the same question may be put to another member when the first gave no answer.
    let isRepeatable: Bool

    /// `name` is `KV/Range`, without the package.
    fileprivate init(
        _ name: String, request: MessageCoding<Request>, response: MessageCoding<Response>,
        isRepeatable: Bool
    ) {
        let parts = name.split(separator: "/")
        descriptor = MethodDescriptor(
            fullyQualifiedService: "etcdserverpb.\(parts.first ?? "")",
            method: String(parts.last ?? ""))
        (self.request, self.response, self.isRepeatable) = (request, response, isRepeatable)
    }
}

extension EtcdMethod where Request: WireMessage, Response: WireMessage {
    fileprivate init(_ name: String, isRepeatable: Bool = false) {
        self.init(
            name, request: MessageCoding(), response: MessageCoding(), isRepeatable: isRepeatable)
    }

    fileprivate static func read(_ name: String) -> Self { Self(name, isRepeatable: true) }
    fileprivate static func write(_ name: String) -> Self { Self(name) }
}

/// All methods of etcd's v3 interface.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto.
enum EtcdMethods {
    // KV
    static let range = EtcdMethod<RangeRequest, RangeResponse>.read("KV/Range")
    static let put = EtcdMethod<PutRequest, PutResponse>.write("KV/Put")
    static let deleteRange = EtcdMethod<DeleteRangeRequest, DeleteRangeResponse>
        .write("KV/DeleteRange")
    static let transaction = EtcdMethod<TransactionRequest, TransactionResponse>.write("KV/Txn")
    static let compact = EtcdMethod<CompactionRequest, HeaderMessage>.write("KV/Compact")

    // Watch
    static let watch = EtcdMethod<WatchStreamRequest, WatchStreamResponse>.read("Watch/Watch")

    // Lease
    static let leaseGrant = EtcdMethod<LeaseGrantRequest, LeaseGrant>.write("Lease/LeaseGrant")
    static let leaseRevoke = EtcdMethod<IDMessage, HeaderMessage>.write("Lease/LeaseRevoke")
    static let leaseKeepAlive = EtcdMethod<IDMessage, LeaseRenewal>.read("Lease/LeaseKeepAlive")
    static let leaseTimeToLive = EtcdMethod<LeaseTimeToLiveRequest, LeaseTimeToLive>
        .read("Lease/LeaseTimeToLive")
    static let leases = EtcdMethod<EmptyMessage, LeaseList>.read("Lease/LeaseLeases")

    // Maintenance
    static let status = EtcdMethod<EmptyMessage, StoreStatus>.read("Maintenance/Status")
    static let alarm = EtcdMethod<AlarmRequest, AlarmResponse>.write("Maintenance/Alarm")
    static let defragment = EtcdMethod<EmptyMessage, HeaderMessage>
        .write("Maintenance/Defragment")
    static let hash = EtcdMethod<EmptyMessage, HashResponse>.read("Maintenance/Hash")
    static let hashKV = EtcdMethod<HashKVRequest, HashResponse>.read("Maintenance/HashKV")
    static let snapshot = EtcdMethod<EmptyMessage, SnapshotPiece>.read("Maintenance/Snapshot")
    static let moveLeader = EtcdMethod<IDMessage, HeaderMessage>.write("Maintenance/MoveLeader")

    // Cluster
    static let memberList = EtcdMethod<MemberListRequest, MemberList>.read("Cluster/MemberList")
    static let memberAdd = EtcdMethod<MemberAddRequest, MemberAddResponse>
        .write("Cluster/MemberAdd")
    static let memberRemove = EtcdMethod<IDMessage, MemberList>.write("Cluster/MemberRemove")
    static let memberUpdate = EtcdMethod<MemberUpdateRequest, MemberList>
        .write("Cluster/MemberUpdate")
    static let memberPromote = EtcdMethod<IDMessage, MemberList>.write("Cluster/MemberPromote")

    // Auth
    static let authenticate = EtcdMethod<AuthenticateRequest, AuthToken>
        .read("Auth/Authenticate")
    static let authStatus = EtcdMethod<EmptyMessage, AuthStatus>.read("Auth/AuthStatus")
    static let userGet = EtcdMethod<NameMessage, NameList>.read("Auth/UserGet")
    static let userList = EtcdMethod<EmptyMessage, NameList>.read("Auth/UserList")
    static let roleGet = EtcdMethod<NameMessage, RolePermissions>.read("Auth/RoleGet")
    static let roleList = EtcdMethod<EmptyMessage, NameList>.read("Auth/RoleList")

    /// `Auth/UserAdd` and its kin: one type of request, whose fields depend on the method.
    static func auth(_ method: AuthMethod) -> EtcdMethod<AuthChange, HeaderMessage> {
        let name = "\(method)"
        let coding = MessageCoding<AuthChange>(
            encode: { change in
                var writer = WireWriter()
                change.write(to: &writer)
                return writer.bytes
            },
            decode: { bytes throws(WireError) in
                try AuthChange(method, try WireFields(bytes))
            })
        return EtcdMethod(
            "Auth/" + name.prefix(1).uppercased() + name.dropFirst(), request: coding,
            response: MessageCoding(), isRepeatable: false)
    }
}
