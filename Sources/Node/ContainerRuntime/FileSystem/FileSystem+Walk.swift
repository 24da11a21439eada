import Simulation

/// Walking a path: through symbolic links and into what is mounted.
extension FileSystem {
    /// Where a path leads: a node, the file system that owns it, and its path there.
    struct Place {
        var owner: FileSystem
        /// In `owner`, without links.
        var path: [String]
        var node: FileNode
        /// As seen from the file system where the walk began, without links.
        var visible: [String]
        var isReadOnly: Bool
        var isMountPoint = false
    }

    static func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }

    static func join(_ components: some Sequence<String>) -> String {
        "/" + components.joined(separator: "/")
    }

    /// The place of a path.
    ///
    /// **Throws** `.notFound`, `.notDirectory`, `.tooManyLinks` or `.nameTooLong`, as Linux does.
    func walk(_ path: String, followsLast: Bool = true) throws(FileError) -> Place {
        guard path.utf8.count <= Defaults.pathLengthMax else { throw .nameTooLong }
        var pending = Array(Self.components(path).reversed())
        let root = Place(
            owner: self, path: [], node: rootNode, visible: [], isReadOnly: isRootReadOnly)
        var trail = [root]
        var linksLeft = Defaults.linkDepthMax
        while let name = pending.popLast() {
            if name == "." { continue }
            if name == ".." {
                if trail.count > 1 { trail.removeLast() }
                continue
            }
            let next = try step(from: trail.last ?? root, to: name)
            if case .link(let target) = next.node.kind, followsLast || !pending.isEmpty {
                linksLeft -= 1
                guard linksLeft > 0 else { throw .tooManyLinks }
                if target.hasPrefix("/") { trail = [root] }
                pending += Self.components(target).reversed()
            } else {
                trail.append(next)
            }
        }
        let end = trail.last ?? root
        if path.hasSuffix("/"), end.node.entries == nil { throw .notDirectory }
        return end
    }

    private func step(from place: Place, to name: String) throws(FileError) -> Place {
        guard case .directory(let entries) = place.node.kind else { throw .notDirectory }
        guard let node = entries[name] else { throw .notFound }
        var next = place
        next.path.append(name)
        next.visible.append(name)
        next.node = node
        next.isMountPoint = false
        if let mount = mount(at: next.visible) { enter(mount, &next) }
        // A host directory that is mounted may itself have something mounted in it.
        if next.owner !== self, let inner = next.owner.mount(at: next.path) { enter(inner, &next) }
        return next
    }

    private func enter(_ mount: MountPoint, _ place: inout Place) {
        let path = Self.components(mount.sourcePath)
        guard let node = mount.source.rootNode.descendant(path[...]) else { return }
        place.owner = mount.source
        place.path = path
        place.node = node
        place.isReadOnly = mount.isReadOnly
        place.isMountPoint = true
    }

    /// Where a new entry at `path` would go: its directory and its name.
    ///
    /// A dangling link at the end is followed, as `open` with O_CREAT does, if `followsLast`.
    func placeForNew(
        _ path: String, followsLast: Bool = false
    ) throws(FileError) -> (parent: Place, name: String) {
        var path = path
        for _ in 0..<Defaults.linkDepthMax {
            let parts = Self.components(path)
            guard let name = parts.last, name != ".", name != ".." else { throw .exists }
            guard name.utf8.count <= 255 else { throw .nameTooLong }
            let parent = try walk(Self.join(parts.dropLast()))
            guard parent.node.entries != nil else { throw .notDirectory }
            guard followsLast, case .link(let target)? = parent.node[name]?.kind else {
                return (parent, name)
            }
            path = target.hasPrefix("/") ? target : Self.join(parent.visible + [target])
        }
        throw .tooManyLinks
    }
}
