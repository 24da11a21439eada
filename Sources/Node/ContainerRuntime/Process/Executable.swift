import Simulation

/// What a command line names, ready to run: the program's code and its final arguments.
///
/// ```
///   ls -l     PATH=/bin   ▶ /bin/ls     "#!program ls"     ▶ program ls,  arguments ls -l
///   /run.sh x             ▶ /run.sh     "#!/bin/sh"        ▶ program sh,  arguments /bin/sh /run.sh x
/// ```
package struct Executable: Sendable {
    package var program: any Program
    /// Begins with the name under which the program was called.
    package var arguments: [String]
}

/// Why a command could not be started; each case has the name or path that it is about.
package enum LaunchError: Error, Hashable, Sendable {
    /// No directory of PATH has it.
    case notInPath(String)
    case noSuchFile(String)
    case permissionDenied(String)
    case isDirectory(String)
    /// The file is neither a script nor one of the simulation's programs.
    case execFormat(String)

    /// As runc tells it: `exec: "foo": executable file not found in $PATH`.
    package var runtimeText: String {
        switch self {
        case .notInPath(let name): "exec: \"\(name)\": executable file not found in $PATH"
        case .noSuchFile(let path): "exec: \"\(path)\": stat \(path): no such file or directory"
        case .permissionDenied(let path): "exec: \"\(path)\": permission denied"
        case .isDirectory(let path): "exec: \"\(path)\": is a directory"
        case .execFormat(let path): "exec \(path): exec format error"
        }
    }
}

extension Machine {
    /// Where commands are looked up when nothing says otherwise.
    package static let defaultPath =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// How many `#!` lines may lead from one to the next.
    private static let interpreterLimit = 4

    /// How much of a file's first line tells text from a binary. Source: bash `check_binary_file`.
    private static let binaryCheckBytes = 80

    /// Finds the program that `arguments` name.
    ///
    /// `shell` is what runs a text file without a first line `#!...`: shells and `env` have one,
    /// a container runtime has none.
    package func executable(
        for arguments: [String], path: String, workingDirectory: String, shell: String? = nil
    ) throws(LaunchError) -> Executable {
        let name = arguments.first ?? ""
        let found = try find(name, path: path, workingDirectory: workingDirectory)
        return try load(
            found, as: name, arguments: arguments, shell: shell,
            interpretersLeft: Self.interpreterLimit)
    }

    /// Where `command` is: itself if it has a slash, else the first directory of `path` that has it.
    ///
    /// **Throws** `.permissionDenied` if only files that nobody may run bear the name.
    package func find(
        _ command: String, path: String, workingDirectory: String
    ) throws(LaunchError) -> String {
        if command.contains("/") {
            return command.hasPrefix("/") ? command : Path.join(workingDirectory, command)
        }
        guard !command.isEmpty else { throw .notInPath(command) }
        var isForbidden = false
        for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
            let base = directory.isEmpty ? workingDirectory : String(directory)
            let candidate = Path.join(base, command)
            guard let status = try? files.stat(candidate), status.kind != .directory else {
                continue
            }
            if status.mode & 0o111 != 0 { return candidate }
            isForbidden = true
        }
        throw isForbidden ? .permissionDenied(command) : .notInPath(command)
    }

    private func load(
        _ path: String, as name: String, arguments: [String], shell: String?,
        interpretersLeft: Int
    ) throws(LaunchError) -> Executable {
        guard interpretersLeft > 0 else { throw .execFormat(path) }
        let firstLine = try firstLine(path, as: name)
        let words = firstLine.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
        if firstLine.hasPrefix("#!program ") {
            guard words.count == 2, let program = programs[words[1]] else {
                throw .execFormat(path)
            }
            return Executable(program: program, arguments: arguments)
        }
        var interpreter = words
        if !firstLine.hasPrefix("#!") || words.isEmpty {
            // What has a zero in its first line is no text: an archive, another machine's program.
            guard let shell, !firstLine.utf8.prefix(Self.binaryCheckBytes).contains(0) else {
                throw .execFormat(path)
            }
            interpreter = [shell]
        }
        // A missing interpreter is told as if the script were missing, as the kernel does.
        return try load(
            interpreter[0], as: name, arguments: interpreter + [path] + arguments.dropFirst(),
            shell: shell, interpretersLeft: interpretersLeft - 1)
    }

    private func firstLine(_ path: String, as name: String) throws(LaunchError) -> String {
        do throws(FileError) {
            let status = try files.stat(path)
            if status.kind == .directory { throw .isDirectory }
            if status.mode & 0o111 == 0 { throw .permissionDenied }
            return text(try files.read(path).prefix(256).prefix { $0 != .newline })
        } catch {
            switch error {
            case .isDirectory: throw .isDirectory(name)
            case .permissionDenied: throw .permissionDenied(name)
            default: throw .noSuchFile(name)
            }
        }
    }
}
