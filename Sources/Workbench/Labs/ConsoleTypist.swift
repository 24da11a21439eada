import Session
import Transcript

/// Types a lab's commands into a console, at the prompts where the lab types them.
struct ConsoleTypist {
    private let console: any Console

    init(_ console: any Console) { self.console = console }

    /// Types a command of a transcript; gives it as the console showed it.
    func type(
        _ command: Transcript.Command
    ) -> (shown: Transcript.Command, result: ConsoleResult) {
        ConsoleAligner(console).align(to: command.prompt)
        var shown = command
        shown.exitCode = nil
        let standing = console.prompt(of: command.prompt.terminal)
        if let prompt = Prompt.split(standing)?.prompt { shown.prompt = prompt }
        let result = console.run(
            ConsoleCommand(
                terminal: command.prompt.terminal, input: command.input,
                editorText: command.isEditor ? command.output.droppingEmptyEnd : nil))
        shown.output = result.output
        return (shown, result)
    }

    /// Types a command of a step's solution, wherever the terminal stands.
    func type(
        _ command: ConsoleCommand, line: Int
    ) -> (shown: Transcript.Command, result: ConsoleResult) {
        let standing = Prompt.split(console.prompt(of: command.terminal))?.prompt
        let result = console.run(command)
        let shown = Transcript.Command(
            prompt: standing ?? Prompt(terminal: command.terminal, text: ""),
            input: command.input, output: result.output, line: line)
        return (shown, result)
    }

    /// Goes back to the master's prompt in the terminal, if a container's stands there.
    func returnToHost(terminal: String = "") {
        ConsoleAligner(console).align(
            to: Prompt(terminal: terminal, text: "[root@server4-master ~]$ "))
    }
}

/// Leaves nested shells with Ctrl-D where a text goes on at the host's prompt without saying how.
struct ConsoleAligner {
    private let console: any Console

    init(_ console: any Console) { self.console = console }

    func align(to prompt: Prompt) {
        for _ in 0..<4 where prompt.isHost {
            let standing = console.prompt(of: prompt.terminal)
            guard let found = Prompt.split(standing)?.prompt, !found.isHost else { return }
            console.leaveShell(of: prompt.terminal)
        }
    }
}
