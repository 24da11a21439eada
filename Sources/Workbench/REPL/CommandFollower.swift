import Labs
import Session
import Transcript

/// Follows what is typed and shown at the prompt, and tells the open lab about it.
final class CommandFollower {
    private let session: LearnerSession
    private let console: SessionConsole
    private let progress: LabProgress
    private let library: LabLibrary?
    private let texts: Texts
    private var command: Transcript.Command?

    init(
        _ session: LearnerSession, progress: LabProgress, library: LabLibrary?, texts: Texts
    ) {
        (self.session, self.progress) = (session, progress)
        (self.library, self.texts) = (library, texts)
        console = SessionConsole(session)
    }

    /// A line was typed behind a prompt.
    func typed(_ line: String, behind prompt: String) {
        if prompt == "> ", command != nil {
            command?.input.append(line)
        } else if let parts = Prompt.split(prompt) {
            command = Transcript.Command(prompt: parts.prompt, input: [line])
        } else if prompt.isEmpty {
            // Something that runs reads this line; it is no command.
        } else {
            command = nil
        }
    }

    /// A prompt stands again: gives what is to be shown before it.
    func finished(in terminal: SessionTerminal) -> String {
        guard terminal.prompt != "> ", terminal.prompt != "" || terminal.hasEnded else { return "" }
        let output = SessionConsole.lines(terminal.takeOutput())
        var text = ""
        if let done = command {
            command = nil
            let result = ConsoleResult(
                output: output, exitCode: Int(terminal.lastStatus), prompt: terminal.prompt ?? "")
            text += progress.take(
                done, result, texts, files: { terminal.text(ofFile: $0) }, holds: console.holds)
        }
        for wish in progress.takeWishes() { text += grant(wish, terminal) }
        return text
    }

    private func grant(_ wish: LabProgress.Wish, _ terminal: SessionTerminal) -> String {
        switch wish {
        case .check:
            return progress.report(
                texts, files: { terminal.text(ofFile: $0) }, holds: console.holds)
        case .hint: return progress.nextHint(texts)
        case .open(let word):
            guard let library else { return "## \(texts.noLab)\n" }
            do {
                return introduce(try library.lab(word))
            } catch { return "lab: \(error)\n" }
        }
    }

    /// Opens a lab; gives what is shown then.
    func introduce(_ lab: Lab) -> String {
        open(lab)
        return progress.introduction()
    }

    /// Opens a lab: its files are in the master's home then.
    func open(_ lab: Lab) {
        progress.open(lab)
        LabWorkbench.layOut(lab, in: session)
    }
}
