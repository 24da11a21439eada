import Encoding
import API
import PKI
import Simulation

/// Requests for paths that are no resources: health, version, discovery, keys.
///
/// Differs: `/metrics` is refused by name.
struct PathHandler: Sendable {
    let writer: ResponseWriter
    let configuration: APIServerProcess.Configuration
    let feed: CacheFeed
    let registry: Registry
    let documents: OpenAPIDocuments

    func handle(_ context: RequestContext) async throws(Status) -> APIResponse {
        let request = context.request
        let catalog = registry.catalog
        var path = context.info.path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let health = Health(feed: feed)
        if let answer = health.answer(path, request) {
            return writer.text(answer.text, status: answer.status)
        }
        var response: APIResponse
        if path == "/version" {
            response = json(Self.version, isPretty: true)
        } else if path == "/openid/v1/jwks" || path == "/.well-known/openid-configuration" {
            response = openID(path)
            response.headers["Cache-Control"] = "public, max-age=3600"
            if path == "/openid/v1/jwks" {
                response.headers["Content-Type"] = "application/jwk-set+json"
            }
        } else if let document = documents.respond(path, request) {
            response = document
        } else if path == "/metrics" || path.hasPrefix("/metrics/") {
            throw Status(
                code: 501, reason: nil, message: "\(path) is not supported by this API server")
        } else if let answer = Discovery.respond(
            path: path, accept: request.headers["Accept"], catalog: catalog,
            serverAddress: "\(configuration.advertiseAddress):\(configuration.port)")
        {
            guard request.method == "GET" else { throw .methodNotAllowed }
            response = try discovered(answer, request)
        } else {
            return try unknown(context)
        }
        guard request.method == "GET" else { throw .methodNotAllowed }
        return response
    }

    private func discovered(
        _ answer: Discovery.Answer, _ request: APIRequest
    ) throws(Status) -> APIResponse {
        let isAggregated = answer.entityTag != nil
        var response = writer.object(
            answer.value, negotiation: isAggregated ? .forError(request) : try Negotiation(request))
        guard isAggregated, case .bytes = response.body else { return response }
        // The aggregated form is one that caches may keep.
        if let tag = answer.entityTag, request.headers["If-None-Match"] == tag {
            response.status = 304
            response.body = .bytes([])
        } else {
            response.body = .bytes(ResponseWriter.json(answer.value, isPretty: false))
        }
        response.headers["Content-Type"] = answer.contentType
        response.headers["ETag"] = answer.entityTag
        for (name, value) in answer.headers { response.headers[name] = value }
        return response
    }

    /// `isPretty` nil for one line without a newline.
    private func json(_ value: Value, isPretty: Bool?) -> APIResponse {
        var response = writer.text("")
        response.headers["X-Content-Type-Options"] = nil
        response.headers["Content-Type"] = MediaType.json
        response.body = .bytes(
            isPretty.map { ResponseWriter.json(value, isPretty: $0) } ?? JSONWriter.compact(value))
        return response
    }

    /// Two kinds of 404: inside a group that is served it is a Status, elsewhere a text.
    private func unknown(_ context: RequestContext) throws(Status) -> APIResponse {
        let parts = context.info.path.split(separator: "/").map(String.init)
        if parts.count >= 3, parts[0] == "apis", registry.serves(group: parts[1]) {
            throw .noSuchResource
        }
        if parts.count >= 2, parts[0] == "api" { throw .noSuchResource }
        return writer.text("404 page not found\n", status: 404)
    }

    /// Source: `truth/01-http-root-and-discovery.txt`; the build fields are ours.
    static let version: Value = [
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36",
        "minCompatibilityMajor": "1", "minCompatibilityMinor": "35", "gitVersion": "v1.36.2",
        "gitCommit": "0000000000000000000000000000000000000000", "gitTreeState": "clean",
        "buildDate": "2026-07-01T00:00:00Z", "goVersion": "go1.27.3", "compiler": "gc",
        "platform": "linux/amd64",
    ]

    private func openID(_ path: String) -> APIResponse {
        if path == "/openid/v1/jwks" {
            let key = configuration.tokenKey
            return json(
                [
                    "keys": [
                        [
                            "use": "sig", "kty": "OKP", "kid": .string(key.identifier),
                            "crv": "Ed25519", "alg": "EdDSA",
                            "x": .string(Base64.encodeURL(key.publicKey)),
                        ]
                    ]
                ], isPretty: nil)
        }
        let address = "https://\(configuration.advertiseAddress):\(configuration.port)"
        return json(
            [
                "issuer": .string(configuration.issuer),
                "jwks_uri": .string(address + "/openid/v1/jwks"),
                "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["EdDSA"],
            ], isPretty: nil)
    }
}
