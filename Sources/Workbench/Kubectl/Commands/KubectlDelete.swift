import API
import Simulation

/// `kubectl delete`: deletes objects, says so, and waits until they are gone.
enum KubectlDelete {
    static let spec = CommandSpec(
        "delete",
        summary:
            "Delete resources by file names, stdin, resources and names, or by resources and label selector",
        flags: Invocation.fileFlags + [
            .bool("all"), .bool("all-namespaces", "A"), .string("selector", "l"),
            .string("field-selector"), .bool("force"), .int("grace-period"), .bool("now"),
            .bool("wait"), .optional("cascade", "background"), .bool("ignore-not-found"),
            .duration("timeout"), .string("output", "o"), .optional("dry-run", "unchanged"),
            .string("raw"), .bool("interactive", "i"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let deletion = try Deletion(invocation)
        if let path = invocation.flags.string("raw") {
            return try await KubectlRaw.send("DELETE", path, invocation)
        }
        try await deletion.warn()
        let selection = try await selection(invocation)
        if invocation.flags.bool("interactive"), !selection.infos.isEmpty,
            try await !confirm(selection, invocation)
        {
            return try await invocation.print("deletion is cancelled\n")
        }
        var deleted: [ResourceInfo] = []
        var errors = selection.errors
        for info in selection.infos {
            do {
                if let uid = try await deletion.delete(info) {
                    var gone = info
                    gone.object["metadata"]["uid"] = .string(uid)
                    deleted.append(gone)
                }
            } catch {
                guard case .server = error else { throw error }
                if error.isNotFound, deletion.ignoresNotFound { continue }
                errors.append(error)
            }
        }
        if selection.infos.isEmpty, errors.isEmpty {
            return try await invocation.print("No resources found\n")
        }
        if deletion.waits {
            try await ObjectWaiter(invocation).waitUntilGone(deleted, deletion.timeout)
        }
        if let error = KubectlError.all(errors) { throw error }
    }

    /// Shows what would be deleted and asks; anything but `y` is a no.
    private static func confirm(
        _ selection: ResourceSelection, _ invocation: Invocation
    ) async throws(KubectlError) -> Bool {
        let names = selection.infos.map { $0.displayName + "\n" }.joined()
        try await invocation.print(
            "You are about to delete the following \(selection.infos.count) resource(s):\n\(names)"
                + "Do you want to continue? (y/n): ")
        return try await invocation.readLine().trimmed.lowercased() == "y"
    }

    /// The objects to delete; those given by name or file are not looked up first.
    private static func selection(_ invocation: Invocation) async throws(KubectlError)
        -> ResourceSelection
    {
        let flags = invocation.flags
        if !flags.list("filename").isEmpty {
            return try await invocation.select(latest: false)
        }
        guard !invocation.arguments.isEmpty else { throw Invocation.nothingNamed }
        let hasSelector = flags.isSet("selector") || flags.isSet("field-selector")
        let parsed = try ResourceArguments.parse(
            invocation.arguments, try await invocation.mapper(), hasSelector: hasSelector)
        var selection = ResourceSelection()
        for target in parsed.targets {
            if let name = target.name {
                let namespace = target.mapping.isNamespaced ? try invocation.namespace() : ""
                selection.infos.append(
                    ResourceInfo(
                        mapping: target.mapping, namespace: namespace, name: name, object: .null))
            } else {
                guard hasSelector || flags.bool("all") else {
                    throw .message("resource(s) were provided, but no name was specified")
                }
                selection.infos += try await invocation.list(
                    target.mapping, across: flags.bool("all-namespaces"))
            }
        }
        return selection
    }
}

/// How objects are to be deleted, and one deletion.
struct Deletion {
    let invocation: Invocation
    let dryRun: DryRun
    let ignoresNotFound: Bool
    let waits: Bool
    let timeout: Duration
    private let gracePeriod: Int?
    private let isForced: Bool
    private let propagation: String
    private let isNameOnly: Bool

    init(_ invocation: Invocation) throws(KubectlError) {
        self.invocation = invocation
        let flags = invocation.flags
        dryRun = try invocation.dryRun()
        // To apply or replace by force is to delete in the usual way, and to make anew.
        isForced =
            flags.bool("force")
            && !["kubectl apply", "kubectl replace", "kubectl drain"].contains(
                invocation.commandPath)
        var grace = flags.int("grace-period") ?? -1
        if flags.bool("now") {
            guard grace < 0 else {
                throw .message("--now and --grace-period cannot be specified together")
            }
            grace = 1
        }
        if grace == 0, !isForced {
            // Without --force, zero seconds still means: wait until it is gone.
            grace = 1
        } else if isForced, grace < 0 {
            grace = 0
        } else if isForced, grace > 0 {
            throw .message("--force and --grace-period greater than 0 cannot be specified together")
        }
        gracePeriod = grace < 0 ? nil : grace
        ignoresNotFound = flags.bool("ignore-not-found", default: flags.bool("all"))
        waits = flags.bool("wait", default: !isForced) && dryRun == .none
        let limit = flags.duration("timeout") ?? .zero
        timeout = limit > .zero ? limit : .hours(24 * 7)
        switch flags.string("cascade") ?? "background" {
        case "background", "true": propagation = "Background"
        case "foreground": propagation = "Foreground"
        case "orphan", "false": propagation = "Orphan"
        case let other:
            throw .message(
                "invalid cascade value (\(other)). Must be \"background\", \"foreground\", or \"orphan\""
            )
        }
        switch invocation.commandPath == "kubectl delete" ? flags.string("output") : nil {
        case nil, "": isNameOnly = false
        case "name": isNameOnly = true
        case let other?:
            throw .message("unexpected -o output mode: \(other). We only support '-o name'")
        }
    }

    func warn() async throws(KubectlError) {
        guard isForced, gracePeriod == 0 else { return }
        try await invocation.printError(
            "Warning: Immediate deletion does not wait for confirmation that the running resource has"
                + " been terminated. The resource may continue to run on the cluster indefinitely.\n"
        )
    }

    private var options: Value {
        var options: Value = ["kind": "DeleteOptions", "apiVersion": "v1"]
        if let gracePeriod { options["gracePeriodSeconds"] = .int(Int64(gracePeriod)) }
        options["propagationPolicy"] = .string(propagation)
        if dryRun == .server { options["dryRun"] = ["All"] }
        return options
    }

    /// Deletes an object to make room for another of its name: silently, and waits.
    ///
    /// `info.object` is what the server has.
    func remove(_ info: ResourceInfo) async throws(KubectlError) {
        _ = try await invocation.client().value("DELETE", info.path, body: options)
        try await ObjectWaiter(invocation).waitUntilGone([info], timeout)
    }

    /// Deletes an object and says so; gives its uid, to wait for.
    func delete(_ info: ResourceInfo) async throws(KubectlError) -> String? {
        var uid: String?
        if dryRun != .client {
            do {
                let answer = try await invocation.client().value("DELETE", info.path, body: options)
                uid = answer["details"]["uid"].string ?? answer["metadata"]["uid"].string
            } catch {
                guard let source = info.source else { throw error }
                throw error.prefixed("error when deleting \"\(source)\": ")
            }
        }
        if isNameOnly {
            try await invocation.print(info.displayName + "\n")
        } else {
            let verb = isForced && gracePeriod == 0 ? "force deleted" : "deleted"
            let place = info.mapping.isNamespaced ? " from \(info.namespace) namespace" : ""
            try await invocation.print(
                "\(info.mapping.kindName) \"\(info.name)\" \(verb)\(place)\(dryRun.suffix)\n")
        }
        return uid ?? ""
    }
}
