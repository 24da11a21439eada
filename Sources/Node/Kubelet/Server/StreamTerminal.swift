import API
import ContainerRuntime
import Simulation

/// A terminal at the far end of a connection: keys come as bytes, and are shown as bytes.
///
/// ```
///   session's input ─▶ keys ─▶ readLine ─▶ the program in front
///                       │ Ctrl-C ─▶ interrupts
///   session's output ◀─ screen ◀─ show
/// ```
/// It does what Linux's line discipline does in its usual mode: echo, erase, Ctrl-C, Ctrl-D.
///
/// Differs: what is typed ahead is shown when it is read; arrow keys do nothing.
final class StreamTerminal: ShellSeat, Sendable {
    private struct State {
        /// Typed and not read yet.
        var keys: [UInt8] = []
        var isInputClosed = false
        var isInterrupted = false
        /// The prompt of who reads a line now; empty for a program that knows none.
        var prompt: String?
        /// Shown and not sent yet.
        var screen: [UInt8] = []
        var isSending = false
        var isHungUp = false
        var shell: ShellSession?
    }
    private let session: RemoteSession
    private let state: Confined<State>
    private let readers: WaitQueue
    private let typists: WaitQueue
    private let writers: WaitQueue
    private let sender: WaitQueue
    let interrupts: InterruptStack

    init(_ simulation: Simulation, _ session: RemoteSession) {
        self.session = session
        state = Confined(simulation, State())
        (readers, typists) = (WaitQueue(simulation), WaitQueue(simulation))
        (writers, sender) = (WaitQueue(simulation), WaitQueue(simulation))
        interrupts = InterruptStack(simulation)
        simulation.spawn("terminal input") { await self.takeKeys() }
        simulation.spawn("terminal output") { await self.sendScreen() }
    }

    var size: TerminalSize { session.size }

    /// The shell that reads the lines typed here.
    var shell: ShellSession? {
        get { state.value.shell }
        set { state.value.shell = newValue }
    }

    // MARK: - Screen

    func show(_ bytes: [UInt8]) {
        guard !state.value.isHungUp else { return }
        for byte in bytes {
            if byte == Key.newline { state.value.screen.append(Key.carriageReturn) }
            state.value.screen.append(byte)
        }
        sender.wakeAll()
    }

    func waitForRoom() async throws(CancellationError) {
        while state.value.screen.count > Defaults.terminalBytesMax, !state.value.isHungUp {
            try await writers.wait()
        }
    }

    /// Returns once everything shown is on its way, or nobody looks any more.
    func flush() async {
        while !state.value.isHungUp, state.value.isSending || !state.value.screen.isEmpty {
            guard (try? await writers.wait()) != nil else { return }
        }
    }

    /// Nobody looks any more.
    func hangUp() {
        state.value.isHungUp = true
        state.value.screen = []
        writers.wakeAll()
        sender.wakeAll()
    }

    private func sendScreen() async {
        while !state.value.isHungUp {
            let bytes = state.value.screen
            state.value.screen = []
            state.value.isSending = !bytes.isEmpty
            writers.wakeAll()
            do {
                if bytes.isEmpty {
                    try await sender.wait()
                } else {
                    try await session.standardOutput.write(bytes)
                }
            } catch { hangUp() }
        }
    }

    // MARK: - Keyboard

    private func takeKeys() async {
        while let bytes = try? await session.standardInput.read(upTo: 4096) {
            for byte in bytes {
                if byte == Key.interrupt { interrupt() } else { state.value.keys.append(byte) }
            }
            readers.wakeAll()
            while state.value.keys.count > Defaults.terminalBytesMax {
                guard (try? await typists.wait()) != nil else { return }
            }
        }
        state.value.isInputClosed = true
        readers.wakeAll()
    }

    /// Ctrl-C: at a prompt the line is given up, otherwise the program in front is told.
    private func interrupt() {
        state.value.keys = []
        let isAtPrompt = state.value.prompt.map { !$0.isEmpty } ?? false
        if isAtPrompt || !interrupts.interrupt() {
            state.value.isInterrupted = state.value.prompt != nil
        }
    }

    func readLine(prompt: String) async throws(TerminalReadError) -> String? {
        show(Array(prompt.utf8))
        state.value.prompt = prompt
        defer { state.value.prompt = nil }
        var line = EditedLine()
        while let key = try await nextKey() {
            switch line.take(key) {
            case .show(let bytes): show(bytes)
            case .end:
                show([Key.newline])
                return line.text
            case .endOfFile: return line.isEmpty ? nil : line.text
            }
        }
        return line.isEmpty ? nil : line.text
    }

    private func nextKey() async throws(TerminalReadError) -> UInt8? {
        while true {
            if state.value.isInterrupted {
                state.value.isInterrupted = false
                throw .interrupted
            }
            if !state.value.keys.isEmpty { break }
            if state.value.isInputClosed { return nil }
            do { try await readers.wait() } catch { throw .cancelled }
        }
        typists.wakeAll()
        return state.value.keys.removeFirst()
    }
}

/// Bytes that a keyboard sends for keys without a letter.
enum Key {
    static let interrupt: UInt8 = 3
    static let endOfFile: UInt8 = 4
    static let backspace: UInt8 = 8
    static let newline: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let killLine: UInt8 = 21
    static let eraseWord: UInt8 = 23
    static let escape: UInt8 = 27
    static let delete: UInt8 = 127
}

/// A line while it is typed.
struct EditedLine: Sendable {
    /// What a key led to.
    enum Outcome: Sendable {
        case show([UInt8])
        case end
        /// Ctrl-D: hands over what there is; nothing is the end of the file.
        case endOfFile
    }
    private var bytes: [UInt8] = []
    /// How much of an escape sequence has come.
    private var escape: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func take(_ key: UInt8) -> Outcome {
        if !escape.isEmpty { return .show(skipEscape(key)) }
        switch key {
        case Key.newline, Key.carriageReturn: return .end
        case Key.endOfFile: return bytes.isEmpty ? .endOfFile : .show([])
        case Key.backspace, Key.delete: return .show(erase { _ in false })
        case Key.killLine: return .show(erase { _ in true })
        case Key.eraseWord:
            let isBlank = bytes.last == 32
            return .show(erase { ($0 == 32) == isBlank })
        case Key.escape:
            escape = [key]
            return .show([])
        case 9, 32...:
            bytes.append(key)
            return .show([key])
        default: return .show([])
        }
    }

    /// Takes away the last character, and those before it as long as `goesOn`.
    private mutating func erase(while goesOn: (UInt8) -> Bool) -> [UInt8] {
        var shown: [UInt8] = []
        while !bytes.isEmpty {
            // The bytes 0b10xxxxxx belong to the character before them.
            while let last = bytes.last, last & 0xc0 == 0x80 { bytes.removeLast() }
            _ = bytes.popLast()
            shown += [8, 32, 8]
            guard let next = bytes.last, goesOn(next) else { break }
        }
        return shown
    }

    /// `ESC [ A` and the like: read to their last byte and dropped.
    private mutating func skipEscape(_ key: UInt8) -> [UInt8] {
        escape.append(key)
        let isSequence = escape.count == 2 && (key == UInt8(ascii: "[") || key == UInt8(ascii: "O"))
        let isParameter = escape.count > 2 && key < 64
        if !isSequence, !isParameter || escape.count > 16 { escape = [] }
        return []
    }
}
