/// Who belongs to the cluster, as the log says.
///
/// The quorum is the log's own business (`Raft`); this table is what clients are told.
///
/// Upstream: etcd server/etcdserver/api/membership/cluster.go.
struct MemberTable: Sendable, Hashable {
    private var byID: [UInt64: StoreMember] = [:]
    /// An id that was removed never comes back.
    private(set) var removed: Set<UInt64> = []

    init(_ members: [StoreMember] = [], removed: Set<UInt64> = []) {
        for member in members { byID[member.id] = member }
        self.removed = removed
    }

    subscript(id: UInt64) -> StoreMember? { byID[id] }

    /// In the order of their ids.
    var all: [StoreMember] { byID.values.sorted { $0.id < $1.id } }

    /// Carries out one change of the membership; returns the member changed.
    ///
    /// **Throws** `.memberExists`, `.peerURLExists`, `.memberNotFound`, `.memberNotLearner`,
    /// `.tooManyLearners`.
    mutating func apply(_ action: EtcdCommand.Action) throws(EtcdError) -> StoreMember? {
        switch action {
        case .addMember(let member):
            try checkAddition(member)
            byID[member.id] = member
            return member
        case .promoteMember(let id):
            guard let member = byID[id] else { throw .memberNotFound }
            guard member.isLearner else { throw .memberNotLearner }
            byID[id]?.isLearner = false
            return byID[id]
        case .removeMember(let id):
            guard let member = byID.removeValue(forKey: id) else { throw .memberNotFound }
            removed.insert(id)
            return member
        case .updateMember(let id, let peerURLs):
            guard byID[id] != nil else { throw .memberNotFound }
            try checkUnused(peerURLs, except: id)
            byID[id]?.peerURLs = peerURLs
            return byID[id]
        case .publish(let id, let name, let clientURLs):
            guard byID[id] != nil else { throw .memberNotFound }
            byID[id]?.name = name
            byID[id]?.clientURLs = clientURLs
            return byID[id]
        default: return nil
        }
    }

    private func checkAddition(_ member: StoreMember) throws(EtcdError) {
        guard byID[member.id] == nil, !removed.contains(member.id) else { throw .memberExists }
        try checkUnused(member.peerURLs, except: nil)
        if member.isLearner, byID.values.contains(where: \.isLearner) { throw .tooManyLearners }
    }

    private func checkUnused(_ peerURLs: [String], except id: UInt64?) throws(EtcdError) {
        let used = byID.values.filter { $0.id != id }.flatMap(\.peerURLs)
        if peerURLs.contains(where: used.contains) { throw .peerURLExists }
    }
}
