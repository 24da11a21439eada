package import Simulation

/// One etcd process: the state that its log leads to, its watchers and its disk.
///
/// ```
///          ┌────────────────────────── EtcdProcess ───────────────────────────┐
/// write ──▶│ propose ──▶ EtcdStateMachine ──▶ CommitQueue ──▶ Disk ──▶ publish ─┼─▶ answer
/// read  ──▶│ settle  ──▶ EtcdStateMachine ──────────────────────────────────────┼─▶ answer
/// watch ──▶│ WatchableStore ◀─────────────────────────────────────────┘        │
///          └────────────────────────────────────────────────────────────────────┘
/// ```
///
/// **Invariants**
/// 1. A write is answered, shown to readers and told to watchers only once it is on the disk.
/// 2. A write that the disk refuses leaves no trace; reads go on.
///
/// Its services are in extensions: keys, leases, maintenance, members, users.
///
/// A single member is a majority by itself: it carries out a command at once, and each start counts
/// as an election won. A member of a group proposes it to the others first (`GroupLog`).
package final class EtcdProcess: ProcessBacked {
    package let configuration: EtcdConfiguration
    let simulation: Simulation
    let watchable: WatchableStore
    let commits: CommitQueue
    /// The log that is shared with other members; nil for a member that is alone.
    let group: GroupLog?
    /// What the member's machine keeps of that log.
    let memberDisk: MemberDisk?
    /// Both are hashes, and in the header of every answer.
    private let clusterID: UInt64
    private let memberID: UInt64

    /// Starts etcd, on the state it finds in `dataDirectory`, or in memory without one.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used or is damaged.
    package static func open(
        simulation: Simulation, dataDirectory: String? = nil,
        configuration: EtcdConfiguration = EtcdConfiguration()
    ) throws(EtcdError) -> EtcdProcess {
        guard let dataDirectory else {
            return try EtcdProcess(simulation, configuration, disk: nil)
        }
        let disk = try SQLiteDisk(
            directory: dataDirectory,
            origin: DiskOrigin(seed: simulation.seed, start: simulation.now))
        let contents = try disk.validContents(now: simulation.now)
        return try EtcdProcess(simulation, configuration, disk: disk, contents: contents)
    }

    init(
        _ simulation: Simulation, _ configuration: EtcdConfiguration, disk: (any Disk)?,
        contents: DiskContents? = nil
    ) throws(EtcdError) {
        self.simulation = simulation
        self.configuration = configuration
        (clusterID, memberID) = (configuration.clusterID, configuration.memberID)
        var found = contents
        if found == nil, let disk { found = try disk.load() }
        var contents = found ?? DiskContents()
        // Each start is an election that this member wins.
        contents.header.raftTerm += 1
        contents.header.raftIndex += 1
        if contents.settings.members.all.isEmpty {
            contents.settings.members = MemberTable([configuration.member])
        }
        let machine = try EtcdStateMachine(restoring: contents, now: simulation.now)
        watchable = WatchableStore(simulation, machine)
        commits = CommitQueue(watchable, disk: disk, header: contents.header)
        (group, memberDisk) = (nil, nil)
        for lease in machine.store.lessor.all { expireInTime(lease.id) }
    }

    /// A life of one of several members, on what its disk has.
    init(
        _ simulation: Simulation, _ configuration: EtcdConfiguration,
        group others: [EtcdConfiguration], disk: MemberDisk, transport: any PeerTransport,
        onNews: @escaping @Sendable (MemberNews) -> Void
    ) throws(EtcdError) {
        self.simulation = simulation
        self.configuration = configuration
        try disk.begin()
        clusterID = EtcdConfiguration.clusterID(of: others.map(\.memberID))
        memberID = configuration.memberID
        let machine = try EtcdStateMachine(restoring: disk.now.state, now: simulation.now)
        watchable = WatchableStore(simulation, machine)
        commits = CommitQueue(watchable, disk: nil, header: DiskHeader())
        memberDisk = disk
        let group = GroupLog(
            configuration, group: others, watchable: watchable, disk: disk, transport: transport,
            onNews: onNews)
        self.group = group
        group.run(configuration.member)
    }

    func call<Response>(
        _ body: (EtcdProcess) async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response {
        try await body(self)
    }

    /// Ends etcd as a kill would, and lets go of the disk.
    package func stop() {
        halt()
        commits.close()
    }

    /// Ends etcd as a kill would: open watches end, requests fail, the disk stays as it is.
    func halt() {
        watchable.fail(.unavailable)
        commits.abandon()
        group?.progress.wakeAll()
    }

    /// Everything that a disk would hold now.
    var contents: DiskContents {
        let machine = machine
        if let group { return group.contents }
        var contents = DiskContents(machine)
        contents.header = commits.header
        return contents
    }

    // MARK: - What the services stand on

    /// The state, for reading.
    var machine: EtcdStateMachine { watchable.machine.value }

    /// Who asks, for the log and for reads.
    func author(_ caller: EtcdCaller) throws(EtcdError) -> Author {
        try watchable.machine.value.author(caller, now: simulation.now)
    }

    /// Has `action` carried out; returns once it is safe.
    func propose(
        _ action: EtcdCommand.Action, by author: Author
    ) async throws(EtcdError) -> EtcdAnswer {
        if let group {
            try checkServing()
            return try await group.carryOut(EtcdCommand(action, by: author))
        }
        try checkWritable()
        let index = UInt64(commits.header.raftIndex) + 1
        let outcome = watchable.machine.value.apply(
            EtcdCommand(action, by: author), index: index, now: simulation.now)
        if outcome.change.isEmpty {
            try await commits.settle()
        } else {
            try await commits.commit(outcome.change)
        }
        return try outcome.answer.get()
    }

    /// Waits until a read sees every write that was acknowledged before it.
    func settle() async throws(EtcdError) {
        guard let group else { return try await commits.settle() }
        try checkServing()
        try await group.settle()
    }

    /// The same for a read that may see an older state, and so needs nobody else.
    func settleHere() async throws(EtcdError) {
        if group == nil { try await commits.settle() }
        try checkServing()
    }

    /// `header` with the numbers that only the member knows.
    func completed(_ header: ResponseHeader) -> ResponseHeader {
        ResponseHeader(
            clusterID: clusterID, memberID: memberID,
            revision: header.revision,
            raftTerm: group?.standing.term ?? UInt64(commits.header.raftTerm))
    }

    /// The header of an answer that is not about a revision.
    var header: ResponseHeader {
        completed(ResponseHeader(revision: watchable.machine.value.store.revision))
    }

    func checkServing() throws(EtcdError) {
        if let failure = watchable.failure { throw failure }
    }

    private func checkWritable() throws(EtcdError) {
        try checkServing()
        try commits.checkWritable()
    }
}

extension Result where Failure == EtcdError {
    func get() throws(EtcdError) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let error): throw error
        }
    }
}
