import Simulation

/// `cp` and `mv`.
struct CopyProgram: Applet {
    static let usage = "[-rRaifp] SOURCE... DEST"
    let moves: Bool

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "rRaifpdLPvnuTt:",
            long: ["recursive": "r", "archive": "a", "force": "f"])
        var sources = options.operands
        guard sources.count > 1, let last = sources.popLast() else {
            throw AppletFailure("", showsUsage: true)
        }
        let destination = call.process.resolve(last)
        let isDirectory =
            (try? call.files.stat(destination))?.kind == .directory && !options.has("T")
        if sources.count > 1, !isDirectory {
            throw AppletFailure("target '\(last)' is not a directory")
        }
        var status: Int32 = 0
        for source in sources {
            let shown = isDirectory ? Path.join(last, Path.name(source)) : last
            do {
                if moves {
                    try move(call, source, shown, options)
                } else {
                    try copy(call, source, shown, options, depth: 0)
                }
            } catch let failure as AppletFailure {
                try await call.warn(failure.message)
                status = 1
            }
        }
        return status
    }

    private func move(_ call: Call, _ source: String, _ target: String, _ options: Options) throws {
        let (from, to) = (call.process.resolve(source), call.process.resolve(target))
        if options.has("n"), call.files.exists(to) { return }
        guard from != to else {
            throw AppletFailure("'\(source)' and '\(target)' are the same file")
        }
        guard !to.hasPrefix(from + "/") else {
            throw AppletFailure("can't rename '\(source)': Invalid argument")
        }
        let inside = call.files.mounts.map(\.path)
        func mount(_ path: String) -> String? {
            inside.filter { path == $0 || path.hasPrefix($0 + "/") }.max {
                $0.utf8.count < $1.utf8.count
            }
        }
        try call.attempt("can't rename '\(source)'") { () throws(FileError) in
            _ = try call.files.linkStat(from)
            try call.process.checkWriteDirectory(of: from)
            try call.process.checkWriteDirectory(of: to)
        }
        if mount(from) == mount(to) {
            try call.attempt("can't rename '\(source)'") { () throws(FileError) in
                try call.files.rename(from, to: to)
            }
        } else {
            // Another file system: copied and removed.
            try copy(call, source, target, options, depth: 0)
            try call.attempt("can't remove '\(source)'") { () throws(FileError) in
                try call.files.removeAll(from)
            }
        }
    }

    private func copy(
        _ call: Call, _ source: String, _ target: String, _ options: Options, depth: Int
    ) throws {
        let (from, to) = (call.process.resolve(source), call.process.resolve(target))
        let keeps = options.has("a") || options.has("p") || moves
        let isRecursive = options.has("r") || options.has("R") || options.has("a") || moves
        let keepsLinks = options.has("a") || options.has("d") || options.has("P") || moves
        let status = try call.attempt("can't stat '\(source)'") { () throws(FileError) in
            keepsLinks ? try call.files.linkStat(from) : try call.files.stat(from)
        }
        if from == to { throw AppletFailure("'\(source)' and '\(target)' are the same file") }
        switch status.kind {
        case .directory:
            guard isRecursive else { throw AppletFailure("omitting directory '\(source)'") }
            guard depth < 60, !to.hasPrefix(from + "/") else {
                throw AppletFailure("recursion detected, omitting directory '\(source)'")
            }
            if !call.files.exists(to) {
                try call.attempt("can't create directory '\(target)'") { () throws(FileError) in
                    try call.process.checkWriteDirectory(of: to)
                    try call.files.makeDirectory(to, mode: status.mode)
                }
            }
            for name in (try? call.files.list(from)) ?? [] {
                try copy(
                    call, Path.join(source, name), Path.join(target, name), options,
                    depth: depth + 1)
            }
        case .link:
            let link = try call.attempt(source) { () throws(FileError) in
                try call.files.readLink(from)
            }
            try call.attempt("can't create symlink '\(target)'") { () throws(FileError) in
                try call.files.link(to, to: link)
            }
        case .file, .device:
            if options.has("n"), call.files.exists(to) { return }
            let bytes = try call.attempt("can't open '\(source)'") { () throws(FileError) in
                try call.process.readFile(from)
            }
            try call.attempt("can't create '\(target)'") { () throws(FileError) in
                let isNew = !call.files.exists(to)
                try call.process.checkWrite(to)
                try call.files.write(to, bytes, mode: isNew || keeps ? status.mode : nil)
                if isNew { try FilePrograms.own(call, to) }
            }
        }
        if keeps, status.kind != .link { try? call.files.setModified(to, status.modified) }
    }
}
