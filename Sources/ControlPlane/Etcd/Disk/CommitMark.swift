#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file `etcd.mark` of a data directory: the lock on it, and how far it was acknowledged.
///
/// SQLite drops what it cannot read at the end of its write-ahead log, and says nothing: a log that
/// was cut, or deleted, is a database of some moments ago. So the number of each commit is also
/// written here, after the commit and before anybody is told of it. A database that is behind the
/// mark has lost acknowledged writes.
///
/// ```
/// commit 41 ─▶ mark 41 ─▶ answer      killed in between: the database is ahead, nothing is lost
/// ```
final class CommitMark: Sendable {
    private let descriptor: Int32

    /// Opens the mark and locks it for this process.
    ///
    /// **Throws** `.disk` with a sentence if another process has it, or it cannot be written.
    init(directory: String) throws(EtcdError) {
        let path = directory + "/etcd.mark"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .disk("etcd: cannot write in \(directory): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .disk(
                "etcd: \(directory) is in use by another process; stop it or choose another "
                    + "directory")
        }
    }

    deinit { close(descriptor) }

    /// Lets other processes have the directory.
    func unlock() { flock(descriptor, LOCK_UN) }

    /// The number of the last acknowledged commit; nil if there was none.
    ///
    /// **Throws** `.disk` if the mark itself is damaged.
    func read() throws(EtcdError) -> Int64? {
        var words: [UInt64] = [0, 0]
        let count = words.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        if count == 0 { return nil }
        guard count == 16, UInt64(littleEndian: words[1]) == ~UInt64(littleEndian: words[0]) else {
            throw .disk("etcd.mark is not whole")
        }
        return Int64(bitPattern: UInt64(littleEndian: words[0]))
    }

    /// Notes that the commit `number` is about to be acknowledged.
    func write(_ number: Int64) throws(EtcdError) {
        let word = UInt64(bitPattern: number)
        let words = [word.littleEndian, (~word).littleEndian]
        let count = words.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == 16 else {
            if errno == ENOSPC { throw .noSpace }
            throw .disk("etcd: cannot write etcd.mark: \(String(cString: strerror(errno)))")
        }
    }
}
