import Foundation

/// A folder of the learner's own machine that nothing can be led out of.
///
/// **Invariants**
/// 1. A path is walked part by part from the opened folder, and no part may be a link: neither `..`
///    nor a link, one that is put there meanwhile included, leads anywhere else.
/// 2. Only regular files are read, and only up to a size; a pipe or a device is never waited for.
/// 3. A file is replaced as a whole, so that one which has another name elsewhere (a hard link)
///    keeps its contents there.
final class SafeFolder: Sendable {
    let path: String
    private let descriptor: Int32

    /// Nil if `path` is no folder that can be read.
    init?(path: String) {
        guard let real = realpath(path, nil) else { return nil }
        self.path = String(cString: real)
        free(real)
        descriptor = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Why a file cannot be reached; a sentence without the file's name.
    enum Problem: Error, Equatable {
        case linkInTheWay
        case notAFile
        case tooBig
        case system(Int32)

        var text: String {
            switch self {
            case .linkInTheWay: "a link is in the way"
            case .notAFile: "it is not a regular file"
            case .tooBig: "it is too big"
            case .system(let code): String(cString: strerror(code)).lowercased()
            }
        }
    }

    /// A file's contents.
    func read(_ name: String, limit: Int) throws(Problem) -> [UInt8] {
        let (folder, leaf) = try openParent(of: name, creating: false)
        defer { close(folder) }
        let file = openat(folder, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw Self.problem() }
        defer { close(file) }
        let status = try Self.status(of: file)
        guard Self.kind(status) == S_IFREG else { throw .notAFile }
        guard Int(status.st_size) <= limit else { throw .tooBig }
        return try Self.readAll(file, limit: limit)
    }

    /// Replaces a file, or makes it with the folders around it.
    func write(_ name: String, _ bytes: [UInt8]) throws(Problem) {
        let (folder, leaf) = try openParent(of: name, creating: true)
        defer { close(folder) }
        var old = stat()
        if fstatat(folder, leaf, &old, AT_SYMLINK_NOFOLLOW) == 0 {
            if Self.kind(old) == S_IFLNK { throw .linkInTheWay }
            guard Self.kind(old) == S_IFREG else { throw .notAFile }
        }
        let temporary = ".kubarium-\(getpid()).part"
        unlinkat(folder, temporary, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let mode = old.st_mode == 0 ? 0o644 : old.st_mode & 0o777
        let file = openat(folder, temporary, flags, mode)
        guard file >= 0 else { throw Self.problem() }
        var isWritten = Self.writeAll(file, bytes)
        isWritten = close(file) == 0 && isWritten
        guard isWritten, renameat(folder, temporary, folder, leaf) == 0 else {
            let problem = Self.problem()
            unlinkat(folder, temporary, 0)
            throw problem
        }
    }

    func remove(_ name: String) throws(Problem) {
        let (folder, leaf) = try openParent(of: name, creating: false)
        defer { close(folder) }
        if unlinkat(folder, leaf, 0) != 0 { throw Self.problem() }
    }

    /// Whether `name` is a regular file here that has no other name anywhere.
    func ownsFile(_ name: String) -> Bool {
        guard let (folder, leaf) = try? openParent(of: name, creating: false) else { return false }
        defer { close(folder) }
        var status = stat()
        return fstatat(folder, leaf, &status, AT_SYMLINK_NOFOLLOW) == 0
            && Self.kind(status) == S_IFREG && status.st_nlink == 1
    }

    /// The names of the regular files, those in folders included; sorted. Dot files are left out.
    func fileNames(limit: Int) -> [String] {
        var names: [String] = []
        collect(dup(descriptor), "", &names, limit, depth: 0)
        return names.sorted()
    }

    private func collect(
        _ folder: Int32, _ head: String, _ names: inout [String], _ limit: Int, depth: Int
    ) {
        guard folder >= 0 else { return }
        guard depth < 16, let stream = fdopendir(folder) else {
            close(folder)
            return
        }
        defer { closedir(stream) }
        // The folder's own descriptor is shared with earlier walks, and so is its place.
        rewinddir(stream)
        var entries: [String] = []
        while let entry = readdir(stream) {
            entries.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        for name in entries.sorted() where !name.hasPrefix(".") && names.count < limit {
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            switch Self.kind(status) {
            case S_IFREG: names.append(head + name)
            case S_IFDIR:
                let inner = openat(
                    folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                collect(inner, head + name + "/", &names, limit, depth: depth + 1)
            default: break
            }
        }
    }

    // MARK: - Walking

    private func openParent(
        of name: String, creating: Bool
    ) throws(Problem) -> (folder: Int32, leaf: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let leaf = parts.last, Self.isInside(name) else { throw .linkInTheWay }
        var folder = dup(descriptor)
        for part in parts.dropLast() {
            if creating { mkdirat(folder, part, 0o755) }
            let next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let problem = Self.problem()
            close(folder)
            guard next >= 0 else { throw problem }
            folder = next
        }
        guard folder >= 0 else { throw Self.problem() }
        return (folder, leaf)
    }

    /// Whether a name can be that of a file below a folder: `sub/dow.yaml`, not `../x` nor `/x`.
    static func isInside(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return parts.count <= 17 && parts.allSatisfy(isPlain)
    }

    private static func isPlain(_ part: String) -> Bool {
        !part.isEmpty && part != "." && part != ".." && !part.utf8.contains(0)
    }

    /// What `errno` says; a link in the place of a folder is told as "not a directory".
    private static func problem() -> Problem {
        errno == ELOOP || errno == ENOTDIR ? .linkInTheWay : .system(errno)
    }

    private static func kind(_ status: stat) -> mode_t { status.st_mode & S_IFMT }

    private static func status(of file: Int32) throws(Problem) -> stat {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw problem() }
        return status
    }

    private static func readAll(_ file: Int32, limit: Int) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = readBytes(file, &buffer)
            if count < 0 { throw problem() }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            if bytes.count > limit { throw .tooBig }
        }
    }

    private static func writeAll(_ file: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = writeBytes(file, rest)
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Out here because the folder's own methods hide the system's.
private func readBytes(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
    read(file, &buffer, buffer.count)
}

private func writeBytes(_ file: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
}
