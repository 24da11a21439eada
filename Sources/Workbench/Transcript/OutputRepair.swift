/// Makes an expected output fit a real one again, and keeps what still fits.
///
/// ```
/// expected                        shown                        repaired
/// NAME  READY  AGE                NAME  READY  STATUS  AGE     NAME  READY  STATUS  AGE
/// web   1/1    ${:age}            web   1/1    Running 9s      web   1/1    Running ${:age}
/// ...                             (more lines)                 ...
/// ```
/// Lines are aligned at the least cost; a line that changed is aligned word by word with the one
/// that it was, and each word that its old pattern still matches keeps that pattern.
package struct OutputRepair {
    private let expected: [String]
    private let words: [Transcript.Word]
    private var bindings: [String: String]

    /// `bindings` are what earlier holes of the transcript have found.
    package init(
        _ expected: [String], words: [Transcript.Word] = [], bindings: [String: String] = [:]
    ) {
        (self.expected, self.words, self.bindings) = (expected, words, bindings)
    }

    /// The expected lines that fit `output`.
    package mutating func repaired(to output: [String]) -> [String] {
        words.contains(.anyOrder) || words.contains(.subset)
            ? unordered(output) : ordered(output)
    }

    // MARK: - Lines in order

    private enum Move { case keep, hide, endHiding, change, drop, insert, done }

    /// What each move costs: a change is cheaper than to drop one line and to insert another.
    private static func cost(_ move: Move) -> Int {
        switch move {
        case .keep, .endHiding, .done: 0
        case .hide: 1
        case .drop, .insert: 2
        case .change: 3
        }
    }

    private mutating func ordered(_ output: [String]) -> [String] {
        let plan = plan(output)
        var (row, column) = (0, 0)
        var result: [String] = []
        while plan[row][column] != .done {
            switch plan[row][column] {
            case .keep, .change:
                result.append(repairedLine(expected[row], output[column]))
                (row, column) = (row + 1, column + 1)
            case .hide: column += 1
            case .endHiding:
                result.append("...")
                row += 1
            case .drop: row += 1
            case .insert:
                result.append(LinePattern.literal(output[column]))
                column += 1
            case .done: break
            }
        }
        return result
    }

    /// The best move for what is left of both from each place on: `[expected line][output line]`.
    private func plan(_ output: [String]) -> [[Move]] {
        let (rows, columns) = (expected.count, output.count)
        var costs = Array(repeating: Array(repeating: 0, count: columns + 1), count: rows + 1)
        var moves = Array(
            repeating: Array(repeating: Move.done, count: columns + 1), count: rows + 1)
        for row in stride(from: rows, through: 0, by: -1) {
            for column in stride(from: columns, through: 0, by: -1)
            where row < rows || column < columns {
                var best: (move: Move, cost: Int)?
                for move in possibleMoves(row, column, output) {
                    let next = Self.target(move, row, column)
                    let cost = Self.cost(move) + costs[next.row][next.column]
                    if cost < best?.cost ?? .max { best = (move, cost) }
                }
                guard let best else { continue }
                (moves[row][column], costs[row][column]) = best
            }
        }
        return moves
    }

    private static func target(
        _ move: Move, _ row: Int, _ column: Int
    ) -> (row: Int, column: Int) {
        switch move {
        case .keep, .change: (row + 1, column + 1)
        case .hide, .insert: (row, column + 1)
        case .endHiding, .drop: (row + 1, column)
        case .done: (row, column)
        }
    }

    /// In the order of preference among moves of equal cost.
    private func possibleMoves(_ row: Int, _ column: Int, _ output: [String]) -> [Move] {
        guard row < expected.count else { return [.insert] }
        let line = expected[row]
        if line == "..." { return column < output.count ? [.endHiding, .hide] : [.endHiding] }
        guard column < output.count else { return [.drop] }
        if fits(line, output[column]) { return [.keep, .drop, .insert] }
        let isSimilar = Self.sharedWords(line, output[column]) > 0
        return isSimilar ? [.change, .drop, .insert] : [.drop, .insert]
    }

    /// Whether the line matches apart from what is bound.
    private func fits(_ pattern: String, _ line: String) -> Bool {
        var none: [String: String] = [:]
        return (try? LinePattern(pattern))?.matches(line, &none) ?? false
    }

    // MARK: - Lines in any order

    private mutating func unordered(_ output: [String]) -> [String] {
        var rest = output
        var result: [String?] = []
        for line in expected {
            if let index = rest.firstIndex(where: { fits(line, $0) }) {
                result.append(repairedLine(line, rest.remove(at: index)))
            } else {
                result.append(line == "..." ? line : nil)
            }
        }
        for (index, line) in expected.enumerated() where result[index] == nil {
            let wanted = line.split(separator: " ").count
            let best = rest.indices.max {
                Self.sharedWords(line, rest[$0]) < Self.sharedWords(line, rest[$1])
            }
            guard let best, Self.sharedWords(line, rest[best]) * 2 >= max(wanted, 1) else {
                continue
            }
            result[index] = repairedLine(line, rest.remove(at: best))
        }
        var lines = result.compactMap(\.self)
        if !words.contains(.subset), !lines.contains("...") {
            lines += rest.map(LinePattern.literal)
        }
        return lines
    }

    // MARK: - Words of a line

    /// The line as shown, with the words of `pattern` where they match.
    private mutating func repairedLine(_ pattern: String, _ line: String) -> String {
        if let whole = try? LinePattern(pattern), whole.matches(line, &bindings) { return pattern }
        let old = pattern.split(separator: " ").map(String.init)
        let pieces = Self.pieces(line)
        let new = pieces.filter { !$0.hasPrefix(" ") }
        let pairs = Self.commonWords(old, new)
        var result = ""
        var position = 0
        for piece in pieces {
            if piece.hasPrefix(" ") {
                result += piece
                continue
            }
            let source = pairs[position].map { old[$0] }
            position += 1
            let isKept = source.map { matchesBound($0, piece) } ?? false
            result += isKept ? source ?? "" : LinePattern.literal(piece)
        }
        return result
    }

    private mutating func matchesBound(_ pattern: String, _ word: String) -> Bool {
        (try? LinePattern(pattern))?.matches(word, &bindings) ?? false
    }

    /// Words and the blanks between them.
    private static func pieces(_ line: String) -> [String] {
        var pieces: [String] = []
        for character in line {
            if let last = pieces.last, last.hasPrefix(" ") == (character == " ") {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    private static func sharedWords(_ pattern: String, _ line: String) -> Int {
        let old = pattern.split(separator: " ").map(String.init)
        let new = line.split(separator: " ").map(String.init)
        return commonWords(old, new).count
    }

    /// For each new word that an old one stands for, the old one's place: the longest such sequence.
    private static func commonWords(_ old: [String], _ new: [String]) -> [Int: Int] {
        var none: [String: String] = [:]
        let patterns = old.map { try? LinePattern($0) }
        var lengths = Array(
            repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
        var same = Array(repeating: Array(repeating: false, count: new.count), count: old.count)
        for row in old.indices.reversed() {
            for column in new.indices.reversed() {
                none = [:]
                same[row][column] = patterns[row]?.matches(new[column], &none) ?? false
                lengths[row][column] =
                    same[row][column]
                    ? lengths[row + 1][column + 1] + 1
                    : max(lengths[row + 1][column], lengths[row][column + 1])
            }
        }
        var pairs: [Int: Int] = [:]
        var (row, column) = (0, 0)
        while row < old.count, column < new.count {
            if same[row][column] {
                pairs[column] = row
                (row, column) = (row + 1, column + 1)
            } else if lengths[row + 1][column] >= lengths[row][column + 1] {
                row += 1
            } else {
                column += 1
            }
        }
        return pairs
    }
}
