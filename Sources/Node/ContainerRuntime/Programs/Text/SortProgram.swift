import Simulation

/// `sort`: lines in order, stable unless told otherwise.
struct SortProgram: Applet {
    static let usage = "[-nrughfbsz] [-t CHAR] [-k START[,END]] [-o FILE] [FILE]..."

    /// One `-k`, or the flags that hold for the whole line.
    private struct Key {
        var isNumeric = false
        var isHuman = false
        var isReversed = false
        var ignoresCase = false
        var ignoresBlanks = false
        var startField = 1
        var startCharacter = 1
        var endField: Int?
        var endCharacter: Int?

        mutating func set(_ letter: Character) {
            switch letter {
            case "n", "g", "V": isNumeric = true
            case "h": isHuman = true
            case "r": isReversed = true
            case "f": ignoresCase = true
            case "b": ignoresBlanks = true
            default: break
            }
        }

        var hasFlags: Bool { isNumeric || isHuman || isReversed || ignoresCase || ignoresBlanks }
    }

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "nrughfbszcMdVk:t:o:",
            long: [
                "numeric-sort": "n", "reverse": "r", "unique": "u", "key": "k",
                "field-separator": "t",
            ])
        var global = Key()
        for letter in options.order { global.set(letter) }
        var keys = try options.all("k").map { try key($0) }
        for index in keys.indices where !keys[index].hasFlags {
            let (startField, startCharacter) = (keys[index].startField, keys[index].startCharacter)
            let (endField, endCharacter) = (keys[index].endField, keys[index].endCharacter)
            keys[index] = global
            (keys[index].startField, keys[index].startCharacter) = (startField, startCharacter)
            (keys[index].endField, keys[index].endCharacter) = (endField, endCharacter)
        }
        if keys.isEmpty { keys = [global] }
        let separator = options["t"]?.utf8.first
        var lines: [[UInt8]] = []
        let status = try await call.forEachFile(options.operands) { _, content in
            lines += content.lines.map { Array($0) }
        }
        func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
            for key in keys {
                let result = compare(
                    part(left, key, separator), part(right, key, separator), key)
                if result != 0 { return key.isReversed ? -result : result }
            }
            return 0
        }
        var sorted = lines.enumerated().sorted { left, right in
            let result = order(left.element, right.element)
            if result != 0 { return result < 0 }
            if options.has("s") || options.has("u") || left.element == right.element {
                return left.offset < right.offset
            }
            let isLess = left.element.lexicographicallyPrecedes(right.element)
            return global.isReversed ? !isLess : isLess
        }.map(\.element)
        if options.has("c") {
            guard sorted == lines else { throw AppletFailure("Check line failed") }
            return 0
        }
        if options.has("u") {
            var unique: [[UInt8]] = []
            for line in sorted where unique.last.map({ order($0, line) != 0 }) ?? true {
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

    /// `2`, `2,3n`, `1.3,1.5r`.
    private func key(_ word: String) throws -> Key {
        var key = Key()
        let parts = word.split(separator: ",", maxSplits: 1).map(String.init)
        for (index, part) in parts.enumerated() {
            let digits = part.prefix { $0.isNumber || $0 == "." }
            for letter in part.dropFirst(digits.count) { key.set(letter) }
            let numbers = digits.split(separator: ".").map { Int($0) ?? 0 }
            guard let field = numbers.first, field > 0 else {
                throw AppletFailure("bad field specification '\(word)'")
            }
            if index == 0 {
                key.startField = field
                key.startCharacter = numbers.count > 1 ? max(1, numbers[1]) : 1
            } else {
                key.endField = field
                key.endCharacter = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : nil
            }
        }
        if parts.isEmpty { throw AppletFailure("bad field specification '\(word)'") }
        return key
    }

    /// The part of a line that a key looks at.
    private func part(_ line: [UInt8], _ key: Key, _ separator: UInt8?) -> ArraySlice<UInt8> {
        var start = 0
        var end = line.count
        if key.startField > 1 || key.endField != nil || key.startCharacter > 1 {
            let bounds = fields(line, separator)
            guard key.startField <= bounds.count else { return [] }
            start = min(bounds[key.startField - 1].lowerBound + key.startCharacter - 1, line.count)
            if let field = key.endField, field <= bounds.count {
                let range = bounds[field - 1]
                end =
                    key.endCharacter.map { min(range.lowerBound + $0, line.count) }
                    ?? range.upperBound
            }
        }
        guard start < end else { return [] }
        var slice = line[start..<end]
        if key.ignoresBlanks { slice = slice.drop { $0.isBlank } }
        return slice
    }

    private func fields(_ line: [UInt8], _ separator: UInt8?) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        if let separator {
            for (index, byte) in line.enumerated() where byte == separator {
                ranges.append(start..<index)
                start = index + 1
            }
            return ranges + [start..<line.count]
        }
        // Without a separator a field begins with the blanks before it.
        var index = 0
        while index < line.count {
            start = index
            while index < line.count, line[index].isBlank { index += 1 }
            while index < line.count, !line[index].isBlank { index += 1 }
            ranges.append(start..<index)
        }
        return ranges.isEmpty ? [0..<0] : ranges
    }

    private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, _ key: Key) -> Int {
        if key.isNumeric || key.isHuman {
            let (a, b) = (number(left, key), number(right, key))
            return a < b ? -1 : a > b ? 1 : 0
        }
        let (a, b) =
            key.ignoresCase ? (left.map(\.uppered)[...], right.map(\.uppered)[...]) : (left, right)
        if a.lexicographicallyPrecedes(b) { return -1 }
        return b.lexicographicallyPrecedes(a) ? 1 : 0
    }

    private func number(_ slice: ArraySlice<UInt8>, _ key: Key) -> Double {
        let trimmed = slice.drop { $0.isBlank }
        let digits = trimmed.prefix {
            $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
        var value = Double(text(digits)) ?? 0
        if key.isHuman, let unit = trimmed.dropFirst(digits.count).first {
            let units = "KMGTP".utf8
            if let power = Array(units).firstIndex(of: unit.uppered) {
                for _ in 0...power { value *= 1024 }
            }
        }
        return value
    }
}
