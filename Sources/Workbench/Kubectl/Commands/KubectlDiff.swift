import API
import Simulation

/// `kubectl diff`: what applying the files would change, found out by a dry run on the server.
///
/// Exit code 1 means that there is a difference.
///
/// Differs: the difference is made here; KUBECTL_EXTERNAL_DIFF is not looked at.
///
/// Upstream: kubectl pkg/cmd/diff/diff.go.
enum KubectlDiff {
    private static let flags: [Flag] =
        Invocation.fileFlags + [
            .bool("server-side"), .bool("force-conflicts"), .string("field-manager"),
            .bool("show-managed-fields"), .string("selector", "l"),
            .int("concurrency").harmless("objects are compared one after another"),
            .bool("prune").refused("delete what left the files by name"),
            .array("prune-allowlist").refused("it is of use with --prune only"),
        ]

    static let spec = CommandSpec(
        "diff", summary: "Diff the live version against a would-be applied version", flags: flags,
        body: run)

    private static let manager = "kubectl-client-side-apply"

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        if let word = invocation.arguments.first {
            throw invocation.usage("Unexpected args: [\(word)]")
        }
        let files = invocation.flags.list("filename")
        guard !files.isEmpty else { throw .message("must specify one of -f and -k") }
        if invocation.flags.bool("force-conflicts"), !invocation.flags.bool("server-side") {
            throw .message("--force-conflicts only works with --server-side")
        }
        let selection = try await ManifestReader(invocation).read(files)
        let random = invocation.simulation.random("kubectl diff")
        let folders = (
            "/tmp/LIVE-\(random.int(in: 1..<4_294_967_296))",
            "/tmp/MERGED-\(random.int(in: 1..<4_294_967_296))"
        )
        let found = Confined(invocation.simulation, [(name: String, text: String)]())
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            let (live, merged) = masked(try await versions(of: info, invocation))
            let diff = UnifiedDiff(
                from: text(live, invocation), to: text(merged, invocation))
            if diff.isEmpty { return }
            found.value.append((name(of: info), diff.text))
        }
        let time = CivilTime(invocation.now).fileTime
        for (name, text) in found.value.sorted(by: { $0.name < $1.name }) {
            let (old, new) = ("\(folders.0)/\(name)", "\(folders.1)/\(name)")
            try await invocation.print(
                "diff -u -N \(old) \(new)\n--- \(old)\t\(time)\n+++ \(new)\t\(time)\n\(text)")
        }
        if !found.value.isEmpty { throw .exit(1) }
    }

    // MARK: - The two versions

    /// The object as it is, nil if it is not there, and as it would be.
    private static func versions(
        of info: ResourceInfo, _ invocation: Invocation
    ) async throws(KubectlError) -> (live: Value?, merged: Value) {
        let client = try await invocation.client()
        var live: Value?
        do { live = try await client.value("GET", info.path) } catch {
            guard error.isNotFound else { throw error }
        }
        let own = invocation.flags.string("field-manager")
        var query = [("dryRun", "All")]
        if invocation.flags.bool("server-side") {
            query += [
                ("fieldManager", own ?? ServerSideApply.manager),
                ("force", String(invocation.flags.bool("force-conflicts"))),
            ]
            let merged = try await client.value(
                "PATCH", info.path, query: query, body: info.object,
                contentType: MediaType.applyPatch)
            return (live, merged)
        }
        query.append(("fieldManager", own ?? manager))
        guard let live else {
            let path = info.mapping.path(namespace: info.namespace)
            return (nil, try await client.value("POST", path, query: query, body: info.object))
        }
        let patch = try ThreeWayPatch.make(
            info.mapping,
            last: live["metadata"]["annotations"][LastApplied.annotation].string,
            modified: info.object, current: live)
        let merged = try await client.value(
            "PATCH", info.path, query: query, body: patch.patch, contentType: patch.type)
        return (live, merged)
    }

    // MARK: - As text

    /// A Secret's data is not shown, only which of it differs.
    private static func masked(_ pair: (live: Value?, merged: Value)) -> (
        live: Value?, merged: Value
    ) {
        guard pair.merged["kind"].string == "Secret", pair.merged["apiVersion"].string == "v1"
        else {
            return pair
        }
        let (old, new) = (
            pair.live["data"].object ?? Object(), pair.merged["data"].object ?? Object()
        )
        func hidden(_ data: Object, other: Object, _ mark: String) -> Value {
            .object(
                Object(
                    uniqueMembers: data.map { name, value in
                        let isSame = other[name] == nil || other[name] == value
                        return (name: name, value: .string(isSame ? "***" : "*** (\(mark))"))
                    }))
        }
        var (live, merged) = pair
        if live["data"] != nil { live["data"] = hidden(old, other: new, "before") }
        if merged["data"] != nil { merged["data"] = hidden(new, other: old, "after") }
        return (live, merged)
    }

    private static func text(_ object: Value?, _ invocation: Invocation) -> String {
        guard var object else { return "" }
        if !invocation.flags.bool("show-managed-fields"),
            object["metadata"]["managedFields"] != nil
        {
            object["metadata"]["managedFields"] = nil
        }
        return Formats.yaml(object)
    }

    /// `apps.v1.Deployment.default.web`.
    private static func name(of info: ResourceInfo) -> String {
        let kind = info.mapping.groupVersionKind
        let group = kind.group.isEmpty ? "" : kind.group + "."
        return "\(group)\(kind.version).\(kind.kind).\(info.namespace).\(info.name)"
    }
}

extension CivilTime {
    /// A file's time as `diff` shows it, in UTC: `2023-03-15 22:10:00.000000000 +0000`.
    fileprivate var fileTime: String {
        let text = rfc3339(fractionDigits: 9)
        return text.replacing("T", with: " ").replacing("Z", with: " +0000")
    }
}
