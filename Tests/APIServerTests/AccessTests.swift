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

@Suite("Rights that are taken on, and rights that are given")
struct RightsTests {
    private static let group = "/apis/rbac.authorization.k8s.io/v1"

    /// A cluster role with `rules`, bound to a user.
    private static func grant(
        _ rules: Value, to user: String, on server: TestServer
    ) async throws {
        try await server.create(
            group + "/clusterroles",
            ["metadata": ["name": .string("of-\(user)")], "rules": rules])
        try await server.create(
            group + "/clusterrolebindings",
            [
                "metadata": ["name": .string("of-\(user)")],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                    "name": .string("of-\(user)"),
                ],
                "subjects": [
                    [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                        "name": .string(user),
                    ]
                ],
            ])
        try await server.simulation.sleep(for: .milliseconds(1))
    }

    private static func whoAmI(
        _ server: TestServer, _ headers: [(String, String)], as chain: [[UInt8]]? = nil
    ) async throws -> (status: Int, answer: Value) {
        let answer = await server.curl(
            "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", headers: headers,
            as: chain)
        return (answer.status, try JSONParser.parse(answer.text))
    }

    @Test("impersonation takes on user, groups, uid and extra, if one may")
    func impersonation() throws {
        try TestServer().run { server in
            let wish = [
                ("Impersonate-User", "bob"), ("Impersonate-Group", "dev"),
                ("Impersonate-Uid", "7"), ("Impersonate-Extra-Scopes", "read"),
            ]
            let info = try await Self.whoAmI(server, wish).answer["status"]["userInfo"]
            #expect(info["groups"] == ["dev", "system:authenticated"])
            #expect(info["uid"].string == "7")
            #expect(info["extra"] == ["scopes": ["read"]])
            let alice = try server.certificate("alice")
            let refused = await server.curl(
                "GET", "/api/v1/pods", headers: [("Impersonate-User", "bob")], as: alice)
            #expect(
                refused.text.contains(
                    "User \\\"alice\\\" cannot impersonate-on:user-info:list resource \\\"pods\\\" in API group \\\"\\\" at the cluster scope"
                ))
            let lonely = await server.curl(
                "GET", "/api/v1/pods", headers: [("Impersonate-Group", "dev")])
            #expect(lonely.status == 500)
        }
    }

    @Test("the narrow rights to impersonate suffice for what they name")
    func constrained() throws {
        try TestServer().run { server in
            try await Self.grant(
                [
                    [
                        "verbs": ["impersonate:user-info"],
                        "apiGroups": ["authentication.k8s.io"], "resources": ["users"],
                        "resourceNames": ["bob"],
                    ],
                    [
                        "verbs": ["impersonate-on:user-info:create"],
                        "apiGroups": ["authentication.k8s.io"],
                        "resources": ["selfsubjectreviews"],
                    ],
                ], to: "alice", on: server)
            let alice = try server.certificate("alice")
            let bob = try await Self.whoAmI(
                server, [("Impersonate-User", "bob")], as: alice)
            #expect(bob.answer["status"]["userInfo"]["username"].string == "bob")
            let eve = try await Self.whoAmI(
                server, [("Impersonate-User", "eve")], as: alice)
            #expect(
                eve.answer["message"].string
                    == "users.authentication.k8s.io \"eve\" is forbidden: User \"alice\" cannot impersonate:user-info resource \"users\" in API group \"authentication.k8s.io\" at the cluster scope"
            )
        }
    }

    @Test("nobody gives away rights that he does not have, without escalate or bind")
    func escalation() throws {
        try TestServer().run { server in
            try await Self.grant(
                [
                    [
                        "verbs": ["create", "update"], "apiGroups": ["rbac.authorization.k8s.io"],
                        "resources": ["roles", "rolebindings"],
                    ],
                    ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"]],
                ], to: "alice", on: server)
            let alice = try server.certificate("alice")
            let roles = Self.group + "/namespaces/default/roles"
            func role(_ name: String, _ resource: String) -> Value {
                [
                    "metadata": ["name": .string(name)],
                    "rules": [
                        ["verbs": ["get"], "apiGroups": [""], "resources": [.string(resource)]]
                    ],
                ]
            }
            let refused = try await server.failure(
                "POST", roles, role("esc", "secrets"), as: alice)
            #expect(
                refused?.message
                    == "roles.rbac.authorization.k8s.io \"esc\" is forbidden: user \"alice\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}"
            )
            #expect(try await server.failure("POST", roles, role("own", "pods"), as: alice) == nil)
            let binding: Value = [
                "metadata": ["name": "esc"],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                    "name": "cluster-admin",
                ],
                "subjects": [
                    ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"]
                ],
            ]
            let bound = try await server.failure(
                "POST", Self.group + "/namespaces/default/rolebindings", binding, as: alice)
            #expect(
                bound?.message.hasSuffix(
                    "not currently held:\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}\n{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}"
                ) == true)
        }
    }

    @Test("a bootstrap token is a user until it expires")
    func bootstrapToken() throws {
        try TestServer().run { server in
            var secret: Value = [
                "metadata": ["name": "bootstrap-token-07401b"],
                "type": "bootstrap.kubernetes.io/token",
                "stringData": [
                    "token-id": "07401b", "token-secret": "f395accd246ae52d",
                    "usage-bootstrap-authentication": "true",
                    "auth-extra-groups": "system:bootstrappers:kubeadm:default-node-token",
                ],
            ]
            let secrets = "/api/v1/namespaces/kube-system/secrets"
            try await server.create(secrets, secret)
            try await server.simulation.sleep(for: .milliseconds(1))
            let header = [("Authorization", "Bearer 07401b.f395accd246ae52d")]
            let info = try await Self.whoAmI(server, header, as: []).answer["status"]["userInfo"]
            #expect(info["username"].string == "system:bootstrap:07401b")
            #expect(
                info["groups"] == [
                    "system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token",
                    "system:authenticated",
                ])
            let wrong = [("Authorization", "Bearer 07401b.0000000000000000")]
            #expect(try await Self.whoAmI(server, wrong, as: []).status == 401)
            secret["stringData"]["expiration"] = "2000-01-01T00:00:00Z"
            _ = try await server.value("PUT", secrets + "/bootstrap-token-07401b", secret)
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(try await Self.whoAmI(server, header, as: []).status == 401)
        }
    }

    @Test("a token may be bound to a secret, and dies with it")
    func secretBoundToken() throws {
        try TestServer().run { server in
            let secrets = "/api/v1/namespaces/default/secrets"
            try await server.create(secrets, ["metadata": ["name": "life"]])
            let answer = try await server.create(
                "/api/v1/namespaces/default/serviceaccounts/default/token",
                [
                    "spec": [
                        "boundObjectRef": ["kind": "Secret", "apiVersion": "v1", "name": "life"]
                    ]
                ])
            let header = [("Authorization", "Bearer \(answer["status"]["token"].string ?? "")")]
            #expect(await server.curl("GET", "/api", headers: header, as: []).status == 200)
            _ = try await server.value("DELETE", secrets + "/life")
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(await server.curl("GET", "/api", headers: header, as: []).status == 401)
        }
    }

    @Test("a trace tells who asked, what allowed it, what changed and where it is stored")
    func trace() throws {
        try TestServer().run { server in
            _ = await server.curl(
                "POST", "/api/v1/namespaces/default/pods",
                #"{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx"}]}}"#)
            let trace = try #require(server.server.traces.last)
            let stages = trace.steps.map(\.stage)
            #expect(stages.first == "authentication")
            #expect(stages.contains("authorization"))
            #expect(stages.suffix(3) == ["validation", "storage", "watch"])
            let account = try #require(trace.steps.first { $0.text == "ServiceAccount: changed" })
            #expect(account.details.contains(#"+ spec.serviceAccountName: "default""#))
            #expect(
                trace.steps.contains {
                    $0.text.hasPrefix("etcd put /registry/pods/default/p at revision ")
                })
            #expect(trace.lines.first == "POST /api/v1/namespaces/default/pods  ->  201")
        }
    }
}
