import Simulation

/// `agnhost mounttest`: tells what a container finds in its volumes, and writes into them.
///
/// Each flag names a path; what it asks is told in a line.
struct MountReport: Sendable {
    private let process: Process

    init(_ process: Process) { self.process = process }

    private var files: FileSystem { process.files }

    /// In upstream's order of questions, whatever the order of the flags.
    private static let questions = [
        "fs_type", "new_file_0644", "new_file_0666", "new_file_0660", "new_file_0777", "file_mode",
        "file_perm", "file_owner", "file_content", "rw_new_file",
    ]

    func run(_ flags: AgnhostFlags) async -> Int32 {
        var failed = false
        for question in Self.questions {
            for flag in flags.all where flag.name == question {
                do throws(FileError) {
                    try await say(try report(question, process.resolve(flag.value), flag.value))
                } catch {
                    failed = true
                    try? await process.output.write(
                        "error reading file \"\(flag.value)\": \(error.text.lowercased())\n")
                }
            }
        }
        if let path = flags["file_content_in_loop"] {
            await loop(path, seconds: flags.number("retry_time", 180))
        }
        return failed ? 1 : 0
    }

    private func say(_ text: String) async throws(FileError) {
        guard (try? await process.output.write(text + "\n")) != nil else { throw .invalid }
    }

    private func report(
        _ question: String, _ path: String, _ shown: String
    ) throws(FileError) -> String {
        switch question {
        case "fs_type": return "mount type of \"\(shown)\": \(type(of: path))"
        case "file_mode": return "mode of file \"\(shown)\": \(mode(try files.linkStat(path)))"
        case "file_perm":
            var status = try files.stat(path)
            status.kind = .file
            status.mode &= 0o777
            return "perms of file \"\(shown)\": \(FileMode.shown(status))"
        case "file_owner":
            let status = try files.stat(path)
            return "owner UID of \"\(shown)\": \(status.user)\nowner GID of \"\(shown)\": "
                + "\(status.group)"
        case "file_content": return try content(path, shown)
        case "rw_new_file":
            try write(path, 0o644)
            return try content(path, shown)
        default:
            try write(path, UInt16(question.suffix(4), radix: 8) ?? 0o644)
            return try content(path, shown)
        }
    }

    private func content(_ path: String, _ shown: String) throws(FileError) -> String {
        "content of file \"\(shown)\": " + text(try files.read(path))
    }

    private func write(_ path: String, _ mode: UInt16) throws(FileError) {
        try files.write(path, "mount-tester new file\n".bytes, mode: mode)
    }

    /// The mode as Go shows it: `dtrwxrwxrwx`.
    private func mode(_ status: FileStatus) -> String {
        var plain = status
        plain.kind = .file
        plain.mode &= 0o777
        var letters = status.kind == .directory ? "d" : status.kind == .link ? "L" : ""
        for (bit, letter) in [(UInt16(0o4000), "u"), (0o2000, "g"), (0o1000, "t")]
        where status.mode & bit != 0 {
            letters += letter
        }
        return (letters.isEmpty ? "-" : letters) + FileMode.shown(plain).dropFirst()
    }

    private func type(of path: String) -> String {
        let mount = files.mounts.filter { path == $0.path || path.hasPrefix($0.path + "/") }
            .max { $0.path.utf8.count < $1.path.utf8.count }
        return mount?.type ?? "overlay"
    }

    private func loop(_ path: String, seconds: Int) async {
        for _ in 0..<max(seconds, 1) {
            let line =
                (try? content(process.resolve(path), path))
                ?? "Error reading file \(path): open \(path): no such file or directory"
            guard (try? await process.output.write(line + "\n")) != nil,
                (try? await process.simulation.sleep(for: .seconds(1))) != nil
            else { return }
        }
    }
}
