package import ContainerRuntime
package import Simulation

/// A learner's terminal without a screen: lines are fed in, and what would be seen is recorded.
///
/// ```
/// feed(.line) ─▶ readLine ─▶ a shell, or whatever runs in front of it
///                                │ show
///      screen, onOutput ◀────────┘
/// ```
/// Whoever drives the session looks at `isWaiting`: the command is over when a prompt stands.
///
/// Differs: a prompt always starts a new line; after output that ends without a newline, as curl's
/// often does, a real terminal shows the prompt right behind it.
package final class SessionTerminal: ShellSeat, Sendable {
    /// What a person can do at a keyboard.
    package enum Input: Sendable, Hashable {
        case line(String)
        /// Ctrl-D.
        case endOfFile
        /// Ctrl-C.
        case interrupt
    }

    /// A piece of what the screen shows.
    package enum Shown: Sendable {
        /// Bytes of a program.
        case output([UInt8])
        /// A prompt with what was typed at it.
        case echo(String)
    }

    private struct State {
        var output: [UInt8] = []
        var isAtLineStart = true
        var prompt: String?
        var input: [Input] = []
        var lastStatus: Int32 = 0
        var hasEnded = false
        var editorText: [String]?
        var shell: ShellSession?
        var onShown: (@Sendable (Shown) -> Void)?
    }
    /// Empty for the first terminal.
    package let name: String
    package let interrupts: InterruptStack
    private let state: Confined<State>
    private let readers: WaitQueue

    package init(_ simulation: Simulation, name: String = "") {
        self.name = name
        interrupts = InterruptStack(simulation)
        state = Confined(simulation, State())
        readers = WaitQueue(simulation)
    }

    package var size: TerminalSize { TerminalSize(columns: 120, rows: 40) }

    // MARK: - For programs

    package func show(_ bytes: [UInt8]) {
        guard let last = bytes.last else { return }
        state.value.isAtLineStart = last == 10
        state.value.output += bytes
        state.value.onShown?(.output(bytes))
    }

    package func readLine(prompt: String) async throws(TerminalReadError) -> String? {
        // The prompt of a continuation line stays as it is: that is how transcripts know it.
        let isPlain = name.isEmpty || prompt.isEmpty || prompt == "> "
        let shown = isPlain ? prompt : "(\(name)) " + prompt
        if !shown.isEmpty, !state.value.isAtLineStart { show([10]) }
        state.value.prompt = shown
        defer { state.value.prompt = nil }
        while state.value.input.isEmpty {
            if state.value.hasEnded { return nil }
            do { try await readers.wait() } catch { throw .cancelled }
        }
        let input = state.value.input.removeFirst()
        switch input {
        case .line(let text):
            state.value.onShown?(.echo(shown + text + "\n"))
            state.value.isAtLineStart = true
            return text
        case .endOfFile:
            state.value.onShown?(.echo(shown))
            return nil
        case .interrupt:
            state.value.onShown?(.echo(shown))
            throw .interrupted
        }
    }

    /// The text that an editor started here is to write; taken once.
    package func takeEditorText() -> [String]? {
        defer { state.value.editorText = nil }
        return state.value.editorText
    }

    /// Says how the last command of the login shell ended.
    func setStatus(_ status: Int32) { state.value.lastStatus = status }

    /// Says that the login shell is gone.
    func end(_ status: Int32) {
        state.value.lastStatus = status
        state.value.hasEnded = true
        readers.wakeAll()
    }

    /// The shell that reads the lines typed here.
    package var shell: ShellSession? {
        get { state.value.shell }
        set { state.value.shell = newValue }
    }

    // MARK: - For whoever sits here

    /// Types; what nobody reads yet waits, but Ctrl-C goes to the program in front at once.
    package func feed(_ input: Input) {
        if input == .interrupt, state.value.prompt == nil {
            state.value.input = []
            interrupts.interrupt()
            return
        }
        state.value.input.append(input)
        readers.wakeOne()
    }

    /// Puts down what an editor that is started next will write.
    package func prepareEditor(_ lines: [String]?) { state.value.editorText = lines }

    /// Whether somebody waits for a line and nothing has been typed ahead.
    package var isWaiting: Bool { state.value.prompt != nil && state.value.input.isEmpty }

    /// The prompt that stands there now; empty for a program that reads lines without one.
    package var prompt: String? { state.value.prompt }

    /// Whether the login shell has ended.
    package var hasEnded: Bool { state.value.hasEnded }

    /// `$?` of the login shell.
    package var lastStatus: Int32 { state.value.lastStatus }

    /// What programs have written since the last call, without echoes.
    package func takeOutput() -> [UInt8] {
        defer { state.value.output = [] }
        return state.value.output
    }

    /// Sets who sees everything as it is shown.
    package func onShown(_ listener: (@Sendable (Shown) -> Void)?) {
        state.value.onShown = listener
    }
}
