import Raft
import Simulation

/// What a crashed member of a group still has: its hard state, its log, and a snapshot below it.
///
/// It lives as long as the simulation, as the disk of a simulated machine.
final class MemberDisk: Sendable {
    struct Contents: Sendable {
        var hardState = HardState()
        /// What the entries continue.
        var base = SnapshotMetadata(position: Position(), membership: Membership())
        /// The state as of `base`.
        var state = DiskContents()
        var entries: [Entry<LoggedCommand>] = []
    }
    private let contents: Confined<Contents>

    /// The disk of a member that is there from the beginning, when nobody has written anything.
    init(_ simulation: Simulation) { contents = Confined(simulation, Contents()) }

    var now: Contents { contents.value }

    /// Writes what `ready` wants to be safe before its messages leave.
    func write(_ ready: Ready<LoggedCommand>) {
        if let hardState = ready.hardState { contents.value.hardState = hardState }
        guard let first = ready.entries.first else { return }
        let kept = first.index - contents.value.base.position.index - 1
        contents.value.entries.removeSubrange(min(kept, contents.value.entries.count)...)
        contents.value.entries += ready.entries
    }

    /// Puts the member's own snapshot in the place of everything up to its position.
    func save(_ base: SnapshotMetadata, _ state: DiskContents) {
        let dropped = base.position.index - contents.value.base.position.index
        contents.value.entries.removeFirst(min(dropped, contents.value.entries.count))
        (contents.value.base, contents.value.state) = (base, state)
    }

    /// Puts another member's snapshot in the place of everything.
    func install(_ base: SnapshotMetadata, _ state: DiskContents) {
        contents.value.entries = []
        (contents.value.base, contents.value.state) = (base, state)
    }
}
