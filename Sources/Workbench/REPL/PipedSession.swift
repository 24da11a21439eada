import ContainerRuntime
import Foundation
package import Labs
import Session

/// A session whose lines come from a pipe or a file: runs them at pace instant and prints what a
/// terminal would show.
package final class PipedSession {
    private let workplace: Workplace
    private let show: @Sendable (Workplace.Shown) -> Void

    /// `show` is what `workplace` shows on, too.
    package init(
        _ workplace: Workplace,
        show: @escaping @Sendable (Workplace.Shown) -> Void = PipedSession.print
    ) {
        (self.workplace, self.show) = (workplace, show)
    }

    /// Prints what a terminal would show, echoes included, since no keyboard does that.
    package static let print: @Sendable (Workplace.Shown) -> Void = { shown in
        switch shown {
        case .output(let bytes): FileHandle.standardOutput.write(Data(bytes))
        case .echo(let text, _): FileHandle.standardOutput.write(Data(text.utf8))
        case .own(let text): FileHandle.standardOutput.write(Data(text.utf8))
        }
    }

    /// Runs all lines; gives the last command's exit code.
    package func run(lines: some Sequence<String>, lab: Lab? = nil) -> Int32 {
        if let lab { _ = workplace.open(lab) }
        // A terminal asked for anew after its end would be another one.
        var terminal = workplace.session.terminal("")
        for line in lines {
            let name = workplace.session.control.terminal
            terminal = workplace.session.terminal(name)
            if terminal.hasEnded { break }
            runLine(line, terminal)
            workplace.finished(at: name)
            if terminal.hasEnded, name.isEmpty { break }
        }
        return finish()
    }

    private func runLine(_ line: String, _ terminal: SessionTerminal) {
        let session = workplace.session
        session.advance(until: { false }, limit: Session.Defaults.typingPause)
        workplace.type(.line(line), at: terminal.name)
        let isDone = { terminal.isWaiting || terminal.hasEnded }
        if session.advance(until: isDone, limit: Session.Defaults.commandLimit) { return }
        workplace.type(.interrupt, at: terminal.name)
        session.advance(until: isDone, limit: Session.Defaults.interruptLimit)
        show(.own("## the command did not end within ten minutes of the cluster's time\n"))
    }

    /// The end of input: ends what still reads, so that its exit code counts.
    private func finish() -> Int32 {
        let session = workplace.session
        let name = session.control.terminal
        guard let terminal = session.existingTerminal(name) else { return 0 }
        for _ in 0..<8 where !terminal.hasEnded {
            let prompt = terminal.prompt ?? ""
            if prompt.contains("@") { break }
            workplace.type(.endOfFile, at: name)
            session.advance(
                until: { terminal.isWaiting || terminal.hasEnded },
                limit: Session.Defaults.interruptLimit)
        }
        workplace.finished(at: name)
        return terminal.lastStatus
    }
}

/// The lines of standard input, as they come; what is no UTF-8 is replaced.
package struct StandardInputLines: Sequence, IteratorProtocol {
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private static let newline: UInt8 = 10

    package init() {}

    package mutating func next() -> String? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: Self.newline) {
                defer { start = end + 1 }
                return Self.text(buffer[start..<end])
            }
            searched = buffer.count
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Self.text(buffer[start...])
            }
            if start > 0 {
                buffer.removeFirst(start)
                searched -= start
                start = 0
            }
            let data = FileHandle.standardInput.availableData
            if data.isEmpty { isAtEnd = true } else { buffer += data }
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let line = bytes.last == 13 ? bytes.dropLast() : bytes
        return String(decoding: line, as: UTF8.self)
    }
}
