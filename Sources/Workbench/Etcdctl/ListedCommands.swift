/// A command that the help lists and that is refused when called.
struct ListedCommand: Sendable {
    var path: String
    var summary: String
}

/// What etcdctl can do beyond what this one does.
///
/// Differs: authentication, membership changes, snapshots, locks and elections are refused by name.
let listedCommands: [ListedCommand] = [
    ListedCommand(path: "alarm disarm", summary: "Disarms all alarms"),
    ListedCommand(path: "auth disable", summary: "Disables authentication"),
    ListedCommand(path: "auth enable", summary: "Enables authentication"),
    ListedCommand(path: "auth status", summary: "Returns authentication status"),
    ListedCommand(
        path: "check datascale",
        summary:
            "Check the memory usage of holding data for different workloads on a given server "
            + "endpoint."),
    ListedCommand(path: "check perf", summary: "Check the performance of the etcd cluster"),
    ListedCommand(path: "completion", summary: "Generate completion script"),
    ListedCommand(
        path: "defrag",
        summary: "Defragments the storage of the etcd members with given endpoints"),
    ListedCommand(
        path: "downgrade cancel", summary: "Cancel the ongoing downgrade action to cluster"),
    ListedCommand(path: "downgrade enable", summary: "Start a downgrade action to cluster"),
    ListedCommand(
        path: "downgrade validate",
        summary: "Validate downgrade capability before starting downgrade"),
    ListedCommand(path: "elect", summary: "Observes and participates in leader election"),
    ListedCommand(
        path: "endpoint hashkv",
        summary: "Prints the KV history hash for each endpoint in --endpoints"),
    ListedCommand(path: "help", summary: "Help about any command"),
    ListedCommand(path: "lock", summary: "Acquires a named lock"),
    ListedCommand(
        path: "make-mirror", summary: "Makes a mirror at the destination etcd cluster"),
    ListedCommand(path: "member add", summary: "Adds a member into the cluster"),
    ListedCommand(path: "member promote", summary: "Promotes a non-voting member in the cluster"),
    ListedCommand(path: "member remove", summary: "Removes a member from the cluster"),
    ListedCommand(path: "member update", summary: "Updates a member in the cluster"),
    ListedCommand(
        path: "move-leader", summary: "Transfers leadership to another etcd cluster member."),
    ListedCommand(path: "role add", summary: "Adds a new role"),
    ListedCommand(path: "role delete", summary: "Deletes a role"),
    ListedCommand(path: "role get", summary: "Gets detailed information of a role"),
    ListedCommand(path: "role grant-permission", summary: "Grants a key to a role"),
    ListedCommand(path: "role list", summary: "Lists all roles"),
    ListedCommand(path: "role revoke-permission", summary: "Revokes a key from a role"),
    ListedCommand(
        path: "snapshot save", summary: "Stores an etcd node backend snapshot to a given file"),
    ListedCommand(path: "user add", summary: "Adds a new user"),
    ListedCommand(path: "user delete", summary: "Deletes a user"),
    ListedCommand(path: "user get", summary: "Gets detailed information of a user"),
    ListedCommand(path: "user grant-role", summary: "Grants a role to a user"),
    ListedCommand(path: "user list", summary: "Lists all users"),
    ListedCommand(path: "user passwd", summary: "Changes password of user"),
    ListedCommand(path: "user revoke-role", summary: "Revokes a role from a user"),
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
