/// The person in front of a program: reads lines they type, shows bytes, passes on Ctrl-C.
///
/// One terminal is shared by a shell, the program it runs in the foreground, and the shell inside
/// a container that this program may have opened (`kubectl exec -it`). Whoever reads a line says
/// with which prompt; whoever is in front is told of Ctrl-C.
///
/// Implementations: the prompt (GNU readline), a transcript being replayed, a WebSocket.
package protocol Terminal: Sendable {
    /// Columns and rows; 80 by 24 if unknown.
    var size: TerminalSize { get }

    /// Shows bytes. Never waits.
    func show(_ bytes: [UInt8])

    /// Suspends a program that shows more than can be looked at; most terminals take everything.
    func waitForRoom() async throws(CancellationError)

    /// Shows `prompt` and reads a line, without its newline; nil on Ctrl-D.
    ///
    /// **Throws** `.interrupted` on Ctrl-C while the line is typed, `.cancelled` if the task is.
    func readLine(prompt: String) async throws(TerminalReadError) -> String?

    /// The stack of those who want to know of Ctrl-C; only the last is told.
    var interrupts: InterruptStack { get }
}

extension Terminal {
    package func waitForRoom() async throws(CancellationError) {}
}

package struct TerminalSize: Sendable, Hashable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        self.rows = rows
    }
}

package enum TerminalReadError: Error, Sendable {
    case interrupted
    case cancelled
}

/// Who is told of Ctrl-C: the program in front.
package final class InterruptStack: Sendable {
    private struct State {
        var nextToken = 0
        var handlers: [(token: Int, handler: @Sendable () -> Void)] = []
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation) { state = Confined(simulation, State()) }

    /// Puts `handler` in front of all others; give the token back to `remove`.
    package func push(_ handler: @escaping @Sendable () -> Void) -> Int {
        let token = state.value.nextToken
        state.value.nextToken += 1
        state.value.handlers.append((token, handler))
        return token
    }

    package func remove(_ token: Int) { state.value.handlers.removeAll { $0.token == token } }

    /// Ctrl-C was pressed. Returns false if nobody was there to be told.
    @discardableResult
    package func interrupt() -> Bool {
        guard let last = state.value.handlers.last else { return false }
        last.handler()
        return true
    }
}

/// A terminal's keyboard as a source of bytes, for a program such as `cat` that knows no prompt.
package final class TerminalSource: ByteSource, Sendable {
    package let terminal: any Terminal
    private let pending: Confined<[UInt8]>

    package init(_ simulation: Simulation, _ terminal: any Terminal) {
        self.terminal = terminal
        pending = Confined(simulation, [])
    }

    package func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        if pending.value.isEmpty {
            let line: String?
            do { line = try await terminal.readLine(prompt: "") } catch {
                throw CancellationError()
            }
            guard let line else { return nil }
            pending.value = Array(line.utf8) + [10]
        }
        let head = Array(pending.value.prefix(limit))
        pending.value.removeFirst(head.count)
        return head
    }
}

/// A terminal's screen as a sink.
package struct TerminalSink: ByteSink {
    package let terminal: any Terminal

    package init(_ terminal: any Terminal) { self.terminal = terminal }

    package func write(_ bytes: [UInt8]) async throws(WriteError) {
        terminal.show(bytes)
        do { try await terminal.waitForRoom() } catch { throw .cancelled }
    }
}
