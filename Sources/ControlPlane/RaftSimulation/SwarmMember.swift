import Raft

/// One member in the simulation: a `RaftNode`, its disk, its state machine, and those who wait.
///
/// It drives the node as a real driver must: write, then send, then apply.
struct SwarmMember {
    let id: NodeID
    var disk: SwarmDisk
    /// Nil while the member is down.
    var node: RaftNode<RegisterCommand>?
    /// Grows with each crash, so that what was planned for an earlier life is left alone.
    var life = 0
    var registers: Registers
    var appliedIndex: LogIndex = 0
    /// The Ready whose write is on its way to the disk.
    var ready: Ready<RegisterCommand>?
    /// The states that came with snapshots, until Raft wants them.
    var arrived: [Position: SwarmDisk.Image] = [:]
    /// Writes that wait to be applied here.
    var writers: Set<Int> = []
    /// Reads that have their index, and wait for it to be applied.
    var readers: [(operation: Int, index: LogIndex)] = []
    var clock = TickClock()

    /// Each member's seconds are a little longer or shorter.
    struct TickClock {
        var milliseconds = 100
    }

    init(id: NodeID, registers count: Int) {
        self.id = id
        disk = SwarmDisk(registers: count)
        registers = Registers(count: count)
    }

    /// Starts on what the disk has; `founders` for the first members of a new group.
    mutating func start(founders: [NodeID] = [], seed: UInt64, settings: RaftSettings) {
        let found = disk.contents
        registers = found.image.registers
        let position = found.image.metadata.position
        appliedIndex = position.index
        var log = RaftLog(
            base: position, entries: found.entries, commitIndex: found.hardState.commitIndex)
        let isNew = found.hardState == HardState() && found.entries.isEmpty
        if isNew, position.index == 0, !founders.isEmpty {
            log = RaftLog.bootstrap(founders.map { ($0, nil) })
        }
        node = RaftNode(
            id: id, log: log, hardState: found.hardState,
            membership: found.image.metadata.membership, seed: seed, settings: settings)
    }

    mutating func crash(keeping records: Int) {
        disk.cutPower(keeping: records)
        life += 1
        (node, ready) = (nil, nil)
        arrived = [:]
        writers = []
        readers = []
    }

    /// What has to be on the disk before the rest of `ready` is done.
    func write(for ready: Ready<RegisterCommand>) -> SwarmDisk.Write {
        SwarmDisk.Write(
            hardState: ready.hardState, snapshot: ready.snapshot.flatMap { arrived[$0.position] },
            entries: ready.entries)
    }

    /// Puts the state that came with `snapshot` in the place of this member's.
    mutating func install(_ snapshot: SnapshotMetadata) {
        guard let image = arrived[snapshot.position] else { return }
        registers = image.registers
        appliedIndex = snapshot.position.index
        arrived = [:]
    }

    /// The state as of now, for a follower that is too far behind, or for the own disk.
    var image: SwarmDisk.Image? {
        guard let node, let term = node.log.term(at: appliedIndex) else { return nil }
        return SwarmDisk.Image(
            metadata: SnapshotMetadata(
                position: Position(term: term, index: appliedIndex), membership: node.membership),
            registers: registers)
    }
}
