import ArgumentParser
import Foundation
import Labs
import REPL
import Session

/// `kubarium record FILE`: a session that becomes a lab.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Make a lab of a session: FILE gets its transcript.",
        discussion: """
            The transcript has holes wherever the simulator generates a value. Beside it stands \
            the lab's text: labs/NAME/lab.md if FILE is transcripts/NAME.txt, else NAME.lab.md. \
            Lines that begin with # become its prose and begin a step.
            """)

    @Argument(help: "Where the transcript goes; it must not exist yet.")
    var file: String
    @OptionGroup var session: SessionOptions
    @OptionGroup var language: LanguageOptions

    func run() throws {
        let paths = RecordingPaths(file)
        for path in [paths.transcript, paths.lab]
        where FileManager.default.fileExists(atPath: path) {
            throw Failure("\(path) exists already")
        }
        let (options, language) = (session, self.language)
        let code = try MainActor.assumeIsolated {
            try Self.record(options, language, paths)
        }
        if code != 0 { throw ExitCode(code) }
    }

    @MainActor
    private static func record(
        _ options: SessionOptions, _ language: LanguageOptions, _ paths: RecordingPaths
    ) throws -> Int32 {
        // What a lab rests on must be there for everybody who does it.
        if options.isKept || options.workspace != nil {
            throw Failure("a lab is recorded on a fresh cluster: no --data-dir, no --workspace")
        }
        let workbench = LabWorkbench(
            library: try? language.library(), texts: language.texts, topology: options.topology)
        let seed = options.chosenSeed ?? Session.Defaults.seed
        let inputs = try typed(workbench, seed, options)
        let recording: LabRecorder.Recording
        do {
            recording = try LabRecorder(workbench, seed: seed).record(inputs, name: paths.name)
            try paths.write(recording)
        } catch { throw Failure("\(error)", code: 1) }
        for remark in recording.remarks { StandardError.write("kubarium: \(remark)\n") }
        guard let finding = recording.finding else {
            StandardError.write(language.texts.recorded(paths.transcript, paths.lab) + "\n")
            return 0
        }
        StandardError.write(
            "kubarium: \(language.texts.recordingDiffers)\n" + finding.rendered(language.texts))
        return 1
    }

    /// The session itself, at the prompt or from a pipe; gives what was typed.
    @MainActor
    private static func typed(
        _ workbench: LabWorkbench, _ seed: UInt64, _ options: SessionOptions
    ) throws -> [TypedInput] {
        let isTerminal = isatty(STDIN_FILENO) == 1
        let appearance = Appearance()
        let workplace: Workplace
        do {
            workplace = try Workplace(
                workbench,
                recording: SessionRecording(
                    seed: seed, nodeCount: options.nodeCount,
                    etcdMembers: options.etcdMembers ?? 1,
                    pace: options.pace ?? (isTerminal ? .real : .instant)),
                onShown: isTerminal ? PromptLoop.printer(appearance) : PipedSession.print)
        } catch { throw Failure("\(error)", code: 1) }
        _ =
            isTerminal
            ? PromptLoop(workplace, appearance: appearance).run()
            : PipedSession(workplace).run(lines: StandardInputLines())
        return TypedInput.all(of: workplace.recording)
    }
}

/// Where a recorded lab's two files go.
private struct RecordingPaths {
    let name: String
    let transcript: String
    let lab: String

    init(_ file: String) {
        let url = URL(fileURLWithPath: file)
        name = url.deletingPathExtension().lastPathComponent
        transcript = url.path
        let folder = url.deletingLastPathComponent()
        lab =
            folder.lastPathComponent == "transcripts"
            ? folder.deletingLastPathComponent().path + "/labs/\(name)/lab.md"
            : folder.path + "/\(name).lab.md"
    }

    func write(_ recording: LabRecorder.Recording) throws {
        for (path, text) in [(transcript, recording.transcript), (lab, recording.markdown)] {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }
}
