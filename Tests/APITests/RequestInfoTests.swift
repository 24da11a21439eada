import Testing

@testable import API

@Suite("RequestInfo")
struct RequestInfoTests {
    private func read(_ method: String, _ target: String) -> String {
        let (path, query) = URLQuery.split(target)
        let info = RequestInfo(method: method, path: path, query: query)
        guard info.isResourceRequest else { return "\(info.verb) \(info.path)" }
        let parts = [
            info.verb, info.group, info.version, info.namespace, info.resource, info.subresource,
            info.name,
        ]
        return parts.map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
    }

    @Test(
        "a request is told by its method and path",
        arguments: [
            ("GET", "/api/v1/namespaces/x/pods/y/log", "get - v1 x pods log y"),
            ("GET", "/api/v1/pods", "list - v1 - pods - -"),
            ("GET", "/api/v1/pods?watch=1", "watch - v1 - pods - -"),
            ("GET", "/api/v1/pods?watch=false", "list - v1 - pods - -"),
            ("GET", "/api/v1/watch/namespaces/x/pods", "watch - v1 x pods - -"),
            ("POST", "/apis/apps/v1/namespaces/x/deployments", "create apps v1 x deployments - -"),
            ("PUT", "/api/v1/nodes/n/status", "update - v1 - nodes status n"),
            ("PATCH", "/api/v1/namespaces/x", "patch - v1 x namespaces - x"),
            ("PUT", "/api/v1/namespaces/x/finalize", "update - v1 x namespaces finalize x"),
            ("DELETE", "/api/v1/namespaces/x/pods", "deletecollection - v1 x pods - -"),
            ("DELETE", "/api/v1/namespaces/x/pods/y", "delete - v1 x pods - y"),
            ("GET", "/api/v1/pods?fieldSelector=metadata.name%3Dz", "list - v1 - pods - z"),
            ("GET", "/api/v1", "get /api/v1"), ("GET", "/apis/apps/v1", "get /apis/apps/v1"),
            ("GET", "/version", "get /version"), ("GET", "/", "get /"),
            ("GET", "/api/v1/watch", "get /api/v1/watch"),
        ])
    func requests(method: String, target: String, expected: String) {
        #expect(read(method, target) == expected)
    }

    @Test("a path is written and read back")
    func paths() {
        let pods = GroupVersionResource(group: "", version: "v1", resource: "pods")
        let path = ResourcePath(pods, namespace: "x", name: "y", subresource: "log")
        #expect(path.description == "/api/v1/namespaces/x/pods/y/log")
        let roles = GroupVersionResource(
            group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterroles")
        let role = ResourcePath(roles, name: "system:node")
        #expect(
            role.description
                == "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode")
        #expect(RequestInfo(method: "GET", path: role.description).name == "system:node")
    }

    @Test("queries are decoded and encoded as Go does")
    func queries() {
        let pairs = URLQuery.parse("a=1&b=two+words&c=%28&bad=%2&e")
        #expect(pairs.map(\.name) == ["a", "b", "c", "e"])
        #expect(pairs.map(\.value) == ["1", "two words", "(", ""])
        #expect(URLQuery.format([("l", "a in (b)"), ("x", "ü")]) == "l=a+in+%28b%29&x=%C3%BC")
        #expect(URLQuery.decode("%zz") == nil)
    }
}
