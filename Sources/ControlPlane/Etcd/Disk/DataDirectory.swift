import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A directory with one SQLite database in it, and the mark of what was acknowledged.
///
/// | file | what it is |
/// | --- | --- |
/// | `etcd.db` | the database |
/// | `etcd.db-wal` | SQLite's write-ahead log: the commits that are not in `etcd.db` yet |
/// | `etcd.mark` | the lock, and the number of the last commit that was acknowledged |
///
/// The journal is a write-ahead log with `synchronous = FULL`: a commit is on the platter before it
/// is acknowledged, so neither a killed process nor a power cut loses one.
///
/// SQLite drops an unreadable end of its log in silence; `CommitMark` notices, and is the lock that
/// keeps every other process out for as long as this one lives.
final class DataDirectory: Sendable {
    /// What a kind of directory holds.
    struct Kind {
        var schema: String
        /// The number of this layout; a database with another one is refused.
        var version: Int
        var maximumPages: Int?
    }
    private static let applicationID = 1_697_932_132

    let path: String
    private let kind: Kind
    private let queue: DatabaseQueue
    private let mark: CommitMark

    /// Opens the directory, creating it if need be; `fill` writes the first rows.
    ///
    /// **Throws** `.disk` with a sentence for the user.
    init(
        _ path: String, _ kind: Kind, fill: (Database) throws -> Void
    ) throws(EtcdError) {
        (self.path, self.kind) = (path, kind)
        try makeDirectories(path)
        mark = try CommitMark(directory: path)
        let file = path + "/etcd.db"
        do {
            if let size = sizeOfFile(file) {
                guard size > 0 else {
                    throw EtcdError.disk("etcd: the data in \(path) is damaged: etcd.db is empty")
                }
            } else if try mark.read() != nil {
                throw EtcdError.disk("etcd: the data in \(path) is damaged: no etcd.db")
            } else {
                try Self.create(file, in: path, kind, fill)
            }
            queue = try DatabaseQueue(path: file, configuration: Self.configuration)
            if let maximumPages = kind.maximumPages {
                try queue.writeWithoutTransaction {
                    try $0.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
                }
            }
        } catch {
            throw describe(error, in: path)
        }
    }

    /// Reads with `body`, which also gives the number of the newest commit, after a look at the whole.
    ///
    /// **Throws** `.disk` if it is damaged, or behind what was acknowledged.
    func load<Contents>(
        _ body: (Database) throws -> (contents: Contents, commit: Int64)
    ) throws(EtcdError) -> Contents {
        do {
            let (contents, found) = try queue.write { database in
                try check(database)
                return try body(database)
            }
            let acknowledged = try mark.read() ?? 0
            guard found >= acknowledged else {
                throw EtcdError.disk(
                    "the last acknowledged writes are missing (commit \(found) of "
                        + "\(acknowledged)); delete etcd.mark to go on without them")
            }
            return contents
        } catch {
            throw describe(error, in: path)
        }
    }

    private func check(_ database: Database) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Self.applicationID,
            try Int.fetchOne(database, sql: "PRAGMA user_version") == kind.version
        else { throw EtcdError.disk("etcd.db was not written by this version of the program") }
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? ""
        guard verdict == "ok" else { throw EtcdError.disk("etcd.db: \(verdict)") }
    }

    /// Carries out `body` as the commit `number`, wholly or not at all, and marks it.
    ///
    /// **Throws** `.noSpace`, `.disk`.
    func commit(_ number: Int64, _ body: (Database) throws -> Void) throws(EtcdError) {
        do {
            try queue.write(body)
            try mark.write(number)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw .noSpace
        } catch {
            throw describe(error, in: path)
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
        do { try queue.vacuum() } catch { throw describe(error, in: path) }
    }

    func close() {
        try? queue.close()
        mark.unlock()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "etcd"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Makes the database under another name and moves it into place when it is whole: an empty
    /// `etcd.db` is then always damage, never a beginning.
    private static func create(
        _ file: String, in directory: String, _ kind: Kind, _ fill: (Database) throws -> Void
    ) throws {
        let draft = file + ".new"
        for suffix in ["", "-wal", "-journal"] { unlink(draft + suffix) }
        let queue = try DatabaseQueue(path: draft)
        try queue.write { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(kind.version)")
            try database.execute(sql: kind.schema)
            try fill(database)
        }
        try queue.close()
        guard rename(draft, file) == 0 else { throw SystemError(code: errno, path: file) }
        try flush(directory: directory)
    }

    /// The new name is on the platter only once its directory is.
    private static func flush(directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(code: errno, path: directory) }
        defer { closeDescriptor(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError(code: errno, path: directory) }
    }
}
