import Foundation
package import Labs
import Session
import Simulation

/// The prompt: a person types with GNU readline, the cluster runs at the session's pace.
///
/// The main thread owns the simulation. While readline waits for a key, it is called back and lets
/// the cluster go on to what the clock on the wall says.
@MainActor
package final class PromptLoop {
    private let workplace: Workplace
    private var pacer: Pacer
    private let givesBack: Bool
    private let appearance: Appearance
    private let history: HistoryFile?
    private let labs: [String]
    private var session: LearnerSession { workplace.session }

    /// The workplace shows on what `printer` gives.
    ///
    /// `givesBack` is for a prompt that is only lent: `resume`, or Ctrl-D at the master's prompt,
    /// ends the loop and not the shell.
    package init(
        _ workplace: Workplace, labs: [String] = [], appearance: Appearance = Appearance(),
        history: HistoryFile? = nil, givesBack: Bool = false
    ) {
        (self.workplace, self.givesBack) = (workplace, givesBack)
        (self.labs, self.appearance, self.history) = (labs, appearance, history)
        pacer = Pacer(from: workplace.session.simulation.now)
    }

    /// Prints what is not on the screen yet: readline has shown what the learner types.
    package nonisolated static func printer(
        _ appearance: Appearance
    ) -> @Sendable (Workplace.Shown) -> Void {
        { shown in
            switch shown {
            case .output(let bytes): Screen.show(bytes)
            case .echo(let text, let isPlayed): if isPlayed { Screen.show(text) }
            case .own(let text): Screen.show(appearance.paint(text))
            }
        }
    }

    /// Runs until the first terminal's shell ends; gives its exit code.
    ///
    /// `lab` is opened at the start, and its introduction shown.
    package func run(lab: Lab? = nil) -> Int32 {
        let editor = LineEditor(isPlain: appearance.isPlain, history: history) { [weak self] in
            self?.keepUp()
        }
        LineEditor.complete = { [weak self] line, cursor in
            self?.complete(line, cursor) ?? Completion(start: cursor, candidates: [])
        }
        let keys = QuietControlKeys()
        defer { keys.restore() }
        let workspace = workplace.workspace
        workplace.useEditor { path, contents in
            LearnerEditor.edit(path, contents, in: workspace)
        }
        if let lab { Screen.show(appearance.paint(workplace.open(lab))) }
        pacer.restart(at: session.simulation.now)
        while true {
            let terminal = session.terminal(session.control.terminal)
            waitForPrompt(terminal, editor)
            let before = ObjectIdentifier(session)
            workplace.finished(at: terminal.name)
            if before != ObjectIdentifier(session) {
                // `undo` and `reset` make another session.
                pacer.restart(at: session.simulation.now)
                continue
            }
            // `terminal NAME` has just been typed, or this terminal's shell has ended.
            if terminal.hasEnded {
                if terminal.name.isEmpty { return terminal.lastStatus }
                continue
            }
            if terminal.name != session.control.terminal { continue }
            if !readAndFeed(terminal, editor) { return 0 }
        }
    }

    private func complete(_ line: String, _ cursor: Int) -> Completion {
        let terminal = session.terminal(session.control.terminal)
        guard let context = SessionCompletion(session, terminal: terminal, labs: labs) else {
            return Completion(start: cursor, candidates: [])
        }
        return Completer(context).complete(line, cursor: cursor)
    }

    /// False if the prompt is given back.
    private func readAndFeed(_ terminal: SessionTerminal, _ editor: LineEditor) -> Bool {
        let prompt = terminal.prompt ?? ""
        let input = editor.read(prompt: prompt)
        let isGivingBack =
            input == .line("resume") || (input == .endOfFile && prompt.contains("@"))
        if givesBack, isGivingBack { return false }
        switch input {
        case .line(let line): workplace.type(.line(line), at: terminal.name)
        case .endOfFile:
            Screen.show("\n")
            workplace.type(.endOfFile, at: terminal.name)
        case .interrupt: workplace.type(.interrupt, at: terminal.name)
        }
        return true
    }

    /// Lets the cluster catch up with the clock on the wall, if it follows that.
    private func keepUp() {
        guard session.control.pace == .real else { return }
        session.simulation.advance(to: pacer.now)
    }

    private func waitForPrompt(_ terminal: SessionTerminal, _ editor: LineEditor) {
        let isDone = { terminal.isWaiting || terminal.hasEnded }
        if session.control.pace != .real { pacer.restart(at: session.simulation.now) }
        while !isDone() {
            if editor.takeInterrupt() { workplace.type(.interrupt, at: terminal.name) }
            advance(until: isDone)
        }
        if session.control.pace != .real { pacer.restart(at: session.simulation.now) }
    }

    private func advance(until isDone: () -> Bool) {
        let simulation = session.simulation
        if let end = session.control.skipsUntil {
            simulation.advance(to: end, until: isDone)
            pacer.restart(at: simulation.now)
        } else if session.control.pace == .real {
            simulation.advance(to: pacer.now, until: isDone)
            if !isDone() { usleep(4000) }
        } else {
            // In pieces, so that Ctrl-C is heard.
            simulation.advance(to: simulation.now.advanced(by: .seconds(30)), until: isDone)
        }
    }
}

/// The learner's own screen.
enum Screen {
    static func show(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

    static func show(_ text: String) { if !text.isEmpty { show(Array(text.utf8)) } }
}
