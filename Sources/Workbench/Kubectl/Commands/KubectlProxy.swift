import API
import Simulation

/// `kubectl proxy`: plain HTTP on this machine, for programs that know nothing of certificates and
/// tokens.
///
/// ```
///   curl ──HTTP──▶ ProxyFilter ──▶ path without the prefix ──HTTPS, as who kubectl is──▶ server
/// ```
/// Upstream: kubectl pkg/proxy/proxy_server.go.
enum KubectlProxy {
    static let spec = CommandSpec(
        "proxy", summary: "Run a proxy to the Kubernetes API server",
        flags: [
            .int("port", "p"), .string("address"), .string("api-prefix"), .string("accept-hosts"),
            .string("accept-paths"), .string("reject-paths"), .string("reject-methods"),
            .bool("disable-filter"),
            .string("www", "w").refused("it serves the API and no files of its own"),
            .string("www-prefix", "P").harmless("no files are served"),
            .string("unix-socket", "u").refused("there are no sockets in the file system"),
            .duration("keepalive").harmless("the machine's connections never go stale"),
            .bool("append-server-path").harmless("servers here have no path in their address"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        guard let host = invocation.environment.host else {
            throw .message("this kubectl runs where no port can be opened")
        }
        let address = flags.string("address") ?? "127.0.0.1"
        let port = flags.int("port") ?? 8001
        guard (0...65_535).contains(port) else {
            throw .message("listen tcp: address \(port): invalid port")
        }
        let client = try await invocation.client()
        let filter = try ProxyFilter(flags, host: host)
        let server = ProxyServer(
            client: client, filter: filter, prefix: prefix(flags.string("api-prefix") ?? "/"))
        if filter.acceptsAll {
            try await invocation.printError(
                "Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious\n"
            )
        }
        let output = invocation.environment.standardOutput
        try await host.serve(
            on: address, port: port,
            onListening: { port in
                try? await output.write(Array("Starting to serve on \(address):\(port)\n".utf8))
            }, handle: { request in await server.answer(request) })
        throw .interrupted
    }

    /// With a slash at both ends.
    private static func prefix(_ text: String) -> String {
        let start = text.hasPrefix("/") ? text : "/" + text
        return start.hasSuffix("/") ? start : start + "/"
    }
}

/// Passes requests on to the API server in kubectl's name.
struct ProxyServer: Sendable {
    let client: RESTClient
    let filter: ProxyFilter
    /// `/` or `/api-prefix/`.
    let prefix: String

    func answer(_ request: APIRequest) async -> APIResponse {
        guard request.path.hasPrefix(prefix) || request.path + "/" == prefix else {
            return Self.text(404, "404 page not found\n")
        }
        var passed = request
        passed.path = "/" + request.path.dropFirst(prefix.utf8.count)
        guard filter.accepts(passed) else { return Self.text(403, "Forbidden\n") }
        for name in ["Host", "Connection", "Upgrade", "Transfer-Encoding", "Content-Length"] {
            passed.headers[name] = nil
        }
        passed.headers["X-Forwarded-For"] = request.peer.address
        client.authorize(&passed.headers)
        do { return arranged(try await client.transport.send(passed)) } catch {
            switch error {
            case .cancelled: return Self.text(502, "context canceled\n")
            case .unreachable(let reason): return Self.text(500, reason + "\n")
            }
        }
    }

    /// The server's answer with its header fields sorted, as Go writes those that it passes on.
    private func arranged(_ response: APIResponse) -> APIResponse {
        var response = response
        response.headers["Date"] = CivilTime(client.invocation.now).httpDate
        if case .bytes(let bytes) = response.body {
            response.headers["Content-Length"] = String(bytes.count)
        }
        let fields = response.headers.fields.sorted { $0.name < $1.name }
        response.headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        return response
    }

    /// An answer of Go's own web server.
    private static func text(_ status: Int, _ text: String) -> APIResponse {
        APIResponse(
            status: status,
            headers: HTTPHeaders([
                ("Content-Type", "text/plain; charset=utf-8"),
                ("X-Content-Type-Options", "nosniff"),
            ]), body: .bytes(Array(text.utf8)))
    }
}

/// Which requests a proxy lets through: by default those for this machine's own names, and none
/// that opens a way into a container.
///
/// Upstream: kubectl pkg/proxy/proxy_server.go FilterServer.
struct ProxyFilter: Sendable {
    typealias Matcher = @Sendable (String) -> Bool
    /// Whether the filter was turned off.
    let acceptsAll: Bool
    private let hosts: [Matcher]
    private let paths: [Matcher]
    private let rejectedPaths: [Matcher]
    private let rejectedMethods: [Matcher]

    init(_ flags: FlagValues, host: any KubectlHost) throws(KubectlError) {
        func matchers(_ flag: String, _ standard: String) throws(KubectlError) -> [Matcher] {
            var list: [Matcher] = []
            for pattern in (flags.string(flag) ?? standard).split(separator: ",") {
                guard let matcher = host.matcher(of: String(pattern)) else {
                    throw .message("error parsing regexp: `\(pattern)`")
                }
                list.append(matcher)
            }
            return list
        }
        acceptsAll = flags.bool("disable-filter")
        hosts = try matchers("accept-hosts", #"^localhost$,^127\.0\.0\.1$,^\[::1\]$"#)
        paths = try matchers("accept-paths", "^.*")
        rejectedPaths = try matchers(
            "reject-paths", "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach")
        rejectedMethods = try matchers("reject-methods", "^$")
    }

    func accepts(_ request: APIRequest) -> Bool {
        if acceptsAll { return true }
        let host = Self.withoutPort(request.headers["Host"] ?? "")
        return !rejectedMethods.contains { $0(request.method) }
            && !rejectedPaths.contains { $0(request.path) }
            && paths.contains { $0(request.path) } && hosts.contains { $0(host) }
    }

    /// `localhost` of `localhost:8001`.
    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":") else { return host }
        let port = host[host.index(after: colon)...]
        return port.allSatisfy(\.isNumber) ? String(host[..<colon]) : host
    }
}
