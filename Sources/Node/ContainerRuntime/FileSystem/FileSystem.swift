package import Simulation

/// A tree of files as one container (or host) sees it: files, symbolic links, mounts.
///
/// All calls are synchronous and safe from any task of the simulation. Paths are absolute or
/// relative to `/`; the caller joins the working directory (`Process.resolve`). Symbolic links are
/// followed up to 40 deep, as Linux does; a mount hides what is under it.
///
/// An image's layers are shared: `FileSystem(copying:)` costs nothing until one side writes, and
/// then only the directories on the way to what was written.
///
/// Differs: permission bits are kept and shown, but not enforced.
package final class FileSystem: Sendable {
    let simulation: Simulation
    private struct State {
        var root: FileNode
        var nextNumber: UInt64
        var mounts: [MountPoint] = []
        /// Index in `mounts` of what is on top at a path.
        var mountIndex: [String: Int] = [:]
        var isRootReadOnly = false
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        let root = FileNode(.directory([:]), mode: 0o755, number: 2, modified: simulation.now)
        state = Confined(simulation, State(root: root, nextNumber: 3))
    }

    /// A file system with the same files, whose changes are its own; mounts are left out.
    package init(copying other: FileSystem) {
        simulation = other.simulation
        let nextNumber = other.state.value.nextNumber
        state = Confined(
            simulation, State(root: other.state.value.root, nextNumber: nextNumber))
    }

    /// One mounted tree: where, and what it is, for `mount` and `df`.
    package struct MountPoint: Sendable {
        package var path: String
        package var source: FileSystem
        /// The directory or file of `source` that is shown.
        package var sourcePath: String
        package var device: String
        package var type: String
        package var isReadOnly: Bool
    }

    // MARK: - Mounts

    /// Shows `source`, or `sourcePath` of it, at `path`; makes the directory or file to mount on.
    package func mount(
        _ source: FileSystem, from sourcePath: String = "/", at path: String, device: String,
        type: String, isReadOnly: Bool = false
    ) throws(FileError) {
        let shown = try source.walk(sourcePath)
        if !exists(path) {
            if shown.node.entries != nil {
                try makeDirectory(path, withParents: true)
            } else {
                try makeDirectory(Self.join(Self.components(path).dropLast()), withParents: true)
                try write(path, [])
            }
        }
        let place = Self.join(try walk(path).visible)
        let mount = MountPoint(
            path: place, source: shown.owner, sourcePath: Self.join(shown.path), device: device,
            type: type, isReadOnly: isReadOnly || shown.isReadOnly)
        state.value.mounts.append(mount)
        state.value.mountIndex[place] = state.value.mounts.count - 1
    }

    /// Whether everything but what is mounted elsewhere refuses to be changed.
    package var isRootReadOnly: Bool {
        get { state.value.isRootReadOnly }
        set { state.value.isRootReadOnly = newValue }
    }

    /// In the order in which they were mounted.
    package var mounts: [MountPoint] { state.value.mounts }

    var hasMounts: Bool { !state.value.mounts.isEmpty }

    /// What is mounted at a path without links.
    func mount(at path: String) -> MountPoint? {
        state.value.mountIndex[path].map { state.value.mounts[$0] }
    }

    /// The root of the tree, whatever is mounted in it.
    var rootNode: FileNode { state.value.root }

    // MARK: - Reading

    /// The contents of a file.
    package func read(_ path: String) throws(FileError) -> [UInt8] {
        switch try walk(path).node.kind {
        case .file(let bytes): return bytes
        case .generated(let make): return make()
        case .directory: throw .isDirectory
        case .link: throw .notFound
        case .null: return []
        }
    }

    /// The names in a directory, sorted by their bytes; without `.` and `..`.
    package func list(_ path: String) throws(FileError) -> [String] {
        guard let entries = try walk(path).node.entries else { throw .notDirectory }
        return entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What a path is, following symbolic links at its end.
    package func stat(_ path: String) throws(FileError) -> FileStatus {
        try walk(path).node.status()
    }

    /// What a path is, the link itself if it is one.
    package func linkStat(_ path: String) throws(FileError) -> FileStatus {
        try walk(path, followsLast: false).node.status()
    }

    package func exists(_ path: String) -> Bool { (try? walk(path)) != nil }

    /// `path` without links, `.` and `..`.
    package func realPath(_ path: String) throws(FileError) -> String {
        Self.join(try walk(path).visible)
    }

    package func readLink(_ path: String) throws(FileError) -> String {
        guard case .link(let target) = try walk(path, followsLast: false).node.kind else {
            throw .invalid
        }
        return target
    }

    // MARK: - Writing

    /// Makes the file or replaces its content; its parent must exist.
    package func write(
        _ path: String, _ bytes: [UInt8], mode: UInt16? = nil
    ) throws(FileError) {
        try put(path, mode: mode) { $0 = bytes }
    }

    /// Adds to the end of a file, making it if it is not there.
    package func append(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        try put(path, mode: nil) { $0 += bytes }
    }

    private func put(
        _ path: String, mode: UInt16?, _ edit: (inout [UInt8]) -> Void
    ) throws(FileError) {
        guard let target = try target(of: path) else {
            var bytes: [UInt8] = []
            edit(&bytes)
            return try add(path, .file(bytes), mode: mode ?? 0o644, followsLast: true)
        }
        let now = simulation.now
        try change(target) { node throws(FileError) in
            switch node.kind {
            case .file(var bytes):
                node.kind = .null  // lets go of the bytes, so that they are changed in place
                edit(&bytes)
                let isTooBig = bytes.count > Defaults.fileSizeMaxBytes
                if isTooBig { bytes.removeLast(bytes.count - Defaults.fileSizeMaxBytes) }
                node.kind = .file(bytes)
                node.modified = now
                if let mode { node.mode = mode }
                if isTooBig { throw .noSpace }
            case .null: break
            case .directory: throw .isDirectory
            case .generated: throw .permissionDenied
            case .link: throw .notFound
            }
        }
    }

    /// A file whose content is made at each read, as those under `/proc` are.
    package func addGenerated(
        _ path: String, mode: UInt16 = 0o444, _ make: @escaping @Sendable () -> [UInt8]
    ) throws(FileError) {
        try add(path, .generated(make), mode: mode)
    }

    /// A device that swallows everything and gives nothing: `/dev/null`.
    package func addNull(_ path: String) throws(FileError) { try add(path, .null, mode: 0o666) }

    /// Makes a directory; with `withParents` also those above it, and none of them may be there.
    package func makeDirectory(
        _ path: String, withParents: Bool = false, mode: UInt16 = 0o755
    ) throws(FileError) {
        guard withParents else { return try add(path, .directory([:]), mode: mode) }
        guard path.utf8.count <= Defaults.pathLengthMax else { throw .nameTooLong }
        var partial = ""
        for part in Self.components(path) {
            partial += "/" + part
            if !exists(partial) { try add(partial, .directory([:]), mode: mode) }
        }
        guard try walk(path).node.entries != nil else { throw .notDirectory }
    }

    /// A symbolic link at `path`; what it points to need not exist.
    package func link(_ path: String, to target: String) throws(FileError) {
        try add(path, .link(target), mode: 0o777)
    }

    /// Removes a file, a link or an empty directory.
    package func remove(_ path: String) throws(FileError) {
        let place = try walk(path, followsLast: false)
        if place.isMountPoint { throw .busy }
        if let entries = place.node.entries, !entries.isEmpty { throw .notEmpty }
        try detach(place)
    }

    /// Removes a path and all that is under it.
    package func removeAll(_ path: String) throws(FileError) {
        let place = try walk(path, followsLast: false)
        let prefix = Self.join(place.visible) + "/"
        if state.value.mounts.contains(where: { $0.path.hasPrefix(prefix) }) { throw .busy }
        try detach(place)
    }

    /// Renames, replacing a file of that name; atomic, as the kubelet's `..data` needs.
    package func rename(_ path: String, to newPath: String) throws(FileError) {
        let place = try walk(path, followsLast: false)
        let (parent, name) = try placeForNew(newPath)
        if parent.isReadOnly { throw .readOnly }
        if parent.visible.starts(with: place.visible) { throw .invalid }
        if let old = parent.node[name] {
            if let entries = old.entries, !entries.isEmpty { throw .notEmpty }
            if old.number == place.node.number, parent.owner === place.owner { return }
        }
        try detach(place)
        try setEntry(name, of: parent, to: place.node)
    }

    package func setMode(_ path: String, _ mode: UInt16) throws(FileError) {
        try change(Target(walk(path))) { $0.mode = mode & 0o7777 }
    }

    package func setOwner(_ path: String, user: Int, group: Int) throws(FileError) {
        try change(Target(walk(path))) {
            $0.user = Int32(truncatingIfNeeded: user)
            $0.group = Int32(truncatingIfNeeded: group)
        }
    }

    /// Gives a path and all that is under it to a group, as `fsGroup` wants.
    package func setGroupOfAll(_ path: String, group: Int) throws(FileError) {
        try change(Target(walk(path))) {
            $0.giveAll(user: nil, group: Int32(truncatingIfNeeded: group))
        }
    }

    package func setModified(_ path: String, _ instant: SimulatedInstant) throws(FileError) {
        try change(Target(walk(path, followsLast: false))) { $0.modified = instant }
    }

    // MARK: - Changing the tree

    /// Where a change goes: a place without its node, since whoever holds the node keeps it from
    /// being changed without a copy.
    private struct Target {
        var owner: FileSystem
        var path: [String]
        var isReadOnly: Bool

        init(_ place: Place) {
            (owner, path, isReadOnly) = (place.owner, place.path, place.isReadOnly)
        }
    }

    private func target(of path: String) throws(FileError) -> Target? {
        do { return Target(try walk(path)) } catch {
            if error == .notFound { return nil }
            throw error
        }
    }

    private func change(
        _ target: Target, _ body: (inout FileNode) throws(FileError) -> Void
    ) throws(FileError) {
        if target.isReadOnly { throw .readOnly }
        try target.owner.changeOwn(target.path, body)
    }

    private func changeOwn(
        _ path: [String], _ body: (inout FileNode) throws(FileError) -> Void
    ) throws(FileError) {
        try state.value.root.change(at: path[...], body)
    }

    private func add(
        _ path: String, _ kind: FileNode.Kind, mode: UInt16, followsLast: Bool = false
    ) throws(FileError) {
        let (parent, name) = try placeForNew(path, followsLast: followsLast)
        if parent.node[name] != nil { throw .exists }
        if parent.isReadOnly { throw .readOnly }
        let number = parent.owner.takeNumber()
        let node = FileNode(kind, mode: mode, number: number, modified: simulation.now)
        try setEntry(name, of: parent, to: node)
    }

    private func takeNumber() -> UInt64 {
        state.value.nextNumber += 1
        return state.value.nextNumber - 1
    }

    private func detach(_ place: Place) throws(FileError) {
        guard let name = place.path.last, !place.isMountPoint else { throw .busy }
        if place.isReadOnly { throw .readOnly }
        var parent = place
        parent.path.removeLast()
        try setEntry(name, of: parent, to: nil)
    }

    private func setEntry(
        _ name: String, of directory: Place, to node: FileNode?
    ) throws(FileError) {
        let now = simulation.now
        try directory.owner.changeOwn(directory.path) { parent throws(FileError) in
            guard case .directory(var entries) = parent.kind else { throw .notDirectory }
            parent.kind = .null
            entries[name] = node
            parent.kind = .directory(entries)
            parent.modified = now
        }
    }
}
