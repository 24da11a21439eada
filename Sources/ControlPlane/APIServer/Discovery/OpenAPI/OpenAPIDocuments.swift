import API
import Encoding
import Simulation

/// The OpenAPI documents of a server, each made when it is first asked for and kept until a
/// definition of a custom resource changes what it tells.
///
/// The index names each document with a hash of its content. At that address it may be kept for
/// ever; kubectl does so, and asks for a document only once.
///
/// Upstream: k8s.io/kube-openapi/pkg/handler3/handler.go, .../pkg/handler/handler.go.
///
/// Differs: the hashes are SHA-256, upstream's are SHA-512; v3 is served in JSON only.
final class OpenAPIDocuments: Sendable {
    /// A document as it is sent.
    struct Document: Sendable {
        var bytes: [UInt8]
        /// In upper-case hexadecimal.
        var hash: String

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            hash = Digest.sha256.hex(bytes).uppercased()
        }
    }
    private struct State {
        /// Which of the registry's catalogs the documents tell of.
        var generation = 0
        /// Those of custom resources, by what follows `/openapi/v3/`.
        var third: [String: Document] = [:]
        var second: Value?
        var json: Document?
        var protobuf: Document?
    }
    private let registry: Registry
    private let writer: ResponseWriter
    private let state: Confined<State>

    init(_ registry: Registry, writer: ResponseWriter) {
        (self.registry, self.writer) = (registry, writer)
        state = Confined(registry.simulation, State())
    }

    /// The answer to a GET of `path`; nil if it is no document.
    func respond(_ path: String, _ request: APIRequest) -> APIResponse? {
        forgetOld()
        if path == "/openapi/v2" { return answer(second(request), request, isSecond: true) }
        if path == "/openapi/v3" { return answer(index, request) }
        guard path.hasPrefix("/openapi/v3/") else { return nil }
        let name = String(path.dropFirst("/openapi/v3/".count))
        guard let document = third(name) else { return nil }
        guard let hash = request.parameter("hash"), !hash.isEmpty else {
            return answer(document, request)
        }
        guard hash == document.hash else {
            var moved = writer.text("", status: 301)
            moved.headers["Location"] = Self.address(name, document)
            return moved
        }
        var response = answer(document, request)
        response.headers["Cache-Control"] = "public, immutable"
        let year = registry.simulation.now.advanced(by: .seconds(365 * 24 * 3600))
        response.headers["Expires"] = CivilTime(year).httpDate
        response.headers["Vary"] = "Accept"
        return response
    }

    private func answer(
        _ document: Document, _ request: APIRequest, isSecond: Bool = false
    ) -> APIResponse {
        var response = writer.text("")
        response.headers["X-Content-Type-Options"] = nil
        response.body = .bytes(document.bytes)
        let isProtobuf = isSecond && OpenAPIV2Protobuf.isWanted(request.headers["Accept"])
        response.headers["Content-Type"] =
            isProtobuf ? OpenAPIV2Protobuf.mediaType : MediaType.json
        response.headers["Etag"] = "\"\(document.hash)\""
        if isSecond { response.headers["Vary"] = "Accept" }
        if request.headers["If-None-Match"] == "\"\(document.hash)\"" {
            (response.status, response.body) = (304, .bytes([]))
        }
        return response
    }

    // MARK: - Making them

    /// Forgets what tells of custom resources when those have changed.
    private func forgetOld() {
        let generation = registry.catalogGeneration
        guard generation != state.value.generation else { return }
        state.value = State(generation: generation)
    }

    private func third(_ name: String) -> Document? {
        if let document = OpenAPIBuiltIn.shared.document(name) { return document }
        if let document = state.value.third[name] { return document }
        let catalog = registry.catalog
        guard OpenAPIV3.names(catalog).contains(name) else { return nil }
        let value = OpenAPIV3.document(name, catalog: catalog, custom: registry.customKinds)
        let document = Document(JSONWriter.compact(value))
        state.value.third[name] = document
        return document
    }

    private static func address(_ name: String, _ document: Document) -> String {
        "/openapi/v3/\(name)?hash=\(document.hash)"
    }

    private var index: Document {
        var paths: [Object.Member] = []
        for name in OpenAPIV3.names(registry.catalog) {
            guard let document = third(name) else { continue }
            let address = Value.string(Self.address(name, document))
            paths.append((name: name, value: ["serverRelativeURL": address]))
        }
        return Document(
            JSONWriter.compact(["paths": .object(Object(uniqueMembers: paths))]))
    }

    private func second(_ request: APIRequest) -> Document {
        let isProtobuf = OpenAPIV2Protobuf.isWanted(request.headers["Accept"])
        if let kept = isProtobuf ? state.value.protobuf : state.value.json { return kept }
        let value =
            state.value.second
            ?? OpenAPIV2.document(registry.catalog, custom: registry.customKinds)
        let document = Document(
            isProtobuf ? OpenAPIV2Protobuf.encode(value) : JSONWriter.compact(value))
        state.value.second = value
        if isProtobuf {
            state.value.protobuf = document
        } else {
            state.value.json = document
        }
        return document
    }
}
