import API

/// `kubectl label` and `kubectl annotate`: change the labels or annotations of objects.
enum KubectlLabel {
    private static let flags: [Flag] =
        Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.recordFlag,
            .bool("overwrite"), .bool("list"), .bool("all"), .bool("all-namespaces", "A"),
            .string("selector", "l"), .string("field-selector"), .bool("local"),
            .string("resource-version"),
        ]

    static let label = CommandSpec(
        "label", summary: "Update the labels on a resource", flags: flags
    ) { (invocation) async throws(KubectlError) in
        try await KeyChanger(invocation, member: "labels", noun: "label").run()
    }

    static let annotate = CommandSpec(
        "annotate", summary: "Update the annotations on a resource", flags: flags
    ) { (invocation) async throws(KubectlError) in
        try await KeyChanger(invocation, member: "annotations", noun: "annotation").run()
    }
}

/// Changes one map of the metadata of each object.
private struct KeyChanger {
    private let invocation: Invocation
    /// `labels` or `annotations`.
    private let member: String
    private let noun: String

    init(_ invocation: Invocation, member: String, noun: String) {
        (self.invocation, self.member, self.noun) = (invocation, member, noun)
    }

    private var isLabel: Bool { member == "labels" }

    func run() async throws(KubectlError) {
        let flags = invocation.flags
        let (resources, changes) = try KeyChanges.split(invocation.arguments, noun)
        if flags.bool("list") { return try await list(resources) }
        if resources.isEmpty, flags.list("filename").isEmpty {
            throw .message(
                "one or more resources must be specified as <resource> <name> or <resource>/<name>")
        }
        guard !changes.isEmpty else {
            throw .message("at least one \(noun) update is required")
        }
        if isLabel {
            for change in changes.additions {
                if let complaint = Names.labelValue(change.value).first {
                    throw .message(
                        "invalid label value: \"\(change.key)=\(change.value)\": \(complaint)")
                }
            }
        }
        let selection = try await invocation.select(arguments: resources)
        if selection.infos.isEmpty, selection.errors.isEmpty {
            return try await invocation.print("No resources found\n")
        }
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            try await change(info, changes, &report)
        }
    }

    private func change(
        _ info: ResourceInfo, _ changes: KeyChanges, _ report: inout Report
    ) async throws(KubectlError) {
        let current = info.object["metadata"][member].stringMap ?? [:]
        try refuseOverwriting(current, changes)
        var patch = Object()
        for key in changes.removals {
            if current[key] == nil {
                if isLabel { try await invocation.print("label \"\(key)\" not found.\n") }
            } else {
                patch[key] = .null
            }
        }
        for change in changes.additions where current[change.key] != change.value {
            patch[change.key] = .string(change.value)
        }
        var metadata: Value = [:]
        metadata[member] = .object(patch)
        if let version = invocation.flags.string("resource-version") {
            metadata["resourceVersion"] = .string(version)
        }
        var object = Formats.merged(info.object, ["metadata": metadata])
        if try invocation.dryRun() != .client, !invocation.flags.bool("local"), !patch.isEmpty {
            object = try await invocation.client().value(
                "PATCH", info.path,
                query: try invocation.changeQuery(
                    manager: "kubectl-\(isLabel ? "label" : "annotate")"),
                body: ["metadata": metadata], contentType: MediaType.mergePatch)
        }
        try await invocation.record(info)
        try await report.done(info.mapping, object, outcome(current, patch, changes))
    }

    /// The word for what happened.
    private func outcome(_ current: [String: String], _ patch: Object, _ changes: KeyChanges)
        -> String
    {
        guard isLabel else { return "annotated" }
        if patch.isEmpty { return "not labeled" }
        return changes.additions.isEmpty ? "unlabeled" : "labeled"
    }

    private func refuseOverwriting(
        _ current: [String: String], _ changes: KeyChanges
    ) throws(KubectlError) {
        guard !invocation.flags.bool("overwrite"), !invocation.flags.isSet("resource-version")
        else { return }
        let taken = changes.additions.filter {
            current[$0.key] != nil && current[$0.key] != $0.value
        }
        guard !taken.isEmpty else { return }
        let lines = taken.map { "'\($0.key)' already has a value (\(current[$0.key] ?? ""))" }
        if isLabel {
            throw .message(lines.map { $0 + ", and --overwrite is false" }.joined(separator: ", "))
        }
        throw .message(
            "--overwrite is false but found the following declared annotation(s): "
                + lines.joined(separator: "; "))
    }

    private func list(_ resources: [String]) async throws(KubectlError) {
        let selection = try await invocation.select(arguments: resources)
        for info in selection.infos {
            let map = info.object["metadata"][member].stringMap ?? [:]
            if selection.infos.count > 1 {
                try await invocation.print("Listing \(member) for \(info.displayName):\n")
            }
            for (key, value) in map.sorted(by: { $0.key < $1.key }) {
                try await invocation.print("\(key)=\(value)\n")
            }
        }
        if let error = KubectlError.all(selection.errors) { throw error }
    }
}
