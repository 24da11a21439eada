import API
import Simulation
import Testing

@testable import APIServer

/// What mutating admission policies make of objects.
@Suite("Mutating admission policies")
struct MutatingPolicyTests {
    private static let group = "/apis/admissionregistration.k8s.io/v1"
    private static let policies = group + "/mutatingadmissionpolicies"
    private static let deployments = "/apis/apps/v1/namespaces/default/deployments"
    private static let configMaps = "/api/v1/namespaces/default/configmaps"

    private static func apply(_ expression: String) -> Value {
        [
            "patchType": "ApplyConfiguration",
            "applyConfiguration": ["expression": .string(expression)],
        ]
    }

    private static func patch(_ expression: String) -> Value {
        ["patchType": "JSONPatch", "jsonPatch": ["expression": .string(expression)]]
    }

    private static func policy(
        _ name: String, _ mutations: [Value], _ members: Value = [:]
    ) -> Value {
        var spec: Value = [
            "matchConstraints": [
                "resourceRules": [
                    [
                        "apiGroups": ["", "apps"], "apiVersions": ["v1"],
                        "operations": ["CREATE", "UPDATE"],
                        "resources": ["configmaps", "deployments"],
                    ]
                ]
            ],
            "reinvocationPolicy": "Never", "mutations": .array(mutations),
        ]
        for (name, value) in members.object ?? Object() { spec[name] = value }
        return ["metadata": ["name": .string(name)], "spec": spec]
    }

    /// Creates a policy with its binding, and waits until admission knows of both.
    private static func add(
        _ name: String, _ mutations: [Value], _ members: Value = [:], to server: TestServer
    ) async throws {
        try await server.create(policies, policy(name, mutations, members))
        try await server.create(
            group + "/mutatingadmissionpolicybindings",
            ["metadata": ["name": .string(name)], "spec": ["policyName": .string(name)]])
        try await server.simulation.sleep(for: .milliseconds(1))
    }

    private static let deployment: Value = [
        "metadata": ["name": "web"],
        "spec": [
            "selector": ["matchLabels": ["app": "web"]],
            "template": [
                "metadata": ["labels": ["app": "web"]],
                "spec": ["containers": [["name": "main", "image": "nginx"]]],
            ],
        ],
    ]

    @Test("a configuration is merged as server-side apply merges: maps and named items join")
    func applying() throws {
        try TestServer().run { server in
            try await Self.add(
                "sidecar",
                [
                    Self.apply(
                        """
                        Object{
                          metadata: Object.metadata{labels: {"team": request.userInfo.username}},
                          spec: Object.spec{replicas: variables.count,
                            template: Object.spec.template{spec: Object.spec.template.spec{
                              containers: [
                                Object.spec.template.spec.containers{
                                  name: "proxy", image: "envoy",
                                  ?args: has(object.spec.paused) ? optional.of(["-p"])
                                    : optional.none()},
                                Object.spec.template.spec.containers{
                                  name: "main", workingDir: "/srv"}
                              ]}}}
                        }
                        """)
                ],
                [
                    "variables": [["name": "count", "expression": "object.spec.replicas + 2"]],
                    "matchConditions": [["name": "apps", "expression": "has(object.spec)"]],
                ], to: server)
            let made = try await server.create(Self.deployments, Self.deployment)
            #expect(made["spec"]["replicas"] == 3)
            #expect(made["metadata"]["labels"] == ["team": "admin"])
            let containers = made["spec"]["template"]["spec"]["containers"].array ?? []
            #expect(containers.map { $0["name"] } == ["proxy", "main"])
            #expect(containers.last?["image"] == "nginx")
            #expect(containers.last?["workingDir"] == "/srv")
            // What was added gets its defaults too.
            #expect(containers.first?["imagePullPolicy"] == "Always")
            #expect(containers.first?["args"] == nil)
            let map = try await server.create(Self.configMaps, configMap("free"))
            #expect(map["metadata"]["labels"] == nil)
        }
    }

    @Test("operations of a JSON patch are done in order, each mutation on what the last has made")
    func patching() throws {
        try TestServer().run { server in
            try await Self.add(
                "labels",
                [
                    Self.patch(
                        """
                        [JSONPatch{op: "test", path: "/data/a", value: "1"},
                         JSONPatch{op: "add", path: "/metadata/labels", value: {}},
                         JSONPatch{op: "add", value: "x",
                           path: "/metadata/labels/" + jsonpatch.escapeKey("a.io/b")}]
                        """),
                    Self.apply(
                        "Object{data: {'labels': string(size(object.metadata.labels))}}"),
                ], to: server)
            let made = try await server.create(Self.configMaps, configMap("m", ["a": "1"]))
            #expect(made["metadata"]["labels"] == ["a.io/b": "x"])
            #expect(made["data"] == ["a": "1", "labels": "1"])
            let refused = try #require(
                try await server.failure("POST", Self.configMaps, configMap("n", ["a": "2"])))
            #expect(
                refused.message.hasPrefix(
                    "configmaps \"n\" is forbidden: policy 'labels' with binding 'labels' denied "
                        + "request: expression '[JSONPatch"))
        }
    }

    @Test("a policy that wants it is asked again; failures may be ignored")
    func order() throws {
        try TestServer().run { server in
            let count = "Object{data: {'seen': string(size(object.data) + 1)}}"
            try await Self.add(
                "a-again", [Self.apply(count)], ["reinvocationPolicy": "IfNeeded"], to: server)
            try await Self.add("b-adds", [Self.apply("Object{data: {'b': ''}}")], to: server)
            try await Self.add(
                "c-fails", [Self.apply("Object{data: {'c': object.none}}")],
                ["failurePolicy": "Ignore"], to: server)
            let made = try await server.create(Self.configMaps, configMap("m", ["a": ""]))
            #expect(made["data"] == ["a": "", "seen": "4", "b": ""])
        }
    }

    @Test("what may not be changed in part, and names that do not fit, are refused when it runs")
    func misuse() throws {
        try TestServer().run { server in
            try await Self.add(
                "wholes",
                [
                    Self.apply(
                        "has(object.data) ? Object{spec: Object.metadata{}} : "
                            + "Object{spec: Object.spec{selector: Object.spec.selector{"
                            + "matchLabels: {'a': 'b'}}}}")
                ], to: server)
            let whole = try #require(
                try await server.failure("POST", Self.deployments, Self.deployment))
            #expect(
                whole.message.hasSuffix(
                    "may not mutate atomic arrays, maps or structs: .spec.selector"))
            let named = try #require(
                try await server.failure("POST", Self.configMaps, configMap("n", ["a": "2"])))
            #expect(
                named.message.hasSuffix(
                    "unexpected type name \"Object.metadata\", expected \"Object.spec\", which "
                        + "matches field name path from root Object type"))
        }
    }

    @Test(
        "what cannot be compiled is refused where it stands",
        arguments: [
            (
                MutatingPolicyTests.apply("object"),
                nil
            ),
            (
                MutatingPolicyTests.apply("Object{spec: Obj{}}"),
                "spec.mutations[0].applyConfiguration.expression: Invalid value: "
                    + "\"Object{spec: Obj{}}\": compilation failed: ERROR: <input>:1:17: undeclared "
                    + "reference to 'Obj' (in container '')\n | Object{spec: Obj{}}\n | ............"
                    + "....^"
            ),
            (
                MutatingPolicyTests.apply("'text'"),
                "spec.mutations[0].applyConfiguration.expression: Invalid value: \"'text'\": must "
                    + "evaluate to Object"
            ),
            (
                MutatingPolicyTests.patch("[JSONPatch{op: 1, where: ''}]"),
                "spec.mutations[0].jsonPatch.expression: Invalid value: "
                    + "\"[JSONPatch{op: 1, where: ''}]\": compilation failed: ERROR: <input>:1:12: "
                    + "expected type of field 'op' is 'string' but provided type is 'int'\n"
                    + " | [JSONPatch{op: 1, where: ''}]\n | ...........^\n"
                    + "ERROR: <input>:1:19: undefined field 'where'\n"
                    + " | [JSONPatch{op: 1, where: ''}]\n | ..................^"
            ),
            (
                ["patchType": "Other"],
                "spec.mutations[0].patchType: Unsupported value: \"Other\": supported values: "
                    + "\"ApplyConfiguration\", \"JSONPatch\""
            ),
            (
                ["patchType": "JSONPatch"],
                "spec.mutations[0].jsonPatch: Required value: must be specified when patchType is "
                    + "JSONPatch"
            ),
        ] as [(Value, String?)])
    func validation(_ mutation: Value, _ expected: String?) throws {
        try TestServer().run { server in
            let failure = try await server.failure(
                "POST", Self.policies, Self.policy("p", [mutation]))
            let prefix =
                "MutatingAdmissionPolicy.admissionregistration.k8s.io \"p\" is invalid: "
            #expect(failure?.message == expected.map { prefix + $0 })
        }
    }
}
