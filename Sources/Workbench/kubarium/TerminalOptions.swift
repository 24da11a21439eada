import ArgumentParser
import Foundation
import REPL

/// Options about the learner's own screen.
struct TerminalOptions: ParsableArguments {
    @Option(help: "Colours for Kubarium's own lines: auto, always or never.")
    var color: Appearance.ColourChoice = .auto

    @Flag(help: "For screen readers: whole lines, no colours, nothing is drawn twice.")
    var plainPrompt = false

    var appearance: Appearance {
        Appearance(
            colour: color, isPlain: plainPrompt, environment: ProcessInfo.processInfo.environment,
            isTerminal: isatty(STDOUT_FILENO) == 1)
    }
}

extension Appearance.ColourChoice: ExpressibleByArgument {}
