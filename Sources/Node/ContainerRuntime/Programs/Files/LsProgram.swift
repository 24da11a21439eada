import Simulation

/// `ls`: BusyBox's layout.
///
/// ```
/// total 24
/// -rw-r--r--    1 root     root           337 Mar 15 22:12 annotations
/// ```
struct LsProgram: Applet {
    static let usage = "[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]..."

    /// One line of a listing.
    private struct Item {
        var name: String
        var path: String
        var status: FileStatus
    }

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "1AaCxdLHRFplinshrSXvctuw:gok",
            long: ["all": "a", "almost-all": "A", "color": "k", "full-time": "l"])
        let listing = Listing(call: call, options: options)
        return try await listing.run()
    }

    private struct Listing {
        let call: Call
        let options: Options

        func run() async throws -> Int32 {
            var status: Int32 = 0
            var files: [Item] = []
            var directories: [Item] = []
            for name in options.operands.isEmpty ? ["."] : options.operands {
                guard let item = item(name, call.process.resolve(name), isArgument: true) else {
                    try await call.warn("\(name): No such file or directory")
                    status = 1
                    continue
                }
                if item.status.kind == .directory, !options.has("d") {
                    directories.append(item)
                } else {
                    files.append(item)
                }
            }
            files = sorted(files)
            directories = sorted(directories)
            try await show(files)
            let showsNames = options.operands.count > 1 || options.has("R")
            for (index, directory) in directories.enumerated() {
                if index > 0 || !files.isEmpty { try await call.print("") }
                try await list(directory, showsName: showsNames, depth: 0)
            }
            return status
        }

        private func item(_ name: String, _ path: String, isArgument: Bool = false) -> Item? {
            // With -l a link given as an argument is shown itself.
            let follows =
                options.has("L") || options.has("H") && isArgument
                || isArgument && !options.has("l") && !options.has("d")
            if follows, let status = try? call.files.stat(path) {
                return Item(name: name, path: path, status: status)
            }
            guard let status = try? call.files.linkStat(path) else { return nil }
            return Item(name: name, path: path, status: status)
        }

        private func list(_ directory: Item, showsName: Bool, depth: Int) async throws {
            if showsName { try await call.print("\(directory.name):") }
            guard call.process.allows(directory.status, 4),
                var names = try? call.files.list(directory.path)
            else {
                throw AppletFailure("can't open '\(directory.name)': Permission denied")
            }
            if options.has("a") {
                names = [".", ".."] + names
            } else if !options.has("A") {
                names.removeAll { $0.hasPrefix(".") }
            }
            let items = sorted(
                names.compactMap { item($0, call.process.resolve(Path.join(directory.path, $0))) })
            if options.has("l") || options.has("s") {
                let blocks = items.reduce(0) { $0 + Self.blocks($1.status) }
                try await call.print(
                    "total \(options.has("h") ? HumanSize.render(blocks * 1024) : String(blocks))")
            }
            try await show(items)
            guard options.has("R"), depth < 30 else { return }
            for item in items
            where item.status.kind == .directory && item.name != "." && item.name != ".." {
                try await call.print("")
                var inner = item
                inner.name = Path.join(directory.name, item.name)
                try await list(inner, showsName: true, depth: depth + 1)
            }
        }

        /// **Unit**: KiB on disk: whole blocks of 4 KiB.
        private static func blocks(_ status: FileStatus) -> Int {
            switch status.kind {
            case .link, .device: 0
            case .directory: 4
            case .file: (status.size + 4095) / 4096 * 4
            }
        }

        private func sorted(_ items: [Item]) -> [Item] {
            var result = items.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            // Sorting by enumerated position keeps equal ones in the order of their names.
            if options.has("S") {
                result = stably(result) { $0.status.size > $1.status.size }
            }
            if options.has("t") {
                result = stably(result) { $0.status.modified > $1.status.modified }
            }
            return options.has("r") ? result.reversed() : result
        }

        private func stably(_ items: [Item], _ precedes: (Item, Item) -> Bool) -> [Item] {
            items.enumerated().sorted { left, right in
                if precedes(left.element, right.element) { return true }
                if precedes(right.element, left.element) { return false }
                return left.offset < right.offset
            }.map(\.element)
        }

        // MARK: - Lines

        private func show(_ items: [Item]) async throws {
            if options.has("l") {
                for item in items { try await call.print(line(item)) }
                return
            }
            let names = items.map { prefix($0) + $0.name + mark($0) }
            let width = call.process.streams.terminal?.size.columns ?? 80
            if options.has("C") || (call.process.streams.isOutputTerminal && !options.has("1")) {
                for row in Columns.layOut(names, width: max(20, width)) {
                    try await call.print(row)
                }
            } else {
                for name in names { try await call.print(name) }
            }
        }

        private func prefix(_ item: Item) -> String {
            var text = ""
            if options.has("i") { text += String(item.status.inode).rightAligned(7) + " " }
            if options.has("s") { text += String(Self.blocks(item.status)).rightAligned(6) + " " }
            return text
        }

        private func mark(_ item: Item) -> String {
            guard options.has("F") || options.has("p") else { return "" }
            switch item.status.kind {
            case .directory: return "/"
            case .link where options.has("F"): return "@"
            case .file where options.has("F") && item.status.mode & 0o111 != 0: return "*"
            default: return ""
            }
        }

        private func line(_ item: Item) -> String {
            let status = item.status
            var text = prefix(item) + FileMode.shown(status)
            text += " " + String(status.links).rightAligned(4) + " "
            if options.has("n") {
                text +=
                    String(status.user).leftAligned(8) + " " + String(status.group).leftAligned(8)
            } else {
                text += call.process.userName(status.user).leftAligned(8) + " "
                text += call.process.groupName(status.group).leftAligned(8)
            }
            if status.kind == .device {
                text += "    1,   3 "
            } else if options.has("h") {
                text += " " + HumanSize.render(status.size).rightAligned(7) + " "
            } else {
                text += " " + String(status.size).rightAligned(9) + " "
            }
            text += ListTime.render(
                status.modified, now: call.simulation.now,
                secondsFromUTC: call.process.secondsFromUTC)
            text += " " + item.name
            if status.kind == .link, let target = try? call.files.readLink(item.path) {
                return text + " -> " + target
            }
            return text + mark(item)
        }
    }
}

/// Times in listings: the hour for recent files, the year for others.
enum ListTime {
    static func render(
        _ instant: SimulatedInstant, now: SimulatedInstant, secondsFromUTC: Int
    ) -> String {
        let time = CivilTime(instant, secondsFromUTC: secondsFromUTC)
        let age = now.secondsSinceEpoch - instant.secondsSinceEpoch
        let isRecent = age >= -15 * 60 && age < 365 * 86_400 / 2
        return TimeFormat.render(time, isRecent ? "%b %e %H:%M" : "%b %e  %Y")
    }
}

/// Names in columns, filled downwards.
enum Columns {
    /// As many columns as fit, each as wide as the longest name and two blanks.
    ///
    /// Upstream: busybox coreutils/ls.c `display_files`.
    static func layOut(_ names: [String], width: Int) -> [String] {
        guard let longest = names.map(\.unicodeScalars.count).max() else { return [] }
        let columnWidth = longest + 2
        let columns = max(1, width / columnWidth)
        let rows = (names.count + columns - 1) / columns
        return (0..<rows).map { row in
            var line = ""
            var blanks = 0
            for index in stride(from: row, to: names.count, by: max(rows, 1)) {
                line += String(repeating: " ", count: blanks) + names[index]
                blanks = columnWidth - names[index].unicodeScalars.count
            }
            return line
        }
    }
}
