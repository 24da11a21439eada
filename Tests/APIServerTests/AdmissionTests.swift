import API
import Encoding
import Simulation
import Testing

@testable import APIServer

@Suite("Admission plugins")
struct AdmissionTests {
    private static let pods = "/api/v1/namespaces/default/pods"

    @Test("the flags name plugins as upstream does, and others are refused by name")
    func flags() {
        #expect(AdmissionRegistry.problem(enable: ["AlwaysPullImages"], disable: []) == nil)
        #expect(
            AdmissionRegistry.problem(enable: ["Nonsense"], disable: [])
                == "enable-admission-plugins plugin \"Nonsense\" is unknown")
        #expect(
            AdmissionRegistry.problem(enable: [], disable: ["Nonsense"])
                == "disable-admission-plugins plugin \"Nonsense\" is unknown")
        #expect(
            AdmissionRegistry.problem(enable: ["PodSecurity"], disable: ["PodSecurity"])
                == "[PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped"
        )
    }

    @Test("plugins are on when the flags say so, each with its effect")
    func optional() throws {
        let server = try TestServer(plugins: [
            "AlwaysPullImages", "ExtendedResourceToleration", "NamespaceAutoProvision",
            "DenyServiceExternalIPs",
        ])
        try server.run { server in
            let pod = try await server.create(
                Self.pods,
                [
                    "metadata": ["name": "p"],
                    "spec": [
                        "containers": [
                            [
                                "name": "c", "image": "nginx:1.2",
                                "resources": ["limits": ["example.com/gpu": "1"]],
                            ]
                        ]
                    ],
                ])
            let container = pod["spec"]["containers"].array?.first
            #expect(container["imagePullPolicy"].string == "Always")
            let keys = pod["spec"]["tolerations"].array?.map { $0["key"].string ?? "" } ?? []
            #expect(keys.contains("example.com/gpu"))
            try await server.create(
                "/api/v1/namespaces/fresh/configmaps", ["metadata": ["name": "c"]])
            let refused = try await server.failure(
                "POST", "/api/v1/namespaces/default/services",
                [
                    "metadata": ["name": "s"],
                    "spec": ["ports": [["port": 80]], "externalIPs": ["192.0.2.1"]],
                ])
            #expect(
                refused?.message
                    == "services \"s\" is forbidden: Use of external IPs is denied by admission control."
            )
        }
    }

    @Test("classes: a default is filled in, a runtime class adds its cost, and must exist")
    func classes() throws {
        try TestServer().run { server in
            try await server.create(
                "/apis/storage.k8s.io/v1/storageclasses",
                [
                    "metadata": [
                        "name": "standard",
                        "annotations": ["storageclass.kubernetes.io/is-default-class": "true"],
                    ], "provisioner": "example.com/disk",
                ])
            try await server.create(
                "/apis/node.k8s.io/v1/runtimeclasses",
                [
                    "metadata": ["name": "sandboxed"], "handler": "runsc",
                    "overhead": ["podFixed": ["cpu": "250m"]],
                    "scheduling": ["nodeSelector": ["sandbox": "yes"]],
                ])
            try await server.simulation.sleep(for: .milliseconds(1))
            let claim = try await server.create(
                "/api/v1/namespaces/default/persistentvolumeclaims",
                [
                    "metadata": ["name": "c"],
                    "spec": [
                        "accessModes": ["ReadWriteOnce"],
                        "resources": ["requests": ["storage": "1Gi"]],
                    ],
                ])
            #expect(claim["spec"]["storageClassName"].string == "standard")
            var pod: Value = [
                "metadata": ["name": "p"],
                "spec": [
                    "runtimeClassName": "sandboxed",
                    "containers": [["name": "c", "image": "nginx"]],
                ],
            ]
            let created = try await server.create(Self.pods, pod)
            #expect(created["spec"]["overhead"] == ["cpu": "250m"])
            #expect(created["spec"]["nodeSelector"] == ["sandbox": "yes"])
            pod["metadata"]["name"] = "q"
            pod["spec"]["runtimeClassName"] = "nope"
            #expect(
                try await server.failure("POST", Self.pods, pod)?.message
                    == "pods \"q\" is forbidden: pod rejected: RuntimeClass \"nope\" not found")
        }
    }

    @Test("a bucket gives its burst, then what its rate brings back")
    func bucket() {
        var bucket = TokenBucket(rate: 1, burst: 2, now: SimulatedInstant(secondsSinceEpoch: 0))
        let start = SimulatedInstant(secondsSinceEpoch: 0)
        #expect((0..<3).map { _ in bucket.take(now: start) } == [true, true, false])
        let later = start.advanced(by: .seconds(1))
        #expect((0..<2).map { _ in bucket.take(now: later) } == [true, false])
    }
}

@Suite("Admission webhooks")
struct WebhookTests {
    /// Answers as its test says, without a network.
    private struct Scripted: WebhookTransport {
        let answer: @Sendable (Value, WebhookTarget) throws(WebhookFailure) -> Value

        func post(
            _ body: [UInt8], to target: WebhookTarget
        ) async throws(WebhookFailure) -> [UInt8] {
            guard let review = try? JSONParser.parse(body) else { throw WebhookFailure("no JSON") }
            var response = try answer(review["request"] ?? .null, target)
            response["uid"] = review["request"]["uid"]
            return JSONWriter.compact([
                "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
                "response": response,
            ])
        }
    }

    private static func configure(
        _ kind: String, _ hook: Value, on server: TestServer
    ) async throws {
        var webhook: Value = [
            "name": "hook.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"],
            "clientConfig": ["service": ["namespace": "default", "name": "hook", "path": "/v"]],
            "rules": [
                [
                    "operations": ["CREATE", "DELETE"], "apiGroups": [""], "apiVersions": ["v1"],
                    "resources": ["configmaps"],
                ]
            ],
        ]
        for entry in hook.object ?? Object() { webhook[entry.name] = entry.value }
        try await server.create(
            "/apis/admissionregistration.k8s.io/v1/\(kind)webhookconfigurations",
            ["metadata": ["name": "hooks"], "webhooks": [webhook]])
        try await server.simulation.sleep(for: .milliseconds(1))
    }

    @Test("a mutating webhook changes what is stored, a validating one refuses")
    func decisions() throws {
        let transport = Scripted { request, target in
            #expect(target.url == "https://hook.default.svc:443/v?timeout=10s")
            if request["operation"].string == "DELETE" {
                return ["allowed": false, "status": ["message": "keep it", "code": 403]]
            }
            let patch = #"[{"op":"add","path":"/data","value":{"a":"b"}}]"#
            return [
                "allowed": true, "patchType": "JSONPatch", "warnings": ["changed"],
                "patch": .string(Self.base64(patch)),
            ]
        }
        try TestServer(webhooks: transport).run { server in
            try await Self.configure("mutating", [:], on: server)
            let made = try await server.create(configMaps, configMap("x"))
            #expect(made["data"] == ["a": "b"])
            let refused = try await server.failure("DELETE", configMaps + "/x")
            #expect(
                refused?.message
                    == "admission webhook \"hook.example.com\" denied the request: keep it")
            #expect(refused?.code == 403)
        }
    }

    @Test("a webhook is asked only where its conditions hold")
    func conditions() throws {
        let transport = Scripted { _, _ throws(WebhookFailure) in
            ["allowed": false, "status": ["message": "no", "code": 403]]
        }
        try TestServer(webhooks: transport).run { server in
            let hook: Value = [
                "matchConditions": [
                    ["name": "not-skipped", "expression": "object.metadata.name != 'skip-me'"],
                    [
                        "name": "of-people",
                        "expression": "!request.userInfo.username.contains(':')",
                    ],
                ]
            ]
            try await Self.configure("validating", hook, on: server)
            try await server.create(configMaps, configMap("skip-me"))
            #expect(try await server.failure("POST", configMaps, configMap("x"))?.code == 403)
            // On deletion there is no object to ask about.
            let lost = try await server.failure("DELETE", configMaps + "/skip-me")
            #expect(
                lost?.message == "configmaps \"skip-me\" is forbidden: match condition "
                    + "\"not-skipped\" evaluation error: no such key: metadata")
            let bad: Value = ["matchConditions": [["name": "bad", "expression": "object."]]]
            await #expect(throws: Status.self) {
                try await Self.configure("mutating", bad, on: server)
            }
        }
    }

    private static func base64(_ text: String) -> String {
        Base64.encode(Array(text.utf8))
    }

    @Test("webhooks see evictions, tokens and streams where their rules name them")
    func subresources() throws {
        let transport = Scripted { request, _ in
            let kind = request["kind"]["kind"].string ?? ""
            let operation = request["operation"].string ?? ""
            let part = request["subResource"].string ?? ""
            return [
                "allowed": false,
                "status": ["message": .string("\(operation) \(part) \(kind)"), "code": 403],
            ]
        }
        try TestServer(webhooks: transport).run { server in
            try await server.create(
                "/api/v1/namespaces/default/pods",
                [
                    "metadata": ["name": "p"],
                    "spec": ["containers": [["name": "c", "image": "i"]]],
                ])
            try await Self.configure(
                "validating",
                [
                    "rules": [
                        [
                            "operations": ["*"], "apiGroups": [""], "apiVersions": ["v1"],
                            "resources": ["pods/*", "serviceaccounts/token"],
                        ]
                    ]
                ], on: server)
            let denied = "admission webhook \"hook.example.com\" denied the request: "
            let pod = "/api/v1/namespaces/default/pods/p"
            for (method, path, text) in [
                ("POST", pod + "/eviction", "CREATE eviction Eviction"),
                ("POST", pod + "/binding", "CREATE binding Binding"),
                ("GET", pod + "/attach?stdin=true", "CONNECT attach PodAttachOptions"),
                ("GET", pod + "/proxy/", "CONNECT proxy PodProxyOptions"),
                (
                    "POST", "/api/v1/namespaces/default/serviceaccounts/default/token",
                    "CREATE token TokenRequest"
                ),
            ] {
                let failure = try await server.failure(
                    method, path,
                    method == "GET" ? nil : ["metadata": ["name": "p"], "target": ["name": "n"]])
                #expect(failure?.message == denied + text)
            }
        }
    }

    @Test("a webhook that does not answer refuses, or is ignored, as its policy says")
    func failures() throws {
        let transport = Scripted { _, _ throws(WebhookFailure) in
            throw WebhookFailure("dial tcp 10.96.0.9:443: connect: connection refused")
        }
        try TestServer(webhooks: transport).run { server in
            try await Self.configure(
                "validating",
                ["objectSelector": ["matchLabels": ["strict": "yes"]]], on: server)
            #expect(try await server.failure("POST", configMaps, configMap("a")) == nil)
            let strict = configMap("b", labels: ["strict": "yes"])
            let refused = try await server.failure("POST", configMaps, strict)
            #expect(refused?.code == 500)
            #expect(
                refused?.message
                    == "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: Post \"https://hook.default.svc:443/v?timeout=10s\": dial tcp 10.96.0.9:443: connect: connection refused"
            )
            let path =
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hooks"
            _ = try await server.value(
                "PATCH", path,
                [["op": "add", "path": "/webhooks/0/failurePolicy", "value": "Ignore"]],
                contentType: MediaType.jsonPatch)
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(try await server.failure("POST", configMaps, strict) == nil)
        }
    }

    @Test("a configuration says what it lacks")
    func validation() throws {
        try TestServer().run { server in
            let refused = try await server.failure(
                "POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                [
                    "metadata": ["name": "w"],
                    "webhooks": [
                        [
                            "name": "short", "admissionReviewVersions": ["v1"],
                            "sideEffects": "Some", "clientConfig": ["url": "http://x"],
                        ]
                    ],
                ])
            #expect(
                refused?.details?.causes.map(\.field) == [
                    "webhooks[0].name", "webhooks[0].sideEffects", "webhooks[0].clientConfig.url",
                ])
        }
    }
}
