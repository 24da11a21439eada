import ContainerRuntime
import Simulation

/// Writes a volume's files so that a reader sees either all old or all new ones.
///
/// ```
///   ..2023_03_15_22_12_07.123456789/labels     the files, in a directory named by time
///   ..data  ──▶ ..2023_03_15_22_12_07.123456789    replaced in one rename
///   labels  ──▶ ..data/labels                  what the user sees
/// ```
/// Upstream: kubernetes pkg/volume/util/atomic_writer.go Write.
struct AtomicWriter {
    /// One file: its bytes, its permission bits, and who owns it.
    struct File: Hashable, Sendable {
        var bytes: [UInt8]
        var mode: UInt16
        var user = 0
    }

    /// Files by their path within the volume.
    typealias Payload = [String: File]

    let files: FileSystem
    /// The volume's directory in `files`.
    let directory: String
    let simulation: Simulation

    /// Makes the volume show `payload`; returns false if it did already.
    @discardableResult
    func write(_ payload: Payload) throws(FileError) -> Bool {
        let dataLink = directory + "/..data"
        let old = try? files.readLink(dataLink)
        if let old, try isCurrent(payload, in: directory + "/" + old) { return false }
        let version = newVersionName()
        let target = directory + "/" + version
        try files.makeDirectory(target)
        for (path, file) in payload.sorted(by: { $0.key < $1.key }) {
            if path.contains("/") {
                try files.makeDirectory(target + "/" + parent(of: path), withParents: true)
            }
            try files.write(target + "/" + path, file.bytes, mode: file.mode)
            if file.user != 0 {
                try files.setOwner(target + "/" + path, user: file.user, group: 0)
            }
        }
        try files.link(directory + "/..data_tmp", to: version)
        try files.rename(directory + "/..data_tmp", to: dataLink)
        try showUserVisible(payload)
        if let old { try files.removeAll(directory + "/" + old) }
        return true
    }

    private func isCurrent(_ payload: Payload, in version: String) throws(FileError) -> Bool {
        var left = payload
        for path in try allFiles(in: version, prefix: "") {
            let full = version + "/" + path
            guard let wanted = left.removeValue(forKey: path), try files.read(full) == wanted.bytes,
                try files.stat(full).mode == wanted.mode
            else { return false }
        }
        return left.isEmpty
    }

    private func allFiles(in directory: String, prefix: String) throws(FileError) -> [String] {
        var found: [String] = []
        for name in try files.list(directory) {
            let path = directory + "/" + name
            if try files.linkStat(path).kind == .directory {
                found += try allFiles(in: path, prefix: prefix + name + "/")
            } else {
                found.append(prefix + name)
            }
        }
        return found
    }

    /// Links the first part of each path, and removes links to what is no more.
    private func showUserVisible(_ payload: Payload) throws(FileError) {
        let wanted = Set(payload.keys.map { String($0.prefix { $0 != "/" }) })
        for name in try files.list(directory) where !name.hasPrefix("..") {
            if !wanted.contains(name) { try files.removeAll(directory + "/" + name) }
        }
        for name in wanted.sorted() where (try? files.readLink(directory + "/" + name)) == nil {
            try files.link(directory + "/" + name, to: "..data/" + name)
        }
    }

    private func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// `..2006_01_02_15_04_05.` in UTC and a random number.
    private func newVersionName() -> String {
        let time = CivilTime(simulation.now)
        let date = "\(padded(time.year, 4))_\(padded(time.month, 2))_\(padded(time.day, 2))"
        let clock = "\(padded(time.hour, 2))_\(padded(time.minute, 2))_\(padded(time.second, 2))"
        let random = simulation.random("atomic writer").int(in: 100_000_000..<4_294_967_296)
        return "..\(date)_\(clock).\(random)"
    }
}
