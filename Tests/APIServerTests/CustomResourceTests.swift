import API
import Simulation
import Testing

@testable import APIServer

@Suite("Custom resources")
struct CustomResourceTests {
    static let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    static let websites = "/apis/extensions.example.com/v1/namespaces/default/websites"

    /// The definition of `truth/27-crd.txt`, with a scale.
    static let definition: Value = [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "websites.extensions.example.com"],
        "spec": [
            "scope": "Namespaced", "group": "extensions.example.com",
            "names": [
                "kind": "Website", "singular": "website", "plural": "websites",
                "shortNames": ["ws"],
            ],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true,
                    "subresources": [
                        "status": [:],
                        "scale": [
                            "specReplicasPath": ".spec.replicas",
                            "statusReplicasPath": ".status.replicas",
                        ],
                    ],
                    "selectableFields": [["jsonPath": ".spec.gitRepo"]],
                    "additionalPrinterColumns": [
                        ["name": "Repo", "type": "string", "jsonPath": ".spec.gitRepo"],
                        ["name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"],
                    ],
                    "schema": ["openAPIV3Schema": schema],
                ],
                [
                    "name": "v1beta1", "served": true, "storage": false, "deprecated": true,
                    "schema": ["openAPIV3Schema": schema],
                ],
            ],
        ],
    ]
    private static let schema: Value = [
        "type": "object",
        "properties": [
            "spec": [
                "type": "object", "required": ["gitRepo"],
                "properties": [
                    "gitRepo": ["type": "string", "pattern": "^https://"],
                    "replicas": ["type": "integer", "minimum": 1, "default": 1],
                ],
            ],
            "status": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
        ],
    ]

    static func website(_ name: String, _ spec: Value = ["gitRepo": "https://x"]) -> Value {
        [
            "apiVersion": "extensions.example.com/v1", "kind": "Website",
            "metadata": ["name": .string(name)], "spec": spec,
        ]
    }

    /// A server that serves websites.
    private func run(_ body: @escaping @Sendable (TestServer) async throws -> Void) throws {
        try TestServer().run { server in
            try await server.create(Self.definitions, Self.definition)
            try await Self.waitUntilEstablished(server)
            try await body(server)
        }
    }

    private static func waitUntilEstablished(
        _ server: TestServer, _ name: String = "websites.extensions.example.com"
    ) async throws {
        for _ in 0..<100 {
            let value = try await server.get("\(definitions)/\(name)")
            if CustomDefinition(value).isEstablished { return }
            try await server.simulation.sleep(for: .milliseconds(10))
        }
        Issue.record("\(name) is not established")
    }

    @Test("an object lives as the schema says: defaults, pruning, columns, generation, conversion")
    func life() throws {
        try run { server in
            var site = try await server.create(
                Self.websites, Self.website("kubia", ["gitRepo": "https://x", "foo": 1]))
            #expect(site["spec"] == ["gitRepo": "https://x", "replicas": 1])
            #expect(site["metadata"]["generation"] == 1)

            site["status"] = ["phase": "Ready", "replicas": 1]
            let updated = try await server.value("PUT", Self.websites + "/kubia", site)
            #expect(updated["status"] == nil, "the status has a path of its own")
            #expect(updated["metadata"]["resourceVersion"] == site["metadata"]["resourceVersion"])
            let status = try await server.value("PUT", Self.websites + "/kubia/status", site)
            #expect(status["status"]["phase"] == "Ready")
            #expect(status["metadata"]["generation"] == 1)

            let patched = try await server.value(
                "PATCH", Self.websites + "/kubia", ["spec": ["replicas": 2]],
                contentType: MediaType.mergePatch)
            #expect(patched["metadata"]["generation"] == 2)
            let scale = try await server.get(Self.websites + "/kubia/scale")
            #expect(scale["spec"]["replicas"] == 2)
            #expect(scale["status"]["replicas"] == 1)

            let old = try await server.get(
                "/apis/extensions.example.com/v1beta1/namespaces/default/websites/kubia")
            #expect(old["apiVersion"] == "extensions.example.com/v1beta1")
            let selected = try await server.get(
                Self.websites + "?fieldSelector=spec.gitRepo%3Dhttps%3A%2F%2Fx")
            #expect(selected["items"].array?.count == 1)

            let table = await server.curl(
                "GET", Self.websites,
                headers: [("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")])
            let value = try JSONParser.parse(Array(table.text.utf8))
            let names = (value["columnDefinitions"].array ?? []).compactMap { $0["name"].string }
            #expect(names == ["Name", "Repo", "Age"])
            let cells = value["rows"].array?.first?["cells"].array ?? []
            #expect(cells.prefix(2) == ["kubia", "https://x"])

            let list = await server.curl("GET", Self.websites)
            #expect(list.text.contains("\"kind\": \"Website\""), "items of a list keep their kind")
            let deprecated = await server.curl(
                "GET", "/apis/extensions.example.com/v1beta1/websites")
            #expect(
                deprecated.headers["Warning"]
                    == "299 - \"extensions.example.com/v1beta1 Website is deprecated\"")
        }
    }

    @Test("what the schema refuses is refused with the recorded texts")
    func refusals() throws {
        try run { server in
            let strict = await server.curl(
                "POST", Self.websites + "?fieldValidation=Strict",
                JSONWriter.text(Self.website("bad", ["gitRepo": "ftp://x", "foo": 1])))
            #expect(
                strict.text.contains(
                    #"Website in version \"v1\" cannot be handled as a Website: strict decoding "#
                        + #"error: unknown field \"spec.foo\""#))
            let warned = await server.curl(
                "POST", Self.websites + "?fieldValidation=Warn&dryRun=All",
                JSONWriter.text(Self.website("x", ["gitRepo": "https://x", "foo": 1])))
            #expect(warned.headers["Warning"] == #"299 - "unknown field \"spec.foo\"""#)

            let invalid = try await server.failure(
                "POST", Self.websites, Self.website("bad", ["gitRepo": "ftp://x", "replicas": 0]))
            #expect(invalid?.code == 422)
            #expect(
                invalid?.details?.causes.map(\.message) == [
                    #"Invalid value: "ftp://x": spec.gitRepo in body should match '^https://'"#,
                    "Invalid value: 0: spec.replicas in body should be greater than or equal to 1",
                ])
            let missing = try await server.failure(
                "POST", Self.websites, Self.website("bad", [:]))
            #expect(
                missing?.message
                    == #"Website.extensions.example.com "bad" is invalid: spec.gitRepo: Required value"#
            )
            let strategic = try await server.failure(
                "PATCH", Self.websites + "/x", ["spec": [:]],
                contentType: MediaType.strategicMergePatch)
            #expect(
                strategic?.message
                    == "the body of the request was in an unknown format - accepted media types "
                    + "include: application/json-patch+json, application/merge-patch+json, "
                    + "application/apply-patch+yaml")
            let other = try await server.failure(
                "POST", Self.websites,
                ["apiVersion": "v1", "kind": "Website", "metadata": ["name": "x"]])
            #expect(
                other?.message
                    == "the API version in the data (v1) does not match the expected API version "
                    + "(extensions.example.com/v1)")
            let part = try await server.failure(
                "GET", "/apis/extensions.example.com/v1beta1/namespaces/default/websites/x/scale")
            #expect(part?.message == "websites.extensions.example.com \"x\" not found")
            let blind = try await server.failure(
                "PUT", Self.websites + "/none", Self.website("none"))
            #expect(blind?.code == 404)
        }
    }

    @Test("discovery and OpenAPI tell of a resource as soon as its definition is established")
    func discovery() throws {
        try run { server in
            let group = await server.curl("GET", "/apis/extensions.example.com")
            let versions = try JSONParser.parse(Array(group.text.utf8))
            #expect(versions["preferredVersion"]["version"] == "v1")
            let list = try JSONParser.parse(
                Array(await server.curl("GET", "/apis/extensions.example.com/v1").text.utf8))
            let resources = list["resources"].array ?? []
            #expect(
                resources.compactMap { $0["name"].string } == [
                    "websites", "websites/status", "websites/scale",
                ])
            #expect(resources.first?["storageVersionHash"] == "lRs3Km9mkTc=")
            #expect(resources.first?["shortNames"] == ["ws"])
            let document = try JSONParser.parse(
                Array(
                    await server.curl("GET", "/openapi/v3/apis/extensions.example.com/v1")
                        .text.utf8))
            let schema = document["components"]["schemas"][
                "com.example.extensions.v1.Website"]
            #expect(schema["properties"]["spec"]["required"] == ["gitRepo"])
            // All but the scale, which the recorded definition has not.
            let recorded = try JSONParser.parse(
                Array(
                    KindsTruth.output(
                        of: "curl -s --cacert pki/ca.crt --cert pki/admin.crt --key pki/admin.key "
                            + "https://127.0.0.1:6443/apis/extensions.example.com/v1",
                        in: "27-crd.txt"
                    ).replacing("[no newline at end of stdout]", with: "").utf8))
            #expect(
                resources.filter { $0["name"] != "websites/scale" }
                    == recorded["resources"].array)
        }
    }

    @Test(
        "the index of OpenAPI names documents by their content, so that they may be kept for ever")
    func caching() throws {
        try run { server in
            let apps = try await Self.address("apis/apps/v1", server)
            let own = try await Self.address("apis/extensions.example.com/v1", server)
            let kept = await server.curl("GET", own)
            #expect(kept.headers["Cache-Control"] == "public, immutable")
            #expect(kept.headers["Expires"]?.hasSuffix("GMT") == true)
            let tag = try #require(kept.headers["Etag"])
            #expect(own.hasSuffix("?hash=" + tag.filter { $0 != "\"" }))
            let plain = "/openapi/v3/apis/extensions.example.com/v1"
            let same = await server.curl("GET", plain, headers: [("If-None-Match", tag)])
            #expect(same.status == 304)
            let old = await server.curl("GET", plain + "?hash=OLD")
            #expect(old.status == 301)
            #expect(old.headers["Location"] == own)
            // The definition says something new: its document moves, the others stay.
            _ = try await server.value(
                "PATCH", Self.definitions + "/websites.extensions.example.com",
                [
                    [
                        "op": "add", "path": .string(Self.describedAt),
                        "value": "Where the pages are.",
                    ]
                ],
                contentType: "application/json-patch+json")
            for _ in 0..<100
            where try await Self.address("apis/extensions.example.com/v1", server) == own {
                try await server.simulation.sleep(for: .milliseconds(10))
            }
            #expect(try await Self.address("apis/apps/v1", server) == apps)
            #expect(await server.curl("GET", plain).text.contains("Where the pages are."))
            #expect(await server.curl("GET", "/openapi/v2").text.contains("Where the pages are."))
        }
    }

    /// Where the index says that a document is.
    private static func address(_ name: String, _ server: TestServer) async throws -> String {
        let text = await server.curl("GET", "/openapi/v3").text
        let index = try JSONParser.parse(Array(text.utf8))
        return try #require(index["paths"][name]["serverRelativeURL"].string)
    }

    private static let describedAt =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/gitRepo/description"

    @Test("deleting a definition deletes its objects, then the resource is served no longer")
    func deletion() throws {
        try run { server in
            let path = Self.definitions + "/websites.extensions.example.com"
            _ = try await server.create(
                Self.websites, Self.website("kubia"))
            var held = Self.website("held")
            held["metadata"]["finalizers"] = ["example.com/wait"]
            _ = try await server.create(Self.websites, held)
            let watch = try await server.watch("/apis/extensions.example.com/v1/websites?watch=1")
            let deleted = try await server.value("DELETE", path)
            #expect(deleted["metadata"]["finalizers"] == [.string(CustomDefinition.finalizer)])
            try await server.simulation.sleep(for: .seconds(1))
            let refused = try await server.failure(
                "POST", Self.websites, Self.website("late"))
            #expect(
                refused?.message
                    == "create not allowed while custom resource definition is terminating")
            let waiting = try await server.get(path)
            let condition = (waiting["status"]["conditions"].array ?? []).last
            #expect(condition["reason"] == "InstanceDeletionInProgress")
            _ = try await server.value(
                "PATCH", Self.websites + "/held", ["metadata": ["finalizers": .null]],
                contentType: MediaType.mergePatch)
            try await server.simulation.sleep(for: .seconds(6))
            #expect(try await server.failure("GET", path)?.reason == .notFound)
            #expect(await server.curl("GET", Self.websites).status == 404)
            #expect(drain(watch).contains("DELETED held"))
            let next = try await watch.next()
            #expect(next == nil, "nobody is left to watch for")
        }
    }

    @Test("a name that another definition of the group has is not given twice")
    func conflict() throws {
        try run { server in
            var second = Self.definition
            second["metadata"]["name"] = "pages.extensions.example.com"
            second["spec"]["names"] = ["kind": "Website", "plural": "pages", "shortNames": ["ws"]]
            try await server.create(Self.definitions, second)
            try await server.simulation.sleep(for: .seconds(1))
            let path = Self.definitions + "/pages.extensions.example.com"
            let refused = CustomDefinition(try await server.get(path))
            #expect(refused.condition("NamesAccepted") == "False")
            #expect(refused.condition("Established") == "False")
            #expect(refused.names.plural == "pages")
            _ = try await server.value(
                "DELETE", Self.definitions + "/websites.extensions.example.com")
            try await server.simulation.sleep(for: .seconds(1))
            try await Self.waitUntilEstablished(server, "pages.extensions.example.com")
        }
    }

    @Test(
        "a definition that does not hold together is refused",
        arguments: [
            (
                "metadata", ["name": "wrong.extensions.example.com"],
                #"metadata.name: Invalid value: "wrong.extensions.example.com": must be spec.names.plural+"."+spec.group"#
            ),
            (
                "scope", "Somewhere",
                #"spec.scope: Unsupported value: "Somewhere": supported values: "Cluster", "Namespaced""#
            ),
            (
                "conversion", ["strategy": "Webhook"],
                "spec.conversion.strategy: Forbidden: Webhook is not supported by this API server"
            ),
            (
                "preserveUnknownFields", true,
                "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
            ),
        ] as [(String, Value, String)])
    func badDefinitions(_ field: String, _ value: Value, _ text: String) {
        var definition = Self.definition
        if field == "metadata" {
            definition[field] = value
        } else {
            definition["spec"][field] = value
        }
        DefinitionStrategy().setDefaults(&definition)
        let problems = DefinitionValidation.problems(CustomDefinition(definition))
        #expect(problems.map(\.description) == [text])
    }

    @Test("a server that starts anew serves what the definitions in etcd say, with its objects")
    func restart() throws {
        let first = try TestServer()
        try first.run { server in
            try await server.create(Self.definitions, Self.definition)
            try await Self.waitUntilEstablished(server)
            _ = try await server.create(Self.websites, Self.website("kubia"))
            let again = APIServerProcess(
                simulation: server.simulation, store: server.etcd,
                configuration: server.server.configuration)
            let life = server.simulation.spawn("apiserver again") { await again.run() }
            defer { life.cancel() }
            try await again.waitUntilReady()
            #expect(again.registry.catalog.group(named: "extensions.example.com") != nil)
            let resource = GroupVersionResource(
                group: "extensions.example.com", version: "v1", resource: "websites")
            #expect(again.registry.cachedList(resource).count == 1)
        }
    }
}
