package import ContainerRuntime
import Foundation

/// A folder of the learner's own machine, mirrored in the master's home directory.
///
/// **Invariants**
/// 1. Only regular files below the folder are read or written (`SafeFolder`): nothing outside can be
///    reached, neither by `..` nor by a link.
/// 2. Files and their number are bounded (`Defaults`).
/// 3. A file that neither side has changed is not touched.
package struct Workspace: Sendable {
    private let folder: SafeFolder
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
        guard let folder = SafeFolder(path: path) else {
            throw Failure(description: "the workspace \(path) cannot be opened")
        }
        (self.folder, self.home) = (folder, home)
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
        guard !Self.isHidden(name), SafeFolder.isInside(name) else {
            return "\(name) is not a file below the workspace folder"
        }
        do throws(SafeFolder.Problem) { try folder.write(name, contents) } catch {
            return "\(name) is not written to the workspace \(folder.path): \(error.text)"
        }
        return nil
    }

    /// Brings what has changed on the master to the folder. Gives a sentence if it cannot.
    package mutating func exportFiles(from files: FileSystem) -> String? {
        var inside: [String: [UInt8]] = [:]
        collect(files, "", &inside, depth: 0)
        for (name, contents) in inside.sorted(by: { $0.key < $1.key })
        where common[name] != contents {
            do throws(SafeFolder.Problem) { try folder.write(name, contents) } catch {
                return "\(name) is not written to the workspace \(folder.path): \(error.text)"
            }
        }
        for name in common.keys.sorted() where inside[name] == nil { try? folder.remove(name) }
        common = inside
        return nil
    }

    private func regularFiles() -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for name in folder.fileNames(limit: Defaults.workspaceFiles) {
            let contents = try? folder.read(name, limit: Defaults.workspaceFileBytes)
            // A proof that came into the session would be in the next proof again.
            if contents?.starts(with: RecordingText.magic.utf8) == true { continue }
            found[name] = contents
        }
        return found
    }

    // MARK: - For an editor

    /// The name here of a file of the master; nil if it is not mirrored.
    package func name(of path: String) -> String? {
        guard path.hasPrefix(home + "/") else { return nil }
        let name = String(path.dropFirst(home.count + 1))
        return Self.isHidden(name) ? nil : name
    }

    /// The file on the learner's machine that an editor may open, with `contents` in it.
    ///
    /// Nil if it cannot be written, or a link is in its place.
    package func prepareForEditor(_ name: String, _ contents: [UInt8]) -> String? {
        let present = try? folder.read(name, limit: Defaults.workspaceFileBytes)
        if present != contents || !folder.ownsFile(name) {
            guard (try? folder.write(name, contents)) != nil else { return nil }
        }
        return folder.path + "/" + name
    }

    /// What an editor left; nil if it left nothing that may be read.
    package func contents(of name: String) -> [UInt8]? {
        try? folder.read(name, limit: Defaults.workspaceFileBytes)
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

    /// Dot files are the host's own: `.kube/config`, `.bashrc`.
    private static func isHidden(_ name: String) -> Bool {
        name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
}
