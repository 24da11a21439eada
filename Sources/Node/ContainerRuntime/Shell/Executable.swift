import Simulation

/// What a path names, ready to run: the program's code and its final arguments.
///
/// A file `#!program NAME` is NAME of the machine's catalog; `#!/bin/sh` is a script, run by the
/// program that its first line names; another text is run by the shell.
package struct Executable: Sendable {
    package var program: any Program
    package var arguments: [String]
}

/// Why a command could not be started.
package enum LaunchError: Error, Hashable, Sendable {
    case notFound
    case isDirectory
    case permissionDenied
    /// The file says `#!program NAME`, and there is no NAME.
    case unknownProgram(String)
}

extension Machine {
    /// Where `command` is: itself if it has a slash, else the first directory of `path` that has it.
    ///
    /// **Throws** `.permissionDenied` if only files that nobody may run bear the name.
    package func find(
        _ command: String, path: String, workingDirectory: String
    ) throws(LaunchError) -> String {
        if command.contains("/") {
            return command.hasPrefix("/") ? command : Path.join(workingDirectory, command)
        }
        var denied = false
        for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
            let base = directory.isEmpty ? workingDirectory : String(directory)
            let candidate = Path.join(base, command)
            guard let status = try? files.stat(candidate), status.kind != .directory else {
                continue
            }
            if status.mode & 0o111 != 0 { return candidate }
            denied = true
        }
        throw denied ? .permissionDenied : .notFound
    }

    /// The program at a path; `arguments` begin with the name it was called by.
    package func executable(
        at path: String, arguments: [String]
    ) throws(LaunchError) -> Executable {
        try executable(at: path, arguments: arguments, depth: 0)
    }

    private func executable(
        at path: String, arguments: [String], depth: Int
    ) throws(LaunchError) -> Executable {
        guard depth < 4 else { throw .notFound }
        let content: [UInt8]
        do throws(FileError) {
            let status = try files.stat(path)
            if status.kind == .directory { throw .isDirectory }
            if status.mode & 0o111 == 0 { throw .permissionDenied }
            content = try files.read(path)
        } catch {
            switch error {
            case .isDirectory: throw .isDirectory
            case .permissionDenied: throw .permissionDenied
            default: throw .notFound
            }
        }
        let firstLine = text(content.prefix(512).prefix { $0 != .newline })
        let words = firstLine.dropFirst(2).split(separator: " ").map(String.init)
        if firstLine.hasPrefix("#!program "), words.count > 1 {
            guard let program = programs[words[1]] else { throw .unknownProgram(words[1]) }
            return Executable(program: program, arguments: arguments)
        }
        let isScript = firstLine.hasPrefix("#!") && !words.isEmpty
        let interpreter = isScript ? words : ["/bin/sh"]
        return try executable(
            at: interpreter[0], arguments: interpreter + [path] + arguments.dropFirst(),
            depth: depth + 1)
    }
}
