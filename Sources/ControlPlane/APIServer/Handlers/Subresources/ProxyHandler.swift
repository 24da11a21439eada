import API
import Simulation

/// `proxy` of pods, services and nodes: passes a request on to a server inside the cluster.
///
/// ```
///   /api/v1/namespaces/default/services/https:web:main/proxy/a/b?c=d
///                                       scheme name port      path and query, as they are
/// ```
/// Differs: links in HTML answers and locations of redirects stay as the server wrote them; a
/// WebSocket is not passed on.
/// Upstream: kubernetes apimachinery/pkg/util/proxy, pkg/registry/core/{pod,service,node}/rest.
struct ProxyHandler: Sendable {
    let registry: Registry
    let kubelets: any KubeletConnection

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target
    ) async throws(Status) -> APIResponse {
        let name = try ProxyName(target.name)
        let rest = Self.path(behind: context.request.path)
        let backend: ProxyBackend
        switch target.resource.resource.resource {
        case "pods": backend = try await pod(name, target)
        case "services": backend = try await service(name, target)
        default: backend = try await node(name, target)
        }
        if rest.isEmpty, ["GET", "HEAD"].contains(context.request.method) {
            return Self.redirect(context.request)
        }
        var request = context.request
        request.path = rest.isEmpty ? "/" : rest
        request.headers = Self.forwarded(context.request)
        return try await kubelets.proxy(request, to: backend)
    }

    // MARK: - Where it goes

    private func pod(
        _ name: ProxyName, _ target: ResourceHandler.Target
    ) async throws(Status) -> ProxyBackend {
        let pod = try await target.store.get(namespace: target.namespace, name: name.name)
        let address = pod["status"]["podIP"].string ?? ""
        guard !address.isEmpty else { throw .badRequest("address not allowed") }
        let declared = pod["spec"]["containers"].array?.lazy
            .compactMap { $0["ports"].array?.first?["containerPort"].int }.first
        return ProxyBackend(
            isSecure: name.isSecure, address: address,
            port: try name.number ?? declared ?? name.usualPort)
    }

    private func node(
        _ name: ProxyName, _ target: ResourceHandler.Target
    ) async throws(Status) -> ProxyBackend {
        let node = try await target.store.get(namespace: "", name: name.name)
        let address = node["status"]["addresses"].array?
            .first { $0["type"].string == "InternalIP" }?["address"].string
        guard let address else { throw .badRequest("address not allowed") }
        let port = try name.number
        let kubelet = node["status"]["daemonEndpoints"]["kubeletEndpoint"]["Port"].int
        let isKubelet = port == nil || port == kubelet
        var backend = ProxyBackend(
            isSecure: name.isSecure || isKubelet, address: address,
            port: port ?? kubelet ?? APIServerDefaults.kubeletPort)
        backend.isKubelet = isKubelet
        return backend
    }

    /// One of the addresses behind a service, by the number or the name of the service's port.
    ///
    /// Differs: always the first that is ready; upstream draws one.
    private func service(
        _ name: ProxyName, _ target: ResourceHandler.Target
    ) async throws(Status) -> ProxyBackend {
        let service = try await target.store.get(namespace: target.namespace, name: name.name)
        let ports = service["spec"]["ports"].array ?? []
        let wanted = name.port
        let port = ports.first {
            wanted.isEmpty
                ? ports.count == 1 || $0["name"] == nil
                : $0["name"].string == wanted || $0["port"].int == Int(wanted)
        }
        guard let port else {
            throw .serviceUnavailable(
                "no service port \(GoText.quoted(wanted)) found for service "
                    + GoText.quoted(name.name))
        }
        let endpoints = GroupVersionResource(group: "", version: "v1", resource: "endpoints")
        let subsets = try? await registry.store(endpoints)?
            .get(namespace: target.namespace, name: name.name)["subsets"].array
        for subset in (subsets ?? nil) ?? [] {
            guard let address = subset["addresses"].array?.first?["ip"].string else { continue }
            for behind in subset["ports"].array ?? [] where behind["name"] == port["name"] {
                return ProxyBackend(
                    isSecure: name.isSecure, address: address, port: behind["port"].int ?? 80)
            }
        }
        throw .serviceUnavailable(
            "no endpoints available for service \(GoText.quoted(name.name))")
    }

    // MARK: - What is passed on

    /// The path behind `/proxy`, still encoded; empty if it ends there.
    private static func path(behind path: String) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let place = segments.dropFirst(4).firstIndex(of: "proxy"),
            place + 1 < segments.count
        else { return "" }
        return "/" + segments[(place + 1)...].joined(separator: "/")
    }

    private static func redirect(_ request: APIRequest) -> APIResponse {
        let query = URLQuery.format(request.query)
        let location = request.path + "/" + (query.isEmpty ? "" : "?" + query)
        return APIResponse(
            status: 301, headers: HTTPHeaders([("Location", location)]), body: .bytes([]))
    }

    /// The headers without what was meant for the API server or for the connection.
    private static func forwarded(_ request: APIRequest) -> HTTPHeaders {
        let own: Set<String> = [
            "authorization", "connection", "keep-alive", "te", "trailer", "transfer-encoding",
            "upgrade", "proxy-authorization", "host", "content-length",
        ]
        var headers = HTTPHeaders()
        for (name, value) in request.headers.fields {
            let lower = name.lowercased()
            if own.contains(lower) || lower.hasPrefix("impersonate-") { continue }
            headers.append(name, value)
        }
        headers["X-Forwarded-For"] = request.peer.address.isEmpty ? nil : request.peer.address
        headers["X-Forwarded-Uri"] = request.path
        headers["X-Forwarded-Proto"] = "https"
        return headers
    }
}

/// `name`, `name:port`, `scheme:name:port`.
///
/// Upstream: kubernetes apimachinery/pkg/util/net SplitSchemeNamePort.
struct ProxyName: Sendable {
    var isSecure = false
    var name: String
    var port = ""

    /// **Throws** 400 for anything else.
    init(_ text: String) throws(Status) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: name = parts[0]
        case 2: (name, port) = (parts[0], parts[1])
        case 3 where ["", "http", "https"].contains(parts[0]):
            (isSecure, name, port) = (parts[0] == "https", parts[1], parts[2])
        default: throw .badRequest("invalid proxy request \(GoText.quoted(text))")
        }
        guard !name.isEmpty else {
            throw .badRequest("invalid proxy request \(GoText.quoted(text))")
        }
    }

    var usualPort: Int { isSecure ? 443 : 80 }

    /// The port if it is a number; nil if there is none.
    ///
    /// **Throws** 400 if it is no port's number.
    var number: Int? {
        get throws(Status) {
            if port.isEmpty { return nil }
            guard let number = UInt16(port), number > 0 else {
                throw .badRequest("invalid port \(GoText.quoted(port))")
            }
            return Int(number)
        }
    }
}
