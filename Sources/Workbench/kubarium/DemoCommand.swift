import ArgumentParser
import Foundation
import Labs
import Session
import Transcript

/// `kubarium demo N`: plays a lab for a class.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Play lab N: prompts, commands, outputs.",
        discussion: """
            On a terminal: space pauses and goes on, enter or n goes to the next command, b back a \
            step, t takes over the prompt (resume or Ctrl-D gives it back), q ends.
            """)

    @Argument(help: "The lab's number.")
    var lab: String
    @Flag(help: "Print the whole session at once.")
    var plain = false
    @Option(help: "How fast to type: 2 is twice as fast.")
    var speed: Double = 1
    @Option(help: "Play with this seed rather than the lab's own.")
    var seed: UInt64?
    @OptionGroup var language: LanguageOptions

    func validate() throws {
        if !(speed >= 0.05 && speed <= 1000) {
            throw ValidationError("--speed is a number from 0.05 to 1000")
        }
    }

    func run() throws {
        let library = try language.library()
        let workbench = LabWorkbench(library: library, texts: language.texts)
        var found: Lab
        do { found = try library.lab(lab) } catch { throw Failure("\(error)") }
        if let seed { found.seed = seed }
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        guard isTerminal, !plain else { return try playAtOnce(found, workbench) }
        let (lab, speed) = (found, self.speed)
        let code = TerminalGuard.run {
            MainActor.assumeIsolated { Self.play(lab, workbench, speed: speed) }
        }
        if code != 0 { throw ExitCode(code) }
    }

    private func playAtOnce(_ lab: Lab, _ workbench: LabWorkbench) throws {
        let finding: Finding?
        do {
            let console = try workbench.console(for: lab)
            finding = LabRunner(lab, on: console, texts: language.texts).run { command in
                print(command.rendered, terminator: "")
            }
        } catch { throw Failure("\(error)") }
        if let finding {
            StandardError.write(finding.rendered(language.texts))
            throw ExitCode(1)
        }
    }

    @MainActor
    private static func play(
        _ lab: Lab, _ workbench: LabWorkbench, speed: Double
    ) -> Int32 {
        guard let keyboard = RawKeyboard() else { return 1 }
        do {
            let stage = try DemoStage(
                lab, workbench, screen: screen(for: lab, workbench.texts),
                keyboard: keyboard, speed: speed)
            return stage.run()
        } catch {
            StandardError.write("kubarium: \(error)\n")
            return 1
        }
    }

    /// Side by side if the lab has several terminals and the window has room for them.
    private static func screen(for lab: Lab, _ texts: Texts) -> any DemoScreen {
        let terminals = DemoScript(lab).terminals
        let variables = ProcessInfo.processInfo.environment
        let reader = variables["KUBARIUM_SCREEN_READER"] ?? ""
        let canErase =
            ["", "0"].contains(reader) && !["", "dumb"].contains(variables["TERM"] ?? "")
        let size = ScreenSize.current
        if canErase, PaneGrid.fits(terminals.count, width: size.width, height: size.height) {
            return SplitScreen(
                texts, terminals: terminals, usesColour: (variables["NO_COLOR"] ?? "").isEmpty)
        }
        return ScrollingScreen(texts, hasTerminals: terminals.count > 1, canErase: canErase)
    }
}
