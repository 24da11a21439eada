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
    @OptionGroup var language: LanguageOptions
    @OptionGroup var terminal: TerminalOptions

    func run() throws {
        let (options, language, appearance) = (session, self.language, terminal.appearance)
        try MainActor.assumeIsolated {
            try SessionRunner(options, language, appearance).run(lab: nil)
        }
    }
}

/// `kubarium run N`: does a lab at the prompt.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do lab N at the prompt.")

    @Argument(help: "The lab's number, as `kubarium labs` shows it.")
    var lab: String
    @OptionGroup var session: SessionOptions
    @OptionGroup var language: LanguageOptions
    @OptionGroup var terminal: TerminalOptions

    func run() throws {
        let library = try language.library()
        let found: Lab
        do { found = try library.lab(lab) } catch { throw Failure(error.description) }
        let (options, language, appearance) = (session, self.language, terminal.appearance)
        try MainActor.assumeIsolated {
            try SessionRunner(options, language, appearance).run(lab: found)
        }
    }
}

/// Opens a session and lets a person, or a pipe, type into it.
///
/// `main` has not left the main thread; the prompt and its callbacks stay there, too.
@MainActor
private struct SessionRunner {
    private let options: SessionOptions
    private let language: LanguageOptions

    private let appearance: Appearance

    init(_ options: SessionOptions, _ language: LanguageOptions, _ appearance: Appearance) {
        (self.options, self.language, self.appearance) = (options, language, appearance)
    }

    func run(lab: Lab?) throws {
        // Without labs there is still a cluster to play with.
        let library = try? language.library()
        let isTerminal = isatty(STDIN_FILENO) == 1
        let workbench = LabWorkbench(
            library: library, texts: language.texts, topology: options.topology)
        let opened: (session: LearnerSession, progress: LabProgress)
        let workspace: Workspace?
        do {
            workspace = try options.workspace.map { try Workspace(path: $0) }
            opened = try workbench.session(
                seed: options.chosenSeed ?? lab?.seed ?? Session.Defaults.seed,
                pace: options.pace ?? (isTerminal ? .real : .instant),
                dataDirectory: options.dataDir)
        } catch { throw Failure("\(error)", code: 1) }
        let code =
            isTerminal
            ? atPrompt(opened.session, opened.progress, library, lab, workspace)
            : fromPipe(opened.session, opened.progress, library, lab, workspace)
        throw ExitCode(code)
    }

    private func atPrompt(
        _ session: LearnerSession, _ progress: LabProgress, _ library: LabLibrary?, _ lab: Lab?,
        _ workspace: Workspace?
    ) -> Int32 {
        PromptLoop(
            session, progress: progress, library: library, texts: language.texts,
            workspace: workspace, appearance: appearance,
            history: HistoryFile(environment: ProcessInfo.processInfo.environment)
        ).run(lab: lab)
    }

    private func fromPipe(
        _ session: LearnerSession, _ progress: LabProgress, _ library: LabLibrary?, _ lab: Lab?,
        _ workspace: Workspace?
    ) -> Int32 {
        PipedSession(
            session, progress: progress, library: library, texts: language.texts,
            workspace: workspace
        ).run(lines: StandardInputLines(), lab: lab)
    }
}
