/// Several terminals side by side on one screen, each below a line with its name.
///
/// ```
///  terminal 1                        │ bob
/// [root@server4-master ~]$ kubectl g │ (bob) [root@server4-master ~]$ grep
/// et configmap shop                  │ a.yaml
///  space pause  enter next  b back   t take over  q quit
/// ```
/// Text comes in; `rows` is the whole screen, every row exactly as wide as it.
package struct PaneGrid: Sendable {
    private struct Pane: Sendable {
        var title: String
        /// Without line breaks; the last is still being written.
        var lines = [""]
    }

    private var panes: [Pane]
    private let names: [String]
    /// **Unit**: columns and rows of the screen.
    package var width: Int
    package var height: Int
    package var status = ""

    /// What a pane must have for an output to be readable. **Unit**: columns.
    package static let leastPaneWidth = 48
    private static let leastHeight = 10
    private static let keptLines = 500

    /// `names` are the terminals; the first one's title is given, since it has no name.
    package init(names: [String], firstTitle: String, width: Int, height: Int) {
        (self.names, self.width, self.height) = (names, width, height)
        panes = names.map { Pane(title: $0.isEmpty ? firstTitle : $0) }
    }

    /// Whether so many panes fit on a screen.
    package static func fits(_ count: Int, width: Int, height: Int) -> Bool {
        count > 1 && width >= count * (leastPaneWidth + 1) - 1 && height >= leastHeight
    }

    /// Writes text into a terminal's pane; line breaks in it start new lines.
    package mutating func write(_ text: String, to terminal: String) {
        guard let index = names.firstIndex(of: terminal) else { return }
        for character in text {
            if character.isNewline {
                panes[index].lines.append("")
            } else if character == "\t" {
                panes[index].lines[panes[index].lines.count - 1] += "        "
            } else if TextWidth.columns(character) > 0 {
                panes[index].lines[panes[index].lines.count - 1].append(character)
            }
        }
        let surplus = panes[index].lines.count - Self.keptLines
        if surplus > 0 { panes[index].lines.removeFirst(surplus) }
    }

    /// Whether a terminal's cursor stands at the start of a line.
    package func isAtLineStart(_ terminal: String) -> Bool {
        names.firstIndex(of: terminal).map { panes[$0].lines.last?.isEmpty ?? true } ?? true
    }

    /// How wide the narrowest pane is. **Unit**: columns.
    package var paneWidth: Int { max(1, (width - (panes.count - 1)) / panes.count) }

    /// Empties all panes.
    package mutating func clear() {
        for index in panes.indices { panes[index].lines = [""] }
    }

    /// The whole screen from above.
    package var rows: [String] {
        let count = panes.count
        let widths = (0..<count).map { index in
            let whole = max(count, width - (count - 1))
            return whole / count + (index < whole % count ? 1 : 0)
        }
        let bodyHeight = max(1, height - 2)
        let bodies = zip(panes, widths).map { pane, width in
            Self.tail(pane.lines, width: width, height: bodyHeight)
        }
        var rows = [
            zip(panes, widths).map { Self.cell(" " + $0.title, $1) }.joined(separator: "│")
        ]
        for row in 0..<bodyHeight {
            rows.append(
                zip(bodies, widths).map { Self.cell($0[row], $1) }.joined(separator: "│"))
        }
        return rows + [Self.cell(" " + status, width)]
    }

    /// The last rows of a pane's text, filled up below with empty ones.
    private static func tail(_ lines: [String], width: Int, height: Int) -> [String] {
        var rows: [String] = []
        for line in lines.reversed() {
            rows = TextWidth.wrap(line, to: width) + rows
            if rows.count >= height { break }
        }
        rows = Array(rows.suffix(height))
        return rows + Array(repeating: "", count: height - rows.count)
    }

    /// Exactly `width` columns of text.
    private static func cell(_ text: String, _ width: Int) -> String {
        let line = TextWidth.wrap(text, to: width)[0]
        return line + String(repeating: " ", count: max(0, width - TextWidth.columns(line)))
    }
}
