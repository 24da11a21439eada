import API
import Simulation

/// PATCH: reads the patch once, applies it to whatever the object is at that moment.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/patch.go.
struct PatchHandler: Sendable {
    let simulation: Simulation
    let writer: ResponseWriter
    let authorizer: any Authorizer

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target, subresource: String
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "PatchOptions")
        if context.request.isApply {
            return try await apply(&context, target, subresource, options)
        }
        if target.resource.custom != nil { try Self.refuseStrategic(context.request) }
        let patch = try Self.patch(context.request)
        let duplicates =
            options.validation == .ignore ? [] : Self.duplicates(in: context.request)
        let kind = target.resource.groupVersionKind
        let decoder = BodyDecoder(
            kind: kind, validation: options.validation, custom: target.resource.custom)
        let warnings = Confined(simulation, [String]())
        let name = target.name
        let result = try await target.store.update(
            namespace: target.namespace, name: name, subresource: subresource,
            options: writeOptions(context, options)
        ) { (old: Value?) throws(Status) -> Value in
            guard let old else { throw target.store.notFound(name) }
            let patched = try patch.apply(
                to: old, type: Schema.shared.type(of: kind), in: Schema.shared)
            try Self.checkKind(patched, kind)
            let decoded = try decoder.canonicalPatched(
                patched, of: old, shown: patch.shown(in: patched), duplicates: duplicates)
            warnings.value = decoded.warnings
            return decoded.value
        }
        context.warnings += warnings.value + result.warnings
        return writer.object(
            target.representer.object(result.object), negotiation: target.negotiation,
            warnings: context.warnings)
    }

    private func apply(
        _ context: inout RequestContext, _ target: ResourceHandler.Target, _ subresource: String,
        _ options: RequestOptions
    ) async throws(Status) -> APIResponse {
        let patch = try ApplyPatch(
            context, options, resource: target.resource, subresource: subresource,
            now: target.store.timestamp)
        context.warnings += patch.warnings
        var write = writeOptions(context, options)
        write.isApply = true
        write.mayCreate = mayCreate(context, authorizer)
        let decoder = BodyDecoder(
            kind: target.resource.groupVersionKind, validation: options.validation,
            custom: target.resource.custom)
        let result = try await target.store.update(
            namespace: target.namespace, name: target.name, subresource: subresource, options: write
        ) { (old: Value?) throws(Status) -> Value in
            let applied = try patch.apply(to: old)
            return try decoder.canonicalPatched(applied, of: old ?? applied).value
        }
        context.warnings += result.warnings
        return writer.object(
            target.representer.object(result.object), status: result.isCreated ? 201 : 200,
            negotiation: target.negotiation, warnings: context.warnings)
    }

    /// The patch in a request's body.
    ///
    /// **Throws** 415 for a type of patch that there is not, 400 for what cannot be read.
    static func patch(_ request: APIRequest) throws(Status) -> Patch {
        let media = request.bodyType
        let known = [MediaType.jsonPatch, MediaType.mergePatch, MediaType.strategicMergePatch]
        guard known.contains(media) else {
            throw Status(
                code: 415, reason: .unsupportedMediaType, message: "415: Unsupported Media Type",
                details: Status.Details())
        }
        switch request.body {
        case .value(let value): return try Patch(mediaType: media, body: value)
        case .none: throw .badRequest("unexpected end of JSON input")
        case .bytes(let bytes):
            let body: Value
            do { body = try JSONParser.parse(bytes) } catch { throw .badRequest("\(error)") }
            return try Patch(mediaType: media, body: body)
        }
    }

    /// The paths of members that a patch has twice; only JSON as bytes can have such.
    private static func duplicates(in request: APIRequest) -> [String] {
        guard case .bytes(let bytes) = request.body, request.bodyType != MediaType.jsonPatch,
            let document = try? JSONParser.document(bytes)
        else { return [] }
        return document.duplicateFields
    }

    /// **Throws** 415: a strategic merge needs to know the Go type, which custom resources lack.
    private static func refuseStrategic(_ request: APIRequest) throws(Status) {
        let type = request.headers["Content-Type"] ?? ""
        guard type.hasPrefix(MediaType.strategicMergePatch) else { return }
        throw .unsupportedMediaType([
            MediaType.jsonPatch, MediaType.mergePatch, MediaType.applyPatch,
        ])
    }

    /// A patch may not make another kind of the object.
    private static func checkKind(_ patched: Value, _ kind: GroupVersionKind) throws(Status) {
        let named = GroupVersionKind(
            apiVersion: patched["apiVersion"].string ?? "", kind: patched["kind"].string ?? "")
        guard named != kind else { return }
        throw Status(
            code: 422, reason: .invalid,
            message: " \"\" is invalid: patch: Invalid value: "
                + GoText.quoted(JSONWriter.text(patched))
                + ": no kind \(GoText.quoted(named.kind)) is registered for version "
                + "\(GoText.quoted(named.apiVersion)) in scheme \"pkg/runtime/scheme.go:111\"",
            details: Status.Details(causes: []))
    }
}

extension BodyDecoder {
    /// As `canonical`, with the texts that a patched object is refused with, which show `shown`.
    func canonicalPatched(
        _ value: Value, of old: Value, shown: @autoclosure () -> String? = nil,
        duplicates: [String] = []
    ) throws(Status) -> Decoded {
        let decoded: DecodedObject
        do throws(Status) {
            if let custom {
                decoded = try custom.decode(value)
            } else {
                decoded = try Schema.shared.decode(value, as: kind, like: old)
            }
        } catch {
            throw .invalid(
                group: "", kind: "", name: "",
                [.invalid("patch", .string(shown() ?? GoText.plain(value)), error.message)])
        }
        let problems =
            duplicates.map { "duplicate field \(GoText.quoted($0))" } + decoded.strictErrors
        if problems.isEmpty || validation == .ignore { return Decoded(value: decoded.value) }
        if validation == .strict {
            throw .invalid(
                group: "", kind: "", name: "",
                [
                    .invalid(
                        "patch", .string(shown() ?? GoText.plain(value)),
                        "strict decoding error: " + problems.joined(separator: ", "))
                ])
        }
        return Decoded(value: decoded.value, warnings: problems)
    }
}

extension Patch {
    /// What an error shows: a strategic patch itself, otherwise what became of the object.
    fileprivate func shown(in patched: Value) -> String {
        if case .strategic(let body) = self { return GoText.plain(.object(body)) }
        return JSONWriter.text(patched)
    }
}
