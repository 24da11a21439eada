import Raft

/// Looks at the members after every step, and says which promise of Raft was broken.
///
/// It knows more than any member: every leader there was, every entry that was ever written or
/// applied. Each check costs only what the step changed.
struct InvariantChecker<Command: RaftCommand & Equatable> {
    private var leaders: [Term: NodeID] = [:]
    /// For each entry there ever was: what it says, and the term of the one before it.
    private var written: [Position: Link] = [:]
    /// What was applied, by index.
    private var applied: [LogIndex: Applied] = [:]
    private(set) var lastApplied: LogIndex = 0
    private(set) var violation: String?

    private struct Link: Equatable {
        var content: Content
        var previous: Term
    }
    private enum Content: Equatable {
        case nothing
        case command(Command)
        case change(ConfigurationChange)
    }
    private struct Applied {
        var term: Term
        var content: Content
        /// The state machine's, after this entry.
        var fingerprint: UInt64
    }

    private mutating func fail(_ message: String) {
        if violation == nil { violation = message }
    }

    /// Election Safety, and Leader Completeness when a leader is new (Raft figure 3).
    mutating func look(at node: RaftNode<Command>) {
        guard node.role == .leader, leaders[node.term] != node.id else { return }
        if let other = leaders[node.term] {
            fail("election safety: \(other) and \(node.id) both lead term \(node.term)")
        }
        leaders[node.term] = node.id
        var index = node.log.firstIndex
        while index <= lastApplied {
            // Only what was committed in an earlier term: a leader that was replaced without its
            // knowledge need not have what came later.
            if let entry = applied[index], entry.term < node.term,
                node.log.term(at: index) != entry.term
            {
                fail(
                    "leader completeness: \(node.id) leads term \(node.term) without the "
                        + "committed entry \(index)")
            }
            index = index.next
        }
    }

    /// Log Matching: by induction it is enough that the same position always has the same content
    /// and the same predecessor.
    mutating func wrote(_ entries: [Entry<Command>], after previous: Term, by id: NodeID) {
        var previous = previous
        for entry in entries {
            let link = Link(content: Self.content(entry), previous: previous)
            if let known = written[entry.position], known != link {
                fail("log matching: \(id) has another entry at \(entry.position)")
            }
            written[entry.position] = link
            previous = entry.term
        }
    }

    /// State Machine Safety.
    mutating func applied(
        _ entry: Entry<Command>, fingerprint: UInt64, by id: NodeID
    ) {
        let found = Applied(
            term: entry.term, content: Self.content(entry), fingerprint: fingerprint)
        guard let known = applied[entry.index] else {
            if entry.index != lastApplied.next { fail("\(id) applied \(entry.index) too early") }
            applied[entry.index] = found
            lastApplied = entry.index
            return
        }
        if known.term != found.term || known.content != found.content {
            fail("state machine safety: \(id) applied another entry at \(entry.index)")
        } else if known.fingerprint != fingerprint {
            fail("state machine safety: \(id) has another state at \(entry.index)")
        }
    }

    /// A snapshot stands for what the others have applied.
    mutating func installed(_ position: Position, fingerprint: UInt64, by id: NodeID) {
        if let known = applied[position.index], known.fingerprint != fingerprint {
            fail("state machine safety: \(id) got another state at \(position.index)")
        }
    }

    private static func content(_ entry: Entry<Command>) -> Content {
        switch entry.payload {
        case .noOperation: .nothing
        case .command(let command): .command(command)
        case .configuration(let change, _): .change(change)
        }
    }
}
