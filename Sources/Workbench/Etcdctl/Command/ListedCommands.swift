/// A command that the help lists and that is refused when called.
struct ListedCommand: Sendable {
    var path: String
    var summary: String
}

/// What etcdctl can do beyond what this one does.
///
/// Differs: load checks, mirrors, downgrades and completion scripts are refused by name.
let listedCommands: [ListedCommand] = [
    ListedCommand(
        path: "check datascale",
        summary:
            "Check the memory usage of holding data for different workloads on a given server "
            + "endpoint."),
    ListedCommand(path: "check perf", summary: "Check the performance of the etcd cluster"),
    ListedCommand(path: "completion", summary: "Generate completion script"),
    ListedCommand(
        path: "downgrade cancel", summary: "Cancel the ongoing downgrade action to cluster"),
    ListedCommand(path: "downgrade enable", summary: "Start a downgrade action to cluster"),
    ListedCommand(
        path: "downgrade validate",
        summary: "Validate downgrade capability before starting downgrade"),
    ListedCommand(path: "help", summary: "Help about any command"),
    ListedCommand(
        path: "make-mirror", summary: "Makes a mirror at the destination etcd cluster"),
]

/// What a group of commands is about.
let groupSummaries: [String: String] = [
    "alarm": "Alarm related commands",
    "auth": "Enable or disable authentication",
    "check": "commands for checking properties of the etcd cluster",
    "downgrade": "Downgrade related commands",
    "endpoint": "Endpoint related commands",
    "lease": "Lease related commands",
    "member": "Membership related commands",
    "role": "Role related commands",
    "snapshot": "Manages etcd node snapshots",
    "user": "User related commands",
]

extension EtcdctlCommand {
    /// The commands that do something, as typed: `lease grant`.
    package static let commandPaths: [String] = commandTree.filter { $0.verb != nil }.map(\.path)
}
