package import Cluster
import Session
import Simulation

/// Judges a session that was saved as a proof: replays it, and looks at what was reached.
///
/// **Invariants**
/// 1. The replay, written as a proof again, is the same text. So whatever was changed in the file,
///    a line, an instant or a digest, it is rejected.
/// 2. The steps that count are those that the replay itself has done.
package struct ProofJudge {
    private let lab: Lab
    private let workbench: LabWorkbench
    private var texts: Texts { workbench.texts }

    package init(_ lab: Lab, _ workbench: LabWorkbench) {
        (self.lab, self.workbench) = (lab, workbench)
    }

    /// What has been made of a proof.
    package struct Judgement: Sendable {
        /// What is wrong; nil if the proof passes.
        package var finding: Finding?
        /// The steps that the replay has done; none if the proof is not to be believed.
        package var book = ProgressBook()
    }

    /// **Throws** if no cluster can be made.
    package func judge(_ text: String) throws(ClusterError) -> Judgement {
        let recording: SessionRecording
        do { recording = try RecordingText.parse(text) } catch {
            return Judgement(
                finding: Finding(line: error.line, message: error.message, next: nil))
        }
        if let finding = refusal(of: recording) { return Judgement(finding: finding) }
        let workplace = try Workplace(workbench, recording: recording)
        if let finding = Self.departure(of: text, from: workplace, texts) {
            return Judgement(finding: finding)
        }
        let book = workplace.progress.book
        guard let step = lab.steps.first(where: { book.mark($0, of: lab) == nil }) else {
            return Judgement(book: book)
        }
        let line = text.utf8.count { $0 == 10 }
        return Judgement(
            finding: Finding(line: line, message: texts.missing(step.name), next: nil), book: book)
    }

    /// What needs no replay to be told.
    private func refusal(of recording: SessionRecording) -> Finding? {
        guard recording.seed == lab.seed else {
            return Finding(line: 2, message: texts.otherSeed(lab.seed), next: nil)
        }
        let nodes = workbench.topology.nodes.count
        guard recording.nodeCount == nodes else {
            return Finding(line: 3, message: texts.otherCluster(nodes), next: nil)
        }
        guard recording.etcdMembers == lab.etcdMembers else {
            return Finding(line: 4, message: texts.otherEtcd(lab), next: nil)
        }
        let first = Self.headLines(of: recording) + 1
        let start = Simulation(seed: lab.seed).now
        let last = recording.entries.last?.instant ?? start
        guard last <= start.advanced(by: Session.Defaults.recordingSpan) else {
            return Finding(line: first, message: texts.headDeparts, next: nil)
        }
        let programs = Judge.programs(of: lab)
        for (index, entry) in recording.entries.enumerated() {
            guard case .line(let line) = entry.input,
                let name = Redefinition.find(in: [line], protecting: programs)
            else { continue }
            return Finding(line: first + index, message: texts.redefined(name), next: nil)
        }
        return nil
    }

    /// The first line at which the replay's own proof is another.
    static func departure(
        of text: String, from workplace: Workplace, _ texts: Texts
    ) -> Finding? {
        let claimed = Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false)
        let replayed = Array(workplace.proof.rendered.utf8)
            .split(separator: 10, omittingEmptySubsequences: false)
        let common = zip(claimed, replayed).prefix { $0 == $1 }.count
        if common == claimed.count, common == replayed.count { return nil }
        let entry = common - headLines(of: workplace.recording)
        let command = workplace.follower.marks.last { $0.index <= entry }?.text
        return Finding(
            line: common + 1, message: command.map(texts.departs) ?? texts.headDeparts, next: nil)
    }

    private static func headLines(of recording: SessionRecording) -> Int {
        RecordingText(recording).head.count
    }
}
