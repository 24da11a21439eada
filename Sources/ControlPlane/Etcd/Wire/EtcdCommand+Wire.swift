import Encoding

/// A log entry as bytes: what members send each other, and what their disks keep.
///
/// One field says what the entry does, and its number which kind that is; field 100 says who asked.
/// The numbers are upstream's, up to 1301; upstream keeps changes of the membership elsewhere.
///
/// Upstream: etcd api/etcdserverpb/raft_internal.proto `InternalRaftRequest`.
extension EtcdCommand: WireMessage {
    fileprivate enum Field {
        static let transaction = 6
        static let compaction = 7
        static let leaseGrant = 8
        static let leaseRevoke = 9
        static let alarm = 10
        static let header = 100
        static let authenticate = 1012
        static let publish = 1301
        static let addMember = 1401
        static let promoteMember = 1402
        static let removeMember = 1403
        static let updateMember = 1404
    }

    init(_ fields: WireFields) throws(WireError) {
        self.init(try Action(fields), by: try fields.message(Field.header) ?? .nobody)
    }

    func write(to writer: inout WireWriter) {
        if author != .nobody { writer.message(Field.header, author) }
        switch action {
        case .transaction(let request): writer.message(Field.transaction, request)
        case .compact(let revision):
            writer.message(
                Field.compaction, CompactionRequest(revision: revision, isPhysical: true))
        case .grantLease(let id, let seconds):
            writer.message(Field.leaseGrant, LeaseGrantRequest(timeToLive: seconds, id: id))
        case .revokeLease(let id):
            writer.message(Field.leaseRevoke, IDMessage(UInt64(bitPattern: id)))
        case .alarm(let request): writer.message(Field.alarm, request)
        case .auth(let change):
            var message = WireWriter()
            change.write(to: &message)
            writer.bytes(change.method.rawValue, message.bytes)
        case .authenticate(let user, let prefix):
            writer.message(
                Field.authenticate, AuthenticateRequest(name: user, password: prefix))
        case .addMember(let member): writer.message(Field.addMember, member)
        case .promoteMember(let id): writer.message(Field.promoteMember, IDMessage(id))
        case .removeMember(let id): writer.message(Field.removeMember, IDMessage(id))
        case .updateMember(let id, let peerURLs):
            writer.message(
                Field.updateMember, MemberUpdateRequest(id: id, peerURLs: peerURLs))
        case .publish(let id, let name, let clientURLs):
            writer.message(
                Field.publish,
                StoreMember(id: id, name: name, peerURLs: [], clientURLs: clientURLs))
        }
    }
}

extension EtcdCommand.Action {
    private typealias Field = EtcdCommand.Field

    /// **Throws** `.truncated` if no field says what the entry does.
    fileprivate init(_ fields: WireFields) throws(WireError) {
        if let request: TransactionRequest = try fields.message(Field.transaction) {
            self = .transaction(request)
        } else if let request: CompactionRequest = try fields.message(Field.compaction) {
            self = .compact(to: request.revision)
        } else if let request: LeaseGrantRequest = try fields.message(Field.leaseGrant) {
            self = .grantLease(id: request.id, seconds: request.timeToLive)
        } else if let lease: IDMessage = try fields.message(Field.leaseRevoke) {
            self = .revokeLease(Int64(bitPattern: lease.id))
        } else if let request: AlarmRequest = try fields.message(Field.alarm) {
            self = .alarm(request)
        } else if let request: AuthenticateRequest = try fields.message(Field.authenticate) {
            self = .authenticate(user: request.name, tokenPrefix: request.password)
        } else if let method = AuthMethod.allCases.first(where: { fields.has($0.rawValue) }),
            let request = try fields.fields(method.rawValue)
        {
            self = .auth(try AuthChange(method, request))
        } else {
            try self.init(membership: fields)
        }
    }

    private init(membership fields: WireFields) throws(WireError) {
        if let member: StoreMember = try fields.message(Field.addMember) {
            self = .addMember(member)
        } else if let member: IDMessage = try fields.message(Field.promoteMember) {
            self = .promoteMember(member.id)
        } else if let member: IDMessage = try fields.message(Field.removeMember) {
            self = .removeMember(member.id)
        } else if let member: MemberUpdateRequest = try fields.message(Field.updateMember) {
            self = .updateMember(member.id, peerURLs: member.peerURLs)
        } else if let member: StoreMember = try fields.message(Field.publish) {
            self = .publish(member.id, name: member.name, clientURLs: member.clientURLs)
        } else {
            throw .truncated
        }
    }
}

extension Author: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        self.init(name: try fields.text(2), authRevision: try fields.uint(3))
    }

    func write(to writer: inout WireWriter) {
        writer.text(2, name)
        writer.uint(3, authRevision)
    }
}
