import API
import Simulation
import Testing

@testable import APIServer

@Suite("Who may do what")
struct AccessTests {
    private static let bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"

    @Test("nobody in particular may not look around; authorization comes before routing")
    func anonymous() throws {
        try TestServer().run { server in
            let (status, _, text) = await server.curl("GET", "/", as: [])
            #expect(status == 403)
            #expect(
                text == """
                    {
                      "kind": "Status",
                      "apiVersion": "v1",
                      "metadata": {},
                      "status": "Failure",
                      "message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"",
                      "reason": "Forbidden",
                      "details": {},
                      "code": 403
                    }
                    """)
            for path in ["/version", "/healthz", "/livez", "/readyz"] {
                #expect(await server.curl("GET", path, as: []).status == 200)
            }
        }
    }

    @Test("a bad bearer token is 401, a basic password is ignored")
    func badCredentials() throws {
        try TestServer().run { server in
            let bearer = await server.curl(
                "GET", "/api", headers: [("Authorization", "Bearer nonsense")], as: [])
            #expect(bearer.status == 401)
            let basic = await server.curl(
                "GET", "/api", headers: [("Authorization", "Basic dXNlcjpwYXNz")], as: [])
            #expect(basic.status == 403)
        }
    }

    @Test("a user without a role is refused by name, and gets in with one")
    func roleBinding() throws {
        try TestServer().run { server in
            let alice = try server.certificate("alice")
            let pods = "/api/v1/namespaces/default/pods"
            let refusal = try await server.failure("GET", pods, as: alice)
            #expect(
                refusal?.message
                    == "pods is forbidden: User \"alice\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
            )
            let binding: Value = [
                "metadata": ["name": "alice-views"],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view",
                ],
                "subjects": [
                    ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"]
                ],
            ]
            try await server.create(Self.bindings, binding)
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(try await server.failure("GET", pods, as: alice) == nil)
            _ = try await server.value("DELETE", Self.bindings + "/alice-views")
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(try await server.failure("GET", pods, as: alice)?.code == 403)
        }
    }

    @Test("a binding to a role that is missing is named in the refusal")
    func missingRole() throws {
        try TestServer().run { server in
            let binding: Value = [
                "metadata": ["name": "dangling"],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "nope",
                ],
                "subjects": [
                    ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "bob"]
                ],
            ]
            try await server.create(Self.bindings, binding)
            try await server.simulation.sleep(for: .milliseconds(1))
            let refusal = try await server.failure(
                "GET", "/api/v1/pods", as: try server.certificate("bob"))
            #expect(
                refusal?.message.hasSuffix(
                    ": RBAC: clusterrole.rbac.authorization.k8s.io \"nope\" not found") == true)
        }
    }

    @Test("the token of a pod says who it is, and dies with the pod")
    func boundToken() throws {
        try TestServer().run { server in
            let pods = "/api/v1/namespaces/default/pods"
            let pod = try await server.create(
                pods,
                [
                    "metadata": ["name": "bound"],
                    "spec": ["containers": [["name": "c", "image": "nginx"]]],
                ])
            let answer = try await server.create(
                "/api/v1/namespaces/default/serviceaccounts/default/token",
                [
                    "spec": [
                        "expirationSeconds": 3607,
                        "boundObjectRef": [
                            "kind": "Pod", "apiVersion": "v1", "name": "bound",
                            "uid": pod["metadata"]["uid"] ?? "",
                        ],
                    ]
                ])
            let token = answer["status"]["token"].string ?? ""
            let header = [("Authorization", "Bearer \(token)")]
            let refused = await server.curl("GET", "/", headers: header, as: [])
            #expect(
                refused.text.contains(
                    "User \\\"system:serviceaccount:default:default\\\" cannot get path"))
            let review = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
            let who = await server.curl("POST", review, "{}", headers: header, as: [])
            let info = try JSONParser.parse(who.text)["status"]["userInfo"]
            #expect(
                info["groups"].array == [
                    "system:serviceaccounts", "system:serviceaccounts:default",
                    "system:authenticated",
                ])
            #expect(
                info["extra"]["authentication.kubernetes.io/pod-name"].array == ["bound"])
            _ = try await server.value("DELETE", pods + "/bound")
            try await server.simulation.sleep(for: .milliseconds(1))
            let after = await server.curl("GET", "/version", headers: header, as: [])
            #expect(after.status == 401)
        }
    }

    @Test("a token ends when its time is over")
    func tokenExpires() throws {
        try TestServer().run { server in
            let path = "/api/v1/namespaces/default/serviceaccounts/default/token"
            let short = try await server.failure("POST", path, ["spec": ["expirationSeconds": 1]])
            #expect(
                short?.message
                    == "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes"
            )
            let answer = try await server.create(path, ["spec": ["expirationSeconds": 600]])
            let header = [("Authorization", "Bearer \(answer["status"]["token"].string ?? "")")]
            #expect(await server.curl("GET", "/api", headers: header, as: []).status == 200)
            try await server.simulation.sleep(for: .seconds(600))
            #expect(await server.curl("GET", "/api", headers: header, as: []).status == 401)
        }
    }

    @Test("a kubelet reads only what its pods need, and writes only its own node")
    func nodes() throws {
        try TestServer().run { server in
            let node = try server.certificate("system:node:node-1", groups: ["system:nodes"])
            let other = try await server.failure("GET", "/api/v1/nodes/node-2", as: node)
            #expect(
                other?.message
                    == "nodes \"node-2\" is forbidden: User \"system:node:node-1\" cannot get resource \"nodes\" in API group \"\" at the cluster scope: node 'node-1' cannot read 'node-2', only its own Node object"
            )
            let secret = try await server.failure(
                "GET", "/api/v1/namespaces/default/secrets/x", as: node)
            #expect(
                secret?.message.hasSuffix(
                    ": no relationship found between node 'node-1' and this object") == true)
            let all = try await server.failure(
                "GET", "/api/v1/namespaces/default/secrets", as: node)
            #expect(all?.message.hasSuffix(": No Object name found") == true)
        }
    }

    @Test("an access review answers without trying")
    func reviews() throws {
        try TestServer().run { server in
            let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
            let spec: Value = [
                "user": "alice", "resourceAttributes": ["verb": "get", "resource": "pods"],
            ]
            let answer = try await server.create(path, ["spec": spec])
            #expect(answer["status"]["allowed"].bool == false)
            let own = try await server.create(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                ["spec": ["resourceAttributes": ["verb": "get", "resource": "pods"]]])
            #expect(own["status"]["allowed"].bool == true)
        }
    }
}
