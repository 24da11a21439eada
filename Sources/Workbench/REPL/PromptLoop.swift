import ContainerRuntime
import Foundation
package import Labs
package import Session
import Simulation

/// The prompt: a person types with GNU readline, the cluster runs at the session's pace.
///
/// The main thread owns the simulation. While readline waits for a key, it is called back and lets
/// the cluster go on to what the clock on the wall says.
@MainActor
package final class PromptLoop {
    private let session: LearnerSession
    private let follower: CommandFollower
    private var workspace: Workspace?
    private var pacer: Pacer
    private var attached: Set<String> = []
    private let givesBack: Bool
    private let appearance: Appearance
    private let history: HistoryFile?
    private let labs: [String]

    /// `givesBack` is for a prompt that is only lent: `resume`, or Ctrl-D at the master's prompt,
    /// ends the loop and not the shell.
    package init(
        _ session: LearnerSession, progress: LabProgress, library: LabLibrary?, texts: Texts,
        workspace: Workspace? = nil, appearance: Appearance = Appearance(),
        history: HistoryFile? = nil, givesBack: Bool = false
    ) {
        self.session = session
        self.givesBack = givesBack
        self.workspace = workspace
        (self.appearance, self.history) = (appearance, history)
        labs = ((try? library?.labs()) ?? []).map { String($0.number) }
        pacer = Pacer(from: session.simulation.now)
        follower = CommandFollower(session, progress: progress, library: library, texts: texts)
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
        defer {
            keys.restore()
            if givesBack { detach() }
        }
        session.editor.use { [workspace] path, contents in
            LearnerEditor.edit(path, contents, in: workspace)
        }
        if let lab { show(follower.introduce(lab)) }
        pacer.restart(at: session.simulation.now)
        while true {
            let terminal = attach(session.control.terminal)
            waitForPrompt(terminal, editor)
            synchronizeWorkspace(export: true)
            show(follower.finished(in: terminal))
            // `terminal NAME` has just been typed, or this terminal's shell has ended.
            if terminal.hasEnded {
                if terminal.name.isEmpty { return terminal.lastStatus }
                session.control.terminal = ""
                continue
            }
            if terminal.name != session.control.terminal { continue }
            if !readAndFeed(terminal, editor) { return 0 }
        }
    }

    /// Nothing is shown here any more.
    private func detach() {
        for name in attached { session.terminal(name).onShown(nil) }
    }

    /// Shows words of our own.
    private func show(_ text: String) { Screen.show(appearance.paint(text)) }

    private func complete(_ line: String, _ cursor: Int) -> Completion {
        let terminal = session.terminal(session.control.terminal)
        guard let context = SessionCompletion(session, terminal: terminal, labs: labs) else {
            return Completion(start: cursor, candidates: [])
        }
        return Completer(context).complete(line, cursor: cursor)
    }

    private func attach(_ name: String) -> SessionTerminal {
        let terminal = session.terminal(name)
        if attached.insert(name).inserted {
            terminal.onShown { shown in
                if case .output(let bytes) = shown { Screen.show(bytes) }
            }
        }
        return terminal
    }

    /// False if the prompt is given back.
    private func readAndFeed(_ terminal: SessionTerminal, _ editor: LineEditor) -> Bool {
        let prompt = terminal.prompt ?? ""
        let input = editor.read(prompt: prompt)
        let isGivingBack =
            input == .line("resume") || (input == .endOfFile && prompt.contains("@"))
        if givesBack, isGivingBack { return false }
        switch input {
        case .line(let line):
            follower.typed(line, behind: prompt)
            synchronizeWorkspace(export: false)
            session.feed(.line(line), to: terminal.name)
        case .endOfFile:
            Screen.show("\n")
            session.feed(.endOfFile, to: terminal.name)
        case .interrupt: session.feed(.interrupt, to: terminal.name)
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
            if editor.takeInterrupt() { session.feed(.interrupt, to: terminal.name) }
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

    private func synchronizeWorkspace(export: Bool) {
        guard export else {
            workspace?.importFiles(to: session.master.files)
            return
        }
        if let problem = workspace?.exportFiles(from: session.master.files) {
            show("## \(problem)\n")
        }
    }
}

/// The learner's own screen.
enum Screen {
    static func show(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

    static func show(_ text: String) { if !text.isEmpty { show(Array(text.utf8)) } }
}
