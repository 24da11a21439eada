import Encoding
import GRDB
import Simulation

/// The data directory of a member that is alone.
///
/// ```
/// revision(main, sub, kind, key, value, createRevision, version, lease, checksum)
/// lease(id, seconds)
/// header(revision, compactRevision, raftTerm, raftIndex, instant)      one row
/// setting(value, checksum)                                             one row
/// origin(seed, start)                                                  one row
/// ```
///
/// Differs: etcd keeps a write-ahead log of Raft entries and a bbolt file; here one SQLite file
/// is both.
final class SQLiteDisk: Disk {
    let directory: String
    private let files: DataDirectory

    /// Opens the directory, creating it if need be.
    ///
    /// **Throws** `.disk` with a sentence for the user.
    init(
        directory: String, origin: DiskOrigin? = nil, maximumPages: Int? = nil
    ) throws(EtcdError) {
        self.directory = directory
        if !MemberFile.members(below: directory).isEmpty {
            throw .disk("etcd: \(directory) holds an etcd of several members: say --etcd-members")
        }
        let kind = DataDirectory.Kind(
            schema: Self.schema, version: 3, maximumPages: maximumPages)
        files = try DataDirectory(directory, kind) { database in
            try Self.insertHeader(DiskHeader(), into: database)
            if let origin { try origin.insert(into: database) }
        }
    }

    func load() throws(EtcdError) -> DiskContents {
        try files.load { database in
            let contents = try readContents(database)
            return (contents, contents.header.raftIndex)
        }
    }

    func commit(_ batch: DiskBatch) throws(EtcdError) {
        try files.commit(batch.header.raftIndex) { try Self.write(batch, to: $0) }
    }

    func size() -> (total: Int64, inUse: Int64) { files.size() }

    func defragment() throws(EtcdError) { try files.defragment() }

    func close() { files.close() }

    private static let schema = """
        CREATE TABLE revision (
            main INTEGER NOT NULL, sub INTEGER NOT NULL, isTombstone INTEGER NOT NULL,
            key BLOB NOT NULL, value BLOB NOT NULL, createRevision INTEGER NOT NULL,
            version INTEGER NOT NULL, lease INTEGER NOT NULL, checksum INTEGER NOT NULL,
            PRIMARY KEY (main, sub)) WITHOUT ROWID;
        CREATE TABLE lease (id INTEGER PRIMARY KEY, seconds INTEGER NOT NULL);
        CREATE TABLE header (
            id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, compactRevision INTEGER NOT NULL,
            raftTerm INTEGER NOT NULL, raftIndex INTEGER NOT NULL, instant INTEGER NOT NULL);
        CREATE TABLE setting (
            id INTEGER PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL);
        \(DiskOrigin.schema)
        """

    // MARK: - Writing

    private static func write(_ batch: DiskBatch, to database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for record in batch.change.records {
            let row = DiskRow(record)
            try insert.execute(arguments: row.arguments)
        }
        let drop = try database.cachedStatement(
            sql: "DELETE FROM revision WHERE main = ? AND sub = ?")
        for revision in batch.change.dropped {
            try drop.execute(arguments: [revision.main, revision.sub])
        }
        for lease in batch.change.granted {
            try database.execute(
                sql: "INSERT OR REPLACE INTO lease VALUES (?, ?)",
                arguments: [lease.id, lease.seconds])
        }
        for id in batch.change.revoked {
            try database.execute(sql: "DELETE FROM lease WHERE id = ?", arguments: [id])
        }
        if let settings = batch.settings { try insertSettings(settings, into: database) }
        try insertHeader(batch.header, into: database)
    }

    /// Users, roles, alarms and members: small, and written as a whole when they change.
    private static func insertSettings(_ settings: StateSettings, into database: Database) throws {
        let value = settings.wireBytes
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO setting VALUES (1, ?, ?)")
        try statement.execute(arguments: [
            blob(DatabaseValue.Storage.blob, value), checksum(of: value),
        ])
    }

    private static func insertHeader(_ header: DiskHeader, into database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO header VALUES (1, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            header.revision, header.compactRevision, header.raftTerm, header.raftIndex,
            header.instant.nanosecondsSinceEpoch,
        ])
    }
}

// MARK: - Reading

private func readContents(_ database: Database) throws -> DiskContents {
    var contents = DiskContents()
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM header WHERE id = 1") else {
        throw EtcdError.disk("its header is missing")
    }
    contents.header = DiskHeader(
        revision: row["revision"], compactRevision: row["compactRevision"],
        raftTerm: row["raftTerm"], raftIndex: row["raftIndex"],
        instant: SimulatedInstant(nanosecondsSinceEpoch: row["instant"]))
    contents.origin = try DiskOrigin(from: database)
    if let row = try Row.fetchOne(database, sql: "SELECT * FROM setting WHERE id = 1") {
        let value = bytes(row["value"])
        guard row["checksum"] == checksum(of: value),
            let settings = try? StateSettings(wireBytes: value)
        else { throw EtcdError.disk("the row of users, alarms and members is damaged") }
        contents.settings = settings
    }
    let leases = try Row.fetchCursor(database, sql: "SELECT id, seconds FROM lease ORDER BY id")
    while let row = try leases.next() { contents.leases[row["id"]] = row["seconds"] }
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM revision ORDER BY main, sub")
    while let row = try rows.next() {
        let found = DiskRow(row)
        guard found.checksum == found.computedChecksum else {
            throw EtcdError.disk("revision \(found.main) has a wrong checksum")
        }
        contents.records.append(found.record)
    }
    return contents
}

/// One row of the table `revision`.
private struct DiskRow {
    var main: Int64
    var sub: Int64
    var isTombstone: Bool
    var key: [UInt8]
    var value: [UInt8]
    var createRevision: Int64
    var version: Int64
    var lease: Int64
    var checksum: Int64 = 0

    init(_ record: Record) {
        let keyValue = record.keyValue
        (main, sub) = (record.revision.main, record.revision.sub)
        (isTombstone, key, value) = (record.isTombstone, keyValue.key.bytes, keyValue.value.bytes)
        (createRevision, version) = (keyValue.createRevision, keyValue.version)
        lease = keyValue.lease
        checksum = computedChecksum
    }

    init(_ row: Row) {
        (main, sub, isTombstone) = (row["main"], row["sub"], row["isTombstone"])
        (key, value) = (bytes(row["key"]), bytes(row["value"]))
        (createRevision, version) = (row["createRevision"], row["version"])
        (lease, checksum) = (row["lease"], row["checksum"])
    }

    var arguments: StatementArguments {
        [
            main, sub, isTombstone, blob(DatabaseValue.Storage.blob, key),
            blob(DatabaseValue.Storage.blob, value), createRevision, version, lease, checksum,
        ]
    }

    var record: Record {
        Record(
            revision: Revision(main: main, sub: sub), isTombstone: isTombstone,
            keyValue: KeyValue(
                key: Key(key), value: BytesPayload(value), createRevision: createRevision,
                modRevision: main, version: version, lease: lease))
    }

    /// FNV-1a over everything in the row; SQLite itself does not notice a changed byte of a value.
    var computedChecksum: Int64 {
        var hash = FNV1a64()
        for number in [main, sub, isTombstone ? 1 : 0, createRevision, version, lease] {
            hash.combine(number: UInt64(bitPattern: number))
        }
        for bytes in [key, value] {
            hash.combine(number: UInt64(bytes.count))
            hash.combine(bytes)
        }
        return Int64(bitPattern: hash.value)
    }
}

extension DiskOrigin {
    static let schema = """
        CREATE TABLE origin (
            id INTEGER PRIMARY KEY, seed INTEGER NOT NULL, start INTEGER NOT NULL);
        """

    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO origin VALUES (1, ?, ?)",
            arguments: [Int64(bitPattern: seed), start.nanosecondsSinceEpoch])
    }

    init?(from database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM origin WHERE id = 1")
        else { return nil }
        self.init(
            seed: UInt64(bitPattern: row["seed"] as Int64),
            start: SimulatedInstant(nanosecondsSinceEpoch: row["start"]))
    }
}
