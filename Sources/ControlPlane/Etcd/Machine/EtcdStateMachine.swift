import Simulation

/// All that the members of a cluster agree on: keys, leases, users, alarms, and who they are.
///
/// ```
///            log                     EtcdStateMachine
///   5 put /a 1  by nobody    ──▶   store    /a = 1 @2
///   6 grant lease 7, 60 s    ──▶   lessor   7: 60 s
///   7 put /b 2, lease 7      ──▶   store    /b = 2 @3, lessor 7: /b
///   8 add user alice         ──▶   auth     alice, revision 2
/// ```
///
/// **Invariants**
/// 1. The same commands in the same order give the same state, answers and hashes on every member.
///    A command that fails, fails everywhere, and changes nothing.
/// 2. Time has no part in it. `now` only sets when a lease or token of *this* member ends; that a
///    lease has ended is a command of the leader.
///
/// Pure: no clock, no disk, no waiting.
///
/// Upstream: etcd server/etcdserver/apply/.
struct EtcdStateMachine: Sendable {
    var store = MVCCStore()
    var auth = AuthStore()
    var alarms = AlarmList()
    var members = MemberTable()
    var tokens = SimpleTokens()

    /// Carries out one entry of the log, which stands there at `index`.
    mutating func apply(
        _ command: EtcdCommand, index: UInt64, now: SimulatedInstant
    ) -> EtcdOutcome {
        var change = StateChange()
        do throws(EtcdError) {
            try alarms.check(command.action)
            let answer = try carryOut(command, index, now, &change)
            return EtcdOutcome(answer: .success(answer), change: change)
        } catch {
            return EtcdOutcome(answer: .failure(error))
        }
    }

    private mutating func carryOut(
        _ command: EtcdCommand, _ index: UInt64, _ now: SimulatedInstant,
        _ change: inout StateChange
    ) throws(EtcdError) -> EtcdAnswer {
        switch command.action {
        case .transaction(let request):
            try auth.check(command.author, may: request, store.lessor)
            let outcome = try store.transaction(request)
            change.records = outcome.records
            return .transaction(outcome.response)
        case .compact(let revision):
            change.dropped = try store.compact(to: revision)
            change.hasCompacted = true
            return .done
        case .grantLease(let id, let seconds):
            let lease = try store.lessor.grant(id: id, seconds: seconds, now: now)
            change.granted = [(id, lease.grantedSeconds)]
            return .lease(id: id, seconds: lease.grantedSeconds)
        case .revokeLease(let id):
            change.records = try revokeLease(id, command.author)
            change.revoked = [id]
            return .done
        case .alarm(let request):
            let found = alarms.apply(request)
            change.hasNewSettings = request.action != .get && !found.isEmpty
            return .alarms(found)
        case .auth(let authChange):
            try applyAuth(authChange, command.author)
            change.hasNewSettings = true
            return .done
        case .authenticate(let user, let prefix):
            guard auth.isEnabled else { throw .authNotEnabled }
            let token = "\(prefix).\(index)"
            tokens.add(token, of: user, now: now)
            return .token(token)
        case .addMember, .promoteMember, .removeMember, .updateMember, .publish:
            change.hasNewSettings = true
            return .member(try members.apply(command.action))
        }
    }

    /// The leader itself, in nobody's name, may end any lease.
    private mutating func revokeLease(
        _ id: Int64, _ author: Author
    ) throws(EtcdError) -> [Record] {
        if author != .leader {
            for key in store.lessor[id]?.keys.sorted() ?? [] {
                try auth.check(author, may: .write, .key(key))
            }
        }
        return store.delete(try store.lessor.revoke(id))
    }

    private mutating func applyAuth(_ change: AuthChange, _ author: Author) throws(EtcdError) {
        try auth.checkAdministrator(author)
        try auth.apply(change)
        switch change {
        case .disable: tokens.removeAll()
        case .deleteUser(let name), .changePassword(let name, _): tokens.removeAll(of: name)
        case .enable, .addUser, .grantRole, .revokeRole, .addRole, .deleteRole,
            .grantPermission, .revokePermission:
            break
        }
    }
}

extension Author {
    /// The leader's own doing: a lease has ended.
    static let leader = Author(name: "", authRevision: .max)
}
