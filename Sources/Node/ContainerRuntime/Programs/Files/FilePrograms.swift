import Simulation

/// `mkdir`, `rmdir`, `rm`, `touch`, `ln`, `chmod`, `chown`: small changes to the tree.
enum FilePrograms {
    static let all: [(String, any Program)] = [
        ("mkdir", SmallProgram("[-m MODE] [-p] DIRECTORY...", mkdir)),
        ("rmdir", SmallProgram("[-p] DIRECTORY...", rmdir)),
        ("rm", SmallProgram("[-irf] FILE...", rm)),
        ("touch", SmallProgram("[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...", touch)),
        ("ln", SmallProgram("[-sfnbtv] [-S SUF] TARGET... LINK|DIR", ln)),
        ("chmod", SmallProgram("[-Rcvf] MODE[,MODE]... FILE...", chmod)),
        ("chown", SmallProgram("[-Rh] USER[:[GRP]] FILE...", chown)),
        ("chgrp", SmallProgram("[-Rh] GROUP FILE...", chown)),
        ("truncate", SmallProgram("[-c] -s SIZE FILE...", truncate)),
        ("mktemp", SmallProgram(mktemp)),
    ]

    /// Runs `body` for each operand; failures are shown and make the exit code 1.
    private static func forEach(
        _ call: Call, _ operands: some Sequence<String>, _ body: (String) async throws -> Void
    ) async throws -> Int32 {
        var status: Int32 = 0
        for operand in operands {
            do { try await body(operand) } catch let failure as AppletFailure {
                try await call.warn(failure.message)
                status = 1
            }
        }
        return status
    }

    private static func needOperands(_ options: Options, _ count: Int = 1) throws {
        if options.operands.count < count {
            throw AppletFailure("", showsUsage: true)
        }
    }

    private static func mkdir(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "pm:v", long: ["parents": "p", "mode": "m"])
        try needOperands(options)
        var mode: UInt16 = 0o755
        if let word = options["m"] {
            guard let given = FileMode.apply(word, to: 0o777, isDirectory: true) else {
                throw AppletFailure("invalid mode '\(word)'")
            }
            mode = given
        }
        return try await forEach(call, options.operands) { name in
            let path = call.process.resolve(name)
            if options.has("p"), (try? call.files.stat(path))?.kind == .directory { return }
            try call.attempt("can't create directory '\(name)'") { () throws(FileError) in
                if !options.has("p") || call.files.exists(Path.parent(path)) {
                    try call.process.checkWriteDirectory(of: path)
                }
                try call.files.makeDirectory(path, withParents: options.has("p"), mode: mode)
                try own(call, path)
            }
        }
    }

    /// A new file belongs to who made it.
    static func own(_ call: Call, _ path: String) throws(FileError) {
        let user = call.process.machine.user
        if user.id != 0 { try call.files.setOwner(path, user: user.id, group: user.groupID) }
    }

    private static func rmdir(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "p")
        try needOperands(options)
        return try await forEach(call, options.operands) { name in
            let path = call.process.resolve(name)
            try call.attempt("'\(name)'") { () throws(FileError) in
                if try call.files.linkStat(path).kind != .directory { throw .notDirectory }
                try call.process.checkWriteDirectory(of: path)
                try call.files.remove(path)
            }
        }
    }

    private static func rm(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "rRfiv", long: ["recursive": "r", "force": "f"])
        let isForced = options.has("f")
        let isRecursive = options.has("r") || options.has("R")
        if !isForced { try needOperands(options) }
        return try await forEach(call, options.operands) { name in
            let path = call.process.resolve(name)
            if [".", ".."].contains(Path.name(name)) || path == "/" {
                throw AppletFailure("can't remove '.' or '..'")
            }
            guard !name.isEmpty, let status = try? call.files.linkStat(path) else {
                if isForced { return }
                throw AppletFailure("can't remove '\(name)': No such file or directory")
            }
            if status.kind == .directory, !isRecursive {
                throw AppletFailure("'\(name)' is a directory")
            }
            if options.has("i") {
                let question =
                    status.kind == .directory
                    ? "descend into directory '\(name)'? " : "remove '\(name)'? "
                guard try await call.confirm(question) else { return }
            }
            try call.attempt("can't remove '\(name)'") { () throws(FileError) in
                try call.process.checkWriteDirectory(of: path)
                try call.files.removeAll(path)
            }
        }
    }

    private static func touch(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "camd:r:t:h", long: ["no-create": "c", "date": "d"])
        try needOperands(options)
        var instant = call.simulation.now
        if let word = options["d"] {
            guard let given = DateProgram.parse(word, call.process.secondsFromUTC, now: instant)
            else {
                throw AppletFailure("invalid date '\(word)'")
            }
            instant = given
        }
        return try await forEach(call, options.operands) { name in
            let path = call.process.resolve(name)
            try call.attempt(name) { () throws(FileError) in
                if !call.files.exists(path) {
                    if options.has("c") { return }
                    try call.process.checkWrite(path)
                    try call.files.write(path, [], mode: 0o644)
                    try own(call, path)
                }
                try call.process.checkWrite(path)
                try call.files.setModified(path, instant)
            }
        }
    }

    private static func ln(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "sfnvT", long: ["symbolic": "s", "force": "f"])
        try needOperands(options)
        guard options.has("s") else { throw AppletFailure("hard links are not supported: use -s") }
        var targets = options.operands
        var destination = targets.count > 1 ? targets.removeLast() : Path.name(targets[0])
        return try await forEach(call, targets) { target in
            var path = call.process.resolve(destination)
            if !options.has("n"), (try? call.files.stat(path))?.kind == .directory {
                destination = Path.join(destination, Path.name(target))
                path = call.process.resolve(destination)
            }
            try call.attempt(destination) { () throws(FileError) in
                try call.process.checkWriteDirectory(of: path)
                if options.has("f"), (try? call.files.linkStat(path)) != nil {
                    try call.files.remove(path)
                }
                try call.files.link(path, to: target)
            }
        }
    }

    private static func chmod(_ call: Call) async throws -> Int32 {
        // A mode such as -w looks like an option.
        let isRecursive = call.arguments.contains("-R")
        var words = call.arguments.filter { $0 != "-R" && $0 != "-v" && $0 != "-f" }
        guard words.count > 1 else { throw AppletFailure("", showsUsage: true) }
        let word = words.removeFirst()
        return try await forEach(call, words) { name in
            try walk(call, name, isRecursive) { path, status throws(AppletFailure) in
                guard
                    let mode = FileMode.apply(
                        word, to: status.mode, isDirectory: status.kind == .directory)
                else { throw AppletFailure("invalid mode '\(word)'") }
                do throws(FileError) {
                    let user = call.process.machine.user.id
                    guard user == 0 || user == status.user else { throw .permissionDenied }
                    try call.files.setMode(path, mode)
                } catch {
                    throw AppletFailure("\(name): \(error.text)")
                }
            }
        }
    }

    private static func chown(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "Rhfv")
        try needOperands(options, 2)
        let word = options.operands[0]
        let parts = word.split(
            whereSeparator: { $0 == ":" || $0 == "." }).map(String.init)
        let isGroupOnly = call.name == "chgrp" || word.hasPrefix(":")
        let userWord = isGroupOnly ? nil : parts.first
        let groupWord = isGroupOnly ? parts.first : parts.dropFirst().first
        let user = try userWord.map { word in
            guard let id = call.process.userID(word) else {
                throw AppletFailure("unknown user \(word)")
            }
            return id
        }
        let group = try groupWord.map { word in
            guard let id = call.process.groupID(word) else {
                throw AppletFailure("unknown group \(word)")
            }
            return id
        }
        return try await forEach(call, options.operands.dropFirst()) { name in
            try walk(call, name, options.has("R")) { path, status throws(AppletFailure) in
                guard call.process.machine.user.id == 0 else {
                    throw AppletFailure("\(name): Operation not permitted")
                }
                do throws(FileError) {
                    try call.files.setOwner(
                        path, user: user ?? status.user, group: group ?? status.group)
                } catch {
                    throw AppletFailure("\(name): \(error.text)")
                }
            }
        }
    }

    private static func walk(
        _ call: Call, _ name: String, _ isRecursive: Bool,
        _ body: (String, FileStatus) throws(AppletFailure) -> Void
    ) throws {
        var pending = [call.process.resolve(name)]
        while let path = pending.popLast() {
            let status = try call.attempt(name) { () throws(FileError) in
                try call.files.stat(path)
            }
            try body(path, status)
            if isRecursive, status.kind == .directory {
                for child in ((try? call.files.list(path)) ?? []).reversed() {
                    let inner = Path.join(path, child)
                    if (try? call.files.linkStat(inner))?.kind != .link { pending.append(inner) }
                }
            }
        }
    }

    private static func truncate(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "cs:", long: ["size": "s"])
        try needOperands(options)
        guard let word = options["s"] else { throw AppletFailure("", showsUsage: true) }
        let size = try HeadProgram.count(word)
        guard (0...(64 << 20)).contains(size) else { throw AppletFailure("File too large") }
        return try await forEach(call, options.operands) { name in
            let path = call.process.resolve(name)
            try call.attempt(name) { () throws(FileError) in
                try call.process.checkWrite(path)
                let old = call.files.exists(path) ? try call.files.read(path) : []
                let missing = max(0, size - old.count)
                try call.files.write(
                    path, Array(old.prefix(size)) + [UInt8](repeating: 0, count: missing))
            }
        }
    }

    private static func mktemp(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "dp:tqu")
        let template =
            options.operands.first
            ?? Path.join(call.process.environment["TMPDIR"] ?? "/tmp", "tmp.XXXXXX")
        guard template.hasSuffix("XXXXXX") else { throw AppletFailure("Invalid argument") }
        let name = template.dropLast(6) + call.simulation.random("mktemp").nameSuffix(6)
        let path = call.process.resolve(String(name))
        try call.attempt(String(name)) { () throws(FileError) in
            if options.has("d") {
                try call.files.makeDirectory(path, mode: 0o700)
            } else {
                try call.files.write(path, [], mode: 0o600)
            }
            try own(call, path)
        }
        try await call.print(String(name))
        return 0
    }
}
