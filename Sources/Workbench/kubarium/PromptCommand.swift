import ArgumentParser
import Foundation
import Labs
import REPL
import Session

/// `kubarium`: a prompt on a fresh cluster.
struct PromptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt", abstract: "Open the prompt on a fresh cluster (the default).")

    @OptionGroup var session: SessionOptions
    @OptionGroup var kept: KeptOptions
    @OptionGroup var language: LanguageOptions
    @OptionGroup var terminal: TerminalOptions

    func validate() throws { try kept.validate(with: session) }

    func run() throws {
        let (options, kept, language, screen) = (session, self.kept, self.language, terminal)
        try MainActor.assumeIsolated {
            try SessionRunner(options, kept, language, screen).run(lab: nil)
        }
    }
}

/// `kubarium run N`: does a lab at the prompt.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do lab N at the prompt.")

    @Argument(help: "The lab's number, as `kubarium labs` shows it.")
    var lab: String
    @Flag(name: .customLong("continue"), help: "Go on with the unfinished session of this lab.")
    var continues = false
    @OptionGroup var session: SessionOptions
    @OptionGroup var kept: KeptOptions
    @OptionGroup var language: LanguageOptions
    @OptionGroup var terminal: TerminalOptions

    func validate() throws {
        try kept.validate(with: session)
        if continues,
            session.isKept || session.nodes != nil || session.etcdMembers != nil
                || session.chosenSeed != nil
        {
            throw ValidationError(
                "--continue takes seed, nodes and etcd members from the unfinished session")
        }
    }

    func run() throws {
        let library = try language.library()
        let found: Lab
        do { found = try library.lab(lab) } catch { throw Failure(error.description) }
        let (options, kept, language, screen) = (session, self.kept, self.language, terminal)
        let continues = self.continues
        try MainActor.assumeIsolated {
            try SessionRunner(options, kept, language, screen).run(
                lab: found, continues: continues)
        }
    }
}

/// What is kept of a session: options of commands that a learner types in.
struct KeptOptions: ParsableArguments {
    @Option(help: "Write a proof of the session to this file when it ends.")
    var proof: String?
    @OptionGroup var state: StateOptions

    func validate(with session: SessionOptions) throws {
        if proof != nil, session.isKept {
            throw ValidationError("--proof needs a fresh cluster, not one of --data-dir or --store")
        }
    }
}

/// Opens a session and lets a person, or a pipe, type into it.
///
/// `main` has not left the main thread; the prompt and its callbacks stay there, too.
@MainActor
private struct SessionRunner {
    private let options: SessionOptions
    private let kept: KeptOptions
    private let language: LanguageOptions
    private let isTerminal = isatty(STDIN_FILENO) == 1

    private let appearance: Appearance

    init(
        _ options: SessionOptions, _ kept: KeptOptions, _ language: LanguageOptions,
        _ screen: TerminalOptions
    ) {
        (self.options, self.kept, self.language) = (options, kept, language)
        appearance = screen.appearance
    }

    func run(lab: Lab?, continues: Bool = false) throws {
        let store = kept.state.store
        let warning = store?.load().warning
        if let warning { StandardError.write("kubarium: \(warning)\n") }
        let recording = try recording(lab, store, continues)
        let workplace: Workplace
        do {
            workplace = try Workplace(
                // Without labs there is still a cluster to play with.
                LabWorkbench(library: try? language.library(), texts: language.texts),
                recording: recording, storage: try options.storage(),
                workspace: try options.workspace.map { try Workspace(path: $0) }, store: store,
                onShown: isTerminal ? PromptLoop.printer(appearance) : PipedSession.print)
        } catch { throw Failure("\(error)", code: 1) }
        announce(lab, store, workplace, continues)
        let opened = continues ? nil : lab
        let code =
            isTerminal
            ? promptLoop(workplace).run(lab: opened)
            : PipedSession(workplace).run(lines: StandardInputLines(), lab: opened)
        try writeProof(of: workplace)
        throw ExitCode(code)
    }

    private func promptLoop(_ workplace: Workplace) -> PromptLoop {
        let labs = ((try? language.library().labs()) ?? []).map { String($0.number) }
        let folder = ProgressStore.folder(environment: ProcessInfo.processInfo.environment)
        let history = kept.state.noState ? nil : folder.map(HistoryFile.init(folder:))
        return PromptLoop(workplace, labs: labs, appearance: appearance, history: history)
    }

    private func recording(
        _ lab: Lab?, _ store: ProgressStore?, _ continues: Bool
    ) throws(Failure) -> SessionRecording {
        guard continues, let lab else {
            return SessionRecording(
                seed: options.chosenSeed ?? lab?.seed ?? Session.Defaults.seed,
                nodeCount: options.nodeCount,
                etcdMembers: options.etcdMembers ?? lab?.etcdMembers ?? 1,
                pace: options.pace ?? (isTerminal ? .real : .instant))
        }
        guard let store else { throw Failure("without state (--no-state) nothing is kept") }
        do { return try store.session(of: lab) } catch { throw Failure(error.description, code: 1) }
    }

    private func announce(
        _ lab: Lab?, _ store: ProgressStore?, _ workplace: Workplace, _ continues: Bool
    ) {
        guard let lab, isTerminal, let store else { return }
        if continues {
            print("## " + language.texts.wentOn(workplace.commands.count))
        } else if store.hasSession(of: lab) {
            print("## " + language.texts.unfinished(lab.number))
        }
    }

    private func writeProof(of workplace: Workplace) throws(Failure) {
        guard let path = kept.proof else { return }
        do {
            try Data(workplace.proof.rendered.utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure("\(path) cannot be written: \(error.localizedDescription)", code: 1)
        }
    }
}
