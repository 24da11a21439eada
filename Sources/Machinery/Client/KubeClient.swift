package import API
package import Simulation

/// A typed client of the API server: what every component uses to read and write objects.
///
/// It passes value trees, not bytes, when the transport stays inside the process.
package struct KubeClient: Sendable {
    package let transport: any APITransport
    package let simulation: Simulation
    /// Sent with each request as `User-Agent`; becomes the manager in `managedFields`.
    package let userAgent: String
    /// Sent with each request besides: a bearer token, impersonation.
    package var headers: HTTPHeaders

    package init(
        transport: any APITransport, simulation: Simulation, userAgent: String,
        headers: HTTPHeaders = HTTPHeaders()
    ) {
        (self.transport, self.simulation) = (transport, simulation)
        (self.userAgent, self.headers) = (userAgent, headers)
    }

    // MARK: - Objects

    package func get<Kind: APIObject>(
        _: Kind.Type = Kind.self, namespace: String = "", name: String
    ) async throws(Status) -> Kind {
        Kind(try await value("GET", path(of: Kind.self, namespace: namespace, name: name)))
    }

    package func list<Kind: APIObject>(
        _: Kind.Type = Kind.self, namespace: String = "", labelSelector: String = "",
        fieldSelector: String = "", resourceVersion: String = ""
    ) async throws(Status) -> ObjectList<Kind> {
        let query = [
            ("labelSelector", labelSelector), ("fieldSelector", fieldSelector),
            ("resourceVersion", resourceVersion),
        ].filter { !$0.1.isEmpty }
        return ObjectList(
            try await value("GET", path(of: Kind.self, namespace: namespace), query: query))
    }

    @discardableResult
    package func create<Kind: APIObject>(_ object: Kind) async throws(Status) -> Kind {
        let path = path(of: Kind.self, namespace: object.metadata.namespace)
        return Kind(try await value("POST", path, body: object.value))
    }

    /// Replaces the object; `.conflict` if its resourceVersion is not the newest.
    @discardableResult
    package func update<Kind: APIObject>(
        _ object: Kind, subresource: String = ""
    ) async throws(Status) -> Kind {
        Kind(try await value("PUT", path(to: object, subresource: subresource), body: object.value))
    }

    @discardableResult
    package func updateStatus<Kind: APIObject>(_ object: Kind) async throws(Status) -> Kind {
        try await update(object, subresource: "status")
    }

    /// Changes parts of an object; `type` is one of `MediaType`'s patches.
    @discardableResult
    package func patch<Kind: APIObject>(
        _: Kind.Type = Kind.self, namespace: String = "", name: String, subresource: String = "",
        type: String = MediaType.strategicMergePatch, _ patch: Value
    ) async throws(Status) -> Kind {
        var path = path(of: Kind.self, namespace: namespace, name: name)
        if !subresource.isEmpty { path += "/\(subresource)" }
        return Kind(try await value("PATCH", path, body: patch, contentType: type))
    }

    /// Deletes an object. `options` are the members of `DeleteOptions`, such as
    /// `gracePeriodSeconds` or `preconditions`.
    package func delete<Kind: APIObject>(
        _: Kind.Type, namespace: String = "", name: String, options: Value? = nil
    ) async throws(Status) {
        _ = try await value(
            "DELETE", path(of: Kind.self, namespace: namespace, name: name), body: options)
    }

    /// Opens a watch from `resourceVersion` on.
    package func watch<Kind: APIObject>(
        _: Kind.Type, namespace: String = "", labelSelector: String = "",
        fieldSelector: String = "", resourceVersion: String
    ) async throws(Status) -> WatchStream {
        let query = [
            ("watch", "true"), ("allowWatchBookmarks", "true"), ("labelSelector", labelSelector),
            ("fieldSelector", fieldSelector), ("resourceVersion", resourceVersion),
        ].filter { !$0.1.isEmpty }
        let response = try await send(
            request("GET", path(of: Kind.self, namespace: namespace), query: query))
        guard case .watch(let stream) = response.body else {
            throw Status(code: 500, reason: .internalError, message: "the server sent no watch")
        }
        return stream
    }

    // MARK: - Anything

    /// Sends a request and gives the object that answers it.
    ///
    /// **Throws** the server's `Status` if it answered with one, a `.serviceUnavailable` one of our
    /// own if it did not answer.
    package func value(
        _ method: String, _ path: String, query: [(String, String)] = [], body: Value? = nil,
        contentType: String = MediaType.json
    ) async throws(Status) -> Value {
        var request = request(method, path, query: query)
        if let body {
            request.body = .value(body)
            request.headers["Content-Type"] = contentType
        }
        let response = try await send(request)
        guard case .value(let value) = response.body else {
            throw Status(code: 500, reason: .internalError, message: "the server sent no object")
        }
        return value
    }

    /// A request as this client sends it, for what the methods above do not cover.
    package func request(
        _ method: String, _ path: String, query: [(String, String)] = []
    ) -> APIRequest {
        var request = APIRequest(
            method: method, path: path, query: query.map { (name: $0.0, value: $0.1) },
            headers: headers)
        request.headers["Accept"] = MediaType.valueTree
        request.headers["User-Agent"] = userAgent
        return request
    }

    /// Sends `request`; a failure that the server reports is thrown.
    package func send(_ request: APIRequest) async throws(Status) -> APIResponse {
        let response: APIResponse
        do { response = try await transport.send(request) } catch {
            switch error {
            case .unreachable(let why):
                throw Status(code: 503, reason: .serviceUnavailable, message: why)
            case .cancelled:
                throw Status(code: 499, reason: .timeout, message: "context canceled")
            }
        }
        if response.status >= 400, case .value(let value) = response.body {
            throw Status(value)
                ?? Status(code: response.status, reason: nil, message: "unknown error")
        }
        return response
    }

    /// `/api/v1/namespaces/default/pods/web` or `/apis/apps/v1/deployments`.
    package func path<Kind: APIObject>(
        of _: Kind.Type, namespace: String = "", name: String = ""
    ) -> String {
        let resource = Kind.resource
        var path = resource.group.isEmpty ? "/api/" : "/apis/\(resource.group)/"
        path += resource.version
        if Kind.isNamespaced, !namespace.isEmpty { path += "/namespaces/\(namespace)" }
        path += "/\(resource.resource)"
        return name.isEmpty ? path : "\(path)/\(name)"
    }

    private func path<Kind: APIObject>(to object: Kind, subresource: String) -> String {
        let metadata = object.metadata
        let path = path(of: Kind.self, namespace: metadata.namespace, name: metadata.name)
        return subresource.isEmpty ? path : "\(path)/\(subresource)"
    }
}

/// A list of objects as of one revision.
package struct ObjectList<Kind: APIObject>: Sendable {
    package var items: [Kind]
    package var resourceVersion: String

    package init(_ value: Value) {
        items = value["items"].array?.map { Kind($0) } ?? []
        resourceVersion = value["metadata"]["resourceVersion"].string ?? ""
    }
}
