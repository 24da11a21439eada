import API
import Simulation
import Testing

@testable import APIServer

/// What admission policies refuse, told by the requests that meet them.
@Suite("Admission policies")
struct PolicyTests {
    private static let group = "/apis/admissionregistration.k8s.io/v1"
    private static let policies = group + "/validatingadmissionpolicies"
    private static let bindings = group + "/validatingadmissionpolicybindings"
    private static let configMaps = "/api/v1/namespaces/default/configmaps"

    private static func policy(_ name: String, _ members: Value) -> Value {
        var spec: Value = [
            "matchConstraints": [
                "resourceRules": [
                    [
                        "apiGroups": [""], "apiVersions": ["v1"],
                        "operations": ["CREATE", "UPDATE"],
                        "resources": ["configmaps"],
                    ]
                ]
            ]
        ]
        for (name, value) in members.object ?? Object() { spec[name] = value }
        return ["metadata": ["name": .string(name)], "spec": spec]
    }

    private static func binding(_ policy: String, _ members: Value = [:]) -> Value {
        var spec: Value = ["policyName": .string(policy), "validationActions": ["Deny"]]
        for (name, value) in members.object ?? Object() { spec[name] = value }
        return ["metadata": ["name": .string(policy + "-binding")], "spec": spec]
    }

    /// Creates it and waits until admission knows of it.
    @discardableResult
    private static func add(
        _ path: String, _ body: Value, to server: TestServer
    ) async throws -> Value {
        let made = try await server.create(path, body)
        try await server.simulation.sleep(for: .milliseconds(1))
        return made
    }

    @Test("a breach is refused in the policy's words, with its variables and its reason")
    func denial() throws {
        try TestServer().run { server in
            let made = try await Self.add(
                Self.policies,
                Self.policy(
                    "names",
                    [
                        "variables": [
                            [
                                "name": "size",
                                "expression": "has(object.data) ? size(object.data) : 0",
                            ],
                            ["name": "isLarge", "expression": "variables.size > 2"],
                        ],
                        "validations": [
                            ["expression": "!variables.isLarge"],
                            [
                                "expression": "!object.metadata.name.startsWith('x')",
                                "messageExpression":
                                    "object.metadata.name + ' of ' + request.userInfo.username",
                                "reason": "Forbidden",
                            ],
                        ],
                    ]), to: server)
            #expect(made["spec"]["failurePolicy"] == "Fail")
            #expect(made["spec"]["matchConstraints"]["matchPolicy"] == "Equivalent")
            // Without a binding nothing happens.
            try await server.create(Self.configMaps, configMap("x"))
            try await Self.add(Self.bindings, Self.binding("names"), to: server)
            let name = try #require(
                try await server.failure("POST", Self.configMaps, configMap("x2")))
            #expect(
                name.message == "configmaps \"x2\" is forbidden: ValidatingAdmissionPolicy 'names' "
                    + "with binding 'names-binding' denied request: x2 of admin")
            #expect(name.code == 403 && name.reason == .forbidden)
            let size = try #require(
                try await server.failure(
                    "POST", Self.configMaps, configMap("y", ["a": "", "b": "", "c": ""])))
            #expect(size.message.hasSuffix("denied request: failed expression: !variables.isLarge"))
            #expect(size.code == 422 && size.reason == .invalid)
            #expect(
                try await server.failure("POST", Self.configMaps, configMap("y", ["a": ""])) == nil)
        }
    }

    @Test("warnings, conditions, parameters, and failures that are ignored")
    func ways() throws {
        try TestServer().run { server in
            try await Self.add(
                Self.policies,
                Self.policy(
                    "limit",
                    [
                        "paramKind": ["apiVersion": "v1", "kind": "ConfigMap"],
                        "matchConditions": [
                            ["name": "not-free", "expression": "object.metadata.name != 'free'"]
                        ],
                        "validations": [
                            [
                                "expression": "size(object.data) <= int(params.data.most)",
                                "message": "too many",
                            ]
                        ],
                    ]), to: server)
            try await Self.add(
                Self.bindings,
                Self.binding(
                    "limit",
                    [
                        "paramRef": [
                            "name": "limits", "namespace": "kube-system",
                            "parameterNotFoundAction": "Deny",
                        ],
                        "matchResources": [
                            "namespaceSelector": [
                                "matchLabels": ["kubernetes.io/metadata.name": "default"]
                            ]
                        ],
                    ]), to: server)
            let absent = try #require(
                try await server.failure("POST", Self.configMaps, configMap("a", ["a": ""])))
            #expect(
                absent.message.hasSuffix(
                    "no params found for policy binding with `Deny` parameterNotFoundAction"))
            try await Self.add(
                "/api/v1/namespaces/kube-system/configmaps", configMap("limits", ["most": "1"]),
                to: server)
            let two = configMap("b", ["a": "", "b": ""])
            let free = configMap("free", ["a": "", "b": ""])
            try await server.create(Self.configMaps, free)
            let refused = try await server.failure("POST", Self.configMaps, two)
            #expect(refused?.message.hasSuffix("denied request: too many") == true)
            var binding = try await server.get(Self.bindings + "/limit-binding")
            binding["spec"]["validationActions"] = ["Warn", "Audit"]
            _ = try await server.value("PUT", Self.bindings + "/limit-binding", binding)
            try await server.simulation.sleep(for: .milliseconds(1))
            let response = await server.send("POST", Self.configMaps, two)
            #expect(response.status == 201)
            #expect(
                response.headers["Warning"] == "299 - \"Validation failed for "
                    + "ValidatingAdmissionPolicy 'limit' with binding 'limit-binding': too many\"")
        }
    }

    @Test("an expression that fails refuses, unless its failures are ignored")
    func failures() throws {
        try TestServer().run { server in
            for (name, failurePolicy) in [("strict", "Fail"), ("lax", "Ignore")] {
                try await Self.add(
                    Self.policies,
                    Self.policy(
                        name,
                        [
                            "failurePolicy": .string(failurePolicy),
                            "validations": [["expression": "object.data.missing == 'x'"]],
                        ]), to: server)
            }
            try await Self.add(Self.bindings, Self.binding("lax"), to: server)
            try await server.create(Self.configMaps, configMap("a", ["k": "v"]))
            try await Self.add(Self.bindings, Self.binding("strict"), to: server)
            let failure = try await server.failure(
                "POST", Self.configMaps, configMap("b", ["k": "v"]))
            #expect(
                failure?.message.hasSuffix(
                    "expression 'object.data.missing == 'x'' resulted in error: "
                        + "no such key: missing") == true)
        }
    }

    @Test("the authorizer can be asked")
    func authorizer() throws {
        try TestServer().run { server in
            let question =
                "authorizer.group('').resource('secrets').namespace('default').check('create')"
                + ".allowed() && authorizer.requestResource.check('delete').allowed()"
            try await Self.add(
                Self.policies,
                Self.policy("may", ["validations": [["expression": .string(question)]]]), to: server
            )
            try await Self.add(Self.bindings, Self.binding("may"), to: server)
            try await Self.add(
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                [
                    "metadata": ["name": "maps"],
                    "rules": [["apiGroups": [""], "resources": ["configmaps"], "verbs": ["*"]]],
                ], to: server)
            try await Self.add(
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                [
                    "metadata": ["name": "maps"],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                        "name": "maps",
                    ],
                    "subjects": [
                        ["kind": "User", "name": "jane", "apiGroup": "rbac.authorization.k8s.io"]
                    ],
                ], to: server)
            try await server.create(Self.configMaps, configMap("of-admin"))
            let failure = try await server.failure(
                "POST", Self.configMaps, configMap("of-jane"), as: try server.certificate("jane"))
            #expect(failure?.message.contains("denied request: failed expression") == true)
        }
    }

    private static let uncompilable: [(Value, String)] = [
        (
            ["validations": [["expression": "object.x +"]]],
            "spec.validations[0].expression: Invalid value: \"object.x +\": compilation failed: "
                + "ERROR: <input>:1:11: Syntax error: mismatched input '<EOF>'"
        ),
        (
            ["validations": [["expression": "1"]]],
            "spec.validations[0].expression: Invalid value: \"1\": must evaluate to bool"
        ),
        (
            ["validations": [["expression": "nothing.here"]]],
            "undeclared reference to 'nothing' (in container '')"
        ),
        (
            [
                "validations": [["expression": "variables.later"]],
                "variables": [
                    ["name": "a", "expression": "variables.b"],
                    ["name": "b", "expression": "1"],
                ],
            ],
            "undefined field 'b'"
        ),
        ([:], "spec.validations: Required value: validations or auditAnnotations must contain"),
        (
            ["validations": [["expression": "true", "messageExpression": "1"]]],
            "spec.validations[0].messageExpression: Invalid value: \"1\": must evaluate to string"
        ),
        (
            [
                "validations": [["expression": "true"]],
                "matchConditions": [
                    ["name": "a b", "expression": "request.kindd"]
                ],
            ],
            "undefined field 'kindd'"
        ),
    ]

    @Test(
        "what cannot be compiled is refused where it stands",
        arguments: uncompilable)
    func refusals(_ members: Value, _ text: String) throws {
        try TestServer().run { server in
            let failure = try await server.failure(
                "POST", Self.policies, Self.policy("p", members))
            #expect(failure?.code == 422)
            #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "")")
        }
    }

    @Test("expressions that do not fit the kinds they are about are told in the status")
    func typeChecking() throws {
        try TestServer().run { server in
            try await server.create(
                CustomResourceTests.definitions,
                Self.definition(["size": ["type": "integer"]], rules: []))
            try await server.simulation.sleep(for: .seconds(1))
            func warnings(
                _ group: String, _ version: String, _ resource: String, _ validations: Value
            ) async throws -> [Value] {
                let rule: Value = [
                    "apiGroups": [.string(group)], "apiVersions": [.string(version)],
                    "operations": ["CREATE"], "resources": [.string(resource)],
                ]
                try await Self.add(
                    Self.policies,
                    Self.policy(
                        resource,
                        ["matchConstraints": ["resourceRules": [rule]], "validations": validations]),
                    to: server)
                let policy = try await server.get(Self.policies + "/" + resource)
                #expect(policy["status"]["observedGeneration"] == 1)
                return policy["status"]["typeChecking"]["expressionWarnings"].array ?? []
            }
            let built = try await warnings(
                "apps", "v1", "deployments",
                [
                    [
                        "expression": "object.spec.replicas > '1'",
                        "messageExpression": "'wants more than ' + object.spec.replicas",
                    ], ["expression": "object.spec.replicas > 1"],
                ])
            #expect(
                built.map { $0["fieldRef"] } == [
                    "spec.validations[0].expression", "spec.validations[0].messageExpression",
                ])
            #expect(
                built.first?["warning"].string == """
                    apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for \
                    '_>_' applied to '(int, string)'
                     | object.spec.replicas > '1'
                     | .....................^

                    """)
            let custom = try await warnings(
                "extensions.example.com", "v1", "websites",
                [["expression": "object.spec.size > 1"], ["expression": "object.spec.sizes > 1"]])
            #expect(custom.map { $0["fieldRef"] } == ["spec.validations[1].expression"])
        }
    }

    // MARK: - Custom resources

    private static func definition(_ properties: Value, rules: Value) -> Value {
        var definition = CustomResourceTests.definition
        let spec: Value = [
            "type": "object", "properties": properties, "x-kubernetes-validations": rules,
        ]
        let schema: Value = ["type": "object", "properties": ["spec": spec]]
        let version: Value = [
            "name": "v1", "served": true, "storage": true, "schema": ["openAPIV3Schema": schema],
        ]
        definition["spec"]["versions"] = [version]
        return definition
    }

    private static let properties: Value = [
        "least": ["type": "integer"], "most": ["type": "integer"],
        "name": [
            "type": "string", "maxLength": 20,
            "x-kubernetes-validations": [
                ["rule": "self == oldSelf", "message": "name is immutable"]
            ],
        ],
        "ports": [
            "type": "array", "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            "items": [
                "type": "object", "required": ["name"],
                "properties": ["name": ["type": "string"], "port": ["type": "integer"]],
                "x-kubernetes-validations": [
                    [
                        "rule": "self.port < 65536", "reason": "FieldValueForbidden",
                        "messageExpression": "'port ' + self.name + ' is ' + string(self.port)",
                        "fieldPath": ".port",
                    ]
                ],
            ],
        ],
    ]

    @Test("rules of a custom resource are kept, on creation and on change")
    func customRules() throws {
        try TestServer().run { server in
            try await server.create(
                CustomResourceTests.definitions,
                Self.definition(Self.properties, rules: [["rule": "self.least <= self.most"]]))
            try await server.simulation.sleep(for: .seconds(1))
            let path = CustomResourceTests.websites
            func problem(_ spec: Value) async throws -> String {
                try await server.failure("POST", path, CustomResourceTests.website("w", spec))?
                    .message ?? ""
            }
            #expect(
                try await problem(["least": 2, "most": 1])
                    == "Website.extensions.example.com \"w\" is invalid: spec: Invalid value: "
                    + "\"object\": failed rule: self.least <= self.most")
            #expect(
                try await problem(
                    ["least": 1, "most": 1, "ports": [["name": "a", "port": 70000]]]
                ).hasSuffix("spec.ports[0].port: Forbidden: port a is 70000"))
            #expect(
                try await problem(["least": 1]).hasSuffix(
                    "no such key: most evaluating rule: self.least <= self.most"))
            #expect(
                try await problem(["least": "x", "most": 1]).contains(
                    "<nil>: Invalid value: \"null\": some validation rules were not checked"))
            var site = try await server.create(
                path, CustomResourceTests.website("w", ["least": 1, "most": 1, "name": "n"]))
            site["spec"]["name"] = "m"
            let failure = try await server.failure("PUT", path + "/w", site)
            #expect(
                failure?.message.hasSuffix(
                    "spec.name: Invalid value: \"string\": name is immutable") == true)
        }
    }

    @Test(
        "rules that cannot be right are refused with the definition",
        arguments: [
            ("self.z == 1", "ERROR: <input>:1:5: undefined field 'z'\n | self.z == 1\n | ....^"),
            ("self.least ==", "compilation failed: ERROR: <input>:1:14: Syntax error"),
            ("self.least", "cel expression must evaluate to a bool"), ("", "rule is not specified"),
        ])
    func badRules(_ rule: String, _ text: String) throws {
        try TestServer().run { server in
            let failure = try await server.failure(
                "POST", CustomResourceTests.definitions,
                Self.definition(Self.properties, rules: [["rule": .string(rule)]]))
            #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "")")
        }
    }

    @Test(
        "a rule that could cost too much is refused, as far as the schema sets no limits",
        arguments: [
            ("self.l.all(a, a > 0)", nil),
            ("self.l.all(a, self.l.all(b, a != b))", "more than 100x"),
            ("self.short.all(a, self.short.all(b, a != b))", nil),
            ("self.name.matches('^[a-z]+$') && self.name.size() < 9", nil),
            ("self.words.all(w, w.contains('x'))", "more than 100x"),
            ("self.shortWords.all(w, w.contains('x'))", nil),
            // 3,145,726 / 8 entries at 49 each, most of it for comparing 400 bytes.
            ("self.labels.all(k, self.labels[k] == self.name)", "1.9x"),
            ("self.short.all(a, self.words.exists(w, w == string(a)))", "22.0x"),
        ] as [(String, String?)])
    func estimates(_ rule: String, _ factor: String?) throws {
        let word: Value = ["type": "string", "maxLength": 20]
        let properties: Value = [
            "l": ["type": "array", "items": ["type": "integer"]],
            "short": ["type": "array", "maxItems": 30, "items": ["type": "integer"]],
            "name": ["type": "string", "maxLength": 100],
            "words": ["type": "array", "items": ["type": "string"]],
            "shortWords": ["type": "array", "maxItems": 100, "items": word],
            "labels": ["type": "object", "additionalProperties": ["type": "string"]],
        ]
        try TestServer().run { server in
            let failure = try await server.failure(
                "POST", CustomResourceTests.definitions,
                Self.definition(properties, rules: [["rule": .string(rule)]]))
            let expected = factor.map {
                "spec.versions[0].schema.openAPIV3Schema.properties[spec]."
                    + "x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds "
                    + "budget by factor of \($0) (try simplifying the rule, or adding maxItems, "
                    + "maxProperties, and maxLength where arrays, maps, and strings are declared)"
            }
            #expect((failure == nil) == (expected == nil), "\(failure?.message ?? "")")
            if let expected {
                #expect(failure?.message.hasSuffix(expected) == true, "\(failure?.message ?? "")")
            }
        }
    }

    @Test("a rule that costs too much ends the judging, not the server")
    func dearRules() throws {
        try TestServer().run { server in
            var list: Value = ["type": "array", "items": ["type": "integer"]]
            let rule = "self.l.all(a, self.l.all(b, a + b > 0))"
            list["maxItems"] = 1000
            try await server.create(
                CustomResourceTests.definitions,
                Self.definition(["l": list], rules: [["rule": .string(rule)]]))
            try await server.simulation.sleep(for: .seconds(1))
            let numbers = Value.array((1...1000).map { .int($0) })
            let failure = try await server.failure(
                "POST", CustomResourceTests.websites,
                CustomResourceTests.website("w", ["l": numbers]))
            #expect(
                failure?.message.contains(
                    "no further validation rules will be run due to call cost exceeds limit")
                    == true)
        }
    }
}
