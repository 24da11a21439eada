/// Aligns text in columns by its tabs.
///
/// A cell is text ended by a tab; a column is a run of neighbouring lines that all have such a
/// cell at that place, and is as wide as its widest cell plus `padding`. What follows a line's last
/// tab belongs to no column.
///
/// Upstream: Go text/tabwriter; `remembersWidths` is that of kubectl's own copy, for watches.
struct TabWriter {
    private let minimumWidth: Int
    private let padding: Int
    private let remembersWidths: Bool
    /// Lines with more tabs than this are left as they are from there on; it bounds the recursion.
    private static let columnLimit = 200
    private var pending = ""
    private var remembered: [Int] = []

    init(minimumWidth: Int, padding: Int, remembersWidths: Bool = false) {
        self.minimumWidth = minimumWidth
        self.padding = padding
        self.remembersWidths = remembersWidths
    }

    /// As `kubectl get` prints tables: three spaces between columns, six characters at least.
    static var table: TabWriter { TabWriter(minimumWidth: 6, padding: 3, remembersWidths: true) }
    /// As `kubectl describe` prints.
    static var description: TabWriter { TabWriter(minimumWidth: 0, padding: 2) }

    static func align(_ text: String, _ writer: TabWriter = .description) -> String {
        var writer = writer
        writer.write(text)
        return writer.flush()
    }

    mutating func write(_ text: String) { pending += text }

    mutating func write(row cells: [String]) {
        pending += cells.joined(separator: "\t") + "\n"
    }

    /// The text written so far, aligned; the next begins anew.
    mutating func flush() -> String {
        guard !pending.isEmpty else { return "" }
        let endsInNewline = pending.hasSuffix("\n")
        var lines = pending.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        if endsInNewline { lines.removeLast() }
        pending = ""
        var output = ""
        var widths: [Int] = []
        format(lines[...], &widths, into: &output)
        if !endsInNewline { output.removeLast() }
        return output
    }

    private mutating func format(
        _ lines: ArraySlice<[Substring]>, _ widths: inout [Int], into output: inout String
    ) {
        let column = widths.count
        var start = lines.startIndex
        var index = lines.startIndex
        while index < lines.endIndex {
            guard column < lines[index].count - 1, column < Self.columnLimit else {
                index += 1
                continue
            }
            emit(lines[start..<index], widths, into: &output)
            start = index
            var width = minimumWidth
            if remembersWidths, column < remembered.count { width = max(width, remembered[column]) }
            while index < lines.endIndex, column < lines[index].count - 1 {
                width = max(width, lines[index][column].count + padding)
                index += 1
            }
            if remembersWidths {
                if column < remembered.count {
                    remembered[column] = width
                } else {
                    remembered.append(width)
                }
            }
            widths.append(width)
            format(lines[start..<index], &widths, into: &output)
            widths.removeLast()
            start = index
        }
        emit(lines[start..<lines.endIndex], widths, into: &output)
    }

    private func emit(
        _ lines: ArraySlice<[Substring]>, _ widths: [Int], into output: inout String
    ) {
        for line in lines {
            for (column, cell) in line.enumerated() {
                output += cell
                if column < widths.count {
                    output += String(repeating: " ", count: max(0, widths[column] - cell.count))
                }
            }
            output += "\n"
        }
    }
}
