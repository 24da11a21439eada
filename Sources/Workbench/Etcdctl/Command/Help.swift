import Etcd

/// The help of a command, laid out as etcdctl's.
///
/// Differs: the longer descriptions of `put`, `watch` and `txn` are left out.
enum Help {
    /// etcdctl's own help.
    static var root: String {
        let commands = commandTree.map { ($0.path, $0.summary) }.sorted { $0.0 < $1.0 }
        return section("NAME", ["etcdctl - A simple command line client for etcd3."])
            + section("USAGE", ["etcdctl [flags]"])
            + section("VERSION", [Defaults.version])
            + section("API VERSION", [Defaults.apiVersion])
            + "COMMANDS:\n" + columns(commands.map { ("  " + $0.0, $0.1) }) + "\n"
            + "OPTIONS:\n" + options(globalFlags + [helpFlag(of: "etcdctl")]) + "\n"
    }

    /// The help of a command such as `lease`, which only has subcommands.
    static func group(_ name: String) -> String {
        let members = commandTree.filter { $0.path.hasPrefix(name + " ") }
            .map { ("  " + $0.path.dropFirst(name.count + 1), $0.summary) }.sorted { $0.0 < $1.0 }
        return section("NAME", ["\(name) - \(groupSummaries[name] ?? "")"])
            + section("USAGE", ["etcdctl \(name) <subcommand> [flags]"])
            + section("API VERSION", [Defaults.apiVersion])
            + "COMMANDS:\n" + columns(members) + "\n"
            + allOptions(own: [helpFlag(of: name)])
    }

    /// The help of a command that does something.
    static func command(_ command: CommandDescription) -> String {
        section("NAME", ["\(command.path) - \(command.summary)"])
            + section("USAGE", ["etcdctl \(command.usage) [flags]"])
            + allOptions(own: command.flags + [helpFlag(of: command.path)])
    }

    private static func allOptions(own: [Flag]) -> String {
        "OPTIONS:\n" + options(own) + "\nGLOBAL OPTIONS:\n" + options(globalFlags) + "\n"
    }

    private static func section(_ title: String, _ lines: [String]) -> String {
        "\(title):\n" + lines.map { "  \($0)\n" }.joined() + "\n"
    }

    private static func options(_ flags: [Flag]) -> String {
        columns(flags.sorted { $0.name < $1.name }.map { ($0.synopsis, $0.help) })
    }

    /// Two columns, set apart by as many tabs as the longest line needs (Go's tabwriter).
    private static func columns(_ rows: [(String, String)]) -> String {
        let longest = rows.map(\.0.count).max() ?? 0
        let width = (longest + 1 + 7) / 8 * 8
        return rows.map { left, right in
            let tabs = (width - left.count + 7) / 8
            return left + String(repeating: "\t", count: tabs) + right + "\n"
        }.joined()
    }
}
