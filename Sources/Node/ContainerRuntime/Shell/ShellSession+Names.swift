package import Simulation

/// A terminal that knows which shell reads its lines, so that a prompt can complete words as that
/// shell would understand them.
package protocol ShellSeat: Terminal, AnyObject {
    /// The shell in front; the one that it was started from comes back when it ends.
    var shell: ShellSession? { get set }
}

extension ShellSession {
    /// Takes the seat at a terminal. Returns what gives it back.
    package func sit(at terminal: any Terminal) -> @Sendable () -> Void {
        guard let seat = terminal as? any ShellSeat else { return {} }
        let outer = seat.shell
        seat.shell = self
        return { seat.shell = outer }
    }

    // MARK: - What can be typed

    /// Every word that can stand where a command begins; sorted, each once.
    package var commandNames: [String] {
        var names = Set(Builtins.table.keys).subtracting(Builtins.refused.keys)
        names.formUnion(Builtins.reserved)
        names.formUnion(shellState.functions.keys)
        names.formUnion(shellState.aliases.keys)
        let files = process.files
        for folder in (shellState.value("PATH") ?? "").split(separator: ":") {
            for name in (try? files.list(String(folder))) ?? [] {
                guard let status = try? files.stat("\(folder)/\(name)") else { continue }
                if status.kind != .directory, status.mode & 0o111 != 0 { names.insert(name) }
            }
        }
        return names.sorted()
    }

    /// The names of all variables that are set, sorted.
    package var variableNames: [String] { shellState.variables.keys.sorted() }

    /// The variables that programs started here get.
    package var environment: [String: String] { shellState.environment }

    /// What an alias stands for.
    package func alias(_ name: String) -> String? { shellState.aliases[name] }
}
