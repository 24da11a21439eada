/// How one endpoint is, as `etcdctl endpoint status` shows it.
package struct StoreStatus: Sendable {
    package var header: ResponseHeader
    /// The version of etcd that answers.
    package var version = Defaults.version
    package var storageVersion = Defaults.storageVersion
    package var compactRevision: Int64 = 0
    /// **Unit**: bytes.
    package var databaseSize: Int64 = 0
    /// **Unit**: bytes of the database that hold something.
    package var databaseSizeInUse: Int64 = 0
    /// **Unit**: bytes that the database may take.
    package var databaseQuota: Int64 = Defaults.quotaBytes
    /// 0 while there is none.
    package var leader: UInt64 = 0
    package var isLearner = false
    package var raftIndex: UInt64 = 0
    package var raftAppliedIndex: UInt64 = 0
    /// What is wrong, in sentences: no leader, alarms.
    package var errors: [String] = []

    package var revision: Int64 { header.revision }
    package var memberID: UInt64 { header.memberID }
    package var clusterID: UInt64 { header.clusterID }
    package var raftTerm: UInt64 { header.raftTerm }

    package init(header: ResponseHeader) { self.header = header }
}

/// Why a member takes no more writes, until somebody disarms the alarm.
package struct Alarm: Sendable, Hashable {
    package enum Kind: Int, Sendable, Comparable {
        /// In requests: any kind.
        case none
        case noSpace
        case corrupt

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    package var memberID: UInt64
    package var kind: Kind

    package init(memberID: UInt64, kind: Kind) { (self.memberID, self.kind) = (memberID, kind) }

    /// `memberID:1 alarm:NOSPACE`, as errors and `etcdctl alarm list` write it.
    package var description: String {
        switch kind {
        case .none: "memberID:\(memberID)"
        case .noSpace: "memberID:\(memberID) alarm:NOSPACE"
        case .corrupt: "memberID:\(memberID) alarm:CORRUPT"
        }
    }
}

package struct AlarmRequest: Sendable, Hashable {
    package enum Action: Int, Sendable { case get, activate, deactivate }
    package var action: Action
    /// Member 0 means every member, kind `.none` every kind.
    package var alarm: Alarm

    package init(_ action: Action, _ alarm: Alarm = Alarm(memberID: 0, kind: .none)) {
        (self.action, self.alarm) = (action, alarm)
    }
}

package struct AlarmResponse: Sendable, Hashable {
    package var header: ResponseHeader
    /// For `.get` those that ring, else those that the request changed.
    package var alarms: [Alarm]

    package init(header: ResponseHeader, alarms: [Alarm]) {
        (self.header, self.alarms) = (header, alarms)
    }
}

package struct HashResponse: Sendable, Hashable {
    package var header: ResponseHeader
    package var hash: UInt32
    /// The revision up to which keys were hashed.
    package var hashRevision: Int64
    package var compactRevision: Int64

    package init(
        header: ResponseHeader, hash: UInt32, hashRevision: Int64, compactRevision: Int64
    ) {
        (self.header, self.hash) = (header, hash)
        (self.hashRevision, self.compactRevision) = (hashRevision, compactRevision)
    }
}

package struct SnapshotResponse: Sendable {
    package var header: ResponseHeader
    /// The whole file, with its hash at the end.
    package var bytes: [UInt8]
    package var version = Defaults.version

    package init(header: ResponseHeader, bytes: [UInt8]) {
        (self.header, self.bytes) = (header, bytes)
    }
}
