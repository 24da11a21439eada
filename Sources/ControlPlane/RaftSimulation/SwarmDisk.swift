import Raft

/// A member's disk: what is on the platter, and the one write that is on its way there.
///
/// A power cut in the middle of a write leaves the first records of it, never a later one without
/// those before: a torn record fails its checksum and is not there.
struct SwarmDisk {
    /// One write, in the order of its records.
    struct Write {
        var hardState: HardState?
        var snapshot: Image?
        var entries: [Entry<RegisterCommand>] = []

        var recordCount: Int {
            (hardState == nil ? 0 : 1) + (snapshot == nil ? 0 : 1) + entries.count
        }
    }

    /// The state machine at some place of the log.
    struct Image {
        var metadata: SnapshotMetadata
        var registers: Registers
    }

    /// Everything that a member finds when it starts.
    struct Contents {
        var hardState = HardState()
        var image: Image
        var entries: [Entry<RegisterCommand>] = []
    }

    private(set) var contents: Contents
    private(set) var pending: Write?
    /// What is safe on a disk that lies about its flushes: what was there some writes ago.
    private var flushed: Contents
    private var writes = 0

    init(registers: Int) {
        contents = Contents(
            image: Image(
                metadata: SnapshotMetadata(position: Position(), membership: Membership()),
                registers: Registers(count: registers)))
        flushed = contents
    }

    mutating func begin(_ write: Write) { pending = write }

    mutating func finish() {
        guard let write = pending else { return }
        pending = nil
        put(write, records: write.recordCount)
        writes += 1
        if writes % 10 == 0 { flushed = contents }
    }

    /// The power goes; `records` of the write on its way have made it.
    mutating func cutPower(keeping records: Int) {
        if let write = pending { put(write, records: records) }
        pending = nil
    }

    mutating func loseUnflushed() { contents = flushed }

    mutating func forgetVote() { contents.hardState.vote = nil }

    /// Replaces the entries up to `image` by it.
    mutating func compact(to image: Image) {
        contents.image = image
        contents.entries.removeAll { $0.index <= image.metadata.position.index }
        flushed = contents
    }

    private mutating func put(_ write: Write, records: Int) {
        var left = records
        if let hardState = write.hardState, left > 0 {
            contents.hardState = hardState
            left -= 1
        }
        if let image = write.snapshot, left > 0 {
            contents.image = image
            contents.entries = []
            left -= 1
        }
        for entry in write.entries.prefix(left) {
            contents.entries.removeAll { $0.index >= entry.index }
            contents.entries.append(entry)
        }
    }
}
