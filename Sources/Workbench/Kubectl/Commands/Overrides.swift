import API

/// `--overrides`: a patch of the object that a command is about to make.
///
/// Upstream: kubectl pkg/cmd/util/override_options.go.
struct Overrides {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    /// `object` patched; as it is without `--overrides`.
    func applied(to object: Value) throws(KubectlError) -> Value {
        let types = [
            "json": MediaType.jsonPatch, "merge": MediaType.mergePatch,
            "strategic": MediaType.strategicMergePatch,
        ]
        guard let text = invocation.flags.string("overrides"), !text.isEmpty else { return object }
        let name = invocation.flags.string("override-type") ?? "merge"
        guard let mediaType = types[name] else {
            throw .message("invalid override type: \(name)")
        }
        let body: Value
        do { body = try JSONParser.parse(text) } catch {
            throw .message("Invalid overrides: \(error.description)")
        }
        let kind = GroupVersionKind(
            apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
        do {
            return try Patch(mediaType: mediaType, body: body).apply(
                to: object, type: Schema.shared.type(of: kind), in: Schema.shared)
        } catch { throw .message(error.message) }
    }
}
