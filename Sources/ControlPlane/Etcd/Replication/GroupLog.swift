import Raft
import Simulation

/// The log of a member that shares it with others: it drives a `RaftNode`.
///
/// ```
///   requests ──▶ propose, readIndex ─┐                   ┌─▶ 1. MemberDisk
///   clock    ──▶ tick ───────────────┼─▶ RaftNode ─Ready─┼─▶ 2. PeerTransport
///   peers    ──▶ step ───────────────┘                   └─▶ 3. EtcdStateMachine ──▶ answers, watchers
/// ```
/// **Invariants**
/// 1. Nothing leaves a member, neither message nor answer, before its disk has what it says.
/// 2. Entries are applied in the order of the log, each once for each life of the process.
///
/// Upstream: etcd server/etcdserver/raft.go, server.go.
final class GroupLog: Sendable {
    struct State {
        var node: RaftNode<LoggedCommand>
        /// Begins with the time, so that no request of an earlier life has the same number.
        var lastRequest: UInt64
        /// Requests of this member that wait; nil until their entry is applied.
        var answers: [UInt64: Result<EtcdAnswer, EtcdError>?] = [:]
        /// Reads that wait; nil until the leader has said which index they need.
        var reads: [UInt64: LogIndex?] = [:]
        /// Leases whose renewal the leader was asked for: the seconds, -1 for no such lease.
        var renewals: [UInt64: Int64?] = [:]
        /// States that came with snapshots that are not installed yet.
        var arrived: [LogIndex: DiskContents] = [:]
        var ticks = 0
        /// For how long nobody has led, as far as this member knows.
        var leaderlessTicks = 0
        /// Leases that this leader has proposed to revoke.
        var expiring: Set<Int64> = []
    }

    let id: UInt64
    private let snapshotCount: Int
    let simulation: Simulation
    let watchable: WatchableStore
    let state: Confined<State>
    /// Woken whenever an answer, an index or a leader may be there.
    let progress: WaitQueue
    private let disk: MemberDisk
    private let transport: any PeerTransport
    private let onNews: @Sendable (MemberNews) -> Void

    /// A life of the member whose disk this is. **Order**: `run()` starts it.
    init(
        _ member: EtcdConfiguration, group: [EtcdConfiguration], watchable: WatchableStore,
        disk: MemberDisk, transport: any PeerTransport,
        onNews: @escaping @Sendable (MemberNews) -> Void
    ) {
        (id, simulation) = (member.memberID, watchable.simulation)
        snapshotCount = member.snapshotCount
        (self.watchable, self.disk) = (watchable, disk)
        (self.transport, self.onNews) = (transport, onNews)
        progress = WaitQueue(simulation)
        let found = disk.now
        var log = RaftLog(
            base: found.base.position, entries: found.entries,
            commitIndex: found.hardState.commitIndex)
        if found.entries.isEmpty, found.base.position == Position() {
            // A new group: each member begins with the same list of all.
            let members = group.map(\.member).sorted { $0.id < $1.id }
            log = RaftLog.bootstrap(
                members.map { member in
                    let command = EtcdCommand(.addMember(member))
                    return (
                        NodeID(member.id),
                        LoggedCommand(origin: 0, request: 0, command: command)
                    )
                })
        }
        let seed = simulation.random("etcd raft \(member.name)").int(in: 0..<Int.max)
        state = Confined(
            simulation,
            State(
                node: RaftNode(
                    id: NodeID(id), log: log, hardState: found.hardState,
                    membership: found.base.membership, seed: UInt64(seed)),
                lastRequest: UInt64(max(0, simulation.now.nanosecondsSinceEpoch))))
    }

    var standing: MemberStanding {
        let node = state.value.node
        let role: MemberStanding.Role =
            switch node.role {
            case .leader: .leader
            case .follower: .follower
            case .candidate, .preCandidate: .candidate
            }
        return MemberStanding(
            role: role, term: node.term.rawValue, leader: node.leader?.rawValue ?? 0,
            lastIndex: node.log.lastIndex.rawValue, commitIndex: node.log.commitIndex.rawValue,
            appliedIndex: node.log.appliedIndex.rawValue)
    }

    // MARK: - What comes in

    /// Starts the member's clock and says to the others how clients find it.
    func run(_ member: StoreMember) {
        pump()
        simulation.spawn("etcd raft clock") { [self] in
            while watchable.failure == nil {
                do { try await simulation.sleep(for: Defaults.raftTick) } catch { return }
                tick()
            }
        }
        simulation.spawn("etcd publish") { [self] in
            let publication = EtcdCommand(
                .publish(id, name: member.name, clientURLs: member.clientURLs))
            while watchable.failure == nil {
                if (try? await carryOut(publication)) != nil { return }
            }
        }
    }

    private func tick() {
        guard watchable.failure == nil else { return }
        state.value.ticks += 1
        state.value.node.tick()
        if state.value.ticks % Defaults.leaseCheckTicks == 0 { expireLeases() }
        pump()
        endOrphanedWatches()
    }

    /// Who watches a member without a leader hears nothing new, and is better off elsewhere.
    ///
    /// Differs: a client of etcd may also ask for watches that stay open without a leader; etcdctl
    /// and the API server do not.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/interceptor.go `monitorLeader`.
    private func endOrphanedWatches() {
        guard state.value.node.leader == nil else {
            state.value.leaderlessTicks = 0
            return
        }
        state.value.leaderlessTicks += 1
        if state.value.leaderlessTicks == Defaults.watchPatienceTicks { watchable.endWatches() }
    }

    func receive(_ message: PeerMessage) {
        guard watchable.failure == nil else { return }
        switch message.body {
        case .raft(let step, let contents):
            if case .installSnapshot(let snapshot) = step.body, let contents {
                state.value.arrived[snapshot.position.index] = contents
            }
            state.value.node.step(step)
            pump()
        case .renewLease(let lease, let request):
            let seconds =
                state.value.node.role == .leader
                ? try? watchable.machine.value.store.lessor.renew(lease, now: simulation.now) : nil
            transport.send(
                PeerMessage(
                    from: id, to: message.from,
                    body: .renewed(request: request, seconds: seconds)))
        case .renewed(let request, let seconds):
            if state.value.renewals[request] != nil {
                state.value.renewals[request] = .some(seconds ?? -1)
            }
            progress.wakeAll()
        }
    }

    func send(_ body: PeerMessage.Body, to peer: UInt64) {
        transport.send(PeerMessage(from: id, to: peer, body: body))
    }

    // MARK: - Write, send, apply

    /// Does all that the node wants done, and wakes who waits for it.
    ///
    /// Without news nobody is woken: two who cannot propose would wake each other for ever.
    func pump() {
        guard state.value.node.hasReady else { return }
        while state.value.node.hasReady {
            let ready = state.value.node.takeReady()
            if let snapshot = ready.snapshot { install(snapshot) }
            disk.write(ready)
            for message in ready.messages { send(message) }
            for entry in ready.committed { apply(entry) }
            for read in ready.reads where state.value.reads[read.id.rawValue] != nil {
                state.value.reads[read.id.rawValue] = .some(read.index)
            }
            state.value.node.advance(ready)
            if ready.events.contains(where: \.isPromotion) {
                watchable.machine.value.store.lessor.promote(now: simulation.now)
                state.value.expiring = []
            }
            let texts = ready.events.map { $0.text(of: NodeID(id)) }
            onNews(MemberNews(texts: texts, standing: standing))
        }
        compactIfLong()
        progress.wakeAll()
    }

    private func send(_ message: Message<LoggedCommand>) {
        var contents: DiskContents?
        if case .installSnapshot = message.body { contents = self.contents }
        send(.raft(message, state: contents), to: message.to.rawValue)
    }

    private func install(_ snapshot: SnapshotMetadata) {
        guard let contents = state.value.arrived[snapshot.position.index] else { return }
        state.value.arrived = [:]
        disk.install(snapshot, contents)
        do { try watchable.replace(contents) } catch { watchable.fail(error) }
    }

    private func apply(_ entry: Entry<LoggedCommand>) {
        switch entry.payload {
        case .noOperation: break
        case .command(let logged): _ = carryOut(logged, entry.index)
        case .configuration(let change, let logged):
            let isDone = logged.map { carryOut($0, entry.index) } ?? true
            state.value.node.apply(isDone ? change : nil)
        }
    }

    /// Returns whether the command succeeded.
    private func carryOut(_ logged: LoggedCommand, _ index: LogIndex) -> Bool {
        let outcome = watchable.machine.value.apply(
            logged.command, index: index.rawValue, now: simulation.now)
        watchable.publish(outcome.change.records)
        if logged.origin == id, state.value.answers[logged.request] != nil {
            state.value.answers[logged.request] = .some(outcome.answer)
        }
        if case .failure = outcome.answer { return false }
        return true
    }

    /// The state as of the last entry that was applied.
    var contents: DiskContents {
        let machine = watchable.machine.value
        var contents = DiskContents(machine)
        contents.header.raftTerm = Int64(state.value.node.term.rawValue)
        contents.header.raftIndex = Int64(state.value.node.log.appliedIndex.rawValue)
        contents.header.instant = simulation.now
        return contents
    }

    /// Forgets the old part of a long log; who lags behind gets the state itself.
    private func compactIfLong() {
        let log = state.value.node.log
        let onDisk = disk.now.base.position.index
        guard log.appliedIndex - onDisk >= snapshotCount,
            let term = log.term(at: log.appliedIndex)
        else { return }
        let position = Position(term: term, index: log.appliedIndex)
        let membership = state.value.node.membership
        disk.save(SnapshotMetadata(position: position, membership: membership), contents)
        let kept = LogIndex(
            log.appliedIndex.rawValue - UInt64(snapshotCount / 2))
        state.value.node.compact(to: kept)
    }

    // MARK: - Leases

    /// The leader, and nobody else, ends the leases whose time is up.
    private func expireLeases() {
        guard state.value.node.role == .leader else { return }
        let now = simulation.now
        for lease in watchable.machine.value.store.lessor.all {
            guard lease.expiry <= now else { break }
            guard state.value.expiring.insert(lease.id).inserted else { continue }
            let command = EtcdCommand(.revokeLease(lease.id), by: .leader)
            _ = state.value.node.propose([
                LoggedCommand(origin: 0, request: 0, command: command)
            ])
        }
    }
}

extension RaftEvent {
    fileprivate var isPromotion: Bool {
        if case .becameLeader = self { true } else { false }
    }
}
