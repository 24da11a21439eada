import Cluster
import Session
import Simulation
import Transcript

/// Makes a lab of a session: types it again from several seeds, puts holes where the outputs must
/// differ, and proves the lab from seeds that it has not seen.
///
/// ```
/// what was typed ─▶ commands, steps, waits (one replay, at the session's own times)
///                          │
///                          ├─▶ takes: seed, other seeds, other speeds ─▶ HoleFinder
///                          └─▶ lab.md and transcript ─▶ LabRunner from three more seeds
/// ```
package struct LabRecorder {
    private let workbench: LabWorkbench
    private let seed: UInt64
    private var texts: Texts { workbench.texts }

    package init(_ workbench: LabWorkbench, seed: UInt64) {
        (self.workbench, self.seed) = (workbench, seed)
    }

    /// A lab as it was recorded.
    package struct Recording: Sendable {
        package var transcript: String
        package var markdown: String
        /// What could not become part of the lab, a sentence each.
        package var remarks: [String]
        /// What is not as the lab says when it is typed again from other seeds; nil if all is.
        package var finding: Finding?
    }

    /// **Throws** a sentence if nothing was typed or no cluster can be made.
    package func record(
        _ inputs: [TypedInput], name: String
    ) throws(LabError) -> Recording {
        var remarks: [String] = []
        let draft = try replay(inputs, &remarks)
        guard !draft.steps.isEmpty else { throw LabError(texts.nothingRecorded) }
        var takes = firstTakes
        var recording = try recording(draft, takes, name)
        for round in 1...Self.mostRounds {
            guard let (seed, finding) = try disproof(recording, name, round) else { break }
            recording.finding = finding
            if round == Self.mostRounds { break }
            // What a proof has not borne out, the next holes know.
            takes.append(Take(seed: seed, pause: .zero))
            recording = try self.recording(draft, takes, name)
        }
        recording.remarks = remarks
        return recording
    }

    private func recording(
        _ draft: LabDraft, _ takes: [Take], _ name: String
    ) throws(LabError) -> Recording {
        var draft = draft
        try makeHoles(&draft, takes)
        return Recording(
            transcript: draft.transcript.rendered,
            markdown: draft.markdown(
                title: name, seed: seed, etcdMembers: workbench.topology.etcdMembers),
            remarks: [], finding: nil)
    }

    private func console(_ seed: UInt64) throws(LabError) -> SessionConsole {
        do {
            return SessionConsole(try workbench.session(seed: seed, pace: .instant).session)
        } catch { throw LabError(error.description) }
    }

    // MARK: - The session again, at its own times

    private func replay(
        _ inputs: [TypedInput], _ remarks: inout [String]
    ) throws(LabError) -> LabDraft {
        let console = try console(seed)
        var draft = LabDraft()
        var begun: [StateCondition] = []
        var open: Transcript.Command?
        for input in inputs {
            console.session.simulation.advance(to: input.instant)
            if open == nil {
                // What the learner has waited for, the lab waits for.
                let reached = begun.filter { console.holds($0) == .holds }
                draft.wait(for: reached)
                if !reached.isEmpty { draft.begin() }
                begun.removeAll { reached.contains($0) }
            }
            let standing = console.prompt(of: input.terminal)
            guard let line = line(of: input, at: standing, &remarks) else { continue }
            if open == nil, line.hasPrefix("#") {
                draft.begin(line.drop { $0 == "#" || $0 == " " }.description)
                continue
            }
            let command = join(line, to: open, standing, input.terminal)
            guard let command else {
                remarks.append(texts.notRecorded(line))
                _ = console.run(ConsoleCommand(terminal: input.terminal, input: [line]))
                continue
            }
            let result = console.run(
                ConsoleCommand(
                    terminal: input.terminal, input: [line], editorText: input.editorText))
            open = finish(command, result, &draft, &begun, &remarks)
        }
        return draft
    }

    /// The line that stands for what was typed; nil if nothing of it can be in a transcript.
    private func line(
        of input: TypedInput, at prompt: String, _ remarks: inout [String]
    ) -> String? {
        switch input.key {
        case .line(let line):
            // Our own words are about a lesson, not a part of one.
            let isOwn = Prompt.split(prompt).map {
                OwnWords.areTyped(in: line, at: $0.prompt, besides: ["resume"])
            }
            return line.isEmpty || isOwn == true ? nil : line
        case .endOfFile:
            guard let found = Prompt.split(prompt)?.prompt else { return nil }
            return found.isHost ? nil : "exit"
        case .interrupt:
            remarks.append(texts.notRecorded("Ctrl-C"))
            return nil
        }
    }

    /// The command that a line begins or goes on; nil for a line that some program reads.
    private func join(
        _ line: String, to open: Transcript.Command?, _ standing: String, _ terminal: String
    ) -> Transcript.Command? {
        if standing == "> ", var command = open {
            command.input.append(line)
            return command
        }
        return Prompt.split(standing).map { Transcript.Command(prompt: $0.prompt, input: [line]) }
    }

    /// The command if it goes on; else it is entered.
    private func finish(
        _ command: Transcript.Command, _ result: ConsoleResult, _ draft: inout LabDraft,
        _ begun: inout [StateCondition], _ remarks: inout [String]
    ) -> Transcript.Command? {
        if result.prompt == "> " { return command }
        guard !result.wasInterrupted else {
            remarks.append(texts.notRecorded(command.input.joined(separator: " ")))
            return nil
        }
        var done = command
        done.output = result.output
        draft.add(done)
        begun += LabDraft.outcomes(of: result.output)
        return nil
    }

    // MARK: - Holes

    /// One run of all commands: from which seed, and how long it waits before each.
    private struct Take {
        var seed: UInt64
        var pause: Duration
    }

    private var firstTakes: [Take] {
        [
            Take(seed: seed, pause: .zero), Take(seed: seed &+ 101, pause: .seconds(37)),
            Take(seed: seed &+ 202, pause: .seconds(203)),
        ]
    }

    /// How often a proof may fail and become a take.
    private static let mostRounds = 8

    private func makeHoles(_ draft: inout LabDraft, _ takes: [Take]) throws(LabError) {
        var outputs: [[[String]]] = []
        var codes: [Int?] = []
        var nodes: [String] = []
        for take in takes {
            let console = try console(take.seed)
            nodes = console.session.cluster.nodes.map(\.plan.name)
            let shown = type(draft, on: console, pause: take.pause)
            outputs.append(shown.map(\.output))
            if codes.isEmpty { codes = shown.map(\.exitCode) }
        }
        let inputs = draft.transcript.commands.map { $0.input.joined(separator: "\n") }
        var finder = HoleFinder(nodes: nodes)
        let found = finder.outputs(outputs, inputs: inputs)
        var position = 0
        for step in draft.steps.indices {
            for index in draft.steps[step].commands.indices {
                if !draft.steps[step].commands[index].isEditor {
                    draft.steps[step].commands[index].output = found[position].lines
                }
                draft.steps[step].commands[index].exitCode = codes[position]
                position += 1
            }
        }
        draft.split(at: found.map(\.words))
    }

    /// Types a draft as a lab is typed, and gives the commands as they were shown.
    private func type(
        _ draft: LabDraft, on console: SessionConsole, pause: Duration
    ) -> [Transcript.Command] {
        var shown: [Transcript.Command] = []
        for step in draft.steps {
            for command in step.commands {
                console.session.advance(until: { false }, limit: pause)
                shown.append(type(command, on: console))
            }
            for wait in step.waits { _ = console.wait(until: wait, within: .seconds(120)) }
        }
        return shown
    }

    private func type(
        _ command: Transcript.Command, on console: SessionConsole
    ) -> Transcript.Command {
        ConsoleAligner(console).align(to: command.prompt)
        let result = console.run(
            ConsoleCommand(
                terminal: command.prompt.terminal, input: command.input,
                editorText: command.isEditor ? command.output.droppingEmptyEnd : nil))
        var shown = command
        shown.output = result.output
        // Stated where it says something: failure.
        shown.exitCode = result.exitCode == 0 ? nil : result.exitCode
        return shown
    }

    // MARK: - Proof

    /// Reads the lab as its files will be read, and types it from its own seed and from two that
    /// have made no hole: the first seed at which it does not hold.
    private func disproof(
        _ recording: Recording, _ name: String, _ round: Int
    ) throws(LabError) -> (seed: UInt64, finding: Finding)? {
        let transcript: Transcript
        do { transcript = try Transcript(parsing: recording.transcript) } catch {
            throw LabError("\(error)")
        }
        let lab = try LabParser.parse(
            recording.markdown, file: "lab.md",
            name: name.first?.isNumber == true ? name : "0-" + name, transcript: transcript,
            files: [:])
        for proof in [seed, seed &+ UInt64(round) &* 7, seed &+ UInt64(round) &* 90_001] {
            let runner = LabRunner(lab, on: try console(proof), texts: texts)
            if let finding = runner.run() { return (proof, finding) }
        }
        return nil
    }
}

extension Texts {
    var nothingRecorded: String {
        pick("nothing was typed that could be a lab", "没有输入可以录制的命令")
    }
    func notRecorded(_ line: String) -> String {
        pick(
            "left out, for a transcript cannot show it: \(line)",
            "已略去, 因为无法写入记录: \(line)")
    }
    package func recorded(_ file: String, _ lab: String) -> String {
        pick(
            "recorded \(file) and \(lab); the lab holds at 3 seeds",
            "已录制 \(file) 和 \(lab); 在 3 个种子下通过")
    }
    package var recordingDiffers: String {
        pick(
            "the lab does not hold at every seed; edit the transcript there",
            "实验并非在每个种子下都通过; 请修改该处")
    }
}
