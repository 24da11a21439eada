import API
import Simulation

/// `kubectl cordon`, `uncordon`, `taint` and `drain`.
enum KubectlNodes {
    static let specs: [CommandSpec] = [
        CommandSpec("cordon", summary: "Mark node as unschedulable", flags: common) {
            (invocation) async throws(KubectlError) in try await mark(true, invocation)
        },
        CommandSpec("uncordon", summary: "Mark node as schedulable", flags: common) {
            (invocation) async throws(KubectlError) in try await mark(false, invocation)
        },
        CommandSpec(
            "taint", summary: "Update the taints on one or more nodes",
            flags: Invocation.changeFlags + [
                Invocation.validateFlag, .bool("overwrite"), .bool("all"), .string("selector", "l"),
            ],
            body: taint),
        CommandSpec(
            "drain", summary: "Drain node in preparation for maintenance",
            flags: common + [
                .bool("force"), .bool("ignore-daemonsets"), .bool("delete-emptydir-data"),
                .int("grace-period"), .duration("timeout"), .bool("disable-eviction"),
                .string("pod-selector"), .int("chunk-size"),
                .int("skip-wait-for-delete-timeout").refused(
                    "drain waits for every pod; see --timeout", unless: "0"),
            ], body: drain),
    ]

    private static let common: [Flag] = [
        .string("selector", "l"), .optional("dry-run", "unchanged"),
    ]

    private static func nodes(
        _ invocation: Invocation, _ words: [String]
    ) async throws(KubectlError) -> ResourceSelection {
        let mapping = try await invocation.mapper().resource(named: "nodes")
        var selection = ResourceSelection()
        if let selector = invocation.flags.string("selector") {
            selection.infos = try await invocation.list(mapping, labels: selector)
            return selection
        }
        if invocation.flags.bool("all") {
            selection.infos = try await invocation.list(mapping)
            return selection
        }
        guard !words.isEmpty else {
            throw invocation.usage(
                "USAGE: \(invocation.commandPath.replacing("kubectl ", with: "")) NODE [flags]")
        }
        for word in words {
            let name = word.split(separator: "/").last.map(String.init) ?? word
            do throws(KubectlError) {
                selection.infos.append(try await invocation.get(mapping, name))
            } catch {
                guard case .server = error else { throw error }
                selection.errors.append(error)
            }
        }
        return selection
    }

    private static func mark(_ unschedulable: Bool, _ invocation: Invocation)
        async throws(KubectlError)
    {
        let selection = try await nodes(invocation, invocation.arguments)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            try await mark(info, unschedulable, invocation)
        }
    }

    private static func mark(
        _ info: ResourceInfo, _ unschedulable: Bool, _ invocation: Invocation
    ) async throws(KubectlError) {
        let word = unschedulable ? "cordoned" : "uncordoned"
        guard (info.object["spec"]["unschedulable"].bool ?? false) != unschedulable else {
            return try await invocation.print("node/\(info.name) already \(word)\n")
        }
        if try invocation.dryRun() != .client {
            let patch: Value = ["spec": ["unschedulable": unschedulable ? true : .null]]
            _ = try await invocation.client().value(
                "PATCH", info.path, query: try invocation.dryRun().query, body: patch,
                contentType: MediaType.strategicMergePatch)
        }
        try await invocation.print("node/\(info.name) \(word)\(try invocation.dryRun().suffix)\n")
    }

    // MARK: - Taints

    @Sendable private static func taint(_ invocation: Invocation) async throws(KubectlError) {
        var words = invocation.arguments
        if let first = words.first, ["node", "nodes", "no"].contains(first) { words.removeFirst() }
        let isChange: (String) -> Bool = {
            $0.hasSuffix("-") || $0.contains("=") || $0.contains(":")
        }
        let names = Array(words.prefix { !isChange($0) })
        let changes = words.dropFirst(names.count)
        guard !changes.isEmpty else { throw .message("at least one taint update is required") }
        let selection = try await nodes(invocation, names)
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var taints = info.object["spec"]["taints"].array ?? []
            var outcome = "untainted"
            for change in changes {
                if try apply(change, to: &taints, info.name, invocation.flags.bool("overwrite")) {
                    outcome = "tainted"
                }
            }
            var object = info.object
            object["spec"]["taints"] = taints.isEmpty ? nil : .array(taints)
            if try invocation.dryRun() != .client {
                object = try await KubectlSet.send(
                    info, object, invocation, manager: "kubectl-taint")
            }
            try await report.done(info.mapping, object, outcome)
        }
    }

    /// Applies `key=value:effect` or `key[:effect]-`; true if it added a taint.
    private static func apply(
        _ change: String, to taints: inout [Value], _ node: String, _ overwrites: Bool
    ) throws(KubectlError) -> Bool {
        if change.hasSuffix("-") {
            let parts = change.dropLast().split(separator: ":", maxSplits: 1).map(String.init)
            let key = (parts.first ?? "").split(separator: "=").first.map(String.init) ?? ""
            let before = taints.count
            taints.removeAll {
                $0["key"].string == key && (parts.count < 2 || $0["effect"].string == parts[1])
            }
            guard taints.count < before else {
                throw .message("taint \"\(change.dropLast())\" not found")
            }
            return false
        }
        let parts = change.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(parts[1])
        else {
            throw .message("invalid taint spec: \(change)")
        }
        let pair = parts[0].split(separator: "=", maxSplits: 1).map(String.init)
        let key = pair.first ?? ""
        let same = taints.firstIndex { $0["key"].string == key && $0["effect"].string == parts[1] }
        if same != nil, !overwrites {
            throw .message(
                "node \(node) already has \(key) taint(s) with same effect(s) and --overwrite is false"
            )
        }
        var taint: Value = ["effect": .string(parts[1]), "key": .string(key)]
        if pair.count > 1 { taint["value"] = .string(pair[1]) }
        if let same { taints[same] = taint } else { taints.append(taint) }
        return true
    }

    // MARK: - Drain

    @Sendable private static func drain(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await nodes(invocation, invocation.arguments)
        if let error = KubectlError.all(selection.errors) { throw error }
        for info in selection.infos { try await mark(info, true, invocation) }
        for info in selection.infos { try await Drain(invocation, info).run() }
    }
}

/// Empties one node.
private struct Drain {
    private let invocation: Invocation
    private let node: ResourceInfo

    init(_ invocation: Invocation, _ node: ResourceInfo) {
        self.invocation = invocation
        self.node = node
    }

    func run() async throws(KubectlError) {
        let mapping = try await invocation.mapper().resource(named: "pods")
        var query = [("fieldSelector", "spec.nodeName=\(node.name)")] + invocation.chunkQuery
        if let selector = invocation.flags.string("pod-selector") {
            query.append(("labelSelector", selector))
        }
        let pods = try await invocation.client().wholeList(mapping, namespace: "", query)
        var evicted: [ResourceInfo] = []
        var daemons: [String] = []
        var orphans: [String] = []
        var local: [String] = []
        for pod in pods {
            let metadata = pod["metadata"]
            let name = "\(metadata["namespace"].string ?? "")/\(metadata["name"].string ?? "")"
            if metadata["annotations"].stringMap?["kubernetes.io/config.mirror"] != nil { continue }
            let isDone = ["Succeeded", "Failed"].contains(pod["status"]["phase"].string ?? "")
            let owner = metadata["ownerReferences"].array?.first { $0["controller"].bool == true }
            if !isDone, owner["kind"].string == "DaemonSet" {
                daemons.append(name)
                continue
            }
            if !isDone, owner == nil { orphans.append(name) }
            if !isDone,
                pod["spec"]["volumes"].array?.contains(where: { $0["emptyDir"] != nil }) == true
            {
                local.append(name)
            }
            evicted.append(
                ResourceInfo(
                    mapping: mapping, namespace: metadata["namespace"].string ?? "",
                    name: metadata["name"].string ?? "", object: pod))
        }
        try await refuse(daemons, orphans, local)
        try await evict(evicted)
        try await invocation.print("node/\(node.name) drained\(try invocation.dryRun().suffix)\n")
    }

    private func refuse(
        _ daemons: [String], _ orphans: [String], _ local: [String]
    ) async throws(KubectlError) {
        let flags = invocation.flags
        var problems: [String] = []
        var warnings: [String] = []
        func add(
            _ names: [String], _ flag: String, _ problem: String, _ hint: String, _ warning: String
        ) {
            guard !names.isEmpty else { return }
            let list = names.joined(separator: ", ")
            if flags.bool(flag) {
                warnings.append("\(warning): \(list)")
            } else {
                problems.append("\(problem) (use \(hint) to override): \(list)")
            }
        }
        add(
            local, "delete-emptydir-data", "cannot delete Pods with local storage",
            "--delete-emptydir-data", "deleting Pods with local storage")
        add(
            orphans, "force", "cannot delete Pods that declare no controller", "--force",
            "deleting Pods that declare no controller")
        if !daemons.isEmpty {
            let list = daemons.joined(separator: ", ")
            if flags.bool("ignore-daemonsets") {
                warnings.append("ignoring DaemonSet-managed Pods: \(list)")
            } else {
                problems.append(
                    "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): \(list)"
                )
            }
        }
        guard problems.isEmpty else {
            let text =
                problems.count == 1 ? problems[0] : "[" + problems.joined(separator: ", ") + "]"
            throw .bare(
                "error: unable to drain node \"\(node.name)\" due to error: \(text), continuing command...\n"
                    + "There are pending nodes to be drained:\n \(node.name)\n"
                    + problems.joined(separator: "\n"))
        }
        if !warnings.isEmpty {
            try await invocation.printError("Warning: \(warnings.joined(separator: "; "))\n")
        }
    }

    /// `--disable-eviction`: deletes, whatever disruption budgets say.
    private func delete(_ pods: [ResourceInfo]) async throws(KubectlError) {
        let deletion = try Deletion(invocation)
        for pod in pods {
            try await invocation.print("deleting pod \(pod.namespace)/\(pod.name)\n")
            try await deletion.remove(pod)
            try await invocation.print("pod/\(pod.name) deleted\n")
        }
    }

    private func evict(_ pods: [ResourceInfo]) async throws(KubectlError) {
        guard try invocation.dryRun() == .none else { return }
        let client = try await invocation.client()
        if invocation.flags.bool("disable-eviction") { return try await delete(pods) }
        for pod in pods {
            try await invocation.print("evicting pod \(pod.namespace)/\(pod.name)\n")
        }
        for pod in pods {
            var eviction: Value = [
                "apiVersion": "policy/v1", "kind": "Eviction",
                "metadata": ["name": .string(pod.name), "namespace": .string(pod.namespace)],
            ]
            if let grace = invocation.flags.int("grace-period"), grace >= 0 {
                eviction["deleteOptions"] = ["gracePeriodSeconds": .int(Int64(grace))]
            }
            while true {
                do throws(KubectlError) {
                    _ = try await client.value("POST", pod.path("eviction"), body: eviction)
                    break
                } catch {
                    if error.isNotFound { break }
                    guard case .server(let status) = error, status.reason == .tooManyRequests else {
                        throw error
                    }
                    try await invocation.printError(
                        "error when evicting pods/\"\(pod.name)\" -n \"\(pod.namespace)\" (will retry after 5s): \(status.message)\n"
                    )
                    do { try await invocation.simulation.sleep(for: .seconds(5)) } catch {
                        throw .interrupted
                    }
                }
            }
        }
        let limit = invocation.flags.duration("timeout") ?? .zero
        for pod in pods {
            try await ObjectWaiter(invocation).waitUntilGone(
                [pod], limit > .zero ? limit : .hours(24 * 7))
            try await invocation.print("pod/\(pod.name) evicted\n")
        }
    }
}
