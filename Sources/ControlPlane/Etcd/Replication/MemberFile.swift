import Encoding
import GRDB
import Raft
import Simulation

/// The data directory of one member of a group: its hard state, its log, and a snapshot below it.
///
/// ```
/// header(number, starts, instant, members, term, vote, commitIndex, checksum)   one row
/// snapshot(term, position, membership, state, checksum)                         one row at most
/// entry(position, term, kind, member, command, checksum)                        from there on
/// origin(seed, start)                                                           one row
/// ```
/// What `commit` has returned from is safe from a kill and from a power cut (`DataDirectory`).
///
/// Differs: etcd's members keep their keys in a bbolt file, too; here the keys are those of the
/// snapshot and of the entries above it, which are applied once more at each start.
final class MemberFile: Sendable {
    /// The numbers beside the log.
    struct Header {
        /// Grows with each commit.
        var number: Int64 = 0
        var starts: Int64 = 0
        /// When the newest commit was made, by the cluster's clock.
        var instant = SimulatedInstant(nanosecondsSinceEpoch: 0)
        /// How many members the group began with.
        var members: Int64 = 0
        var hardState = HardState()
    }

    /// Everything that a directory holds.
    struct Found {
        var header = Header()
        var contents = MemberDisk.Contents()
        var origin: DiskOrigin?
    }

    /// What goes to the disk at once, besides the header.
    struct Change {
        /// A snapshot in the place of all up to its position.
        var base: (metadata: SnapshotMetadata, state: DiskContents)?
        /// Whether the entries above the snapshot go, too: they were never this member's.
        var dropsLog = false
        /// In the place of all from the first one's index on.
        var entries: [Entry<LoggedCommand>] = []
    }

    private let files: DataDirectory

    /// Opens the directory, creating it if need be.
    ///
    /// **Throws** `.disk` with a sentence for the user.
    init(_ directory: String, members: Int, origin: DiskOrigin) throws(EtcdError) {
        let kind = DataDirectory.Kind(schema: Self.schema, version: Self.version)
        files = try DataDirectory(directory, kind) { database in
            var header = Header()
            header.members = Int64(members)
            try header.write(to: database)
            try origin.insert(into: database)
        }
    }

    /// The names below `directory` that are directories of members of a group.
    static func members(below directory: String) -> [String] {
        (1...Defaults.groupMembersMax).map { "etcd\($0)" }.filter { name in
            sizeOfFile("\(directory)/\(name)/etcd.db") != nil
        }
    }

    /// Everything that was committed.
    ///
    /// **Throws** `.disk` with a sentence if it is damaged: such a log is never followed.
    func load() throws(EtcdError) -> Found {
        do {
            return try files.load { database in
                let found = try Found(from: database)
                return (found, found.header.number)
            }
        } catch {
            guard case .disk(let why) = error, !why.hasPrefix("etcd: ") else { throw error }
            throw .disk("etcd: the data in \(files.path) is damaged: \(why)")
        }
    }

    func commit(_ header: Header, _ change: Change) throws(EtcdError) {
        try files.commit(header.number) { database in
            try header.write(to: database)
            if let base = change.base {
                try MemberFile.replace(base.metadata, base.state, in: database)
                if change.dropsLog { try database.execute(sql: "DELETE FROM entry") }
            }
            guard let first = change.entries.first else { return }
            try database.execute(
                sql: "DELETE FROM entry WHERE position >= ?",
                arguments: [Int64(first.index.rawValue)])
            let insert = try database.cachedStatement(
                sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)")
            for entry in change.entries {
                try insert.execute(arguments: EntryRow(entry).arguments)
            }
        }
    }

    func size() -> (total: Int64, inUse: Int64) { files.size() }

    func defragment() throws(EtcdError) { try files.defragment() }

    func close() { files.close() }

    private static let version = 4
    private static let schema = """
        CREATE TABLE header (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, starts INTEGER NOT NULL,
            instant INTEGER NOT NULL, members INTEGER NOT NULL, term INTEGER NOT NULL,
            vote INTEGER NOT NULL, commitIndex INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE snapshot (
            id INTEGER PRIMARY KEY, term INTEGER NOT NULL, position INTEGER NOT NULL,
            membership BLOB NOT NULL, state BLOB NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY, term INTEGER NOT NULL, kind INTEGER NOT NULL,
            member INTEGER NOT NULL, command BLOB NOT NULL, checksum INTEGER NOT NULL);
        \(DiskOrigin.schema)
        """

    private static func replace(
        _ base: SnapshotMetadata, _ state: DiskContents, in database: Database
    ) throws {
        let (membership, bytes) = (MembershipMessage(base.membership).wireBytes, state.wireBytes)
        let (term, position) = (base.position.term.rawValue, base.position.index.rawValue)
        try database.execute(
            sql: "INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?, ?, ?, ?)",
            arguments: [
                Int64(bitPattern: term), Int64(bitPattern: position),
                blob(DatabaseValue.Storage.blob, membership),
                blob(DatabaseValue.Storage.blob, bytes),
                checksum(of: [term, position], membership + bytes),
            ])
        try database.execute(
            sql: "DELETE FROM entry WHERE position <= ?", arguments: [Int64(bitPattern: position)])
    }
}
