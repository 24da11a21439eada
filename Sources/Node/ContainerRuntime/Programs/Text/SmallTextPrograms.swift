import Simulation

/// `wc`, `uniq`, `cut`, `tr`, `tee`, `seq`, `nl`, `rev`, `tac`: small filters.
enum SmallTextPrograms {
    static let all: [(String, any Program)] = [
        ("wc", SmallProgram("[-cmlwL] [FILE]...", wc)),
        ("uniq", SmallProgram("[-cduiz] [-f,s,w N] [FILE [OUTFILE]]", uniq)),
        ("cut", SmallProgram("{-b|c LIST | -f LIST [-d SEP] [-s]} [FILE]...", cut)),
        ("tr", SmallProgram("[-cds] STRING1 [STRING2]", tr)),
        ("tee", SmallProgram("[-ai] [FILE]...", tee)),
        ("seq", SmallProgram("[-w] [-s SEP] [FIRST [INC]] LAST", seq)),
        ("nl", SmallProgram(nl)), ("rev", SmallProgram(rev)), ("tac", SmallProgram(tac)),
        ("more", SmallProgram(pager)), ("less", SmallProgram(pager)),
    ]

    private static func wc(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "clwmL", long: ["lines": "l", "words": "w", "bytes": "c"])
        let shown: [Character] = ["l", "w", "m", "c", "L"].filter { options.has($0) }
        let columns: [Character] = shown.isEmpty ? ["l", "w", "c"] : shown
        var totals: [Character: Int] = [:]
        func row(_ counts: [Character: Int], _ name: String) -> String {
            // A single column of one file stands alone, as BusyBox prints it.
            let width = columns.count == 1 && options.operands.count < 2 ? 0 : 9
            let cells = columns.enumerated().map { index, column in
                String(counts[column] ?? 0).rightAligned(index == 0 ? width : 9)
            }
            return cells.joined(separator: " ") + (name == "-" ? "" : " " + name)
        }
        let status = try await call.forEachFile(options.operands) { name, content in
            var counts: [Character: Int] = ["c": content.count]
            counts["l"] = content.count { $0 == .newline }
            counts["m"] = text(content).unicodeScalars.count
            counts["w"] = content.split(whereSeparator: \.isSpace).count
            for (column, count) in counts { totals[column, default: 0] += count }
            let longest = content.lines.map { text($0).unicodeScalars.count }.max() ?? 0
            counts["L"] = longest
            totals["L"] = max(totals["L"] ?? 0, longest)
            try await call.print(row(counts, name))
        }
        if options.operands.count > 1 { try await call.print(row(totals, "total")) }
        return status
    }

    private static func uniq(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "cduif:s:w:", long: ["count": "c", "repeated": "d"])
        let content = try await call.content(options.operands.first ?? "-")
        let (skipFields, skipBytes) = (try options.number("f") ?? 0, try options.number("s") ?? 0)
        func key(_ line: ArraySlice<UInt8>) -> [UInt8] {
            var rest = line
            for _ in 0..<min(skipFields, 1000) {
                rest = rest.drop { $0.isBlank }.drop { !$0.isBlank }
            }
            rest = rest.dropFirst(skipBytes)
            return options.has("i") ? rest.map(\.lowered) : Array(rest)
        }
        var groups: [(line: ArraySlice<UInt8>, key: [UInt8], count: Int)] = []
        for line in content.lines {
            let key = key(line)
            if let last = groups.last, last.key == key {
                groups[groups.count - 1].count += 1
            } else {
                groups.append((line, key, 1))
            }
        }
        var output: [UInt8] = []
        for group in groups {
            if options.has("d"), group.count < 2 { continue }
            if options.has("u"), group.count > 1 { continue }
            let prefix = options.has("c") ? String(group.count).rightAligned(7) + " " : ""
            output += prefix.bytes + group.line + [.newline]
        }
        if options.operands.count > 1 {
            let name = options.operands[1]
            try call.attempt(name) { () throws(FileError) in
                try call.process.checkWrite(name)
                try call.files.write(call.process.resolve(name), output)
            }
        } else {
            try await call.write(output)
        }
        return 0
    }

    private static func cut(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "b:c:f:d:sn",
            long: ["delimiter": "d", "fields": "f", "characters": "c"])
        guard let list = options["f"] ?? options["c"] ?? options["b"] else {
            throw AppletFailure("expected a list of bytes, characters, or fields")
        }
        let ranges = try list.split(separator: ",").map { try Self.range(String($0)) }
        guard !ranges.isEmpty else { throw AppletFailure("missing list of positions") }
        let delimiter = options["d"]?.utf8.first ?? .tab
        func isChosen(_ index: Int) -> Bool { ranges.contains { $0.contains(index + 1) } }
        return try await call.forEachFile(options.operands) { _, content in
            for line in content.lines {
                if !options.has("f") {
                    let scalars = Array(text(line).unicodeScalars)
                    var shown = String.UnicodeScalarView()
                    for (index, scalar) in scalars.enumerated() where isChosen(index) {
                        shown.append(scalar)
                    }
                    try await call.print(String(shown))
                    continue
                }
                guard line.contains(delimiter) else {
                    if !options.has("s") { try await call.write(line + [.newline]) }
                    continue
                }
                let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
                let chosen = fields.enumerated().filter { isChosen($0.offset) }.map(\.element)
                try await call.write(Array(chosen.joined(separator: [delimiter])) + [.newline])
            }
        }
    }

    private static func range(_ word: String) throws -> ClosedRange<Int> {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let low = parts[0].isEmpty ? 1 : Int(parts[0])
        let high = parts.count == 1 ? low : parts[1].isEmpty ? Int.max : Int(parts[1])
        guard parts.count < 3, let low, let high, low > 0, low <= high else {
            throw AppletFailure("invalid range '\(word)'")
        }
        return low...high
    }

    private static func tr(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "cCdst", long: ["delete": "d", "squeeze-repeats": "s"])
        guard let first = options.operands.first else { throw AppletFailure("", showsUsage: true) }
        var from = CharacterSet.bytes(first)
        if options.has("c") || options.has("C") {
            let members = from
            from = (0...255).map { UInt8($0) }.filter { !members.contains($0) }
        }
        let to = options.operands.count > 1 ? CharacterSet.bytes(options.operands[1]) : []
        var map = [UInt8?](repeating: nil, count: 256)
        let deletes = options.has("d")
        if !deletes, !to.isEmpty {
            for (index, byte) in from.enumerated() { map[Int(byte)] = to[min(index, to.count - 1)] }
        }
        let squeezed = Set(options.has("s") ? (to.isEmpty ? from : to) : [])
        var last: UInt8?
        while let bytes = try await call.process.input.read(upTo: 65_536) {
            var result: [UInt8] = []
            for byte in bytes {
                if deletes, from.contains(byte) { continue }
                let new = map[Int(byte)] ?? byte
                if squeezed.contains(new), last == new { continue }
                last = new
                result.append(new)
            }
            try await call.write(result)
        }
        return 0
    }

    private static func tee(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "ai", long: ["append": "a"])
        var sinks: [any ByteSink] = []
        var status: Int32 = 0
        for name in options.operands {
            do throws(FileError) {
                sinks.append(try call.process.openForWriting(name, appends: options.has("a")))
            } catch {
                try await call.warn("\(name): \(error.text)")
                status = 1
            }
        }
        while let bytes = try await call.process.input.read(upTo: 65_536) {
            try await call.process.output.write(bytes)
            for sink in sinks { try await sink.write(bytes) }
        }
        return status
    }

    private static func seq(_ call: Call) async throws -> Int32 {
        var words = call.arguments[...]
        var separator = "\n"
        var isWide = false
        while let word = words.first, word.hasPrefix("-s") || word == "-w" {
            words.removeFirst()
            if word == "-w" {
                isWide = true
            } else {
                separator = word == "-s" ? words.popFirst() ?? "\n" : String(word.dropFirst(2))
            }
        }
        let numbers = try words.map { word in
            guard let number = Double(word), number.magnitude < 1e15 else {
                throw AppletFailure("invalid number '\(word)'")
            }
            return number
        }
        guard (1...3).contains(numbers.count), let end = numbers.last else {
            throw AppletFailure("", showsUsage: true)
        }
        let start = numbers.count > 1 ? numbers[0] : 1
        let step = numbers.count > 2 ? numbers[1] : 1
        guard step != 0 else { throw AppletFailure("invalid number '0'") }
        let places =
            words.map { $0.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0 }.max()
            ?? 0
        func shown(_ value: Double) -> String {
            if places == 0 { return String(Int(value)) }
            let digits = FloatText.render(
                value.magnitude, kind: UInt8(ascii: "f"), precision: places)
            return (value < 0 ? "-" : "") + digits
        }
        let width = isWide ? max(shown(start).count, shown(end).count) : 0
        var index = 0.0
        var isFirst = true
        while true {
            let value = start + index * step
            if step > 0 ? value > end + 1e-9 : value < end - 1e-9 { break }
            let digits = shown(value)
            let zeros = String(repeating: "0", count: max(0, width - digits.count))
            try await call.write(((isFirst ? "" : separator) + zeros + digits).bytes)
            isFirst = false
            index += 1
        }
        if !isFirst { try await call.print("") }
        return 0
    }

    private static func nl(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "b:n:s:v:w:i:")
        var number = 0
        return try await call.forEachFile(options.operands) { _, content in
            for line in content.lines {
                if line.isEmpty, options["b"] != "a" {
                    try await call.print("       ")
                    continue
                }
                number += 1
                try await call.write(
                    (String(number).rightAligned(6) + "\t").bytes + line + [.newline])
            }
        }
    }

    private static func rev(_ call: Call) async throws -> Int32 {
        try await call.forEachFile(call.arguments) { _, content in
            for line in content.lines {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: text(line).unicodeScalars.reversed())
                try await call.print(String(view))
            }
        }
    }

    private static func tac(_ call: Call) async throws -> Int32 {
        try await call.forEachFile(call.arguments) { _, content in
            for line in content.lines.reversed() { try await call.write(line + [.newline]) }
        }
    }

    /// A pager that shows everything at once.
    ///
    /// Differs: `more` and `less` do not stop after a screen.
    private static func pager(_ call: Call) async throws -> Int32 {
        let names = call.arguments.filter { !$0.hasPrefix("-") || $0 == "-" }
        return try await call.forEachFile(names) { _, content in try await call.write(content) }
    }
}

/// The sets of `tr`: `a-z`, `[:upper:]`, `\n`.
enum CharacterSet {
    static func bytes(_ text: String) -> [UInt8] {
        let scalars = Array(Escapes.decode(text.bytes, style: .ansi).bytes)
        var result: [UInt8] = []
        var index = 0
        while index < scalars.count {
            if scalars[index] == UInt8(ascii: "["), index + 1 < scalars.count,
                scalars[index + 1] == UInt8(ascii: ":")
            {
                let unicode = scalars.map { Unicode.Scalar($0) }
                if let (members, next) = CharacterClass.named(unicode, at: index) {
                    for range in members { result += range.map { UInt8($0) } }
                    index = next
                    continue
                }
            }
            if index + 2 < scalars.count, scalars[index + 1] == UInt8(ascii: "-"),
                scalars[index] <= scalars[index + 2]
            {
                result += scalars[index]...scalars[index + 2]
                index += 3
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return result
    }
}
