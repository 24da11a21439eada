/// What one or several commands changed, for those who keep or tell it: disk and watchers.
struct StateChange: Sendable {
    var records: [Record] = []
    /// Revisions that a compaction dropped.
    var dropped: [Revision] = []
    /// A compaction changes a number even where it drops nothing.
    var hasCompacted = false
    /// Leases granted: id and seconds.
    var granted: [(id: Int64, seconds: Int64)] = []
    var revoked: [Int64] = []
    /// Users, roles, alarms or members changed.
    var hasNewSettings = false

    var isEmpty: Bool {
        records.isEmpty && dropped.isEmpty && granted.isEmpty && revoked.isEmpty
            && !hasNewSettings && !hasCompacted
    }

    /// Adds what came after.
    mutating func append(_ next: StateChange) {
        records += next.records
        dropped += next.dropped
        hasCompacted = hasCompacted || next.hasCompacted
        granted += next.granted
        revoked += next.revoked
        hasNewSettings = hasNewSettings || next.hasNewSettings
    }
}

/// What changes seldom and is small: kept as a whole.
struct StateSettings: Sendable, Hashable {
    var auth = AuthStore()
    var alarms = AlarmList()
    var members = MemberTable()
}

extension EtcdStateMachine {
    var settings: StateSettings { StateSettings(auth: auth, alarms: alarms, members: members) }
}
