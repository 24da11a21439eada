import API

/// `kubectl patch`: sends a patch of one of three types.
enum KubectlPatch {
    static let spec = CommandSpec(
        "patch", summary: "Update fields of a resource",
        flags: Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.recordFlag, .string("patch", "p"), .string("patch-file"),
            .string("type"), .string("subresource"),
            .bool("local").refused("use --dry-run=server -o yaml to see what a patch would do"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let (patch, contentType) = try await patch(invocation)
        let selection = try await invocation.select()
        var report = try Report(invocation)
        let dryRun = try invocation.dryRun()
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var object = info.object
            if dryRun != .client {
                let path = invocation.flags.string("subresource").map { info.path($0) } ?? info.path
                let answer = try await invocation.client().send(
                    "PATCH", path, query: try invocation.changeQuery(manager: "kubectl-patch"),
                    body: patch, contentType: contentType)
                object = try await RESTClient.value(of: answer)
            }
            let isUnchanged = dryRun == .none && object == info.object
            try await invocation.record(info)
            try await report.done(
                info.mapping, object, isUnchanged ? "patched (no change)" : "patched")
        }
    }

    /// The patch, and the media type that says how to apply it.
    private static func patch(_ invocation: Invocation) async throws(KubectlError) -> (
        APIRequest.Body, String
    ) {
        let flags = invocation.flags
        let types = [
            "json": MediaType.jsonPatch, "merge": MediaType.mergePatch,
            "strategic": MediaType.strategicMergePatch,
        ]
        let type = (flags.string("type") ?? "strategic").lowercased()
        guard let contentType = types[type] else {
            throw .message("--type must be one of [json merge strategic], not \"\(type)\"")
        }
        var text = flags.string("patch")
        if let path = flags.string("patch-file") {
            guard text == nil else {
                throw .message("cannot specify --patch and --patch-file together")
            }
            do {
                let bytes = try invocation.environment.files.read(
                    invocation.environment.absolute(path))
                text = String(decoding: bytes, as: UTF8.self)
            } catch { throw .message("unable to read patch file: open \(path): \(error)") }
        }
        guard let text else {
            throw .message(
                "must specify --patch or --patch-file containing the contents of the patch")
        }
        if text.trimmed.hasPrefix("{") {
            // What looks like JSON goes out as it is: the server says what is wrong with it.
            let value = try? JSONParser.parse(text)
            return (value.map(APIRequest.Body.value) ?? .bytes(Array(text.utf8)), contentType)
        }
        do {
            guard let value = try Formats.documents(Array(text.utf8)).first else {
                return (.value(.null), contentType)
            }
            return (.value(value), contentType)
        } catch { throw .message("unable to parse \"\(text)\": \(error.description)") }
    }
}
