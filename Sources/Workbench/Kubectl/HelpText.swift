/// The short help that a command prints about itself.
///
/// Differs: help is a list of commands and flags; upstream's long explanations are not copied.
enum HelpText {
    static func of(_ command: CommandSpec, path: String) -> String {
        var text = command.summary + "\n"
        if !command.subcommands.isEmpty {
            text += command.name == "kubectl" ? "\nCommands:\n" : "\nAvailable Commands:\n"
            let width = command.subcommands.map(\.name.count).max() ?? 0
            for one in command.subcommands {
                let padding = String(repeating: " ", count: width - one.name.count + 3)
                text += "  \(one.name)\(padding)\(one.summary)\n"
            }
        }
        if !command.flags.isEmpty {
            text += "\nOptions:\n"
            for flag in command.flags.sorted(by: { $0.name < $1.name }) {
                text += "    \(flag.displayName)\n"
            }
        }
        text += "\nUsage:\n  \(path)"
        text += command.subcommands.isEmpty ? " [flags] [options]\n" : " [command] [options]\n"
        if command.name == "kubectl" {
            text += "\nUse \"kubectl <command> --help\" for the flags of a command.\n"
            text += "Use \"kubectl options\" for the flags that every command understands.\n"
        }
        return text
    }

    static var options: String {
        "The following options can be passed to any command:\n\n"
            + GlobalFlags.all.sorted { $0.name < $1.name }.map { "    \($0.displayName)\n" }
            .joined()
    }
}
