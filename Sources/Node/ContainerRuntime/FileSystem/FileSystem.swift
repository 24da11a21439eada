package import Simulation

/// A tree of files as one container (or host) sees it: inodes, symbolic links, mounts.
///
/// All calls are synchronous and safe from any task of the simulation. Paths are absolute or
/// relative to `/`; the caller joins the working directory (`Process.resolve`). Symbolic links are
/// followed up to 40 deep, as Linux does; a mount hides what is under it.
///
/// An image's layers are shared: `FileSystem(copying:)` shares file contents until one side writes.
package final class FileSystem: Sendable {
    let simulation: Simulation
    private struct State {
        var root: Inode
        var nextNumber: UInt64
        var mounts: [MountPoint] = []
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        let root = Inode(simulation, number: 2, kind: .directory([:]), mode: 0o755)
        state = Confined(simulation, State(root: root, nextNumber: 3))
    }

    /// A file system with the same files, whose changes are its own.
    package convenience init(copying other: FileSystem) {
        self.init(other.simulation)
        state.value.root = other.state.value.root.deepCopy()
        state.value.nextNumber = other.state.value.nextNumber
    }

    /// One mounted tree: where, and what it is, for `mount` and `df`.
    package struct MountPoint: Sendable {
        package var path: String
        package var source: FileSystem
        package var device: String
        package var type: String
        package var isReadOnly: Bool
    }

    // MARK: - Mounts

    /// Shows `source` at `path`, making the directory (or the file, for a single-file mount).
    package func mount(
        _ source: FileSystem, at path: String, device: String, type: String,
        isReadOnly: Bool = false
    ) throws(FileError) {
        try makeDirectory(path, withParents: true)
        let inode = try find(path)
        inode.content.value.mounted = source
        inode.content.value.isReadOnlyMount = isReadOnly
        state.value.mounts.append(
            MountPoint(
                path: path, source: source, device: device, type: type, isReadOnly: isReadOnly))
    }

    /// In the order in which they were mounted.
    package var mounts: [MountPoint] { state.value.mounts }

    // MARK: - Reading

    package func read(_ path: String) throws(FileError) -> [UInt8] {
        let inode = try find(path)
        switch inode.content.value.kind {
        case .file(let bytes): return bytes
        case .generated(let make): return make()
        case .directory: throw .isDirectory
        case .link: throw .notFound
        case .null: return []
        }
    }

    /// The names in a directory, sorted by their bytes; without `.` and `..`.
    package func list(_ path: String) throws(FileError) -> [String] {
        guard case .directory(let entries) = try find(path).target.content.value.kind else {
            throw .notDirectory
        }
        return entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What a path is, following symbolic links at its end.
    package func stat(_ path: String) throws(FileError) -> FileStatus {
        try status(of: find(path).target)
    }

    /// What a path is, the link itself if it is one.
    package func linkStat(_ path: String) throws(FileError) -> FileStatus {
        try status(of: find(path, followsLast: false).target)
    }

    package func exists(_ path: String) -> Bool { (try? stat(path)) != nil }

    package func readLink(_ path: String) throws(FileError) -> String {
        guard case .link(let target) = try find(path, followsLast: false).content.value.kind else {
            throw .invalid
        }
        return target
    }

    // MARK: - Writing

    /// Makes the file or replaces its content; its parent must exist.
    package func write(
        _ path: String, _ bytes: [UInt8], mode: UInt16? = nil
    ) throws(FileError) {
        if let inode = try existing(path) {
            try checkWritable(path)
            switch inode.content.value.kind {
            case .file: inode.content.value.kind = .file(bytes)
            case .null: return
            case .directory: throw .isDirectory
            case .generated: throw .permissionDenied
            case .link: throw .notFound
            }
            inode.content.value.modified = simulation.now
            if let mode { inode.content.value.mode = mode }
        } else {
            try add(path, .file(bytes), mode: mode ?? 0o644)
        }
    }

    package func append(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        if let inode = try existing(path), case .null = inode.content.value.kind { return }
        let old = try existing(path) == nil ? [] : read(path)
        try write(path, old + bytes)
    }

    /// A file whose content is made at each read, as those under `/proc` are.
    package func addGenerated(
        _ path: String, mode: UInt16 = 0o444, _ make: @escaping @Sendable () -> [UInt8]
    ) throws(FileError) {
        try add(path, .generated(make), mode: mode)
    }

    /// A device that swallows everything and gives nothing: `/dev/null`.
    package func addNull(_ path: String) throws(FileError) { try add(path, .null, mode: 0o666) }

    package func makeDirectory(
        _ path: String, withParents: Bool = false, mode: UInt16 = 0o755
    ) throws(FileError) {
        if withParents {
            let parts = Self.components(path)
            var partial = ""
            for part in parts {
                partial += "/" + part
                if !exists(partial) { try add(partial, .directory([:]), mode: mode) }
            }
            guard case .directory = try find(path).target.content.value.kind else {
                throw .notDirectory
            }
        } else {
            try add(path, .directory([:]), mode: mode)
        }
    }

    /// A symbolic link at `path`; what it points to need not exist.
    package func link(_ path: String, to target: String) throws(FileError) {
        try add(path, .link(target), mode: 0o777)
    }

    /// Removes a file, a link or an empty directory.
    package func remove(_ path: String) throws(FileError) {
        let inode = try find(path, followsLast: false)
        if inode.content.value.mounted != nil { throw .busy }
        if case .directory(let entries) = inode.content.value.kind, !entries.isEmpty {
            throw .notEmpty
        }
        try checkWritable(path)
        try withParent(of: path) { entries, name in entries[name] = nil }
    }

    /// Removes a path and all that is under it.
    package func removeAll(_ path: String) throws(FileError) {
        let status = try linkStat(path)
        if status.kind == .directory {
            for name in try list(path) { try removeAll(path + "/" + name) }
        }
        try remove(path)
    }

    /// Renames, replacing a file of that name; atomic, as the kubelet's `..data` needs.
    package func rename(_ path: String, to newPath: String) throws(FileError) {
        let inode = try find(path, followsLast: false)
        try checkWritable(path)
        try checkWritable(newPath)
        if case .directory(let entries)? = try existing(newPath, followsLast: false)?.content.value
            .kind, !entries.isEmpty
        {
            throw .notEmpty
        }
        try withParent(of: path) { entries, name in entries[name] = nil }
        try withParent(of: newPath) { entries, name in entries[name] = inode }
    }

    package func setMode(_ path: String, _ mode: UInt16) throws(FileError) {
        try checkWritable(path)
        try find(path).target.content.value.mode = mode
    }

    package func setOwner(_ path: String, user: Int, group: Int) throws(FileError) {
        let inode = try find(path).target
        inode.content.value.user = user
        inode.content.value.group = group
    }

    package func setModified(_ path: String, _ instant: SimulatedInstant) throws(FileError) {
        try find(path, followsLast: false).target.content.value.modified = instant
    }

    // MARK: - Walking

    static func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }

    private func existing(_ path: String, followsLast: Bool = true) throws(FileError) -> Inode? {
        do { return try find(path, followsLast: followsLast) } catch {
            if error == .notFound { return nil }
            throw error
        }
    }

    /// Walks to the inode of a path, through links and mounts.
    private func find(_ path: String, followsLast: Bool = true) throws(FileError) -> Inode {
        var pending = Array(Self.components(path).reversed())
        var trail: [Inode] = [state.value.root]
        var linksLeft = 40
        while let part = pending.popLast() {
            if part == "." { continue }
            if part == ".." {
                if trail.count > 1 { trail.removeLast() }
                continue
            }
            guard let last = trail.last else { throw .notFound }
            guard case .directory(let entries) = last.target.content.value.kind else {
                throw .notDirectory
            }
            guard let next = entries[part] else { throw .notFound }
            if case .link(let target) = next.content.value.kind, followsLast || !pending.isEmpty {
                linksLeft -= 1
                guard linksLeft > 0 else { throw .tooManyLinks }
                if target.hasPrefix("/") { trail = [state.value.root] }
                pending += Self.components(target).reversed()
                continue
            }
            trail.append(next)
        }
        guard let last = trail.last else { throw .notFound }
        return last
    }

    private func add(_ path: String, _ kind: Inode.Kind, mode: UInt16) throws(FileError) {
        try checkWritable(path)
        let number = state.value.nextNumber
        state.value.nextNumber += 1
        let inode = Inode(simulation, number: number, kind: kind, mode: mode)
        try withParent(of: path) { entries, name throws(FileError) in
            if entries[name] != nil { throw FileError.exists }
            entries[name] = inode
        }
    }

    private func withParent(
        of path: String, _ change: (inout [String: Inode], String) throws(FileError) -> Void
    ) throws(FileError) {
        let parts = Self.components(path)
        guard let name = parts.last, name != ".", name != ".." else { throw .exists }
        guard name.utf8.count <= 255 else { throw .nameTooLong }
        let parent = try find("/" + parts.dropLast().joined(separator: "/")).target
        guard case .directory(var entries) = parent.content.value.kind else { throw .notDirectory }
        try change(&entries, name)
        parent.content.value.kind = .directory(entries)
        parent.content.value.modified = simulation.now
    }

    /// Refuses to write below a read-only mount.
    private func checkWritable(_ path: String) throws(FileError) {
        let wanted = "/" + Self.components(path).joined(separator: "/")
        var deepest: MountPoint?
        for mount in state.value.mounts
        where wanted == mount.path || wanted.hasPrefix(mount.path + "/") {
            if mount.path.utf8.count >= (deepest?.path.utf8.count ?? 0) { deepest = mount }
        }
        if let deepest, deepest.isReadOnly { throw .readOnly }
    }

    private func status(of inode: Inode) throws(FileError) -> FileStatus {
        let content = inode.content.value
        var status = FileStatus(
            kind: .file, mode: content.mode, size: 0, modified: content.modified,
            user: content.user, group: content.group, inode: inode.number, links: 1)
        switch content.kind {
        case .file(let bytes): status.size = bytes.count
        case .generated: status.size = 0
        case .null: status.kind = .device
        case .link(let target):
            status.kind = .link
            status.size = target.utf8.count
        case .directory(let entries):
            status.kind = .directory
            status.size = 4096
            status.links = 2
            for entry in entries.values {
                if case .directory = entry.content.value.kind { status.links += 1 }
            }
        }
        return status
    }
}

extension FileSystem {
    /// The inode that a mount shows in place of the one mounted on.
    fileprivate var rootInode: Inode { state.value.root }
}

/// One file, directory or link.
final class Inode: Sendable {
    enum Kind: Sendable {
        case file([UInt8])
        case generated(@Sendable () -> [UInt8])
        case directory([String: Inode])
        case link(String)
        case null
    }

    struct Content: Sendable {
        var kind: Kind
        var mode: UInt16
        var user = 0
        var group = 0
        var modified: SimulatedInstant
        /// What is mounted here and hides `kind`.
        var mounted: FileSystem?
        var isReadOnlyMount = false
    }

    let number: UInt64
    let content: Confined<Content>
    private let simulation: Simulation

    init(_ simulation: Simulation, number: UInt64, kind: Kind, mode: UInt16) {
        self.simulation = simulation
        self.number = number
        content = Confined(
            simulation, Content(kind: kind, mode: mode, modified: simulation.now))
    }

    /// This inode, or the root of what is mounted on it.
    var target: Inode { content.value.mounted.map(\.rootInode.target) ?? self }

    /// The same tree with inodes of its own; mounts are left out, contents are shared.
    func deepCopy() -> Inode {
        var kind = content.value.kind
        if case .directory(let entries) = kind { kind = .directory(entries.mapValues { $0.deepCopy() }) }
        let copy = Inode(simulation, number: number, kind: kind, mode: content.value.mode)
        copy.content.value.user = content.value.user
        copy.content.value.group = content.value.group
        copy.content.value.modified = content.value.modified
        return copy
    }
}

/// What `stat` tells.
package struct FileStatus: Sendable {
    package enum Kind: Sendable { case file, directory, link, device }
    package var kind: Kind
    /// The twelve permission bits.
    package var mode: UInt16
    /// **Unit**: bytes; 4096 for a directory.
    package var size: Int
    package var modified: SimulatedInstant
    package var user: Int
    package var group: Int
    package var inode: UInt64
    package var links: Int
}

/// Why a file call failed, as Linux tells it.
package enum FileError: Error, Hashable, Sendable {
    case notFound
    case exists
    case isDirectory
    case notDirectory
    case notEmpty
    case permissionDenied
    case readOnly
    case tooManyLinks
    case nameTooLong
    case busy
    case invalid
    case noSpace

    /// `strerror`'s text.
    package var text: String {
        switch self {
        case .notFound: "No such file or directory"
        case .exists: "File exists"
        case .isDirectory: "Is a directory"
        case .notDirectory: "Not a directory"
        case .notEmpty: "Directory not empty"
        case .permissionDenied: "Permission denied"
        case .readOnly: "Read-only file system"
        case .tooManyLinks: "Too many levels of symbolic links"
        case .nameTooLong: "File name too long"
        case .busy: "Device or resource busy"
        case .invalid: "Invalid argument"
        case .noSpace: "No space left on device"
        }
    }
}
