import Simulation

/// `basename`, `dirname`, `readlink`, `realpath`, `stat`, `du`, `df`, `mount`: about names and sizes.
enum PathPrograms {
    static let all: [(String, any Program)] = [
        ("basename", SmallProgram("FILE [SUFFIX]", basename)),
        ("dirname", SmallProgram("FILENAME", dirname)),
        ("readlink", SmallProgram(readlink)), ("realpath", SmallProgram(realpath)),
        ("stat", SmallProgram(stat)), ("du", SmallProgram(du)), ("df", SmallProgram(df)),
        ("mount", SmallProgram(mount)), ("pwd", SmallProgram(pwd)), ("which", SmallProgram(which)),
        (
            "umount",
            SmallProgram { _ in throw AppletFailure("can't unmount: Operation not permitted") }
        ),
    ]

    private static func basename(_ call: Call) async throws -> Int32 {
        guard let path = call.arguments.first else { throw AppletFailure("", showsUsage: true) }
        var name = Path.name(path)
        if call.arguments.count > 1, name != call.arguments[1], name.hasSuffix(call.arguments[1]) {
            name.removeLast(call.arguments[1].count)
        }
        try await call.print(name)
        return 0
    }

    private static func dirname(_ call: Call) async throws -> Int32 {
        guard let path = call.arguments.first else { throw AppletFailure("", showsUsage: true) }
        try await call.print(Path.parent(path))
        return 0
    }

    private static func pwd(_ call: Call) async throws -> Int32 {
        try await call.print(call.process.workingDirectory)
        return 0
    }

    private static func which(_ call: Call) async throws -> Int32 {
        var status: Int32 = 0
        for name in call.arguments {
            if let path = try? call.process.machine.find(
                name, path: call.process.environment["PATH"] ?? "",
                workingDirectory: call.process.workingDirectory), call.files.exists(path)
            {
                try await call.print(path)
            } else {
                status = 1
            }
        }
        return status
    }

    /// The path without links; nil where one leads nowhere.
    static func canonical(_ process: Process, _ path: String) -> String? {
        var pending = Array(process.resolve(path).split(separator: "/").map(String.init).reversed())
        var done = ""
        var left = 40
        while let part = pending.popLast() {
            if part == "." { continue }
            if part == ".." {
                done = done.isEmpty ? "" : Path.parent(done) == "/" ? "" : Path.parent(done)
                continue
            }
            let next = done + "/" + part
            if (try? process.files.linkStat(next))?.kind == .link,
                let target = try? process.files.readLink(next)
            {
                left -= 1
                guard left > 0 else { return nil }
                if target.hasPrefix("/") { done = "" }
                pending += target.split(separator: "/").map(String.init).reversed()
                continue
            }
            done = next
        }
        return done.isEmpty ? "/" : done
    }

    private static func readlink(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "fnvq")
        guard let name = options.operands.first else { throw AppletFailure("", showsUsage: true) }
        var shown: String?
        if options.has("f") {
            shown = canonical(call.process, name)
        } else {
            shown = try? call.files.readLink(call.process.resolve(name))
        }
        guard let shown else { return 1 }
        try await call.write((shown + (options.has("n") ? "" : "\n")).bytes)
        return 0
    }

    private static func realpath(_ call: Call) async throws -> Int32 {
        var status: Int32 = 0
        for name in call.arguments.filter({ !$0.hasPrefix("-") }) {
            if let path = canonical(call.process, name), call.files.exists(path) {
                try await call.print(path)
            } else {
                try await call.warn("\(name): No such file or directory")
                status = 1
            }
        }
        return status
    }

    private static func stat(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "c:Ltf", long: ["format": "c"])
        guard !options.operands.isEmpty else { throw AppletFailure("", showsUsage: true) }
        for name in options.operands {
            let path = call.process.resolve(name)
            let status = try call.attempt("can't stat '\(name)'") { () throws(FileError) in
                options.has("L") ? try call.files.stat(path) : try call.files.linkStat(path)
            }
            if let format = options["c"] {
                try await call.print(statFormat(call, format, name, status))
            } else {
                try await call.write(statText(call, name, path, status).bytes)
            }
        }
        return 0
    }

    private static func kindName(_ status: FileStatus) -> String {
        switch status.kind {
        case .file: status.size == 0 ? "regular empty file" : "regular file"
        case .directory: "directory"
        case .link: "symbolic link"
        case .device: "character special file"
        }
    }

    private static func time(_ call: Call, _ instant: SimulatedInstant) -> String {
        TimeFormat.render(
            CivilTime(instant, secondsFromUTC: call.process.secondsFromUTC),
            "%Y-%m-%d %H:%M:%S.%N %z")
    }

    private static func statFormat(
        _ call: Call, _ format: String, _ name: String, _ status: FileStatus
    ) -> String {
        var result = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%", let letter = rest.popFirst() else {
                result.append(character)
                continue
            }
            switch letter {
            case "n": result += name
            case "s": result += String(status.size)
            case "a": result += String(status.mode, radix: 8)
            case "A": result += FileMode.shown(status)
            case "u": result += String(status.user)
            case "g": result += String(status.group)
            case "U": result += call.process.userName(status.user)
            case "G": result += call.process.groupName(status.group)
            case "F": result += kindName(status)
            case "i": result += String(status.inode)
            case "h": result += String(status.links)
            case "Y", "Z", "X": result += String(status.modified.secondsSinceEpoch)
            case "y", "z", "x": result += time(call, status.modified)
            default: result += "%\(letter)"
            }
        }
        return result
    }

    private static func statText(
        _ call: Call, _ name: String, _ path: String, _ status: FileStatus
    ) -> String {
        var shown = name
        if status.kind == .link, let target = try? call.files.readLink(path) {
            shown = "'\(name)' -> '\(target)'"
        }
        let blocks = (status.size + 4095) / 4096 * 8
        let mode = String(status.mode, radix: 8)
        let padding = String(repeating: "0", count: max(0, 4 - mode.count))
        let stamp = time(call, status.modified)
        return "  File: \(shown)\n"
            + "  Size: \(String(status.size).leftAligned(10))\tBlocks: \(String(blocks).leftAligned(10))"
            + " IO Block: 4096   \(kindName(status))\n"
            + "Device: 8,1\tInode: \(String(status.inode).leftAligned(10))  Links: \(status.links)\n"
            + "Access: (\(padding)\(mode)/\(FileMode.shown(status)))"
            + "  Uid: (\(String(status.user).rightAligned(5))/\(call.process.userName(status.user).rightAligned(8)))"
            + "   Gid: (\(String(status.group).rightAligned(5))/\(call.process.groupName(status.group).rightAligned(8)))\n"
            + "Access: \(stamp)\nModify: \(stamp)\nChange: \(stamp)\n"
    }

    private static func du(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "hsakmcd:x", long: ["max-depth": "d"])
        let limit = options.has("s") ? 0 : try options.number("d") ?? 60
        for name in options.operands.isEmpty ? ["."] : options.operands {
            guard (try? call.files.linkStat(call.process.resolve(name))) != nil else {
                throw AppletFailure("\(name): No such file or directory")
            }
            _ = try await measure(call, name, options, depth: 0, limit: limit)
        }
        return 0
    }

    /// **Unit**: KiB.
    private static func measure(
        _ call: Call, _ name: String, _ options: Options, depth: Int, limit: Int
    ) async throws -> Int {
        let path = call.process.resolve(name)
        guard let status = try? call.files.linkStat(path), depth < 60 else { return 0 }
        var total = status.kind == .directory ? 4 : (status.size + 4095) / 4096 * 4
        if status.kind == .directory {
            for child in (try? call.files.list(path)) ?? [] {
                total += try await measure(
                    call, Path.join(name, child), options, depth: depth + 1, limit: limit)
            }
        }
        if depth <= limit, status.kind == .directory || options.has("a") || depth == 0 {
            let shown = options.has("h") ? HumanSize.render(total * 1024) : String(total)
            try await call.print("\(shown)\t\(name)")
        }
        return total
    }

    /// **Unit**: KiB; the disk that every simulated machine has.
    private static let diskKiB = 41_152_812
    private static let usedKiB = 9_873_420

    private static func df(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "hkmTPai")
        var status: Int32 = 0
        let isHuman = options.has("h")
        func amount(_ kib: Int) -> String { isHuman ? HumanSize.render(kib * 1024) : String(kib) }
        try await call.print(
            "Filesystem           " + (isHuman ? "     Size      Used" : "1K-blocks      Used")
                + " Available Use% Mounted on")
        var rows = [("overlay", diskKiB, usedKiB, "/")]
        for mount in call.files.mounts
        where !["proc", "sysfs", "cgroup2", "mqueue"].contains(mount.type) {
            let isMemory = mount.type == "tmpfs"
            rows.append(
                (
                    mount.device,
                    isMemory ? call.process.machine.hardware.memoryBytes / 2048 : diskKiB,
                    isMemory ? 12 : usedKiB, mount.path
                ))
        }
        var wanted: [String] = []
        for operand in options.operands {
            let path = call.process.resolve(operand)
            if call.files.exists(path) {
                wanted.append(path)
            } else {
                try await call.warn("\(operand): can't find mount point")
                status = 1
            }
        }
        if !options.operands.isEmpty {
            rows = wanted.compactMap { path in
                rows.filter { $0.3 == "/" || path == $0.3 || path.hasPrefix($0.3 + "/") }
                    .max { $0.3.utf8.count < $1.3.utf8.count }
            }
        }
        for (device, size, used, path) in rows {
            let percent = size == 0 ? 0 : (used * 100 + size - 1) / size
            var name = device.leftAligned(20)
            if device.utf8.count > 20 { name = device + "\n" + String(repeating: " ", count: 20) }
            try await call.print(
                "\(name) \(amount(size).rightAligned(9)) \(amount(used).rightAligned(9)) "
                    + "\(amount(size - used).rightAligned(9)) \(String(percent).rightAligned(3))% \(path)"
            )
        }
        return status
    }

    private static func mount(_ call: Call) async throws -> Int32 {
        guard call.arguments.isEmpty else {
            throw AppletFailure("permission denied (are you root?)")
        }
        try await call.print("overlay on / type overlay (rw,relatime)")
        for mount in call.files.mounts {
            let access = mount.isReadOnly ? "ro" : "rw"
            try await call.print(
                "\(mount.device) on \(mount.path) type \(mount.type) (\(access),relatime)")
        }
        return 0
    }
}
