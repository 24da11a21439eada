import Raft
import Simulation

/// A world of misfortunes for a Raft group, all of it decided by one seed.
///
/// ```
///  ├────────── storm ──────────┤────── calm ──────┤ verdict
///    crashes, cuts, losses,       all is healed      everybody agrees,
///    slow disks, changes of       and started        the histories are linearizable
///    the group, transfers
/// ```
/// The checkers look at it after every step. `Swarm(seed: 4711).run()` replays a failure exactly.
///
/// Source: the manner of FoundationDB's and TigerBeetle's simulators.
package struct Swarm {
    enum Event {
        case tick(NodeID)
        case deliver(Message<RegisterCommand>, SwarmDisk.Image?)
        case written(NodeID, life: Int)
        case request(client: Int)
        case giveUp(client: Int, operation: Int)
        case misfortune
        case restart(NodeID)
        case calm
        /// In the calm: is everybody of one mind?
        case inspect
    }

    let seed: UInt64
    let plan: SwarmPlan
    var lot: SeededGenerator
    var events = EventQueue<Event>()
    var network = SwarmNetwork()
    var members: [NodeID: SwarmMember] = [:]
    var checker = InvariantChecker<RegisterCommand>()
    var history = History()
    /// What each client waits for.
    var waiting: [Int: Int] = [:]
    var operations = 0
    var answered = 0
    var answeredInCalm = 0
    var now = 0
    var step = 0
    var isCalm = false
    var isOver = false
    /// Told what happens; nil where nobody listens.
    var narrator: ((String) -> Void)?

    package init(seed: UInt64, sabotage: Sabotage? = nil) {
        self.seed = seed
        plan = SwarmPlan(seed: seed, sabotage: sabotage)
        lot = SeededGenerator(seed: seed, stream: "swarm")
    }

    var nodes: [NodeID] { (1...plan.nodes).map { NodeID(UInt64($0)) } }

    /// Runs to the end, or to the first broken promise.
    ///
    /// `narrator` hears of everything, for one who looks for the reason of a failure.
    package mutating func run(narrator: ((String) -> Void)? = nil) -> SwarmReport {
        self.narrator = narrator
        found()
        let end = plan.stormMilliseconds + plan.calmMilliseconds
        while checker.violation == nil, !isOver, let (time, event) = events.next(), time <= end {
            now = time
            step += 1
            handle(event)
        }
        return SwarmReport(
            seed: seed, violation: checker.violation ?? verdict(), steps: step,
            operations: answered)
    }

    private mutating func found() {
        let founders = Array(nodes.prefix(plan.founders))
        for node in nodes {
            var member = SwarmMember(id: node, registers: plan.registers)
            member.clock.milliseconds = random(95...105)
            member.start(
                founders: founders.contains(node) ? founders : [], seed: lot.next(),
                settings: plan.settings)
            members[node] = member
            events.plan(.tick(node), at: random(0...100))
            pump(node)
        }
        for client in 0..<plan.clients {
            events.plan(.request(client: client), at: random(0...900))
        }
        events.plan(.misfortune, at: random(500...1500))
        events.plan(.calm, at: plan.stormMilliseconds)
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .tick(let node):
            members[node]?.node?.tick()
            events.plan(.tick(node), at: now + (members[node]?.clock.milliseconds ?? 100))
            pump(node)
        case .deliver(let message, let image): deliver(message, image)
        case .written(let node, let life):
            guard members[node]?.life == life else { return }
            finishWrite(node)
        case .request(let client): request(client)
        case .giveUp(let client, let operation):
            guard waiting[client] == operation else { return }
            waiting[client] = nil
            events.plan(.request(client: client), at: now + random(1...200))
        case .misfortune:
            if isCalm { return }
            misfortune()
            events.plan(.misfortune, at: now + random(1...plan.faultMilliseconds))
        case .restart(let node): restart(node)
        case .calm: calm()
        case .inspect:
            isOver = disagreement() == nil
            events.plan(.inspect, at: now + 200)
        }
    }

    mutating func random(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &lot) }

    mutating func chance(percent: Int) -> Bool { percent > 0 && random(1...100) <= percent }

    func tell(_ text: @autoclosure () -> String) {
        if let narrator { narrator("\(now) ms  \(text())") }
    }

    // MARK: - Driving the members

    /// Does what the member's node wants done, until it wants nothing or waits for its disk.
    mutating func pump(_ id: NodeID) {
        while var member = members[id], member.ready == nil, member.node?.hasReady == true {
            guard let ready = member.node?.takeReady() else { return }
            member.ready = ready
            member.disk.begin(member.write(for: ready))
            if let node = member.node, let first = ready.entries.first {
                checker.wrote(
                    ready.entries, after: node.log.term(at: first.index.previous) ?? 0, by: id)
            }
            members[id] = member
            let delay = ready.mustSync ? random(0...plan.diskMilliseconds) : 0
            if delay > 0 {
                events.plan(.written(id, life: member.life), at: now + delay)
                return
            }
            finishWrite(id, pumps: false)
        }
        if let node = members[id]?.node { checker.look(at: node) }
    }

    /// The disk has what it was given: now the rest of the Ready may be done.
    private mutating func finishWrite(_ id: NodeID, pumps: Bool = true) {
        guard let ready = members[id]?.ready else { return }
        members[id]?.disk.finish()
        members[id]?.ready = nil
        for event in ready.events { tell(event.text(of: id)) }
        if diesUnheard(id, with: ready) { return }
        for message in ready.messages { send(message) }
        if let snapshot = ready.snapshot {
            members[id]?.install(snapshot)
            checker.installed(
                snapshot.position, fingerprint: members[id]?.registers.fingerprint ?? 0, by: id)
        }
        for entry in ready.committed { apply(entry, at: id) }
        for read in ready.reads {
            members[id]?.readers.append((Int(read.id.rawValue), read.index))
        }
        members[id]?.node?.advance(ready)
        answerReaders(id)
        compactIfLong(id)
        aggravate(id, after: ready)
        if pumps { pump(id) }
    }

    mutating func apply(_ entry: Entry<RegisterCommand>, at id: NodeID) {
        if case .configuration(let change, _) = entry.payload {
            members[id]?.node?.apply(change)
        }
        guard var member = members[id] else { return }
        member.registers.apply(entry)
        member.appliedIndex = entry.index
        let fingerprint = member.registers.fingerprint
        var answers: Int?
        if case .command(let command) = entry.payload,
            member.writers.remove(command.operation) != nil
        {
            answers = command.operation
        }
        members[id] = member
        checker.applied(entry, fingerprint: fingerprint, by: id)
        if let answers { answer(answers, value: nil) }
    }

    private mutating func answerReaders(_ id: NodeID) {
        guard let member = members[id], !member.readers.isEmpty else { return }
        for reader in member.readers where reader.index <= member.appliedIndex {
            guard let read = history.operations[reader.operation] else { continue }
            answer(reader.operation, value: member.registers.values[read.register])
        }
        members[id]?.readers.removeAll { $0.index <= member.appliedIndex }
    }

    private mutating func compactIfLong(_ id: NodeID) {
        guard let member = members[id], let node = member.node, member.ready == nil,
            node.log.entries.count > plan.logEntries, let image = member.image
        else { return }
        // A few entries stay for those who are only a little behind.
        let keep = plan.logEntries / 2
        guard node.log.appliedIndex - node.log.base.index > keep else { return }
        members[id]?.disk.compact(to: image)
        let first = LogIndex(image.metadata.position.index.rawValue - UInt64(keep))
        members[id]?.node?.compact(to: first)
    }

    // MARK: - Messages

    private mutating func send(_ message: Message<RegisterCommand>) {
        var message = message
        var image: SwarmDisk.Image?
        if case .installSnapshot = message.body {
            // The state has gone on since Raft asked for it.
            guard let current = members[message.from]?.image else { return }
            message.body = .installSnapshot(current.metadata)
            image = current
        }
        guard network.carries(from: message.from, to: message.to),
            isCalm || !chance(percent: plan.dropPercent)
        else { return }
        var copies = 1
        if case .propose = message.body {
            // A client's wish comes over a connection that doubles nothing.
        } else if !isCalm, chance(percent: plan.duplicatePercent) {
            copies = 2
        }
        for _ in 0..<copies { events.plan(.deliver(message, image), at: now + latency()) }
    }

    private mutating func latency() -> Int {
        if isCalm { return random(1...5) }
        let isSlow = chance(percent: 5)
        return random(1...(isSlow ? plan.slowMilliseconds : plan.latencyMilliseconds))
    }

    private mutating func deliver(_ message: Message<RegisterCommand>, _ image: SwarmDisk.Image?) {
        let to = message.to
        // A cut loses what is on its way, too.
        guard members[to]?.node != nil, network.carries(from: message.from, to: to) else { return }
        if let image { members[to]?.arrived[image.metadata.position] = image }
        members[to]?.node?.step(message)
        if plan.sabotage == .doubleVote { repeatVote(message) }
        pump(to)
    }
}
