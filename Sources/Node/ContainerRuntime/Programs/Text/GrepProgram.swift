import Simulation

/// `grep`: the lines that match.
struct GrepProgram: Applet {
    static let usage =
        "[-HhnlLoqvsrRiwFExc] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... } [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        var options = try Options(
            call.arguments, "HhnlLoqvsrRiwFExcm:A:B:C:e:f:",
            long: [
                "color": "s", "ignore-case": "i", "invert-match": "v", "count": "c",
                "line-number": "n", "quiet": "q", "recursive": "r", "extended-regexp": "E",
            ])
        var patterns = options.all("e")
        if let file = options["f"] {
            patterns += try await call.content(file).lines.map { text($0) }
        }
        if patterns.isEmpty, !options.has("f") {
            guard let first = options.takeOperand() else {
                throw AppletFailure("", status: 2, showsUsage: true)
            }
            patterns = first.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
        }
        var search = try Search(call, options, patterns)
        var names = options.operands
        if search.isRecursive { names = walk(call, names.isEmpty ? ["."] : names) }
        search.showsNames =
            options.has("H") || (!options.has("h") && (names.count > 1 || search.isRecursive))
        return try await run(call, &search, names)
    }

    private func run(_ call: Call, _ search: inout Search, _ names: [String]) async throws -> Int32
    {
        var failed = false
        for name in names.isEmpty ? ["-"] : names {
            do {
                try await search.search(call, name)
            } catch let failure as AppletFailure {
                if !search.isSilent { try await call.warn(failure.message) }
                failed = true
            }
            if search.isQuiet, search.found { return 0 }
        }
        return failed ? 2 : search.found ? 0 : 1
    }

    private func walk(_ call: Call, _ names: [String]) -> [String] {
        var found: [String] = []
        func visit(_ path: String, _ depth: Int) {
            let absolute = call.process.resolve(path)
            guard depth < 40, found.count < 20_000 else { return }
            guard (try? call.files.stat(absolute))?.kind == .directory else {
                found.append(path)
                return
            }
            for name in (try? call.files.list(absolute)) ?? [] {
                let child = Path.join(path, name)
                if (try? call.files.linkStat(call.process.resolve(child)))?.kind == .link {
                    continue
                }
                visit(child, depth + 1)
            }
        }
        for name in names { visit(name, 0) }
        return found
    }

    /// What to look for and how to show it.
    private struct Search {
        let expressions: [RegularExpression]
        let inverts, countsOnly, showsNumbers, showsOnlyMatch, isQuiet, isSilent: Bool
        let listsMatching, listsOthers, isRecursive, wholeWords, wholeLines: Bool
        let before, after: Int
        let limit: Int
        var showsNames = false
        var found = false

        init(_ call: Call, _ options: Options, _ patterns: [String]) throws {
            let ignoresCase = options.has("i")
            let isExtended = options.has("E") || call.name == "egrep"
            let isFixed = options.has("F") || call.name == "fgrep"
            expressions = try patterns.map { pattern in
                if isFixed { return RegularExpression(literal: pattern, ignoresCase: ignoresCase) }
                do throws(RegularExpression.Failure) {
                    return try RegularExpression(
                        pattern, syntax: isExtended ? .extended : .basic, ignoresCase: ignoresCase)
                } catch {
                    throw AppletFailure("bad regex '\(pattern)': \(error.text)", status: 2)
                }
            }
            inverts = options.has("v")
            countsOnly = options.has("c")
            showsNumbers = options.has("n")
            showsOnlyMatch = options.has("o")
            isQuiet = options.has("q")
            isSilent = options.has("s")
            listsMatching = options.has("l")
            listsOthers = options.has("L")
            isRecursive = options.has("r") || options.has("R")
            wholeWords = options.has("w")
            wholeLines = options.has("x")
            let context = try options.number("C") ?? 0
            before = try options.number("B") ?? context
            after = try options.number("A") ?? context
            limit = try options.number("m") ?? .max
        }

        /// The matches in one line.
        func matches(_ line: [UInt8]) throws -> [Range<Int>] {
            var ranges: [Range<Int>] = []
            do throws(RegularExpression.Failure) {
                for expression in expressions {
                    var position = 0
                    while let range = try expression.firstMatch(in: line, from: position)?.range {
                        if accepts(range, line) { ranges.append(range) }
                        position = max(range.upperBound, range.lowerBound + 1)
                        if position > line.count || (!showsOnlyMatch && !ranges.isEmpty) { break }
                    }
                }
            } catch {
                throw AppletFailure(error.text, status: 2)
            }
            return ranges.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
        }

        private func accepts(_ range: Range<Int>, _ line: [UInt8]) -> Bool {
            if wholeLines { return range.count == line.count }
            guard wholeWords else { return true }
            let startsWord = range.lowerBound == 0 || !line[range.lowerBound - 1].isNamePart
            let endsWord = range.upperBound == line.count || !line[range.upperBound].isNamePart
            return startsWord && endsWord && !range.isEmpty
        }

        mutating func search(_ call: Call, _ name: String) async throws {
            let source = try call.open(name)
            let shown = name == "-" ? "(standard input)" : name
            let prefix = showsNames ? shown : nil
            var reader = LineReader(source)
            var (number, count, lastShown, pendingAfter) = (0, 0, 0, 0)
            var earlier: [(Int, [UInt8])] = []
            while let line = try await reader.next() {
                number += 1
                let ranges = try matches(line)
                guard ranges.isEmpty == inverts else {
                    if pendingAfter > 0 {
                        pendingAfter -= 1
                        lastShown = number
                        try await show(call, prefix, number, "-", line)
                    } else if before > 0 {
                        earlier.append((number, line))
                        if earlier.count > before { earlier.removeFirst() }
                    }
                    continue
                }
                found = true
                count += 1
                if isQuiet || listsMatching || listsOthers { break }
                if !countsOnly {
                    let first = earlier.first?.0 ?? number
                    if lastShown > 0, first > lastShown + 1, before + after > 0 {
                        try await call.print("--")
                    }
                    for (number, line) in earlier {
                        try await show(call, prefix, number, "-", line)
                    }
                    earlier = []
                    try await showMatch(call, prefix, number, line, ranges)
                    lastShown = number
                    pendingAfter = after
                }
                if count >= limit { break }
                // Matching lines of a live stream are shown as they come.
                if name == "-", !reader.hasBuffered { try await call.flush() }
            }
            if countsOnly, !isQuiet {
                try await call.print((prefix.map { $0 + ":" } ?? "") + String(count))
            }
            if listsMatching, count > 0 { try await call.print(shown) }
            if listsOthers, count == 0 { try await call.print(shown) }
        }

        private func showMatch(
            _ call: Call, _ prefix: String?, _ number: Int, _ line: [UInt8], _ ranges: [Range<Int>]
        ) async throws {
            guard showsOnlyMatch else { return try await show(call, prefix, number, ":", line) }
            var end = 0
            for range in ranges where !range.isEmpty && range.lowerBound >= end {
                end = range.upperBound
                try await show(call, prefix, number, ":", Array(line[range]))
            }
        }

        private func show(
            _ call: Call, _ prefix: String?, _ number: Int, _ mark: String, _ line: [UInt8]
        ) async throws {
            var head = prefix.map { $0 + mark } ?? ""
            if showsNumbers { head += "\(number)\(mark)" }
            try await call.write(head.bytes + line + [.newline])
        }
    }
}

/// Reads a source line by line.
struct LineReader {
    private let source: any ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// Whether the last line given ended in a newline.
    private(set) var lastHadNewline = true

    init(_ source: any ByteSource) { self.source = source }

    /// Whether more of the source has been read than was given out.
    var hasBuffered: Bool { position < buffer.count }

    /// The next line without its newline; nil at the end.
    mutating func next() async throws -> [UInt8]? {
        while true {
            if let end = buffer[position...].firstIndex(of: .newline) {
                defer { position = end + 1 }
                lastHadNewline = true
                return Array(buffer[position..<end])
            }
            if isAtEnd {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                lastHadNewline = false
                return Array(buffer[position...])
            }
            buffer.removeFirst(position)
            position = 0
            if let more = try await source.read(upTo: 65_536) {
                buffer += more
            } else {
                isAtEnd = true
            }
        }
    }
}

extension Options {
    /// Takes the first operand away.
    mutating func takeOperand() -> String? { operands.isEmpty ? nil : removeFirstOperand() }
}
