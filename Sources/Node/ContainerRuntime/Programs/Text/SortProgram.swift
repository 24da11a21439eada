import Simulation

/// `sort`: lines in order, stable unless told otherwise.
struct SortProgram: Applet {
    static let usage = "[-nrughfbsz] [-t CHAR] [-k START[,END]] [-o FILE] [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "nrughfbszcMdVk:t:o:",
            long: [
                "numeric-sort": "n", "reverse": "r", "unique": "u", "key": "k",
                "field-separator": "t",
            ])
        var lines: [[UInt8]] = []
        let status = try await call.forEachFile(options.operands) { _, content in
            lines += content.lines.map { Array($0) }
        }
        let order = try Order(options)
        if options.has("c") { return try await check(call, lines, order) }
        var sorted = order.sorted(lines)
        if options.has("u") {
            var unique: [[UInt8]] = []
            for line in sorted where unique.last.map({ order.compare($0, line) != 0 }) ?? true {
                unique.append(line)
            }
            sorted = unique
        }
        let output = sorted.flatMap { $0 + [.newline] }
        if let name = options["o"] {
            try call.attempt(name) { () throws(FileError) in
                try call.process.checkWrite(name)
                try call.files.write(call.process.resolve(name), output)
            }
        } else {
            try await call.write(output)
        }
        return status
    }

    /// Says at which line the order breaks, counted from 0 as BusyBox does.
    private func check(_ call: Call, _ lines: [[UInt8]], _ order: Order) async throws -> Int32 {
        for index in lines.indices.dropFirst() {
            let result = order.compare(lines[index - 1], lines[index])
            if result > 0 || order.isUnique && result == 0 {
                try await call.process.error.write("Check line \(index)\n")
                return 1
            }
        }
        return 0
    }

    /// The order that the options ask for.
    private struct Order {
        let keys: [SortKey]
        let separator: UInt8?
        let isUnique: Bool
        private let isStable: Bool
        private let isReversed: Bool

        init(_ options: Options) throws {
            var global = SortKey()
            for letter in options.order { global.set(letter) }
            let given = try options.all("k").map { try SortKey($0, global: global) }
            keys = given.isEmpty ? [global] : given
            separator = options["t"]?.utf8.first
            isUnique = options.has("u")
            isStable = options.has("s") || isUnique
            isReversed = global.isReversed
        }

        func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
            for key in keys {
                let result = key.order(left, right, separator)
                if result != 0 { return result }
            }
            return 0
        }

        func sorted(_ lines: [[UInt8]]) -> [[UInt8]] {
            lines.enumerated().sorted { left, right in
                let result = compare(left.element, right.element)
                if result != 0 { return result < 0 }
                if isStable || left.element == right.element { return left.offset < right.offset }
                let isLess = left.element.lexicographicallyPrecedes(right.element)
                return isReversed ? !isLess : isLess
            }.map(\.element)
        }
    }
}
