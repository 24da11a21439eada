/// One `-k` of `sort`, or the flags that hold for the whole line: what is compared, and how.
struct SortKey {
    var isNumeric = false
    var isHuman = false
    var isVersion = false
    var isReversed = false
    var ignoresCase = false
    var ignoresBlanks = false
    var startField = 1
    var startCharacter = 1
    var endField: Int?
    var endCharacter: Int?

    mutating func set(_ letter: Character) {
        switch letter {
        case "n", "g": isNumeric = true
        case "h": isHuman = true
        case "V": isVersion = true
        case "r": isReversed = true
        case "f": ignoresCase = true
        case "b": ignoresBlanks = true
        default: break
        }
    }

    var hasFlags: Bool {
        isNumeric || isHuman || isVersion || isReversed || ignoresCase || ignoresBlanks
    }

    /// The whole line.
    init() {}

    /// Reads `2`, `2,3n`, `1.3,1.5r`; without flags of its own it takes those of `global`.
    init(_ word: String, global: SortKey) throws(AppletFailure) {
        let parts = word.split(separator: ",", maxSplits: 1).map(String.init)
        if parts.isEmpty { throw AppletFailure("bad field specification '\(word)'") }
        for (index, part) in parts.enumerated() {
            let digits = part.prefix { $0.isNumber || $0 == "." }
            for letter in part.dropFirst(digits.count) { set(letter) }
            let numbers = digits.split(separator: ".").map { Int($0) ?? 0 }
            guard let field = numbers.first, field > 0 else {
                throw AppletFailure("bad field specification '\(word)'")
            }
            if index == 0 {
                startField = field
                startCharacter = numbers.count > 1 ? max(1, numbers[1]) : 1
            } else {
                endField = field
                endCharacter = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : nil
            }
        }
        if !hasFlags {
            (isNumeric, isHuman, isVersion) = (global.isNumeric, global.isHuman, global.isVersion)
            (isReversed, ignoresCase) = (global.isReversed, global.ignoresCase)
            ignoresBlanks = global.ignoresBlanks
        }
    }

    /// Below 0 if `left` comes first, above 0 if `right` does.
    func order(_ left: [UInt8], _ right: [UInt8], _ separator: UInt8?) -> Int {
        let result = compare(part(left, separator), part(right, separator))
        return isReversed ? -result : result
    }

    /// The part of a line that this key looks at.
    private func part(_ line: [UInt8], _ separator: UInt8?) -> ArraySlice<UInt8> {
        var start = 0
        var end = line.count
        if startField > 1 || endField != nil || startCharacter > 1 {
            let bounds = fields(line, separator)
            guard startField <= bounds.count else { return [] }
            start = min(bounds[startField - 1].lowerBound + startCharacter - 1, line.count)
            if let field = endField, field <= bounds.count {
                let range = bounds[field - 1]
                end =
                    endCharacter.map { min(range.lowerBound + $0, line.count) }
                    ?? range.upperBound
            }
        }
        guard start < end else { return [] }
        var slice = line[start..<end]
        if ignoresBlanks { slice = slice.drop { $0.isBlank } }
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

    private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        if isNumeric || isHuman {
            let (a, b) = (number(left), number(right))
            return a < b ? -1 : a > b ? 1 : 0
        }
        if isVersion { return Self.versionOrder(left, right) }
        let (a, b) =
            ignoresCase ? (left.map(\.uppered)[...], right.map(\.uppered)[...]) : (left, right)
        if a.lexicographicallyPrecedes(b) { return -1 }
        return b.lexicographicallyPrecedes(a) ? 1 : 0
    }

    private func number(_ slice: ArraySlice<UInt8>) -> Double {
        let trimmed = slice.drop { $0.isBlank }
        let digits = trimmed.prefix {
            $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
        var value = Double(text(digits)) ?? 0
        if isHuman, let unit = trimmed.dropFirst(digits.count).first {
            let units = "KMGTP".utf8
            if let power = Array(units).firstIndex(of: unit.uppered) {
                for _ in 0...power { value *= 1024 }
            }
        }
        return value
    }

    /// `1.9` before `1.10`: runs of digits are compared as numbers.
    private static func versionOrder(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>
    ) -> Int {
        var (a, b) = (left, right)
        while let first = a.first, let second = b.first {
            if first.isDigit, second.isDigit {
                let (x, y) = (digits(&a), digits(&b))
                if x.count != y.count { return x.count < y.count ? -1 : 1 }
                if x != y { return x.lexicographicallyPrecedes(y) ? -1 : 1 }
                continue
            }
            if first != second { return first < second ? -1 : 1 }
            a.removeFirst()
            b.removeFirst()
        }
        return a.isEmpty ? (b.isEmpty ? 0 : -1) : 1
    }

    /// Takes a run of digits away; without zeros in front.
    private static func digits(_ slice: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let run = slice.prefix { $0.isDigit }
        slice = slice.dropFirst(run.count)
        return run.drop { $0 == UInt8(ascii: "0") }
    }
}
