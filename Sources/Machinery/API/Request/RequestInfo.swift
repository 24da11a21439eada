/// What a request asks for, read from its method, path and query alone.
///
/// ```
/// GET /api/v1/namespaces/default/pods/web/log
///     verb get, version v1, namespace default, resource pods, name web, subresource log
/// ```
/// Authorization and audit see nothing else of a request.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/request/requestinfo.go NewRequestInfo.
package struct RequestInfo: Hashable, Sendable {
    /// False for `/version`, `/healthz` and the discovery paths.
    package var isResourceRequest = false
    /// As sent, without the query.
    package var path: String
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; the
    /// method in lower case when it is no resource request.
    package var verb: String
    /// `api` or `apis`; empty otherwise.
    package var prefix = ""
    package var group = ""
    package var version = ""
    package var namespace = ""
    package var resource = ""
    package var subresource = ""
    package var name = ""
    /// The path's segments from the resource on.
    package var parts: [String] = []

    package var groupVersionResource: GroupVersionResource {
        GroupVersionResource(group: group, version: version, resource: resource)
    }
    package var groupResource: GroupResource { groupVersionResource.groupResource }

    package init(
        method: String, path: String, query: [(name: String, value: String)] = []
    ) {
        self.path = URLQuery.decode(path) ?? path
        verb = method.lowercased()
        // Segments are split before they are decoded, so an encoded slash stays in a name.
        let segments = path.utf8.split(separator: UInt8(ascii: "/")).map { bytes in
            let segment = String(Substring(bytes))
            return URLQuery.decode(segment) ?? segment
        }
        guard var rest = readGroup(segments), !rest.isEmpty else { return }
        isResourceRequest = true
        verb = Self.verb(for: method)
        if rest[0] == "watch" || rest[0] == "proxy" {
            // The deprecated form `/api/v1/watch/pods`.
            guard rest.count > 1 else {
                (isResourceRequest, verb) = (false, method.lowercased())
                return
            }
            verb = rest.removeFirst()
        }
        readNames(rest)
        adjustVerb(query)
    }

    package init(_ request: APIRequest) {
        self.init(method: request.method, path: request.path, query: request.query)
    }

    /// The segments behind the group and version; nil if this is no path of the API's resources.
    private mutating func readGroup(_ segments: [String]) -> [String]? {
        guard segments.count >= 3, let first = segments.first, first == "api" || first == "apis"
        else { return nil }
        prefix = first
        if first == "api" {
            version = segments[1]
            return Array(segments.dropFirst(2))
        }
        if segments.count < 4 {
            prefix = ""
            return nil
        }
        (group, version) = (segments[1], segments[2])
        return Array(segments.dropFirst(3))
    }

    private mutating func readNames(_ segments: [String]) {
        var rest = segments
        if rest[0] == "namespaces", rest.count > 1 {
            namespace = rest[1]
            // `/namespaces/x/status` is about the namespace; `/namespaces/x/pods` is in it.
            if rest.count > 2, rest[2] != "status", rest[2] != "finalize" {
                rest = Array(rest.dropFirst(2))
            }
        }
        parts = rest
        resource = rest[0]
        if rest.count >= 2 { name = rest[1] }
        if rest.count >= 3, verb != "proxy" { subresource = rest[2] }
    }

    /// Lists, watches and deletions of collections are told from single ones by the missing name.
    private mutating func adjustVerb(_ query: [(name: String, value: String)]) {
        if name.isEmpty, verb == "get" {
            verb = Self.asksToWatch(query) ? "watch" : "list"
        }
        if name.isEmpty, verb == "delete" { verb = "deletecollection" }
        guard name.isEmpty, verb == "list" || verb == "watch",
            let text = query.first(where: { $0.name == "fieldSelector" })?.value,
            let wanted = (try? FieldSelector(parsing: text))?.exactValue(of: "metadata.name"),
            Names.pathSegment(wanted).isEmpty
        else { return }
        // One object by name counts as a request for that object.
        name = wanted
    }

    private static func asksToWatch(_ query: [(name: String, value: String)]) -> Bool {
        guard let value = query.first(where: { $0.name == "watch" })?.value else { return false }
        return !["false", "0"].contains(value.lowercased())
    }

    private static func verb(for method: String) -> String {
        switch method {
        case "POST": "create"
        case "GET", "HEAD": "get"
        case "PUT": "update"
        case "PATCH": "patch"
        case "DELETE": "delete"
        default: ""
        }
    }
}
