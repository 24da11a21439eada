import ContainerRuntime
import Simulation

/// The shell that a terminal of the master runs: reads lines until Ctrl-D or `exit`.
///
/// After each line it tells the terminal how the line ended.
struct LoginShell: Program {
    let terminal: SessionTerminal

    func run(_ process: Process) async -> Int32 {
        let session = ShellSession(process: process, dialect: .bash)
        let leave = session.sit(at: terminal)
        defer { leave() }
        await session.source("/etc/profile")
        await session.source(process.machine.user.home + "/.bashrc")
        while session.exitStatus == nil, !Task.isCancelled {
            do throws(TerminalReadError) {
                guard let line = try await terminal.readLine(prompt: session.prompt) else {
                    _ = await session.finishInput()
                    break
                }
                terminal.setStatus(
                    await session.runInterruptibly(line: line, terminal: terminal))
            } catch {
                guard error == .interrupted else { break }
                terminal.show(Array("^C\n".utf8))
                session.abandonInput()
                terminal.setStatus(130)
            }
        }
        await session.close()
        let status = session.exitStatus ?? session.lastStatus
        terminal.show(Array("logout\n".utf8))
        terminal.end(status)
        return status
    }
}
