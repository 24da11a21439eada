import Simulation

/// A terminal at the far end of a connection: keys come as bytes, and are shown as bytes.
///
/// It does what Linux's line discipline does in its usual mode: echo, erase, Ctrl-C, Ctrl-D.
final class StreamTerminal: Terminal, Sendable {
    private struct State {
        var pending: [UInt8] = []
        var isInputClosed = false
    }
    private let simulation: Simulation
    private let input: BytePipe
    private let output: Mailbox<[UInt8]>
    private let state: Confined<State>
    let interrupts: InterruptStack

    init(_ simulation: Simulation, input: BytePipe, output: BytePipe) {
        (self.simulation, self.input) = (simulation, input)
        let shown = Mailbox<[UInt8]>(simulation)
        self.output = shown
        state = Confined(simulation, State())
        interrupts = InterruptStack(simulation)
        simulation.spawn("terminal output") {
            while let bytes = try? await shown.next() {
                guard (try? await output.write(bytes)) != nil else { return }
            }
        }
    }

    deinit { output.finish() }

    var size: TerminalSize { TerminalSize() }

    func show(_ bytes: [UInt8]) {
        var translated: [UInt8] = []
        for byte in bytes {
            if byte == 10 { translated.append(13) }
            translated.append(byte)
        }
        output.send(translated)
    }

    func readLine(prompt: String) async throws(TerminalReadError) -> String? {
        show(Array(prompt.utf8))
        var line: [UInt8] = []
        while true {
            guard let key = try await nextKey() else {
                return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
            }
            switch key {
            case 10, 13:
                show([10])
                return String(decoding: line, as: UTF8.self)
            case 3:
                show(Array("^C\n".utf8))
                throw .interrupted
            case 4:
                if line.isEmpty { return nil }
            case 8, 127:
                if line.popLast() != nil { output.send([8, 32, 8]) }
            default:
                line.append(key)
                output.send([key])
            }
        }
    }

    private func nextKey() async throws(TerminalReadError) -> UInt8? {
        while state.value.pending.isEmpty {
            if state.value.isInputClosed { return nil }
            do {
                if let bytes = try await input.read(upTo: 4096) {
                    state.value.pending += bytes
                } else {
                    state.value.isInputClosed = true
                }
            } catch {
                throw .cancelled
            }
        }
        return state.value.pending.removeFirst()
    }
}
