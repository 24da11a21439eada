package import Cluster
import ContainerRuntime
package import Session
import Simulation
import Transcript

/// A session, the lab that is open in it, and who follows the learner through it: everything that a
/// replay makes again.
///
/// ```
///   prompt, pipe ── type ──▶ LearnerSession ──▶ screens ──▶ onShown
///        │                        │ recording
///        └───── finished ──▶ CommandFollower ──▶ LabProgress: steps, points, wishes
///                                                    │
///            undo, reset: a shorter recording ◀──────┘
///            replayed into a new session
/// ```
/// **Invariants**
/// 1. Session and progress are a function of the recording: whoever follows the lab takes part in
///    the replay, at the recorded instants (`SessionInput.told`).
/// 2. What the learner did outside (files of the workspace folder) is never taken back.
package final class Workplace {
    package internal(set) var session: LearnerSession
    package internal(set) var progress: LabProgress
    package let texts: Texts
    let workbench: LabWorkbench
    let storage: ClusterStorage
    let store: ProgressStore?
    package internal(set) var workspace: Workspace?
    /// What the session was made from; its entries are those of the session's own log.
    var plan: SessionRecording
    var follower = CommandFollower()
    /// What each `told` found shown.
    var outputs: [[UInt8]] = []
    /// Where the open lab and the open step began.
    var labStart: Start?
    var stepStart: Start?
    var isReplaying = false
    private var onShown: @Sendable (Shown) -> Void
    private var playing: Confined<Bool>
    private var editor: SessionEditor.Edit?

    /// What whoever looks at the session sees.
    package enum Shown: Sendable {
        /// Bytes of a program, at one of the terminals.
        case output([UInt8])
        /// A prompt with what was typed at it; `isPlayed` if it was not the learner who typed.
        case echo(String, isPlayed: Bool)
        /// Whole lines of Kubarium's own.
        case own(String)
    }

    /// A place in the recording.
    struct Start {
        /// How many entries were before it.
        var index: Int
        var instant: SimulatedInstant
        var lab: String
        var step: Int
    }

    /// Makes the session, and replays what `recording` has.
    ///
    /// **Throws** a sentence if the cluster cannot be made.
    package init(
        _ workbench: LabWorkbench, recording: SessionRecording, storage: ClusterStorage = .memory,
        workspace: Workspace? = nil, store: ProgressStore? = nil,
        onShown: @escaping @Sendable (Shown) -> Void = { _ in }
    ) throws(ClusterError) {
        var workbench = workbench
        workbench.topology = Topology(
            nodeCount: recording.nodeCount, etcdMembers: recording.etcdMembers)
        (self.workbench, texts, self.storage) = (workbench, workbench.texts, storage)
        (self.workspace, self.store, self.onShown) = (workspace, store, onShown)
        plan = recording
        plan.entries = []
        (session, progress) = try workbench.session(
            seed: recording.seed, pace: recording.pace, storage: storage,
            spent: recording.spent)
        playing = Confined(session.simulation, false)
        replay(recording.entries, until: nil)
    }

    /// The session so far, as data.
    package var recording: SessionRecording {
        var recording = plan
        recording.entries = session.inputLog
        return recording
    }

    /// The session so far, with a digest over all that it showed.
    package var proof: RecordingText { RecordingText(recording, outputs: outputs) }

    /// What was typed so far, command by command.
    package var commands: [String] { follower.marks.map(\.text) }

    // MARK: - Making it again

    /// Makes session and progress anew from what they were made from and `entries`.
    func rebuild(
        entries: [InputLogEntry], until end: SimulatedInstant
    ) throws(ClusterError) {
        plan.spent = Array(Set(plan.spent + progress.spent)).sorted()
        (session, progress) = try workbench.session(
            seed: plan.seed, pace: plan.pace, spent: plan.spent)
        playing = Confined(session.simulation, false)
        follower = CommandFollower()
        outputs = []
        (labStart, stepStart) = (nil, nil)
        replay(entries, until: end)
    }

    private func replay(_ entries: [InputLogEntry], until end: SimulatedInstant?) {
        isReplaying = true
        session.replay(entries, until: end) { entry in track(entry.input, at: entry.terminal) }
        isReplaying = false
        for terminal in session.openTerminals { attach(terminal) }
        session.onTerminal = { [weak self] terminal in self?.attach(terminal) }
        session.editor.use(editor)
    }

    /// Shows on something else from now on.
    package func show(on onShown: @escaping @Sendable (Shown) -> Void) {
        self.onShown = onShown
        for terminal in session.openTerminals { attach(terminal) }
    }

    private func attach(_ terminal: SessionTerminal) {
        terminal.onShown { [onShown, playing] shown in
            switch shown {
            case .output(let bytes): onShown(.output(bytes))
            case .echo(let text): onShown(.echo(text, isPlayed: playing.value))
            }
        }
    }

    /// Sets what opens the learner's editor.
    package func useEditor(_ edit: SessionEditor.Edit?) {
        editor = edit
        session.editor.use(edit)
    }

    // MARK: - What comes in

    /// Types at a terminal. Files that have changed in the workspace folder come in before a line.
    package func type(_ input: SessionInput, at terminal: String) {
        if case .line = input, let changes = workspace?.takeChanges() {
            for change in changes { feed(change, to: "") }
        }
        feed(input, to: terminal)
    }

    func feed(_ input: SessionInput, to terminal: String) {
        session.feed(input, to: terminal)
        track(input, at: terminal)
    }

    /// Does what an input means for those who follow; live and in a replay.
    private func track(_ input: SessionInput, at name: String) {
        switch input {
        case .line, .endOfFile:
            guard let terminal = session.existingTerminal(name) else { return }
            follower.typed(input, at: terminal, index: session.inputLog.count - 1)
        case .lab(let name):
            if let lab = try? workbench.library?.lab(name) { begin(lab) }
        case .labFile:
            // The lab's start comes after its files.
            let count = session.inputLog.count
            if labStart?.index == count - 1 { labStart?.index = count }
            if stepStart?.index == count - 1 { stepStart?.index = count }
        case .told: tell(name)
        case .open, .interrupt, .editor, .file: break
        }
    }

    /// Opens a lab from outside; its introduction is what to show.
    package func open(_ lab: Lab) -> String {
        feed(.lab(lab.name), to: "")
        return progress.introduction()
    }

    /// Opens a lab: its files are in the master's home then.
    func begin(_ lab: Lab) {
        progress.open(lab)
        if lab.etcdMembers != plan.etcdMembers { say("## \(texts.otherEtcd(lab))\n") }
        labStart = nil
        noteStart()
        if isReplaying { return }
        for (name, contents) in lab.files.sorted(by: { $0.key < $1.key }) {
            let path = "/root/" + name
            if session.master.files.exists(path) { continue }
            feed(.labFile(path: path, contents: contents), to: "")
        }
    }

    private func noteStart() {
        guard let lab = progress.lab else { return }
        let now = Start(
            index: session.inputLog.count, instant: session.simulation.now, lab: lab.name,
            step: progress.stepIndex)
        if labStart == nil { labStart = now }
        if stepStart?.lab != now.lab || stepStart?.step != now.step || labStart?.index == now.index
        {
            stepStart = now
        }
    }

    // MARK: - Commands that are over

    /// A prompt stands again at the terminal: tells the lab about the command that is over, and
    /// grants what the learner wished for.
    package func finished(at name: String) {
        guard let terminal = session.existingTerminal(name), follower.isDue(at: terminal) else {
            return
        }
        feed(.told, to: name)
        if let problem = workspace?.exportFiles(from: session.master.files) {
            say("## \(problem)\n")
        }
        keep()
    }

    private func tell(_ name: String) {
        guard let terminal = session.existingTerminal(name) else { return }
        let (command, result, shown) = follower.take(at: terminal)
        outputs.append(shown)
        let console = SessionConsole(session)
        let news =
            if let command {
                progress.take(
                    command, result, texts, files: { terminal.text(ofFile: $0) },
                    holds: console.holds)
            } else {
                progress.settle(texts, holds: console.holds)
            }
        say(news)
        noteStart()
        if terminal.hasEnded, !name.isEmpty { session.control.terminal = "" }
        for wish in progress.takeWishes() { grant(wish, after: news) }
    }

    /// Keeps what the learner has reached, for the next run.
    private func keep() {
        guard let store else { return }
        if let problem = store.merge(progress.book) { say("## \(problem)\n") }
        guard let lab = progress.lab, !storage.isKept else { return }
        if progress.step == nil {
            store.forget(lab)
        } else if let problem = store.keep(recording, for: lab) {
            say("## \(problem)\n")
        }
    }

    /// Shows lines of our own, unless they are being said again by a replay.
    func say(_ text: String) { if !text.isEmpty, !isReplaying { onShown(.own(text)) } }

    /// Types for the learner: what is typed is shown then.
    func whilePlaying(_ body: () -> Void) {
        playing.value = true
        body()
        playing.value = false
    }
}
