import CReadline
import Foundation

/// GNU readline, and the Ctrl-C of the real keyboard.
///
/// While a line is typed, `onIdle` is called some ten times a second, so that the cluster goes on.
@MainActor
final class LineEditor {
    /// What came of reading a line.
    enum Input: Equatable {
        case line(String)
        case endOfFile
        case interrupt
    }

    private static var onIdle: () -> Void = {}
    private static var wasInterrupted = false
    static var complete: (_ line: String, _ cursor: Int) -> Completion = { _, cursor in
        Completion(start: cursor, candidates: [])
    }
    private var history: HistoryFile?

    /// `isPlain` is for screen readers: nothing is ever drawn again.
    init(isPlain: Bool = false, history: HistoryFile? = nil, onIdle: @escaping () -> Void) {
        Self.onIdle = onIdle
        self.history = history
        creadline_prepare {
            MainActor.assumeIsolated { LineEditor.idle() }
            return 0
        }
        if isPlain {
            creadline_be_plain { words, count, _ in CandidateList.show(words, Int(count)) }
        }
        creadline_complete_with { _, start, _ in ReadlineCompletion.matches(Int(start)) }
        using_history()
        stifle_history(Int32(HistoryFile.lineLimit))
        for line in history?.load() ?? [] { add_history(line) }
        InterruptFlag.install()
    }

    private static func idle() {
        if InterruptFlag.take() {
            wasInterrupted = true
            creadline_abandon_line()
            return
        }
        onIdle()
    }

    /// Reads a line behind `prompt`, with editing and history.
    func read(prompt: String) -> Input {
        Self.wasInterrupted = false
        guard let text = readline(prompt) else { return .endOfFile }
        defer { free(text) }
        if Self.wasInterrupted { return .interrupt }
        let line = String(cString: text)
        // What a program reads without a prompt may be anything, a password too.
        if HistoryFile.keeps(line), !prompt.isEmpty { remember(line) }
        return .line(line)
    }

    private func remember(_ line: String) {
        if let last = creadline_last_line(), String(cString: last) == line { return }
        add_history(line)
        history?.append(line)
    }

    /// Whether Ctrl-C was pressed since the last question.
    func takeInterrupt() -> Bool { InterruptFlag.take() }
}

/// Remembers Ctrl-C: a signal handler may do no more.
enum InterruptFlag {
    /// A pipe is the one thing that a handler can write to and a thread can poll.
    @MainActor private static var reader: Int32 = -1

    @MainActor static func install() {
        guard reader < 0 else { return }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        // The handler knows the writing end by its number, which nothing else can take.
        guard dup2(ends[1], Self.writer) == Self.writer else { return }
        close(ends[1])
        reader = ends[0]
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        signal(SIGINT) { _ in
            var byte: UInt8 = 1
            _ = write(InterruptFlag.writer, &byte, 1)
        }
    }

    private static let writer: Int32 = 200

    @MainActor static func take() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return reader >= 0 && read(reader, &bytes, bytes.count) > 0
    }
}
