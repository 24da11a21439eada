import Raft
import Simulation

/// What a crashed member of a group still has: its hard state, its log, and a snapshot below it.
///
/// In memory it lives as long as the simulation, as the disk of a simulated machine; with a
/// `MemberFile` it outlives the program. Whatever changes goes to the file first.
final class MemberDisk: Sendable {
    struct Contents: Sendable {
        var hardState = HardState()
        /// What the entries continue.
        var base = SnapshotMetadata(position: Position(), membership: Membership())
        /// The state as of `base`.
        var state = DiskContents()
        var entries: [Entry<LoggedCommand>] = []
    }
    private struct State {
        var contents = Contents()
        var header = MemberFile.Header()
    }
    private let simulation: Simulation
    private let file: MemberFile?
    private let state: Confined<State>
    /// The world in which the data began.
    let origin: DiskOrigin

    /// The disk of one of `members` members, with what `directory` holds; in memory without one.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used, is damaged, or belongs to
    /// a group of another size.
    init(_ simulation: Simulation, directory: String?, members: Int) throws(EtcdError) {
        self.simulation = simulation
        state = Confined(simulation, State())
        let here = DiskOrigin(seed: simulation.seed, start: simulation.now)
        guard let directory else {
            (file, origin) = (nil, here)
            return
        }
        let file = try MemberFile(directory, members: members, origin: here)
        let found = try file.load()
        guard found.header.members == members else {
            file.close()
            throw .disk(
                "etcd: the data in \(directory) are of a group of \(found.header.members) members")
        }
        (self.file, origin) = (file, found.origin ?? here)
        state.value = State(contents: found.contents, header: found.header)
    }

    var now: Contents { state.value.contents }

    /// Begins another life of the member, on what the file has.
    ///
    /// **Throws** `.disk` if that has been damaged meanwhile.
    func begin() throws(EtcdError) {
        guard let file else { return }
        let found = try file.load()
        state.value = State(contents: found.contents, header: found.header)
        state.value.header.starts += 1
        try commit(MemberFile.Change())
    }

    /// Writes what `ready` wants to be safe before its messages leave; `arrived` is the state that
    /// its snapshot stands for.
    ///
    /// **Throws** `.noSpace` or `.disk`; nothing has been written then.
    func write(_ ready: Ready<LoggedCommand>, arrived: DiskContents?) throws(EtcdError) {
        let before = state.value.header.hardState
        if let hardState = ready.hardState { state.value.header.hardState = hardState }
        var change = MemberFile.Change(entries: ready.entries)
        if let snapshot = ready.snapshot, let arrived {
            (change.base, change.dropsLog) = ((snapshot, arrived), true)
        }
        // A commit index alone may be forgotten: the next leader says it again.
        if ready.mustSync {
            do { try commit(change) } catch {
                state.value.header.hardState = before
                throw error
            }
        }
        state.value.contents.hardState = state.value.header.hardState
        if let base = change.base {
            state.value.contents.entries = []
            (state.value.contents.base, state.value.contents.state) = base
        }
        guard let first = ready.entries.first else { return }
        let kept = first.index - state.value.contents.base.position.index - 1
        let count = state.value.contents.entries.count
        state.value.contents.entries.removeSubrange(min(kept, count)...)
        state.value.contents.entries += ready.entries
    }

    /// Puts the member's own snapshot in the place of everything up to its position.
    func save(_ base: SnapshotMetadata, _ contents: DiskContents) throws(EtcdError) {
        try commit(MemberFile.Change(base: (base, contents)))
        let dropped = base.position.index - state.value.contents.base.position.index
        let count = state.value.contents.entries.count
        state.value.contents.entries.removeFirst(min(dropped, count))
        (state.value.contents.base, state.value.contents.state) = (base, contents)
    }

    /// **Unit**: bytes of the file; nil in memory.
    var size: (total: Int64, inUse: Int64)? { file?.size() }

    func defragment() throws(EtcdError) { try file?.defragment() }

    func close() { file?.close() }

    private func commit(_ change: MemberFile.Change) throws(EtcdError) {
        guard let file else { return }
        state.value.header.number += 1
        state.value.header.instant = simulation.now
        try file.commit(state.value.header, change)
    }
}
