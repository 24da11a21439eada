import Encoding
import GRDB
import Raft
import Simulation

extension MemberFile.Header {
    private var numbers: [UInt64] {
        [
            UInt64(bitPattern: number), UInt64(bitPattern: starts),
            UInt64(bitPattern: instant.nanosecondsSinceEpoch), UInt64(bitPattern: members),
            hardState.term.rawValue, hardState.vote?.rawValue ?? 0,
            hardState.commitIndex.rawValue,
        ]
    }

    func write(to database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO header VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)")
        let values = numbers.map { Int64(bitPattern: $0) } + [checksum(of: numbers, [])]
        try statement.execute(arguments: StatementArguments(values))
    }

    init(from database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM header WHERE id = 1") else {
            throw EtcdError.disk("its header is missing")
        }
        (number, starts, members) = (row["number"], row["starts"], row["members"])
        instant = SimulatedInstant(nanosecondsSinceEpoch: row["instant"])
        let vote = unsigned(row["vote"])
        hardState = HardState(
            term: Term(unsigned(row["term"])), vote: vote == 0 ? nil : NodeID(vote),
            commitIndex: LogIndex(unsigned(row["commitIndex"])))
        guard row["checksum"] == checksum(of: numbers, []) else {
            throw EtcdError.disk("its header has a wrong checksum")
        }
    }
}

extension MemberFile.Found {
    init(from database: Database) throws {
        header = try MemberFile.Header(from: database)
        origin = try DiskOrigin(from: database)
        contents.hardState = header.hardState
        if let row = try Row.fetchOne(database, sql: "SELECT * FROM snapshot WHERE id = 1") {
            try readSnapshot(row)
        }
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM entry ORDER BY position")
        while let row = try rows.next() {
            let entry = try EntryRow(row).entry()
            // The log goes on where the snapshot ends, without gaps, and terms only grow.
            let last = contents.entries.last?.position ?? contents.base.position
            guard entry.index == last.index.next, entry.term >= last.term else {
                throw EtcdError.disk("entry \(entry.index) does not follow entry \(last.index)")
            }
            contents.entries.append(entry)
        }
    }

    private mutating func readSnapshot(_ row: Row) throws {
        let (term, position) = (unsigned(row["term"]), unsigned(row["position"]))
        let (membership, state) = (bytes(row["membership"]), bytes(row["state"]))
        guard row["checksum"] == checksum(of: [term, position], membership + state),
            let members = try? MembershipMessage(wireBytes: membership).membership,
            let store = try? DiskContents(wireBytes: state)
        else { throw EtcdError.disk("its snapshot has a wrong checksum") }
        contents.base = SnapshotMetadata(
            position: Position(term: Term(term), index: LogIndex(position)), membership: members)
        contents.state = store
    }
}

/// One row of the table `entry`.
struct EntryRow {
    enum Kind: UInt64 {
        case noOperation, command, addVoter, addLearner, remove
    }
    var position: UInt64
    var term: UInt64
    var kind = Kind.noOperation
    /// Whom a change of the group is about.
    var member: UInt64 = 0
    var command: [UInt8] = []

    init(_ entry: Entry<LoggedCommand>) {
        (position, term) = (entry.index.rawValue, entry.term.rawValue)
        switch entry.payload {
        case .noOperation: break
        case .command(let logged): (kind, command) = (.command, logged.wireBytes)
        case .configuration(let change, let logged):
            command = logged?.wireBytes ?? []
            switch change {
            case .addVoter(let node): (kind, member) = (.addVoter, node.rawValue)
            case .addLearner(let node): (kind, member) = (.addLearner, node.rawValue)
            case .remove(let node): (kind, member) = (.remove, node.rawValue)
            }
        }
    }

    init(_ row: Row) throws {
        (position, term) = (unsigned(row["position"]), unsigned(row["term"]))
        (member, command) = (unsigned(row["member"]), bytes(row["command"]))
        guard let found = Kind(rawValue: unsigned(row["kind"])) else {
            throw EtcdError.disk("entry \(position) is of an unknown kind")
        }
        kind = found
        guard row["checksum"] == sum else {
            throw EtcdError.disk("entry \(position) has a wrong checksum")
        }
    }

    private var sum: Int64 { checksum(of: [position, term, kind.rawValue, member], command) }

    var arguments: StatementArguments {
        [
            Int64(bitPattern: position), Int64(bitPattern: term), Int64(kind.rawValue),
            Int64(bitPattern: member), blob(DatabaseValue.Storage.blob, command), sum,
        ]
    }

    func entry() throws -> Entry<LoggedCommand> {
        let logged = command.isEmpty ? nil : try? LoggedCommand(wireBytes: command)
        let payload: Entry<LoggedCommand>.Payload
        switch (kind, logged) {
        case (.noOperation, _): payload = .noOperation
        case (.command, let logged?): payload = .command(logged)
        case (.command, nil): throw EtcdError.disk("entry \(position) cannot be read")
        case (.addVoter, _): payload = .configuration(.addVoter(NodeID(member)), logged)
        case (.addLearner, _): payload = .configuration(.addLearner(NodeID(member)), logged)
        case (.remove, _): payload = .configuration(.remove(NodeID(member)), logged)
        }
        return Entry(term: Term(term), index: LogIndex(position), payload: payload)
    }
}

func unsigned(_ value: DatabaseValue) -> UInt64 {
    UInt64(bitPattern: Int64.fromDatabaseValue(value) ?? 0)
}

/// FNV-1a over numbers and what follows them.
func checksum(of numbers: [UInt64], _ bytes: [UInt8]) -> Int64 {
    var hash = FNV1a64()
    for number in numbers { hash.combine(number: number) }
    hash.combine(bytes)
    return Int64(bitPattern: hash.value)
}

// MARK: - Bytes

extension LoggedCommand: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        guard let command: EtcdCommand = try fields.message(3) else { throw .truncated }
        self.init(
            origin: try fields.uint(1), request: try fields.uint(2), command: command)
    }

    func write(to writer: inout WireWriter) {
        writer.uint(1, origin)
        writer.uint(2, request)
        writer.message(3, command)
    }
}

/// A group's membership as bytes.
struct MembershipMessage: WireMessage {
    var membership: Membership

    init(_ membership: Membership) { self.membership = membership }

    init(_ fields: WireFields) throws(WireError) {
        let (voters, learners) = (try fields.numbers(1), try fields.numbers(2))
        membership = Membership(
            voters: voters.map { NodeID($0) }, learners: learners.map { NodeID($0) })
    }

    func write(to writer: inout WireWriter) {
        writer.packed(1, membership.voters.map(\.rawValue))
        writer.packed(2, membership.learners.map(\.rawValue))
    }
}
