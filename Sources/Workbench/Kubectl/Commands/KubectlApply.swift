import API

/// `kubectl apply`: makes the server's objects what the files say, and remembers what they said.
enum KubectlApply {
    private static let flags: [Flag] =
        Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.validateFlag, Invocation.recordFlag, .bool("server-side"),
            .bool("force-conflicts"), .bool("force"), .string("selector", "l"),
            .bool("wait"), .duration("timeout"), .int("grace-period"),
            .optional("cascade", "background"), .string("subresource"),
            .bool("overwrite").refused(
                "what the file says always wins; use apply --server-side to see conflicts",
                unless: "true"),
            .bool("prune").refused("delete what left the files by name"),
            .array("prune-allowlist").refused("it is of use with --prune only"),
            .bool("all").refused("it is of use with --prune only"),
            .bool("openapi-patch").harmless("patches follow the schema that the server uses"),
        ]

    static let spec = CommandSpec(
        "apply", summary: "Apply a configuration to a resource by file name or stdin", flags: flags,
        subcommands: [
            CommandSpec(
                "view-last-applied",
                summary:
                    "View the latest last-applied-configuration annotations of a resource/object",
                flags: Invocation.fileFlags + [
                    .string("output", "o"), .bool("all"), .string("selector", "l"),
                ],
                body: viewLastApplied)
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        if let word = invocation.arguments.first {
            throw invocation.usage("Unexpected args: [\(word)]")
        }
        let files = flags.list("filename")
        guard !files.isEmpty else {
            throw .message("must specify one of -f and -k")
        }
        if flags.bool("force-conflicts"), !flags.bool("server-side") {
            throw .message("--force-conflicts only works with --server-side")
        }
        let selection = try await ManifestReader(invocation).read(files)
        if selection.infos.isEmpty, selection.errors.isEmpty {
            throw .message("no objects passed to apply")
        }
        var report = try Report(invocation, asList: selection.infos.count > 1)
        var failure: KubectlError?
        do {
            try await applyAll(selection, &report, invocation)
        } catch { failure = error }
        try await report.finish()
        if let failure { throw failure }
    }

    private static func applyAll(
        _ selection: ResourceSelection, _ report: inout Report, _ invocation: Invocation
    ) async throws(KubectlError) {
        let isServerSide = invocation.flags.bool("server-side")
        if !isServerSide, invocation.flags.isSet("subresource") {
            throw .message("--subresource only works with --server-side")
        }
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            if isServerSide {
                try await ServerSideApply(invocation).apply(info, &report)
            } else {
                try await ClientSideApply(invocation).apply(info, &report)
            }
        }
    }

    @Sendable static func viewLastApplied(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            let annotations = info.object["metadata"]["annotations"].stringMap ?? [:]
            guard let text = annotations[LastApplied.annotation],
                let value = try? JSONParser.parse(text)
            else {
                throw .message(
                    "no last-applied-configuration annotation found on resource: \(info.name)")
            }
            let isJSON = invocation.flags.string("output") == "json"
            try await invocation.print(isJSON ? Formats.json(value) : Formats.yaml(value))
        }
    }
}

/// The classic way: a three-way patch made here from what was applied last.
///
/// Upstream: kubectl pkg/cmd/apply/apply.go applyOneObject, patcher.go patchSimple.
private struct ClientSideApply {
    private let invocation: Invocation
    private static let manager = "kubectl-client-side-apply"

    init(_ invocation: Invocation) { self.invocation = invocation }

    func apply(_ info: ResourceInfo, _ report: inout Report) async throws(KubectlError) {
        if info.name.isEmpty {
            let generated = info.object["metadata"]["generateName"].string ?? ""
            throw .message(
                generated.isEmpty
                    ? "error when retrieving current configuration of:\nresource name may not be empty"
                    : "from \(generated): cannot use generate name with apply")
        }
        var info = info
        info.object = invocation.recorded(info.object)
        let client = try await invocation.client()
        let current: Value
        do { current = try await client.value("GET", info.path) } catch {
            guard error.isNotFound else {
                throw error.prefixed(
                    "error when retrieving current configuration of:\n\(Self.describe(info))from server for: \"\(info.source ?? "")\": "
                )
            }
            return try await create(info, &report)
        }
        try await update(info, current, &report)
    }

    private static func describe(_ info: ResourceInfo) -> String {
        "Resource: \"\(info.mapping.resource)\", GroupVersionKind: \"\(info.mapping.groupVersionKind)\"\n"
            + "Name: \"\(info.name)\", Namespace: \"\(info.namespace)\"\n"
    }

    private func create(_ info: ResourceInfo, _ report: inout Report) async throws(KubectlError) {
        var object = LastApplied.added(to: info.object)
        if try invocation.dryRun() != .client {
            do {
                object = try await invocation.client().value(
                    "POST", info.mapping.path(namespace: info.namespace),
                    query: try invocation.changeQuery(manager: Self.manager, validates: true),
                    body: object)
            } catch { throw error.prefixed("error when creating \"\(info.source ?? "")\": ") }
        }
        try await report.done(info.mapping, object, "created")
    }

    private func update(
        _ info: ResourceInfo, _ current: Value, _ report: inout Report
    ) async throws(KubectlError) {
        let dryRun = try invocation.dryRun()
        let annotations = current["metadata"]["annotations"].stringMap ?? [:]
        let last = annotations[LastApplied.annotation]
        if last == nil, dryRun != .client {
            try await invocation.printError(
                "Warning: resource \(info.mapping.resource.resource)/\(info.name) is missing the"
                    + " \(LastApplied.annotation) annotation which is required by kubectl apply."
                    + " kubectl apply should only be used on resources created declaratively by either"
                    + " kubectl create --save-config or kubectl apply. The missing annotation will be"
                    + " patched automatically.\n")
        }
        let patch = try ThreeWayPatch.make(
            info.mapping, last: last, modified: LastApplied.added(to: info.object), current: current
        )
        guard patch.patch != [:] else {
            return try await report.done(info.mapping, current, "unchanged")
        }
        var object = current
        if dryRun != .client {
            do {
                object = try await invocation.client().value(
                    "PATCH", info.path,
                    query: try invocation.changeQuery(manager: Self.manager, validates: true),
                    body: patch.patch, contentType: patch.type)
            } catch {
                if invocation.flags.bool("force"), Self.isWorthForce(error) {
                    let made = try await replaceByForce(info, current)
                    return try await report.done(info.mapping, made, "configured")
                }
                throw error.prefixed(
                    "error when applying patch:\n\(JSONWriter.text(patch.patch))\nto:\n\(Self.describe(info))"
                        + "for: \"\(info.source ?? "")\": error when patching \"\(info.source ?? "")\": "
                )
            }
        }
        let isUnchanged = dryRun != .client && object == current
        try await report.done(info.mapping, object, isUnchanged ? "unchanged" : "configured")
    }

    private static func isWorthForce(_ error: KubectlError) -> Bool {
        guard case .server(let status) = error else { return false }
        return status.reason == .conflict || status.reason == .invalid
    }

    /// `--force`: deletes the object, waits until it is gone and makes it anew.
    private func replaceByForce(
        _ info: ResourceInfo, _ current: Value
    ) async throws(KubectlError) -> Value {
        var old = info
        old.object = current
        try await Deletion(invocation).remove(old)
        return try await invocation.client().value(
            "POST", info.mapping.path(namespace: info.namespace),
            query: try invocation.changeQuery(manager: Self.manager, validates: true),
            body: LastApplied.added(to: info.object))
    }
}

/// The patch from what was applied last and what is there to what is wanted.
enum ThreeWayPatch {
    /// The patch and its media type. `modified` is what is wanted, `last` the annotation's text.
    static func make(
        _ mapping: ResourceMapping, last: String?, modified: Value, current: Value
    ) throws(KubectlError) -> (patch: Value, type: String) {
        let original = last.flatMap { try? JSONParser.parse($0) }.object ?? Object()
        let modified = modified.object ?? Object()
        let live = current.object ?? Object()
        let type = Schema.shared.type(of: mapping.groupVersionKind)
        guard let type else {
            let patch = MergePatch.createThreeWay(
                original: original, modified: modified, current: live)
            return (.object(patch), MediaType.mergePatch)
        }
        do {
            let patch = try StrategicDiff(schema: Schema.shared).createThreeWay(
                original: original, modified: modified, current: live, type: type)
            return (.object(patch), MediaType.strategicMergePatch)
        } catch { throw .server(error) }
    }
}
