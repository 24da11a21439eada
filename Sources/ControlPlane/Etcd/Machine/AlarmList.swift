/// The alarms that ring, and what they forbid.
///
/// | alarm   | refused until it is disarmed                  |
/// | ------- | --------------------------------------------- |
/// | NOSPACE | puts and new leases; deleting makes space     |
/// | CORRUPT | everything that reads or writes keys          |
///
/// Upstream: etcd server/etcdserver/api/v3alarm/alarms.go, server/etcdserver/apply/.
struct AlarmList: Sendable, Hashable {
    /// In the order of kinds, then of members.
    private(set) var active: [Alarm] = []

    init(_ active: [Alarm] = []) { self.active = active }

    func has(_ kind: Alarm.Kind) -> Bool { active.contains { $0.kind == kind } }

    /// Returns what the request asked for or changed.
    mutating func apply(_ request: AlarmRequest) -> [Alarm] {
        switch request.action {
        case .get: return active.filter { $0.matches(request.alarm) }
        case .activate:
            guard request.alarm.kind != .none else { return [] }
            if !active.contains(request.alarm) {
                active.append(request.alarm)
                active.sort { ($0.kind, $0.memberID) < ($1.kind, $1.memberID) }
            }
            return [request.alarm]
        case .deactivate:
            let disarmed = active.filter { $0.matches(request.alarm) }
            active.removeAll { disarmed.contains($0) }
            return disarmed
        }
    }

    /// **Throws** `.corrupt`.
    func checkReadable() throws(EtcdError) { if has(.corrupt) { throw .corrupt } }

    /// **Throws** `.corrupt`, `.noSpace`.
    func check(_ action: EtcdCommand.Action) throws(EtcdError) {
        guard !active.isEmpty else { return }
        switch action {
        case .transaction(let request):
            try checkReadable()
            if request.puts, has(.noSpace) { throw .noSpace }
        case .grantLease:
            try checkReadable()
            if has(.noSpace) { throw .noSpace }
        case .compact, .revokeLease: try checkReadable()
        default: break
        }
    }
}

extension Alarm {
    /// Whether this is one that `wanted` means; 0 and `.none` are anything.
    fileprivate func matches(_ wanted: Alarm) -> Bool {
        (wanted.kind == .none || wanted.kind == kind)
            && (wanted.memberID == 0 || wanted.memberID == memberID)
    }
}
