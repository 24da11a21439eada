import ContainerRuntime
import Foundation
package import Labs
package import Session

/// A session whose lines come from a pipe or a file: runs them at pace instant and prints what a
/// terminal would show.
package final class PipedSession {
    private let session: LearnerSession
    private let console: SessionConsole
    private let follower: CommandFollower
    private var workspace: Workspace?
    private var attached: Set<String> = []
    private let write: @Sendable ([UInt8]) -> Void

    package init(
        _ session: LearnerSession, progress: LabProgress, library: LabLibrary?, texts: Texts,
        workspace: Workspace? = nil,
        write: @escaping @Sendable ([UInt8]) -> Void = { FileHandle.standardOutput.write(Data($0)) }
    ) {
        self.session = session
        self.workspace = workspace
        self.write = write
        console = SessionConsole(session)
        follower = CommandFollower(session, progress: progress, library: library, texts: texts)
    }

    /// Runs all lines; gives the last command's exit code.
    package func run(lines: some Sequence<String>, lab: Lab? = nil) -> Int32 {
        if let lab { follower.open(lab) }
        // A terminal asked for anew after its end would be another one.
        var terminal = attach("")
        for line in lines {
            let name = session.control.terminal
            terminal = attach(name)
            if terminal.hasEnded { break }
            workspace?.importFiles(to: session.master.files)
            follower.typed(line, behind: terminal.prompt ?? "")
            _ = runLine(line, terminal)
            show(follower.finished(in: terminal))
            if let problem = workspace?.exportFiles(from: session.master.files) {
                show("## \(problem)\n")
            }
            if terminal.hasEnded {
                if name.isEmpty { break }
                session.control.terminal = ""
            }
        }
        return finish(terminal)
    }

    private func attach(_ name: String) -> SessionTerminal {
        let terminal = session.terminal(name)
        if attached.insert(name).inserted {
            terminal.onShown { [write] shown in
                switch shown {
                case .output(let bytes): write(bytes)
                case .echo(let text): write(Array(text.utf8))
                }
            }
        }
        return terminal
    }

    private func runLine(_ line: String, _ terminal: SessionTerminal) -> Bool {
        session.advance(until: { false }, limit: Session.Defaults.typingPause)
        session.feed(.line(line), to: terminal.name)
        let isDone = { terminal.isWaiting || terminal.hasEnded }
        if session.advance(until: isDone, limit: Session.Defaults.commandLimit) { return true }
        session.feed(.interrupt, to: terminal.name)
        session.advance(until: isDone, limit: Session.Defaults.interruptLimit)
        show("## the command did not end within ten minutes of the cluster's time\n")
        return false
    }

    /// The end of input: ends what still reads, so that its exit code counts.
    private func finish(_ terminal: SessionTerminal) -> Int32 {
        for _ in 0..<8 where !terminal.hasEnded {
            let prompt = terminal.prompt ?? ""
            if prompt.contains("@") { break }
            session.feed(.endOfFile, to: terminal.name)
            session.advance(
                until: { terminal.isWaiting || terminal.hasEnded },
                limit: Session.Defaults.interruptLimit)
        }
        return terminal.lastStatus
    }

    private func show(_ text: String) { if !text.isEmpty { write(Array(text.utf8)) } }
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
