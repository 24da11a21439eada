package import ContainerRuntime
import Foundation

/// A folder of the learner's own machine, mirrored in the master's home directory.
///
/// **Invariants**
/// 1. Only regular files below the folder are read or written; links and what they lead to are left
///    alone, so nothing outside can be reached.
/// 2. Files and their number are bounded (`Defaults`).
/// 3. A file that neither side has changed is not touched.
package struct Workspace {
    private let root: String
    private let home: String
    /// What both sides had after the last exchange, by path below the folder.
    private var common: [String: [UInt8]] = [:]

    /// Why a folder cannot be a workspace; a sentence.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// **Throws** unless `path` is a folder that can be read.
    package init(path: String, home: String = "/root") throws(Failure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(description: "the workspace \(path) does not exist")
        }
        guard isFolder.boolValue, FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(description: "the workspace \(path) is not a folder that can be read")
        }
        root = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.home = home
    }

    /// What has changed in the folder since the last exchange, to be fed to the session.
    package mutating func takeChanges() -> [SessionInput] {
        let found = regularFiles()
        var changes: [SessionInput] = []
        for (name, contents) in found.sorted(by: { $0.key < $1.key })
        where common[name] != contents {
            changes.append(.file(path: "\(home)/\(name)", contents: contents))
        }
        for name in common.keys.sorted() where found[name] == nil {
            changes.append(.file(path: "\(home)/\(name)", contents: nil))
        }
        common = found
        return changes
    }

    /// Writes a file of Kubarium's own into the folder. Gives a sentence if it cannot.
    package func save(_ contents: [UInt8], as name: String) -> String? {
        guard !name.hasPrefix("/"), !Self.isHidden(name), isSafe(name) else {
            return "\(name) is not a file below the workspace folder"
        }
        let url = URL(fileURLWithPath: root).appendingPathComponent(name)
        do {
            try Data(contents).write(to: url, options: .atomic)
            return nil
        } catch {
            return "the workspace \(root) cannot be written: \(error.localizedDescription)"
        }
    }

    /// Brings what has changed on the master to the folder. Gives a sentence if it cannot.
    package mutating func exportFiles(from files: FileSystem) -> String? {
        var inside: [String: [UInt8]] = [:]
        collect(files, "", &inside, depth: 0)
        for (name, contents) in inside.sorted(by: { $0.key < $1.key })
        where common[name] != contents {
            guard isSafe(name) else { return "\(name) is not written: a link is in the way" }
            let url = URL(fileURLWithPath: root).appendingPathComponent(name)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(contents).write(to: url)
            } catch {
                return "the workspace \(root) cannot be written: \(error.localizedDescription)"
            }
        }
        for name in common.keys.sorted() where inside[name] == nil && isSafe(name) {
            try? FileManager.default.removeItem(atPath: root + "/" + name)
        }
        common = inside
        return nil
    }

    private func regularFiles() -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        for name in names.sorted() where found.count < Defaults.workspaceFiles {
            guard !Self.isHidden(name), isSafe(name) else { continue }
            let attributes = try? FileManager.default.attributesOfItem(atPath: root + "/" + name)
            guard attributes?[.type] as? FileAttributeType == .typeRegular,
                (attributes?[.size] as? Int ?? .max) <= Defaults.workspaceFileBytes,
                let data = FileManager.default.contents(atPath: root + "/" + name)
            else { continue }
            // A proof that came into the session would be in the next proof again.
            if data.starts(with: RecordingText.magic.utf8) { continue }
            found[name] = Array(data)
        }
        return found
    }

    private func collect(
        _ files: FileSystem, _ folder: String, _ found: inout [String: [UInt8]], depth: Int
    ) {
        guard depth < 16, let names = try? files.list(home + folder) else { return }
        for name in names.sorted() where found.count < Defaults.workspaceFiles {
            let path = "\(folder)/\(name)"
            let relative = String(path.dropFirst())
            guard !Self.isHidden(relative), let status = try? files.linkStat(home + path) else {
                continue
            }
            if status.kind == .directory {
                collect(files, path, &found, depth: depth + 1)
            } else if status.kind == .file, status.size <= Defaults.workspaceFileBytes,
                let contents = try? files.read(home + path)
            {
                found[relative] = contents
            }
        }
    }

    /// Whether no part of the path is a link, or leads upwards.
    private func isSafe(_ name: String) -> Bool {
        var path = root
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty || part == "." || part == ".." || part.contains("\0") { return false }
            path += "/" + part
            let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type]
            if type as? FileAttributeType == .typeSymbolicLink { return false }
        }
        return true
    }

    /// Dot files are the host's own: `.kube/config`, `.bashrc`.
    private static func isHidden(_ name: String) -> Bool {
        name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
}
