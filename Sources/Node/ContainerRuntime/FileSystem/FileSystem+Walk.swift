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

    /// Split by bytes: every look at a file comes through here, and breaking text into
    /// characters is slow.
    static func components(_ path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    static func join(_ components: some Sequence<String>) -> String {
        "/" + components.joined(separator: "/")
    }

    /// One step of a walk: what was reached, and by whose files.
    private struct Step {
        var owner: FileSystem
        var node: FileNode
        var isReadOnly: Bool
        var isMountPoint = false
        /// Where in `owner` the mount begins that this step is in.
        var mountRoot: [String] = []
        /// How many names of the walk lie below it.
        var depth = 0
        /// **Unit**: bytes of the walk's path up to here.
        var keyLength = 0
    }

    /// The place of a path.
    ///
    /// **Throws** `.notFound`, `.notDirectory`, `.tooManyLinks` or `.nameTooLong`, as Linux does.
    func walk(_ path: String, followsLast: Bool = true) throws(FileError) -> Place {
        guard path.utf8.count <= Defaults.pathLengthMax else { throw .nameTooLong }
        var pending = Array(Self.components(path).reversed())
        let root = Step(owner: self, node: rootNode, isReadOnly: isRootReadOnly)
        var (trail, names, key) = ([root], [String](), "")
        var linksLeft = Defaults.linkDepthMax
        while let name = pending.popLast() {
            if name == "." { continue }
            if name == ".." {
                if trail.count > 1 {
                    trail.removeLast()
                    names.removeLast()
                    key = String(
                        decoding: key.utf8.prefix(trail.last?.keyLength ?? 0), as: UTF8.self)
                }
                continue
            }
            let last = trail.last ?? root
            guard case .directory(let entries) = last.node.kind else { throw .notDirectory }
            guard let node = entries[name] else { throw .notFound }
            if case .link(let target) = node.kind, followsLast || !pending.isEmpty {
                linksLeft -= 1
                guard linksLeft > 0 else { throw .tooManyLinks }
                if target.hasPrefix("/") { (trail, names, key) = ([root], [], "") }
                pending += Self.components(target).reversed()
                continue
            }
            key += "/" + name
            names.append(name)
            trail.append(step(from: last, to: node, at: key, names))
        }
        let end = trail.last ?? root
        if path.hasSuffix("/"), end.node.entries == nil { throw .notDirectory }
        return Place(
            owner: end.owner, path: end.mountRoot + names.suffix(end.depth), node: end.node,
            visible: names, isReadOnly: end.isReadOnly, isMountPoint: end.isMountPoint)
    }

    private func step(
        from last: Step, to node: FileNode, at key: String, _ names: [String]
    ) -> Step {
        var next = last
        next.node = node
        next.isMountPoint = false
        next.depth += 1
        next.keyLength = key.utf8.count
        if let mount = mount(at: key) { enter(mount, &next) }
        // A host directory that is mounted may itself have something mounted in it.
        if next.owner !== self, next.owner.hasMounts,
            let inner = next.owner.mount(at: Self.join(next.mountRoot + names.suffix(next.depth)))
        {
            enter(inner, &next)
        }
        return next
    }

    private func enter(_ mount: MountPoint, _ step: inout Step) {
        let path = Self.components(mount.sourcePath)
        guard let node = mount.source.rootNode.descendant(path[...]) else { return }
        step.owner = mount.source
        step.node = node
        step.isReadOnly = mount.isReadOnly
        step.isMountPoint = true
        step.mountRoot = path
        step.depth = 0
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
