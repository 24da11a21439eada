import Foundation
import Labs

/// Where a demonstration is seen.
protocol DemoScreen: AnyObject {
    /// Shows text in a terminal; new lines are in it.
    func write(_ text: String, to terminal: String)
    /// Words of Kubarium's own, in the place of the terminal that comes next.
    func say(_ text: String, near terminal: String)
    func showPause(_ isPaused: Bool)
    /// Empties everything: the demonstration has gone back.
    func clear()
    /// Leaves the screen to somebody else, and takes it back.
    func suspend()
    func resume()
    /// Takes in that the window may have another size now.
    func refresh()
}

/// One terminal after another on a screen that scrolls; for narrow windows and screen readers, too.
///
/// Where another terminal's turn comes, a line says so. Every line of ours begins with `##`, so that
/// what is copied from the screen can be judged.
final class ScrollingScreen: DemoScreen {
    private let texts: Texts
    private let hasTerminals: Bool
    /// Whether the cursor can go back: the mark of a pause is taken away again.
    private let canErase: Bool
    private var terminal = ""
    private var isAtLineStart = true

    init(_ texts: Texts, hasTerminals: Bool, canErase: Bool) {
        (self.texts, self.hasTerminals, self.canErase) = (texts, hasTerminals, canErase)
        say(texts.demoKeys, near: "")
    }

    func write(_ text: String, to terminal: String) {
        if hasTerminals, terminal != self.terminal {
            self.terminal = terminal
            say(texts.terminalTitle(terminal), near: terminal)
        }
        put(text)
    }

    func say(_ text: String, near terminal: String) {
        if !isAtLineStart { put("\n") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            put(line.isEmpty ? "##\n" : "## \(line)\n")
        }
    }

    func showPause(_ isPaused: Bool) {
        guard canErase else { return }
        put(isPaused ? "\u{1b}7 \u{1b}[7m \(texts.demoPaused) \u{1b}[0m" : "\u{1b}8\u{1b}[K")
    }

    func clear() {
        if canErase { put("\u{1b}[2J\u{1b}[H") }
        terminal = ""
        say(texts.demoBack, near: "")
    }

    func suspend() { if !isAtLineStart { put("\n") } }
    func resume() {}
    func refresh() {}

    private func put(_ text: String) {
        guard let last = text.last else { return }
        isAtLineStart = last == "\n"
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// Several terminals side by side; only rows that have changed are drawn.
final class SplitScreen: DemoScreen {
    private let texts: Texts
    private var grid: PaneGrid
    private var drawn: [String] = []
    private var size = ScreenSize.current
    private let usesColour: Bool

    init(_ texts: Texts, terminals: [String], usesColour: Bool) {
        (self.texts, self.usesColour) = (texts, usesColour)
        grid = PaneGrid(
            names: terminals, firstTitle: texts.terminalTitle(""), width: size.width,
            height: size.height)
        grid.status = texts.demoKeys
        resume()
    }

    func write(_ text: String, to terminal: String) {
        grid.write(text, to: terminal)
        draw()
    }

    func say(_ text: String, near terminal: String) {
        if !grid.isAtLineStart(terminal) { grid.write("\n", to: terminal) }
        for line in TextWidth.fill(text, to: grid.paneWidth - 3) {
            grid.write("## \(line)\n", to: terminal)
        }
        draw()
    }

    func showPause(_ isPaused: Bool) {
        grid.status = (isPaused ? "[\(texts.demoPaused)]   " : "") + texts.demoKeys
        draw()
    }

    func clear() {
        grid.clear()
        draw()
    }

    /// The other screen of the terminal keeps what was there before.
    func suspend() { put("\u{1b}[?25h\u{1b}[?1049l") }

    func resume() {
        put("\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J")
        drawn = []
        draw()
    }

    func refresh() {
        let now = ScreenSize.current
        guard now != size else { return }
        size = now
        (grid.width, grid.height) = (now.width, now.height)
        put("\u{1b}[2J")
        drawn = []
        draw()
    }

    private func draw() {
        let rows = grid.rows
        var text = ""
        for (index, row) in rows.enumerated()
        where index >= drawn.count || drawn[index] != row {
            let isBar = index == 0 || index == rows.count - 1
            text += "\u{1b}[\(index + 1);1H"
            text += isBar && usesColour ? "\u{1b}[7m\(row)\u{1b}[0m" : row
        }
        drawn = rows
        put(text)
    }

    private func put(_ text: String) {
        if !text.isEmpty { FileHandle.standardOutput.write(Data(text.utf8)) }
    }
}
