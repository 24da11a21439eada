/// One command of etcdctl: what it is called, what it takes, how the help describes it.
struct CommandDescription: Sendable {
    /// `lease grant`; empty for etcdctl itself.
    var path: String
    /// What follows `etcdctl ` in the usage line.
    var usage: String
    var summary: String
    var flags: [Flag] = []
    /// What it does; nil for a command that only has subcommands, or that is not supported.
    var verb: Verb?

    /// What a command does with its arguments.
    typealias Verb = @Sendable (Session) async throws(Exit) -> Void

    var name: String { path.isEmpty ? "etcdctl" : path }
}

private let prefix = Flag("prefix", .bool, "false", "Get keys with matching prefix")
private let clusterFlag = Flag(
    "cluster", .bool, "false", "use all endpoints from the cluster member list")

/// Every command of etcdctl 3.6.
///
/// Differs: the commands without a verb are listed and refused by name when called.
let commandTree: [CommandDescription] =
    keyCommands + leaseCommands + clusterCommands + maintenanceCommands + authCommands
    + listedCommands.map { CommandDescription(path: $0.path, usage: $0.path, summary: $0.summary) }

private let keyCommands: [CommandDescription] = [
    CommandDescription(
        path: "del", usage: "del [options] <key> [range_end]",
        summary: "Removes the specified key or range of keys [key, range_end)", flags: deleteFlags,
        verb: delete),
    CommandDescription(
        path: "elect", usage: "elect <election-name> [proposal]",
        summary: "Observes and participates in leader election",
        flags: [Flag("listen", shorthand: "l", .bool, "false", "observation mode")], verb: elect),
    CommandDescription(
        path: "get", usage: "get [options] <key> [range_end]",
        summary: "Gets the key or a range of keys", flags: getFlags, verb: get),
    CommandDescription(
        path: "lock", usage: "lock <lockname> [exec-command arg1 arg2 ...]",
        summary: "Acquires a named lock",
        flags: [Flag("ttl", .integer, "10", "timeout for session")], verb: lock),
    CommandDescription(
        path: "put", usage: "put [options] <key> <value> (<value> can also be given from stdin)",
        summary: "Puts the given key into the store", flags: putFlags, verb: put),
    CommandDescription(
        path: "txn", usage: "txn [options]",
        summary: "Txn processes all the requests in one transaction",
        flags: [
            Flag(
                "interactive", shorthand: "i", .bool, "false",
                "Input transaction in interactive mode")
        ], verb: transact),
    CommandDescription(
        path: "watch",
        usage: "watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]",
        summary: "Watches events stream on keys or prefixes", flags: watchFlags, verb: watch),
]

private let leaseCommands: [CommandDescription] = [
    CommandDescription(
        path: "lease grant", usage: "lease grant <ttl>", summary: "Creates leases", verb: leaseGrant
    ),
    CommandDescription(
        path: "lease keep-alive", usage: "lease keep-alive [options] <leaseID>",
        summary: "Keeps leases alive (renew)",
        flags: [
            Flag(
                "once", .bool, "false",
                "Resets the keep-alive time to its original value and exits immediately")
        ], verb: leaseKeepAlive),
    CommandDescription(
        path: "lease list", usage: "lease list", summary: "List all active leases", verb: leaseList),
    CommandDescription(
        path: "lease revoke", usage: "lease revoke <leaseID>", summary: "Revokes leases",
        verb: leaseRevoke),
    CommandDescription(
        path: "lease timetolive", usage: "lease timetolive <leaseID> [options]",
        summary: "Get lease information",
        flags: [Flag("keys", .bool, "false", "Get keys attached to this lease")],
        verb: leaseTimeToLive),
]

private let clusterCommands: [CommandDescription] = [
    CommandDescription(
        path: "endpoint hashkv", usage: "endpoint hashkv",
        summary: "Prints the KV history hash for each endpoint in --endpoints",
        flags: [
            clusterFlag,
            Flag("rev", .integer, "0", "maximum revision to hash (default: latest revision)"),
        ], verb: endpointHashKeyValues),
    CommandDescription(
        path: "endpoint health", usage: "endpoint health",
        summary: "Checks the healthiness of endpoints specified in `--endpoints` flag",
        flags: [clusterFlag], verb: endpointHealth),
    CommandDescription(
        path: "endpoint status", usage: "endpoint status",
        summary: "Prints out the status of endpoints specified in `--endpoints` flag",
        flags: [clusterFlag], verb: endpointStatus),
    CommandDescription(
        path: "member add", usage: "member add <memberName> [options]",
        summary: "Adds a member into the cluster",
        flags: [
            peerURLsFlag,
            Flag("learner", .bool, "false", "indicates if the new member is raft learner"),
        ], verb: memberAdd),
    CommandDescription(
        path: "member list", usage: "member list", summary: "Lists all members in the cluster",
        flags: [Flag("consistency", .string, "l", "Linearizable(l) or Serializable(s)")],
        verb: memberList),
    CommandDescription(
        path: "member promote", usage: "member promote <memberID> [options]",
        summary: "Promotes a non-voting member in the cluster", verb: memberPromote),
    CommandDescription(
        path: "member remove", usage: "member remove <memberID>",
        summary: "Removes a member from the cluster", verb: memberRemove),
    CommandDescription(
        path: "member update", usage: "member update <memberID> [options]",
        summary: "Updates a member in the cluster", flags: [peerURLsFlag], verb: memberUpdate),
    CommandDescription(
        path: "move-leader", usage: "move-leader <transferee-member-id>",
        summary: "Transfers leadership to another etcd cluster member.", verb: moveLeader),
]

private let maintenanceCommands: [CommandDescription] = [
    CommandDescription(
        path: "alarm disarm", usage: "alarm disarm", summary: "Disarms all alarms",
        verb: disarmAlarms),
    CommandDescription(
        path: "alarm list", usage: "alarm list", summary: "Lists all alarms", verb: listAlarms),
    CommandDescription(
        path: "compaction", usage: "compaction [options] <revision>",
        summary: "Compacts the event history in etcd",
        flags: [
            Flag(
                "physical", .bool, "false",
                "'true' to wait for compaction to physically remove all old revisions")
        ], verb: compact),
    CommandDescription(
        path: "defrag", usage: "defrag",
        summary: "Defragments the storage of the etcd members with given endpoints",
        flags: [clusterFlag], verb: defragment),
    CommandDescription(
        path: "snapshot save", usage: "snapshot save <filename>",
        summary: "Stores an etcd node backend snapshot to a given file", verb: saveSnapshot),
    CommandDescription(
        path: "version", usage: "version", summary: "Prints the version of etcdctl",
        verb: showVersion),
]

private let authCommands: [CommandDescription] = [
    CommandDescription(
        path: "auth disable", usage: "auth disable", summary: "Disables authentication",
        verb: authDisable),
    CommandDescription(
        path: "auth enable", usage: "auth enable", summary: "Enables authentication",
        verb: authEnable),
    CommandDescription(
        path: "auth status", usage: "auth status", summary: "Returns authentication status",
        verb: authStatus),
    CommandDescription(
        path: "role add", usage: "role add <role name>", summary: "Adds a new role", verb: roleAdd),
    CommandDescription(
        path: "role delete", usage: "role delete <role name>", summary: "Deletes a role",
        verb: roleDelete),
    CommandDescription(
        path: "role get", usage: "role get <role name>",
        summary: "Gets detailed information of a role", verb: roleGet),
    CommandDescription(
        path: "role grant-permission",
        usage: "role grant-permission [options] <role name> <permission type> <key> [endkey]",
        summary: "Grants a key to a role", flags: permissionFlags("grant"),
        verb: roleGrantPermission),
    CommandDescription(
        path: "role list", usage: "role list", summary: "Lists all roles", verb: roleList),
    CommandDescription(
        path: "role revoke-permission", usage: "role revoke-permission <role name> <key> [endkey]",
        summary: "Revokes a key from a role", flags: permissionFlags("revoke"),
        verb: roleRevokePermission),
    CommandDescription(
        path: "user add", usage: "user add <user name or user:password> [options]",
        summary: "Adds a new user",
        flags: [
            interactiveFlag,
            Flag("new-user-password", .string, "", "Supply password from the command line flag"),
            Flag(
                "no-password", .bool, "false", "Create a user without password (CN based auth only)"
            ),
        ], verb: userAdd),
    CommandDescription(
        path: "user delete", usage: "user delete <user name>", summary: "Deletes a user",
        verb: userDelete),
    CommandDescription(
        path: "user get", usage: "user get <user name> [options]",
        summary: "Gets detailed information of a user",
        flags: [Flag("detail", .bool, "false", "Show permissions of roles granted to the user")],
        verb: userGet),
    CommandDescription(
        path: "user grant-role", usage: "user grant-role <user name> <role name>",
        summary: "Grants a role to a user", verb: userGrantRole),
    CommandDescription(
        path: "user list", usage: "user list", summary: "Lists all users", verb: userList),
    CommandDescription(
        path: "user passwd", usage: "user passwd <user name> [options]",
        summary: "Changes password of user", flags: [interactiveFlag], verb: userPassword),
    CommandDescription(
        path: "user revoke-role", usage: "user revoke-role <user name> <role name>",
        summary: "Revokes a role from a user", verb: userRevokeRole),
]

private let peerURLsFlag = Flag(
    "peer-urls", .strings, "", "comma separated peer URLs for the new member.")
private let interactiveFlag = Flag(
    "interactive", .bool, "true", "Read password from stdin instead of interactive terminal")

private func permissionFlags(_ verb: String) -> [Flag] {
    [
        Flag(
            "from-key", .bool, "false",
            "\(verb) a permission of keys that are greater than or equal to the given key using "
                + "byte compare"),
        Flag("prefix", .bool, "false", "\(verb) a prefix permission"),
    ]
}

let watchFlags: [Flag] = [
    Flag("interactive", shorthand: "i", .bool, "false", "Interactive mode"),
    Flag("prefix", .bool, "false", "Watch on a prefix if prefix is set"),
    Flag("prev-kv", .bool, "false", "get the previous key-value pair before the event happens"),
    Flag(
        "progress-notify", .bool, "false",
        "get periodic watch progress notification from server"),
    Flag("rev", .integer, "0", "Revision to start watching"),
]

let getFlags: [Flag] = [
    Flag("consistency", .string, "l", "Linearizable(l) or Serializable(s)"),
    Flag("count-only", .bool, "false", "Get only the count"),
    Flag(
        "from-key", .bool, "false",
        "Get keys that are greater than or equal to the given key using byte compare"),
    Flag("keys-only", .bool, "false", "Get only the keys"),
    Flag("limit", .integer, "0", "Maximum number of results"),
    Flag("order", .string, "", "Order of results; ASCEND or DESCEND (ASCEND by default)"),
    prefix,
    Flag(
        "print-value-only", .bool, "false",
        "Only write values when using the \"simple\" output format"),
    Flag("rev", .integer, "0", "Specify the kv revision"),
    Flag("sort-by", .string, "", "Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION"),
]

let putFlags: [Flag] = [
    Flag("ignore-lease", .bool, "false", "updates the key using its current lease"),
    Flag("ignore-value", .bool, "false", "updates the key using its current value"),
    Flag("lease", .string, "0", "lease ID (in hexadecimal) to attach to the key"),
    Flag("prev-kv", .bool, "false", "return the previous key-value pair before modification"),
]

let deleteFlags: [Flag] = [
    Flag(
        "from-key", .bool, "false",
        "delete keys that are greater than or equal to the given key using byte compare"),
    Flag("prefix", .bool, "false", "delete keys with matching prefix"),
    Flag("prev-kv", .bool, "false", "return deleted key-value pairs"),
]

/// The flags that every command knows.
let globalFlags: [Flag] = [
    Flag(
        "cacert", .string, "",
        "verify certificates of TLS-enabled secure servers using this CA bundle"),
    Flag("cert", .string, "", "identify secure client using this TLS certificate file"),
    Flag(
        "command-timeout", .duration, "5s",
        "timeout for short running command (excluding dial timeout)"),
    Flag("debug", .bool, "false", "enable client-side debug logging"),
    Flag("dial-timeout", .duration, "2s", "dial timeout for client connections"),
    Flag(
        "discovery-srv", shorthand: "d", .string, "",
        "domain name to query for SRV records describing cluster endpoints"),
    Flag("discovery-srv-name", .string, "", "service name to query when using DNS discovery"),
    Flag("endpoints", .strings, "127.0.0.1:2379", "gRPC endpoints"),
    Flag("hex", .bool, "false", "print byte strings as hex encoded strings"),
    Flag(
        "insecure-discovery", .bool, "true",
        "accept insecure SRV records describing cluster endpoints"),
    Flag(
        "insecure-skip-tls-verify", .bool, "false",
        "skip server certificate verification (CAUTION: this option should be enabled only for "
            + "testing purposes)"),
    Flag(
        "insecure-transport", .bool, "true", "disable transport security for client connections"),
    Flag("keepalive-time", .duration, "2s", "keepalive time for client connections"),
    Flag("keepalive-timeout", .duration, "6s", "keepalive timeout for client connections"),
    Flag("key", .string, "", "identify secure client using this TLS key file"),
    Flag(
        "max-recv-bytes", .integer, "0",
        "client-side response receive limit in bytes (if 0, it defaults to \"math.MaxInt32\")"),
    Flag(
        "max-request-bytes", .integer, "0",
        "client-side request send limit in bytes (if 0, it defaults to 2.0 MiB (2 * 1024 * 1024).)"
    ),
    Flag(
        "password", .string, "",
        "password for authentication (if this option is used, --user option shouldn't include "
            + "password)"),
    Flag(
        "user", .string, "",
        "username[:password] for authentication (prompt if password is not supplied)"),
    Flag(
        "write-out", shorthand: "w", .string, "simple",
        "set the output format (fields, json, protobuf, simple, table)"),
]

/// The flag that asks for the help of the command called `name`.
func helpFlag(of name: String) -> Flag {
    let last = name.split(separator: " ").last.map(String.init) ?? name
    return Flag("help", shorthand: "h", .bool, "false", "help for \(last)")
}
