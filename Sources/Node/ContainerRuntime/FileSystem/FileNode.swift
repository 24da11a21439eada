import Simulation

/// One file, directory or link: a value, so that two file systems share it until one changes it.
///
/// ```
///   image   root ──▶ { bin, etc, ... }            copying is one reference
///   container      ──▶ same tree                  a write to /etc/x copies /, /etc and x only
/// ```
struct FileNode: Sendable {
    enum Kind: Sendable {
        case file([UInt8])
        /// Made at each read, as files under `/proc` are.
        case generated(@Sendable () -> [UInt8])
        case directory([String: FileNode])
        case link(String)
        /// `/dev/null`.
        case null
    }

    var kind: Kind
    /// The twelve permission bits.
    var mode: UInt16
    var user: Int32 = 0
    var group: Int32 = 0
    let number: UInt64
    var modified: SimulatedInstant

    init(_ kind: Kind, mode: UInt16, number: UInt64, modified: SimulatedInstant) {
        (self.kind, self.mode, self.number, self.modified) = (kind, mode, number, modified)
    }

    var entries: [String: FileNode]? {
        if case .directory(let entries) = kind { entries } else { nil }
    }

    subscript(name: String) -> FileNode? { entries?[name] }

    /// The node at a path without links, if it is there.
    func descendant(_ path: ArraySlice<String>) -> FileNode? {
        var node = self
        for name in path {
            guard let next = node[name] else { return nil }
            node = next
        }
        return node
    }

    /// Changes the node at a path without links; copies only the directories on the way that
    /// somebody else shares.
    mutating func change(
        at path: ArraySlice<String>, _ body: (inout FileNode) throws(FileError) -> Void
    ) throws(FileError) {
        guard let name = path.first else { return try body(&self) }
        guard case .directory(var entries) = kind else { throw .notDirectory }
        // Lets go of the dictionary, so that it is changed in place if nobody else has it.
        kind = .null
        defer { kind = .directory(entries) }
        guard var child = entries.removeValue(forKey: name) else { throw .notFound }
        defer { entries[name] = child }
        try child.change(at: path.dropFirst(), body)
    }

    /// Gives every node of the tree to `user` and `group`.
    mutating func giveAll(user newUser: Int32?, group newGroup: Int32?) {
        if let newUser { user = newUser }
        if let newGroup { group = newGroup }
        guard case .directory(let entries) = kind else { return }
        kind = .directory(
            entries.mapValues { node in
                var node = node
                node.giveAll(user: newUser, group: newGroup)
                return node
            })
    }

    func status() -> FileStatus {
        var status = FileStatus(
            kind: .file, mode: mode, size: 0, modified: modified, user: Int(user),
            group: Int(group), inode: number, links: 1)
        switch kind {
        case .file(let bytes): status.size = bytes.count
        case .generated: break
        case .null: status.kind = .device
        case .link(let target):
            status.kind = .link
            status.size = target.utf8.count
        case .directory(let entries):
            status.kind = .directory
            status.size = 4096
            status.links = 2
            for entry in entries.values {
                if case .directory = entry.kind { status.links += 1 }
            }
        }
        return status
    }
}
