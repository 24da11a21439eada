import Foundation

/// A bar on standard error for what takes longer than a second; nothing where that is no terminal.
///
/// It is drawn on one line and taken away at the end. A dumb terminal, which cannot go back, and a
/// screen reader, to which a redrawn line is noise, get none.
struct ProgressBar {
    private let name: String
    private let total: Int
    private let isShown: Bool
    private let start = ContinuousClock().now
    private var lastLine = ""

    private static let width = 30

    init(_ name: String, of total: Int) {
        (self.name, self.total) = (name, total)
        let variables = ProcessInfo.processInfo.environment
        isShown =
            isatty(STDERR_FILENO) == 1 && variables["TERM"] != "dumb"
            && variables["KUBARIUM_SCREEN_READER"] == nil
    }

    /// Shows that `done` of all are done.
    mutating func show(_ done: Int) {
        guard isShown, ContinuousClock().now - start > .seconds(1) else { return }
        let line = Self.line(name, done, of: total)
        if line != lastLine { StandardError.write("\r" + line) }
        lastLine = line
    }

    /// Takes the bar away.
    mutating func clear() {
        guard !lastLine.isEmpty else { return }
        StandardError.write("\r" + String(repeating: " ", count: lastLine.count) + "\r")
        lastLine = ""
    }

    private static func line(_ name: String, _ done: Int, of total: Int) -> String {
        let filled = total > 0 ? min(width, width * done / total) : width
        let bar =
            String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
        return "\(name) [\(bar)] \(done)/\(total)"
    }
}
