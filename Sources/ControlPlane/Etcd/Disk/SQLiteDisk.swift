import Encoding
import GRDB
import Simulation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A data directory: one SQLite database, opened through GRDB.
///
/// ```
/// revision(main, sub, kind, key, value, createRevision, version, lease, checksum)
/// lease(id, seconds)
/// header(revision, compactRevision, raftTerm, raftIndex, instant)      one row
/// setting(value, checksum)                                             one row
/// origin(seed, start)                                                  one row
/// ```
///
/// The journal is a write-ahead log with `synchronous = NORMAL`: a commit has reached the
/// operating system before it is acknowledged, so a killed process loses nothing. It has not
/// reached the platter, so a power cut may lose the last commits (never the consistency).
///
/// SQLite drops an unreadable end of its log in silence; `CommitMark` notices, and is the lock that
/// keeps every other process out for as long as this one lives.
///
/// Differs: etcd keeps a write-ahead log of Raft entries and a bbolt file; here one SQLite file
/// is both.
final class SQLiteDisk: Disk {
    let directory: String
    private let queue: DatabaseQueue
    private let mark: CommitMark

    /// Opens the directory, creating it if need be.
    ///
    /// **Throws** `.disk` with a sentence for the user.
    init(
        directory: String, origin: DiskOrigin? = nil, maximumPages: Int? = nil
    ) throws(EtcdError) {
        self.directory = directory
        try makeDirectories(directory)
        mark = try CommitMark(directory: directory)
        let path = directory + "/etcd.db"
        do {
            if let size = sizeOfFile(path) {
                guard size > 0 else {
                    throw EtcdError.disk(
                        "etcd: the data in \(directory) is damaged: etcd.db is empty")
                }
            } else if try mark.read() != nil {
                throw EtcdError.disk("etcd: the data in \(directory) is damaged: no etcd.db")
            } else {
                try Self.create(path, origin: origin)
            }
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            if let maximumPages {
                try queue.writeWithoutTransaction {
                    try $0.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
                }
            }
        } catch {
            throw describe(error, in: directory)
        }
    }

    func load() throws(EtcdError) -> DiskContents {
        do {
            let contents = try queue.write { database in try readContents(database) }
            let (found, acknowledged) = (contents.header.raftIndex, try mark.read() ?? 0)
            guard found >= acknowledged else {
                throw EtcdError.disk(
                    "the last acknowledged writes are missing (commit \(found) of "
                        + "\(acknowledged)); delete etcd.mark to go on without them")
            }
            return contents
        } catch {
            throw describe(error, in: directory)
        }
    }

    func commit(_ batch: DiskBatch) throws(EtcdError) {
        do {
            try queue.write { database in try Self.write(batch, to: database) }
            try mark.write(batch.header.raftIndex)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw .noSpace
        } catch {
            throw describe(error, in: directory)
        }
    }

    func size() -> (total: Int64, inUse: Int64) {
        let pages = try? queue.read { database in
            let all = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            return (all, free)
        }
        guard let (all, free) = pages else { return (0, 0) }
        return (all * Defaults.pageBytes, (all - free) * Defaults.pageBytes)
    }

    func defragment() throws(EtcdError) {
        do { try queue.vacuum() } catch { throw describe(error, in: directory) }
    }

    func close() {
        try? queue.close()
        mark.unlock()
    }

    // MARK: - Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "etcd"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// Makes the database under another name and moves it into place when it is whole: an empty
    /// `etcd.db` is then always damage, never a beginning.
    private static func create(_ path: String, origin: DiskOrigin?) throws {
        let draft = path + ".new"
        for suffix in ["", "-wal", "-journal"] { unlink(draft + suffix) }
        let queue = try DatabaseQueue(path: draft)
        try queue.write { database in
            try database.execute(sql: schema)
            try insertHeader(DiskHeader(), into: database)
            guard let origin else { return }
            try database.execute(
                sql: "INSERT INTO origin VALUES (1, ?, ?)",
                arguments: [
                    Int64(bitPattern: origin.seed), origin.start.nanosecondsSinceEpoch,
                ])
        }
        try queue.close()
        guard rename(draft, path) == 0 else { throw SystemError(code: errno, path: path) }
    }

    private static let schema = """
        PRAGMA application_id = 1697932132;
        PRAGMA user_version = 3;
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
        CREATE TABLE origin (
            id INTEGER PRIMARY KEY, seed INTEGER NOT NULL, start INTEGER NOT NULL);
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
    guard try Int.fetchOne(database, sql: "PRAGMA application_id") == 1_697_932_132,
        try Int.fetchOne(database, sql: "PRAGMA user_version") == 3
    else { throw EtcdError.disk("etcd.db was not written by this version of the program") }
    let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? ""
    guard verdict == "ok" else { throw EtcdError.disk("etcd.db: \(verdict)") }
    var contents = DiskContents()
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM header WHERE id = 1") else {
        throw EtcdError.disk("its header is missing")
    }
    contents.header = DiskHeader(
        revision: row["revision"], compactRevision: row["compactRevision"],
        raftTerm: row["raftTerm"], raftIndex: row["raftIndex"],
        instant: SimulatedInstant(nanosecondsSinceEpoch: row["instant"]))
    if let row = try Row.fetchOne(database, sql: "SELECT * FROM origin WHERE id = 1") {
        contents.origin = DiskOrigin(
            seed: UInt64(bitPattern: row["seed"] as Int64),
            start: SimulatedInstant(nanosecondsSinceEpoch: row["start"]))
    }
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

/// FNV-1a over the bytes of a row's value.
private func checksum(of bytes: [UInt8]) -> Int64 {
    var hash = FNV1a64()
    hash.combine(bytes)
    return Int64(bitPattern: hash.value)
}

/// GRDB's blobs are Foundation's `Data`; these two keep that name out of the component.
private func blob<Blob: DatabaseValueConvertible & RangeReplaceableCollection>(
    _ kind: (Blob) -> DatabaseValue.Storage, _ bytes: [UInt8]
) -> DatabaseValue where Blob.Element == UInt8 {
    Blob(bytes).databaseValue
}

private func bytes(_ value: DatabaseValue) -> [UInt8] {
    if case .blob(let data) = value.storage { return Array(data) }
    return []
}

// MARK: - Saying what is wrong

/// What the operating system refused.
private struct SystemError: Error {
    var code: Int32
    var path: String
}

private func describe(_ error: any Error, in directory: String) -> EtcdError {
    switch error {
    case let error as EtcdError: return error
    case let error as SystemError:
        return .disk("etcd: cannot use \(error.path): \(String(cString: strerror(error.code)))")
    case let error as DatabaseError:
        return .disk(sentence(for: error, in: directory))
    default: return .disk("etcd: cannot use the data in \(directory): \(error)")
    }
}

private func sentence(for error: DatabaseError, in directory: String) -> String {
    let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: return "etcd: the disk under \(directory) is full"
    case .SQLITE_READONLY, .SQLITE_PERM: return "etcd: \(directory) is read-only (\(detail))"
    case .SQLITE_CANTOPEN: return "etcd: cannot open or create etcd.db in \(directory) (\(detail))"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
        return
            "etcd: \(directory) is in use by another process; stop it or choose another directory"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return "etcd: the data in \(directory) is damaged: \(detail)"
    default: return "etcd: the disk under \(directory) failed: \(detail)"
    }
}

/// **Unit**: bytes; nil if there is no such file.
func sizeOfFile(_ path: String) -> Int? {
    var information = stat()
    return stat(path, &information) == 0 ? Int(information.st_size) : nil
}

/// Makes the directory and those above it, as `mkdir -p`.
private func makeDirectories(_ directory: String) throws(EtcdError) {
    var path = directory.hasPrefix("/") ? "/" : ""
    for part in directory.split(separator: "/") {
        path += part + "/"
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .disk("etcd: cannot create \(path): \(String(cString: strerror(errno)))")
        }
    }
    var information = stat()
    let name = directory.isEmpty ? "an empty path" : directory
    guard stat(directory, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
        throw .disk("etcd: \(name) is not a directory")
    }
}
