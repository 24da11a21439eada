import API
import Etcd
import PKI
import Simulation
import Testing

@testable import APIServer

/// An API server on an etcd in memory, with certificates for whoever a test wants to be.
struct TestServer: Sendable {
    let simulation: Simulation
    let etcd: EtcdProcess
    let server: APIServerProcess
    let authority: CertificateAuthority
    /// In `system:masters`.
    let admin: [[UInt8]]

    init(
        seed: UInt64 = 1, kubelets: any KubeletConnection = NoKubelets(),
        plugins: [String] = ["NodeRestriction"], webhooks: any WebhookTransport = NoWebhooks()
    ) throws {
        simulation = Simulation(seed: seed)
        etcd = try EtcdProcess.open(simulation: simulation)
        authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        admin = try authority.issue(
            commonName: "admin", organizations: ["system:masters"], for: .client
        ).chain
        let key = try SignedTokenKey(simulation: simulation)
        var configuration = APIServerProcess.Configuration(
            clientAuthority: authority.certificate, tokenKey: key)
        configuration.enableAdmissionPlugins = plugins
        server = APIServerProcess(
            simulation: simulation, store: etcd, configuration: configuration, kubelets: kubelets,
            webhooks: webhooks)
    }

    /// Runs `body` beside the running server.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) throws -> Result {
        try simulation.run(limit: .hours(2)) {
            let life = simulation.spawn("apiserver") { await server.run() }
            defer { life.cancel() }
            try await server.waitUntilReady()
            for name in ["default", "kube-system"] {
                _ = try await create(
                    "/api/v1/namespaces/\(name)/serviceaccounts", ["metadata": ["name": "default"]])
            }
            return try await body(self)
        }
    }

    // MARK: - Requests

    func send(
        _ method: String, _ target: String, _ body: Value? = nil,
        contentType: String = MediaType.json, headers: [(String, String)] = [],
        as chain: [[UInt8]]? = nil
    ) async -> APIResponse {
        let (path, query) = URLQuery.split(target)
        var request = APIRequest(
            method: method, path: path, query: query, headers: HTTPHeaders(headers),
            peer: APIRequest.Peer(certificateChain: chain ?? admin))
        if request.headers["Accept"] == nil { request.headers["Accept"] = MediaType.valueTree }
        if let body {
            request.body = .value(body)
            request.headers["Content-Type"] = contentType
        }
        return await server.handle(request)
    }

    /// As curl would: bytes in, text out.
    func curl(
        _ method: String, _ target: String, _ body: String? = nil,
        contentType: String? = MediaType.json, headers: [(String, String)] = [],
        as chain: [[UInt8]]? = nil
    ) async -> (status: Int, headers: HTTPHeaders, text: String) {
        let (path, query) = URLQuery.split(target)
        var request = APIRequest(
            method: method, path: path, query: query,
            headers: HTTPHeaders([("User-Agent", "curl/7.88.1"), ("Accept", "*/*")]),
            peer: APIRequest.Peer(certificateChain: chain ?? admin))
        for (name, value) in headers { request.headers[name] = value }
        if let body {
            request.body = .bytes(Array(body.utf8))
            if let contentType { request.headers["Content-Type"] = contentType }
        }
        let response = await server.handle(request)
        guard case .bytes(let bytes) = response.body else {
            return (response.status, response.headers, "(no bytes)")
        }
        return (response.status, response.headers, String(decoding: bytes, as: UTF8.self))
    }

    func value(
        _ method: String, _ target: String, _ body: Value? = nil,
        contentType: String = MediaType.json, as chain: [[UInt8]]? = nil
    ) async throws -> Value {
        let response = await send(method, target, body, contentType: contentType, as: chain)
        guard case .value(let value) = response.body else { throw NoValue(response: "\(response)") }
        if response.status >= 400, let status = Status(value) { throw status }
        return value
    }

    struct NoValue: Error { var response: String }

    @discardableResult
    func create(_ path: String, _ body: Value) async throws -> Value {
        try await value("POST", path, body)
    }

    func get(_ path: String) async throws -> Value { try await value("GET", path) }

    /// The error that a request is answered with; nil if it succeeds.
    func failure(
        _ method: String, _ target: String, _ body: Value? = nil,
        contentType: String = MediaType.json, as chain: [[UInt8]]? = nil
    ) async throws -> Status? {
        do {
            _ = try await value(method, target, body, contentType: contentType, as: chain)
            return nil
        } catch let status as Status { return status }
    }

    func watch(_ target: String) async throws -> WatchStream {
        let response = await send("GET", target)
        guard case .watch(let stream) = response.body else {
            throw NoValue(response: "\(response)")
        }
        return stream
    }

    /// A certificate for `user`.
    func certificate(_ user: String, groups: [String] = []) throws -> [[UInt8]] {
        try authority.issue(commonName: user, organizations: groups, for: .client).chain
    }
}

/// The events that are there now, as `TYPE name version`.
func drain(_ stream: WatchStream) -> [String] {
    var lines: [String] = []
    while let event = stream.nextNow() {
        let metadata = event.object["metadata"]
        lines.append("\(event.type.rawValue) \(metadata["name"].string ?? "-")")
    }
    return lines
}

let configMaps = "/api/v1/namespaces/default/configmaps"

func configMap(_ name: String, _ data: [String: String] = [:], labels: [String: String] = [:])
    -> Value
{
    var object: Value = [
        "kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)],
    ]
    if !labels.isEmpty { object["metadata"]["labels"] = Value(stringMap: labels) }
    if !data.isEmpty { object["data"] = Value(stringMap: data) }
    return object
}
