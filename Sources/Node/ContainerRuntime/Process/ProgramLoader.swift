/// Finds what a command line runs: a file on the PATH, and the program that the file names.
///
/// ```
///   ls -l     PATH=/bin   ▶ /bin/ls     "#!program ls"     ▶ program ls,  arguments ls -l
///   /run.sh x             ▶ /run.sh     "#!/bin/sh"        ▶ program sh,  arguments sh /run.sh x
/// ```
package struct LoadedProgram: Sendable {
    package var program: any Program
    /// Begins with the name under which the program was called.
    package var arguments: [String]
}

/// Why a command could not be run.
package enum ProgramLoadError: Error, Hashable, Sendable {
    /// No directory of PATH has it.
    case notInPath(String)
    case noSuchFile(String)
    case permissionDenied(String)
    case isDirectory(String)
    /// The file is neither a script nor one of the simulation's programs.
    case execFormat(String)

    /// As runc tells it: `exec: "foo": executable file not found in $PATH`.
    package var text: String {
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
    /// The program for `arguments`, looked up as `execvp` does.
    package func load(
        _ arguments: [String], environment: Environment, workingDirectory: String
    ) throws(ProgramLoadError) -> LoadedProgram {
        guard let name = arguments.first, !name.isEmpty else { throw .notInPath("") }
        let path = try find(name, environment: environment, workingDirectory: workingDirectory)
        return try load(path, arguments: arguments, interpretersLeft: 4)
    }

    private func find(
        _ name: String, environment: Environment, workingDirectory: String
    ) throws(ProgramLoadError) -> String {
        if name.contains("/") {
            let path = name.hasPrefix("/") ? name : workingDirectory + "/" + name
            guard let status = try? files.stat(path) else { throw .noSuchFile(name) }
            if status.kind == .directory { throw .isDirectory(name) }
            if status.mode & 0o111 == 0 { throw .permissionDenied(name) }
            return path
        }
        let directories = environment["PATH", default: Self.defaultPath].split(separator: ":")
        var isForbidden = false
        for directory in directories {
            let path = "\(directory)/\(name)"
            guard let status = try? files.stat(path), status.kind == .file else { continue }
            if status.mode & 0o111 != 0 { return path }
            isForbidden = true
        }
        throw isForbidden ? .permissionDenied(name) : .notInPath(name)
    }

    private func load(
        _ path: String, arguments: [String], interpretersLeft: Int
    ) throws(ProgramLoadError) -> LoadedProgram {
        guard interpretersLeft > 0, let bytes = try? files.read(path) else {
            throw .execFormat(path)
        }
        let firstLine = String(decoding: bytes.prefix { $0 != 10 }.prefix(256), as: UTF8.self)
        guard firstLine.hasPrefix("#!") else { throw .execFormat(path) }
        let words = firstLine.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
        guard let interpreter = words.first else { throw .execFormat(path) }
        if interpreter == "program" {
            guard words.count == 2, let program = programs[words[1]] else {
                throw .execFormat(path)
            }
            return LoadedProgram(program: program, arguments: arguments)
        }
        guard files.exists(interpreter) else { throw .noSuchFile(path) }
        let rest = [interpreter] + words.dropFirst() + [path] + arguments.dropFirst()
        return try load(interpreter, arguments: rest, interpretersLeft: interpretersLeft - 1)
    }

    /// Where commands are looked up when nothing says otherwise.
    package static let defaultPath =
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}
