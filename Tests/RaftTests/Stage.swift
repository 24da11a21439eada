@testable import Raft
@testable import RaftSimulation

/// A command that is only a word.
struct Word: RaftCommand, Hashable {
    var text: String
    var byteCount: Int { text.utf8.count }
}

/// A group on a stage: nothing moves unless the script says so, and everything can be drawn.
///
/// Disks write at once; messages wait until they are delivered, or lost.
struct Stage {
    struct Actor {
        var node: RaftNode<Word>?
        var words: [String] = []
        var hardState = HardState()
        var base = SnapshotMetadata(position: Position(), membership: Membership())
        var baseWords: [String] = []
        var entries: [Entry<Word>] = []
        /// The states that came with snapshots.
        var arrived: [Position: [String]] = [:]
    }
    struct Letter {
        var message: Message<Word>
        var words: [String]
    }

    var actors: [NodeID: Actor] = [:]
    var founders: [NodeID] = []
    var letters: [Letter] = []
    var cuts: Set<[NodeID]> = []
    /// What is told since the last verb.
    var told: [String] = []
    var settings = RaftSettings()
    /// Looks on, as in the simulation.
    var checker = InvariantChecker<Word>()

    var everyone: [NodeID] { actors.keys.sorted() }

    mutating func found(_ count: Int, spares: Int) {
        checker = InvariantChecker()
        founders = (1...count).map { NodeID(UInt64($0)) }
        for number in 1...(count + spares) {
            actors[NodeID(UInt64(number))] = Actor()
            start(NodeID(UInt64(number)))
        }
        told = []
    }

    mutating func start(_ id: NodeID) {
        guard var actor = actors[id] else { return }
        var log = RaftLog<Word>(
            base: actor.base.position, entries: actor.entries,
            commitIndex: actor.hardState.commitIndex)
        if actor.hardState == HardState(), actor.entries.isEmpty, founders.contains(id) {
            log = RaftLog.bootstrap(founders.map { ($0, nil) })
        }
        actor.words = actor.baseWords
        actor.node = RaftNode(
            id: id, log: log, hardState: actor.hardState, membership: actor.base.membership,
            seed: id.rawValue, settings: settings)
        actors[id] = actor
        settle(id)
    }

    /// Lets `id` do all it wants to do: write, send (into the heap of letters), apply.
    mutating func settle(_ id: NodeID) {
        while var actor = actors[id], actor.node?.hasReady == true,
            let ready = actor.node?.takeReady()
        {
            if let hardState = ready.hardState { actor.hardState = hardState }
            if let snapshot = ready.snapshot {
                actor.words = actor.arrived[snapshot.position] ?? []
                (actor.base, actor.baseWords, actor.entries) = (snapshot, actor.words, [])
            }
            if let first = ready.entries.first {
                let previous = actor.node?.log.term(at: first.index.previous) ?? 0
                checker.wrote(ready.entries, after: previous, by: id)
                actor.entries.removeAll { $0.index >= first.index }
                actor.entries += ready.entries
            }
            for message in ready.messages {
                letters.append(Letter(message: message, words: actor.words))
            }
            for entry in ready.committed { apply(entry, at: id, &actor) }
            for read in ready.reads {
                told.append(
                    "\(id) may answer read \(read.id.rawValue) once \(read.index) is applied")
            }
            for event in ready.events { told.append(event.text(of: id)) }
            actor.node?.advance(ready)
            actors[id] = actor
        }
        if let node = actors[id]?.node { checker.look(at: node) }
    }

    func fingerprint(_ words: [String]) -> UInt64 {
        words.joined(separator: " ").utf8.reduce(7) { ($0 &* 31) ^ UInt64($1) }
    }

    mutating func apply(_ entry: Entry<Word>, at id: NodeID, _ actor: inout Actor) {
        if case .configuration(let change, _) = entry.payload { actor.node?.apply(change) }
        if case .command(let word) = entry.payload { actor.words.append(word.text) }
        checker.applied(entry, fingerprint: fingerprint(actor.words), by: id)
    }

    /// Delivers the letters that are there; their answers wait for the next round.
    mutating func deliverRound() {
        let round = letters
        letters = []
        for letter in round {
            let (from, to) = (letter.message.from, letter.message.to)
            let isLost = cuts.contains([from, to]) || actors[to]?.node == nil
            told.append(
                "\(from) -> \(to)  \(Drawing.text(letter.message))\(isLost ? "  lost" : "")")
            if isLost { continue }
            if case .installSnapshot(let metadata) = letter.message.body {
                actors[to]?.arrived[metadata.position] = letter.words
            }
            actors[to]?.node?.step(letter.message)
            settle(to)
        }
    }

    mutating func compact(_ id: NodeID) {
        guard let node = actors[id]?.node else { return }
        let index = node.log.appliedIndex
        let position = Position(term: node.log.term(at: index) ?? 0, index: index)
        actors[id]?.base = SnapshotMetadata(position: position, membership: node.membership)
        let words = actors[id]?.words ?? []
        actors[id]?.baseWords = words
        actors[id]?.entries.removeAll { $0.index <= index }
        actors[id]?.node?.compact(to: index)
    }
}
