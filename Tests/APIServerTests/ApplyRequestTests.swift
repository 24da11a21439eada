import API
import Simulation
import Testing

@testable import APIServer

@Suite("apply requests")
struct ApplyRequestTests {
    private static let deployments = "/apis/apps/v1/namespaces/default/deployments"

    private static func deployment(_ spec: String) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, labels: {b: "2"}}
        spec:
          \(spec)
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              containers: [{name: c, image: "nginx:2"}]
        """
    }

    private static func apply(
        _ server: TestServer, _ path: String, _ manager: String, _ body: String
    ) async throws -> (status: Int, value: Value) {
        let answer = await server.curl(
            "PATCH", "\(path)?fieldManager=\(manager)", body, contentType: MediaType.applyPatch)
        return (answer.status, try JSONParser.parse(answer.text))
    }

    private static func managers(_ object: Value) -> [String] {
        (object["metadata"]["managedFields"].array ?? []).map {
            "\($0["manager"].string ?? "") \($0["operation"].string ?? "")"
                + " \(JSONWriter.text($0["fieldsV1"] ?? .null, escapesHTML: false))"
        }
    }

    /// Source: `truth/36-apply-diff-ssa.txt`.
    @Test("apply creates, is idle when nothing changes, and conflicts with who scales")
    func deployment() throws {
        try TestServer().run { server in
            let path = Self.deployments + "/app"
            let made = try await Self.apply(server, path, "kubectl", Self.deployment("replicas: 2"))
            #expect(made.status == 201)
            #expect(
                Self.managers(made.value) == [
                    #"kubectl Apply {"f:metadata":{"f:labels":{"f:b":{}}},"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{}}}}}}}"#
                ])
            try await server.simulation.sleep(for: .seconds(5))
            let again = try await Self.apply(
                server, path, "kubectl", Self.deployment("replicas: 2"))
            #expect(again.status == 200)
            #expect(again.value == made.value)

            _ = try await server.value(
                "PATCH", path + "/scale?fieldManager=kubectl", ["spec": ["replicas": 3]],
                contentType: MediaType.mergePatch)
            let conflict = try await Self.apply(
                server, path, "other", Self.deployment("replicas: 2"))
            #expect(
                JSONWriter.text(conflict.value)
                    == #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Apply failed with 1 conflict: conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas","reason":"Conflict","details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\" with subresource \"scale\" using apps/v1","field":".spec.replicas"}]},"code":409}"#
            )
            let forced = try await Self.apply(
                server, path, "other&force=true", Self.deployment("replicas: 2"))
            #expect(forced.value["spec"]["replicas"].int == 2)
            #expect(forced.value["metadata"]["generation"].int == 3)
            // Applied no more: back to the default, whatever the scale was.
            let dropped = try await Self.apply(
                server, path, "other", Self.deployment("paused: false"))
            #expect(dropped.value["spec"]["replicas"].int == 1)
        }
    }

    @Test("a Scale and a status are applied through their subresources")
    func subresources() throws {
        try TestServer().run { server in
            let path = Self.deployments + "/app"
            _ = try await Self.apply(server, path, "a", Self.deployment("paused: true"))
            let scale = try await Self.apply(
                server, path + "/scale", "s",
                "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: app}, spec: {replicas: 4}}"
            )
            #expect(scale.value["spec"]["replicas"].int == 4)
            let status = try await Self.apply(
                server, path + "/status", "t",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app}
                spec: {replicas: 9}
                status: {readyReplicas: 1}
                """)
            #expect(status.value["status"]["readyReplicas"].int == 1)
            #expect(status.value["spec"]["replicas"].int == 4)
            #expect(
                Self.managers(status.value).suffix(2) == [
                    #"s Apply {"f:spec":{"f:replicas":{}}}"#,
                    #"t Apply {"f:status":{"f:readyReplicas":{}}}"#,
                ])
        }
    }

    /// Source: `truth/36-apply-diff-ssa.txt` and, for the texts it does not have, upstream's.
    @Test("what cannot be applied")
    func refused() throws {
        let cases: [(query: String, body: String, code: Int, text: String)] = [
            (
                "?x=y", "{}", 422,
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
            ),
            ("?fieldManager=a", "{kind: ConfigMap}", 400, "invalid object type: /, Kind=ConfigMap"),
            (
                "?fieldManager=a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: z}}", 400,
                "the name of the object (z) does not match the name on the URL (x)"
            ),
            (
                "?fieldManager=a",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, managedFields: [{}]}}", 400,
                "metadata.managedFields must be nil"
            ),
            (
                "?fieldManager=a",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, uid: abc}}", 409,
                "Operation cannot be fulfilled on configmaps \"x\": uid mismatch: the provided object specified uid abc, and no existing object was found"
            ),
            (
                "?fieldManager=a",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {k: 1}}",
                500,
                "failed to create typed patch object (default/x; /v1, Kind=ConfigMap): .data.k: expected string, got &value.valueUnstructured{Value:1}"
            ),
            (
                "?fieldManager=a&fieldValidation=Strict",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {k: a, k: b}}", 400,
                "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 1: key \"k\" already set in map"
            ),
        ]
        try TestServer().run { server in
            for (query, body, code, text) in cases {
                let answer = await server.curl(
                    "PATCH", configMaps + "/x" + query, body, contentType: MediaType.applyPatch)
                #expect(answer.status == code)
                let status = try JSONParser.parse(answer.text)
                #expect(status["message"].string == text)
            }
        }
    }

    @Test("kubectl takes over what it has applied by itself, and keeps its annotation right")
    func lastApplied() throws {
        try TestServer().run { server in
            var first = configMap("x", ["k": "1"])
            first["metadata"]["annotations"] = [
                "kubectl.kubernetes.io/last-applied-configuration":
                    #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"k":"1"}}"#
            ]
            _ = try await server.value(
                "POST", configMaps + "?fieldManager=kubectl-client-side-apply", first)
            let config = "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {k: '2'}}"
            let refused = try await Self.apply(server, configMaps + "/x", "me", config)
            #expect(refused.status == 409)
            let taken = try await Self.apply(server, configMaps + "/x", "kubectl", config)
            #expect(taken.value["data"]["k"].string == "2")
            #expect(
                taken.value["metadata"]["annotations"].object?.first?.value.string
                    == #"{"apiVersion":"v1","data":{"k":"2"},"kind":"ConfigMap","metadata":{"name":"x"}}"#
                    + "\n")
        }
    }

    @Test("who may patch but not create cannot create by applying")
    func authorization() throws {
        try TestServer().run { server in
            let rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default"
            _ = try await server.create(
                rbac + "/roles",
                [
                    "metadata": ["name": "patcher"],
                    "rules": [
                        ["apiGroups": [""], "resources": ["configmaps"], "verbs": ["patch"]]
                    ],
                ])
            _ = try await server.create(
                rbac + "/rolebindings",
                [
                    "metadata": ["name": "patcher"],
                    "subjects": [
                        ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"]
                    ],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "patcher",
                    ],
                ])
            // The rules are in force once the authorizer has heard of them.
            try await server.simulation.sleep(for: .seconds(1))
            let chain = try server.certificate("ann")
            let refused = try await server.failure(
                "PATCH", configMaps + "/x?fieldManager=a", configMap("x"),
                contentType: MediaType.applyPatch, as: chain)
            #expect(
                refused?.message
                    == #"configmaps "x" is forbidden: User "ann" cannot create resource "configmaps" in API group "" in the namespace "default""#
            )
            try await server.create(configMaps, configMap("x"))
            let allowed = try await server.failure(
                "PATCH", configMaps + "/x?fieldManager=a", configMap("x", ["k": "v"]),
                contentType: MediaType.applyPatch, as: chain)
            #expect(allowed == nil)
        }
    }

    @Test("managers are cleared by one empty entry, and nobody loses them by leaving them out")
    func reset() throws {
        try TestServer().run { server in
            let path = configMaps + "/x"
            _ = try await server.value(
                "POST", configMaps + "?fieldManager=a", configMap("x", ["k": "1"]))
            let put = try await server.value(
                "PUT", path + "?fieldManager=b", configMap("x", ["k": "1", "l": "1"]))
            #expect(
                Self.managers(put) == [
                    #"a Update {"f:data":{".":{},"f:k":{}}}"#, #"b Update {"f:data":{"f:l":{}}}"#,
                ])
            let cleared = try await server.value(
                "PATCH", path, ["metadata": ["managedFields": [.object(Object())]]],
                contentType: MediaType.mergePatch)
            #expect(cleared["metadata"]["managedFields"] == nil)
        }
    }
}
