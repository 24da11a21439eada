import Cluster
import Session
import Simulation

/// Taking back: a shorter recording is replayed into a new session.
extension Workplace {
    /// Takes back the last command that was not a word of Kubarium's own.
    ///
    /// A stay in a container that is over counts as one command: in the middle of it there would be
    /// no prompt at which `undo` could be typed again.
    func undo() {
        let first = labStart?.index ?? 0
        let commands = follower.marks.filter { !$0.isOwn && $0.index >= first }
        guard var last = commands.last else { return say("## \(texts.nothingToUndo)\n") }
        if !last.isAtHost, last.terminal == session.control.terminal,
            let opener = commands.last(where: { $0.isAtHost && $0.terminal == last.terminal })
        {
            last = opener
        }
        let instant = session.inputLog[last.index].instant
        rewind(to: last.index, instant, saying: last.text)
    }

    /// Goes back to the start of the open step, or of the lab.
    func reset(toLab: Bool) {
        guard let start = toLab ? labStart : stepStart, let lab = progress.lab else {
            return say("## \(texts.noLab)\n")
        }
        let isStep = !toLab && start.step < lab.steps.count
        let place =
            isStep ? texts.backAtStep(lab.steps[start.step].name) : texts.backAtLab(lab.name)
        rewind(to: start.index, start.instant, saying: place)
    }

    /// Makes the session again as it was before entry `index`, at `instant`.
    private func rewind(to index: Int, _ instant: SimulatedInstant, saying what: String) {
        guard !storage.isKept else { return say("## \(texts.keptOnDisk)\n") }
        let log = session.inputLog
        let count = follower.marks.count { $0.index >= index && !$0.isOwn && $0.isLine }
        do throws(ClusterError) {
            try rebuild(
                entries: Array(log[..<index]) + Self.filesFromOutside(log[index...], at: instant),
                until: instant)
        } catch { return say("## " + texts.cannotRebuild(error.description) + "\n") }
        say("## " + texts.tookBack(count, what) + "\n")
    }

    /// The learner's own files stay as they are: no word of ours takes back what an editor outside
    /// has written.
    private static func filesFromOutside(
        _ entries: ArraySlice<InputLogEntry>, at instant: SimulatedInstant
    ) -> [InputLogEntry] {
        entries.compactMap { entry in
            guard case .file = entry.input else { return nil }
            return InputLogEntry(instant: instant, input: entry.input)
        }
    }
}
