import Encoding
import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `close` under a name that no method hides.
func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

/// FNV-1a over the bytes of a row's value.
func checksum(of bytes: [UInt8]) -> Int64 {
    var hash = FNV1a64()
    hash.combine(bytes)
    return Int64(bitPattern: hash.value)
}

/// GRDB's blobs are Foundation's `Data`; these two keep that name out of the component.
func blob<Blob: DatabaseValueConvertible & RangeReplaceableCollection>(
    _ kind: (Blob) -> DatabaseValue.Storage, _ bytes: [UInt8]
) -> DatabaseValue where Blob.Element == UInt8 {
    Blob(bytes).databaseValue
}

func bytes(_ value: DatabaseValue) -> [UInt8] {
    if case .blob(let data) = value.storage { return Array(data) }
    return []
}

// MARK: - Saying what is wrong

/// What the operating system refused.
struct SystemError: Error {
    var code: Int32
    var path: String
}

func describe(_ error: any Error, in directory: String) -> EtcdError {
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
func makeDirectories(_ directory: String) throws(EtcdError) {
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
