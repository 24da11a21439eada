import API
import Simulation

/// `kubectl replace`: puts objects from files in place of those on the server.
enum KubectlReplace {
    static let spec = CommandSpec(
        "replace", summary: "Replace a resource by file name or stdin",
        flags: Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.validateFlag, Invocation.saveConfigFlag, Invocation.recordFlag,
            .bool("force"), .int("grace-period"), .bool("wait"), .duration("timeout"),
            .optional("cascade", "background"), .string("raw"), .string("subresource"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        if let path = invocation.flags.string("raw") {
            return try await KubectlRaw.send("PUT", path, invocation)
        }
        let files = invocation.flags.list("filename")
        guard !files.isEmpty else {
            throw invocation.usage("must specify --filename to replace")
        }
        let selection = try await ManifestReader(invocation).read(files)
        if selection.infos.isEmpty, selection.errors.isEmpty {
            throw .message("no objects passed to replace")
        }
        if invocation.flags.bool("force") { return try await force(selection, invocation) }
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var object = invocation.recorded(info.object)
            let annotations = object["metadata"]["annotations"].stringMap ?? [:]
            if invocation.flags.bool("save-config") || annotations[LastApplied.annotation] != nil {
                object = LastApplied.added(to: object)
            }
            if try invocation.dryRun() != .client {
                let path = invocation.flags.string("subresource").map { info.path($0) } ?? info.path
                do throws(KubectlError) {
                    object = try await invocation.client().value(
                        "PUT", path,
                        query: try invocation.changeQuery(
                            manager: "kubectl-replace", validates: true),
                        body: object)
                } catch { throw error.prefixed("error when replacing \"\(info.source ?? "")\": ") }
            }
            try await report.done(info.mapping, object, "replaced")
        }
    }

    /// Deletes, waits, and makes anew.
    private static func force(
        _ selection: ResourceSelection, _ invocation: Invocation
    ) async throws(KubectlError) {
        var report = try Report(invocation)
        let deletion = try Deletion(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            let client = try await invocation.client()
            var old = info
            do throws(KubectlError) {
                old.object = try await client.value("GET", info.path)
                try await deletion.remove(old)
                let place = info.mapping.isNamespaced ? " from \(info.namespace) namespace" : ""
                try await invocation.print(
                    "\(info.mapping.kindName) \"\(info.name)\" deleted\(place)\n")
            } catch {
                guard error.isNotFound else { throw error }
            }
            let object = try await client.value(
                "POST", info.mapping.path(namespace: info.namespace),
                query: try invocation.changeQuery(manager: "kubectl-replace", validates: true),
                body: invocation.recorded(info.object))
            try await report.done(info.mapping, object, "replaced")
        }
    }
}
