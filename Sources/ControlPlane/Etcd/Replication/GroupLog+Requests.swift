import Raft
import Simulation

/// What the clients of this member want of the group.
extension GroupLog {
    /// Has the group agree on `command`, and gives the answer of this member's own state machine.
    ///
    /// **Throws** `.requestTimedOut` if no majority has agreed in time; it may still do so later.
    func carryOut(_ command: EtcdCommand) async throws(EtcdError) -> EtcdAnswer {
        state.value.lastRequest += 1
        let request = state.value.lastRequest
        let logged = LoggedCommand(origin: id, request: request, command: command)
        state.value.answers[request] = .some(nil)
        defer { state.value.answers[request] = nil }
        let deadline = simulation.now.advanced(by: Defaults.requestTimeout)
        var isProposed = false
        while true {
            if case .some(.some(let answer)) = state.value.answers[request] {
                return try answer.get()
            }
            if !isProposed { isProposed = try propose(logged) }
            if case .some(.some) = state.value.answers[request] { continue }
            try await wait(until: deadline)
        }
    }

    /// Returns false while there is nobody to propose it to.
    private func propose(_ logged: LoggedCommand) throws(EtcdError) -> Bool {
        let outcome: RaftNode<LoggedCommand>.Outcome
        if let change = logged.command.action.configurationChange {
            outcome = state.value.node.propose(change, command: logged)
        } else {
            outcome = state.value.node.propose([logged])
        }
        pump()
        switch outcome {
        case .appended, .forwarded: return true
        case .dropped: return false
        }
    }

    /// Waits until this member's state has everything that was acknowledged before the call.
    ///
    /// Source: dissertation §6.4. **Throws** `.requestTimedOut` if no leader can say so in time.
    func settle() async throws(EtcdError) {
        let deadline = simulation.now.advanced(by: Defaults.requestTimeout)
        while true {
            state.value.lastRequest += 1
            let request = state.value.lastRequest
            state.value.reads[request] = .some(nil)
            defer { state.value.reads[request] = nil }
            let isAsked = state.value.node.readIndex(ReadID(request))
            pump()
            let patience = simulation.now.advanced(by: Defaults.readIndexRetry)
            while simulation.now < patience || !isAsked {
                if case .some(.some(let index)) = state.value.reads[request],
                    state.value.node.log.appliedIndex >= index
                {
                    return
                }
                try await wait(until: isAsked ? min(patience, deadline) : deadline)
                if !isAsked, state.value.node.leader != nil { break }
            }
            if simulation.now >= deadline { throw .requestTimedOut }
        }
    }

    /// Keeps a lease alive at the leader; returns its seconds.
    func renewLease(_ lease: Int64) async throws(EtcdError) -> Int64 {
        let deadline = simulation.now.advanced(by: Defaults.requestTimeout)
        while true {
            let node = state.value.node
            if node.role == .leader {
                return try watchable.machine.value.store.lessor.renew(lease, now: simulation.now)
            }
            guard let leader = node.leader else {
                try await wait(until: deadline)
                continue
            }
            state.value.lastRequest += 1
            let request = state.value.lastRequest
            state.value.renewals[request] = .some(nil)
            defer { state.value.renewals[request] = nil }
            send(.renewLease(lease, request: request), to: leader.rawValue)
            try await wait(
                until: min(deadline, simulation.now.advanced(by: Defaults.readIndexRetry)))
            guard case .some(.some(let seconds)) = state.value.renewals[request] else { continue }
            guard seconds >= 0 else { throw .leaseNotFound }
            return seconds
        }
    }

    /// Hands the leadership to member `target`.
    ///
    /// **Throws** `.notLeader`, `.badLeaderTransferee`, `.requestTimedOut`.
    func moveLeader(to target: UInt64) async throws(EtcdError) {
        let node = state.value.node
        guard node.role == .leader else { throw .notLeader }
        guard node.membership.isVoter(NodeID(target)) else { throw .badLeaderTransferee }
        if target == id { return }
        state.value.node.transferLeadership(to: NodeID(target))
        pump()
        let deadline = simulation.now.advanced(by: Defaults.requestTimeout)
        while state.value.node.leader != NodeID(target) { try await wait(until: deadline) }
    }

    /// Waits for news, at most until `deadline`.
    ///
    /// **Throws** `.requestTimedOut` if that has passed, `.unavailable` once the process is dead.
    private func wait(until deadline: SimulatedInstant) async throws(EtcdError) {
        if let failure = watchable.failure { throw failure }
        let left = simulation.now.duration(to: deadline)
        guard left > .zero else { throw .requestTimedOut }
        do { _ = try await progress.wait(for: left) } catch { throw .cancelled }
        if let failure = watchable.failure { throw failure }
    }
}
