/// Two texts beside each other, as `diff -u` shows them.
package struct UnifiedDiff: Sendable {
    private enum Line: Sendable {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let text): " " + text
            case .removed(let text): "-" + text
            case .added(let text): "+" + text
            }
        }

        var isSame: Bool { if case .same = self { true } else { false } }
        var isRemoved: Bool { if case .removed = self { true } else { false } }
        var isAdded: Bool { if case .added = self { true } else { false } }
    }
    private let lines: [Line]
    /// How many equal lines stand around what changed.
    private static let context = 3

    package init(from old: String, to new: String) {
        let before = Self.lines(of: old)
        let after = Self.lines(of: new)
        let difference = after.difference(from: before)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (row, column) = (0, 0)
        while row < before.count || column < after.count {
            if row < before.count, removed.contains(row) {
                lines.append(.removed(before[row]))
                row += 1
            } else if column < after.count, added.contains(column) {
                lines.append(.added(after[column]))
                column += 1
            } else {
                lines.append(.same(before[row]))
                (row, column) = (row + 1, column + 1)
            }
        }
        self.lines = lines
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    package var isEmpty: Bool { lines.allSatisfy(\.isSame) }

    /// The text of the diff; empty if nothing changed. `isColored` marks lines with ANSI codes.
    package func rendered(oldName: String, newName: String, isColored: Bool = false) -> String {
        if isEmpty { return "" }
        func colored(_ text: String, _ code: String) -> String {
            isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m\n" : text + "\n"
        }
        var text = colored("--- \(oldName)", "1") + colored("+++ \(newName)", "1")
        for hunk in hunks {
            text += colored(header(of: hunk), "36")
            for line in lines[hunk] {
                switch line {
                case .same: text += line.text + "\n"
                case .removed: text += colored(line.text, "31")
                case .added: text += colored(line.text, "32")
                }
            }
        }
        return text
    }

    /// Runs of changes with their context; those that touch are one.
    private var hunks: [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in lines.indices where !lines[index].isSame {
            let start = max(0, index - Self.context)
            let end = min(lines.count, index + Self.context + 1)
            if let last = hunks.last, last.upperBound >= start {
                hunks[hunks.count - 1] = last.lowerBound..<end
            } else {
                hunks.append(start..<end)
            }
        }
        return hunks
    }

    private func header(of hunk: Range<Int>) -> String {
        let before = lines[..<hunk.lowerBound]
        let old = lines[hunk].count { !$0.isAdded }
        let new = lines[hunk].count { !$0.isRemoved }
        // An empty side counts from the line before it.
        let oldStart = before.count { !$0.isAdded } + (old == 0 ? 0 : 1)
        let newStart = before.count { !$0.isRemoved } + (new == 0 ? 0 : 1)
        return "@@ -\(oldStart),\(old) +\(newStart),\(new) @@"
    }
}
