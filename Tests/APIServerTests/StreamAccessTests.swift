import API
import PKI
import Simulation
import Testing

@testable import APIServer

@Suite("Streams and proxies at the API server")
struct StreamAccessTests {
    @Test("a WebSocket takes create, though it is opened by GET; a plain GET only get")
    func createPermission() throws {
        let server = try TestServer()
        let ann = try server.authority.issue(
            commonName: "ann", organizations: ["x"], for: .client
        ).chain
        try server.run { server in
            let rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default"
            let rule: Value = [
                "apiGroups": [""], "resources": ["pods/exec"], "verbs": ["get"],
            ]
            _ = try await server.create(
                "\(rbac)/roles", ["metadata": ["name": "look"], "rules": .array([rule])])
            _ = try await server.create(
                "\(rbac)/rolebindings",
                [
                    "metadata": ["name": "look"],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "look",
                    ],
                    "subjects": [
                        ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"]
                    ],
                ])
            try await server.simulation.sleep(for: .seconds(1))
            let path = "/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true"
            let plain = await server.curl("GET", path, as: ann)
            #expect(plain.status == 404)
            let socket = await server.curl(
                "GET", path, headers: [("Upgrade", "websocket")], as: ann)
            #expect(socket.status == 403)
            #expect(
                socket.text.contains(
                    #"User \"ann\" cannot create resource \"pods/exec\" in API group \"\""#))
        }
    }

    @Test(
        "a proxy's name may have a scheme and a port",
        arguments: [
            ("web", "web  false"), ("web:80", "web 80 false"), ("https:web:main", "web main true"),
            ("http:web:", "web  false"), (":web:1", "web 1 false"),
        ])
    func proxyName(text: String, expected: String) throws {
        let name = try ProxyName(text)
        #expect("\(name.name) \(name.port) \(name.isSecure)" == expected)
    }

    @Test("what is no name of a proxy is refused", arguments: ["", ":", "a:b:c:d", "ftp:web:1"])
    func badProxyName(text: String) {
        #expect(throws: Status.self) { try ProxyName(text) }
    }

    @Test("a number that is no port is refused", arguments: ["web:0", "web:65536", "web:x"])
    func badPort(text: String) throws {
        let name = try ProxyName(text)
        #expect(throws: Status.self) { try name.number }
    }
}
