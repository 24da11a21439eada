import API
import Simulation
import Testing

@testable import APIServer

@Suite("Objects: create, update, conflict, delete")
struct ObjectLifeTests {
    @Test("a created object has uid, version and time, and is read back as it was written")
    func createAndGet() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, configMap("lock", ["n": "0"]))
            #expect(made["metadata"]["uid"].string?.count == 36)
            #expect(made["metadata"]["resourceVersion"].string != nil)
            #expect(made["metadata"]["namespace"].string == "default")
            let read = try await server.get(configMaps + "/lock")
            #expect(read == made)
        }
    }

    @Test("the body as curl shows it: two spaces, kind first, no newline at the end")
    func prettyBody() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, configMap("lock", ["n": "0"]))
            let meta = made["metadata"]
            let (status, headers, text) = await server.curl("GET", configMaps + "/lock")
            #expect(status == 200)
            #expect(headers["Content-Type"] == "application/json")
            #expect(
                text.hasPrefix(
                    """
                    {
                      "kind": "ConfigMap",
                      "apiVersion": "v1",
                      "metadata": {
                        "name": "lock",
                        "namespace": "default",
                        "uid": "\(meta["uid"].string ?? "")",
                        "resourceVersion": "\(meta["resourceVersion"].string ?? "")",
                        "creationTimestamp": "\(meta["creationTimestamp"].string ?? "")"
                    """))
            #expect(text.hasSuffix("\"n\": \"0\"\n  }\n}"))
            let compact = await server.curl("GET", configMaps + "/lock?pretty=false")
            #expect(compact.text.hasSuffix("}\n"))
        }
    }

    @Test("of two PUTs with one version the second gets 409")
    func optimisticLock() throws {
        try TestServer().run { server in
            let read = try await server.create(configMaps, configMap("lock", ["n": "0"]))
            var first = read
            first["data"]["n"] = "1"
            _ = try await server.value("PUT", configMaps + "/lock", first)
            var second = read
            second["data"]["n"] = "2"
            let failure = try await server.failure("PUT", configMaps + "/lock", second)
            #expect(failure?.code == 409)
            #expect(
                failure?.message
                    == "Operation cannot be fulfilled on configmaps \"lock\": the object has been modified; please apply your changes to the latest version and try again"
            )
            #expect(failure?.details?.name == "lock")
            #expect(failure?.details?.kind == "configmaps")
        }
    }

    @Test("a PUT without version overwrites a ConfigMap and is refused for a Lease")
    func unconditional() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("lock", ["n": "0"]))
            let after = try await server.value(
                "PUT", configMaps + "/lock", configMap("lock", ["n": "5"]))
            #expect(after["data"]["n"].string == "5")
            let leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases"
            try await server.create(leases, ["metadata": ["name": "node-1"]])
            let failure = try await server.failure(
                "PUT", leases + "/node-1", ["metadata": ["name": "node-1"]])
            #expect(
                failure?.message
                    == "leases.coordination.k8s.io \"node-1\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update"
            )
        }
    }

    @Test("a write that changes nothing leaves the version")
    func noChange() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, configMap("lock", ["n": "0"]))
            let again = try await server.value(
                "PUT", configMaps + "/lock", configMap("lock", ["n": "0"]))
            #expect(
                again["metadata"]["resourceVersion"] == made["metadata"]["resourceVersion"])
        }
    }

    @Test(
        "refusals have upstream's texts",
        arguments: [
            (
                "GET", "/apis/apps/v1/namespaces/default/deployments/nope", "", 404,
                "deployments.apps \"nope\" not found"
            ),
            (
                "POST", configMaps, #"{"metadata":{"name":"x","resourceVersion":"5"}}"#, 500,
                "resourceVersion should not be set on objects to be created"
            ),
            (
                "POST", "/api/v1/namespaces/nope/configmaps", #"{"metadata":{"name":"x"}}"#, 404,
                "namespaces \"nope\" not found"
            ),
            (
                "POST", configMaps, #"{"metadata":{"name":"x","namespace":"kube-system"}}"#, 400,
                "the namespace of the provided object does not match the namespace sent on the request"
            ),
            (
                "POST", configMaps, #"{"metadata":{}}"#, 422,
                "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"
            ),
            (
                "PUT", configMaps + "/nope", #"{"metadata":{"name":"nope"}}"#, 404,
                "configmaps \"nope\" not found"
            ),
            (
                "POST", configMaps, "garbage", 400,
                "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'g' looking for beginning of value (67617262616765)"
            ),
            (
                "POST", configMaps, #"{"metadata":{"name":"d"},"data":{"a":1}}"#, 400,
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string"
            ),
            (
                "POST", configMaps + "?fieldValidation=Strict",
                #"{"metadata":{"name":"d"},"dta":{"a":"1"}}"#, 400,
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dta\""
            ),
            (
                "POST", "/api/v1/namespaces/default/pods",
                #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"x"}}"#, 400,
                "Service in version \"v1\" cannot be handled as a Pod: converting (v1.Service) to (core.Pod): unknown conversion"
            ),
            (
                "POST", "/api/v1/namespaces/default/pods", #"{"apiVersion":"v2","kind":"Pod"}"#,
                400,
                "Pod in version \"v2\" cannot be handled as a Pod: no kind \"Pod\" is registered for version \"v2\" in scheme \"pkg/runtime/scheme.go:111\""
            ),
            (
                "POST", configMaps + "?fieldValidation=Nonsense", #"{"metadata":{"name":"d"}}"#,
                422,
                "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Nonsense\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""
            ),
            (
                "POST", configMaps + "?dryRun=Nonsense", #"{"metadata":{"name":"d"}}"#, 422,
                "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Nonsense\"]: supported values: \"All\""
            ),
            (
                "GET", "/api/v1/pods?limit=abc", "", 400,
                "strconv.ParseInt: parsing \"abc\": invalid syntax"
            ),
            (
                "GET", "/api/v1/pods?labelSelector=%28", "", 400,
                "found '(', expected: !, identifier, or 'end of string'"
            ),
            (
                "GET", "/api/v1/pods?fieldSelector=foo%3Dbar", "", 400,
                "field label not supported: foo"
            ),
            (
                "GET", "/api/v1/pods?resourceVersion=abc", "", 400,
                "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax"
            ),
            (
                "GET", "/api/v1/pods?watch=1&resourceVersion=abc", "", 500,
                "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax"
            ),
            (
                "GET", "/api/v1/pods?resourceVersionMatch=Exact", "", 422,
                "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
            ),
            (
                "PUT", "/api/v1/namespaces/default/pods", "", 405,
                "the server does not allow this method on the requested resource"
            ),
            (
                "POST", "/api/v1/namespaces/default/pods/x", "", 405,
                "the server does not allow this method on the requested resource"
            ),
            (
                "HEAD", "/api/v1/namespaces/default", "", 405,
                "the server does not allow this method on the requested resource"
            ),
            ("GET", "/apis/batch/v2", "", 404, "the server could not find the requested resource"),
            (
                "GET", "/api/v1/nonsense", "", 404,
                "the server could not find the requested resource"
            ),
        ])
    func refusals(
        method: String, target: String, body: String, code: Int, message: String
    ) throws {
        let answer = try TestServer().run { server in
            await server.curl(method, target, body.isEmpty ? nil : body)
        }
        let value = try JSONParser.parse(answer.text)
        #expect(answer.status == code)
        #expect(value["message"].string == message)
    }

    @Test("paths of nobody are answered with a text")
    func unknownPaths() throws {
        let answers = try TestServer().run { server in
            [
                await server.curl("GET", "/nonsense"),
                await server.curl("GET", "/apis/nonsense"),
                await server.curl("GET", "/apis/nonsense/v1/things"),
            ]
        }
        for answer in answers {
            #expect(answer.status == 404)
            #expect(answer.text == "404 page not found\n")
        }
    }

    @Test("media types: no type means JSON, a form is 415, an unknown Accept is 406")
    func mediaTypes() throws {
        try TestServer().run { server in
            // As the Python client sends it.
            let untyped = await server.curl(
                "POST", configMaps, #"{"metadata":{"name":"untyped"}}"#, contentType: nil)
            #expect(untyped.status == 201)
            let form = await server.curl(
                "POST", configMaps, "{}", contentType: "application/x-www-form-urlencoded")
            #expect(form.status == 415)
            let html = await server.curl(
                "GET", "/api/v1/namespaces/default", headers: [("Accept", "text/html, */*")])
            #expect(html.status == 200)
            let only = await server.send(
                "GET", "/api/v1/namespaces/default", headers: [("Accept", "text/html")])
            #expect(only.status == 406)
            let yaml = await server.send(
                "GET", "/api/v1/namespaces/default", headers: [("Accept", MediaType.yaml)])
            guard case .bytes(let bytes) = yaml.body else {
                Issue.record("no bytes")
                return
            }
            #expect(String(decoding: bytes, as: UTF8.self).contains("\nkind: Namespace\n"))
        }
    }

    @Test("the answer to a delete names what is gone")
    func deleteAnswer() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, configMap("d1"))
            let answer = try await server.value("DELETE", configMaps + "/d1")
            #expect(answer["status"].string == "Success")
            #expect(answer["details"]["kind"].string == "configmaps")
            #expect(answer["details"]["uid"] == made["metadata"]["uid"])
            #expect(try await server.failure("GET", configMaps + "/d1")?.code == 404)
        }
    }

    @Test("preconditions of a delete name the kind")
    func preconditions() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, configMap("lock"))
            let version = made["metadata"]["resourceVersion"].string ?? ""
            let failure = try await server.failure(
                "DELETE", configMaps + "/lock", ["preconditions": ["resourceVersion": "1"]])
            #expect(
                failure?.message
                    == "Operation cannot be fulfilled on ConfigMap \"lock\": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (\(version)). The object might have been modified"
            )
        }
    }

    @Test("an object with a finalizer waits until the finalizer is removed")
    func finalizers() throws {
        try TestServer().run { server in
            var object = configMap("fin")
            object["metadata"]["finalizers"] = ["example.com/hold"]
            try await server.create(configMaps, object)
            let marked = try await server.value("DELETE", configMaps + "/fin")
            #expect(marked["metadata"]["deletionTimestamp"] != nil)
            #expect(marked["metadata"]["deletionGracePeriodSeconds"].int == 0)
            _ = try await server.value(
                "PATCH", configMaps + "/fin",
                [["op": "remove", "path": "/metadata/finalizers"]], contentType: MediaType.jsonPatch
            )
            #expect(try await server.failure("GET", configMaps + "/fin")?.code == 404)
        }
    }

    @Test("propagation policies set their finalizers")
    func propagation() throws {
        try TestServer().run { server in
            for (policy, finalizer) in [("Foreground", "foregroundDeletion"), ("Orphan", "orphan")]
            {
                try await server.create(configMaps, configMap("gc"))
                let object = try await server.value(
                    "DELETE", configMaps + "/gc?propagationPolicy=\(policy)")
                #expect(object["metadata"]["finalizers"].array == [.string(finalizer)])
                _ = try await server.value(
                    "PATCH", configMaps + "/gc", ["metadata": ["finalizers": .null]],
                    contentType: MediaType.mergePatch)
            }
            let failure = try await server.failure(
                "DELETE", configMaps + "/gc?propagationPolicy=Nonsense")
            #expect(
                failure?.message
                    == "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Nonsense\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
            )
        }
    }

    @Test("a dry run answers as if, and writes nothing")
    func dryRun() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps + "?dryRun=All", configMap("dry"))
            #expect(made["metadata"]["uid"] != nil)
            #expect(try await server.failure("GET", configMaps + "/dry")?.code == 404)
        }
    }

    @Test("generateName gets five letters behind it")
    func generatedNames() throws {
        try TestServer().run { server in
            let made = try await server.create(configMaps, ["metadata": ["generateName": "job-"]])
            #expect(made["metadata"]["name"].string?.count == 9)
        }
    }

    @Test("three hundred tasks that add one each lose nothing")
    func manyWriters() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("counter", ["n": "0"]))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        for _ in 0..<10 {
                            while true {
                                guard var object = try? await server.get(configMaps + "/counter")
                                else { return }
                                let count = Int(object["data"]["n"].string ?? "") ?? 0
                                object["data"]["n"] = .string(String(count + 1))
                                await server.simulation.yield()
                                let conflict = try? await server.failure(
                                    "PUT", configMaps + "/counter", object)
                                if conflict.flatMap({ $0 }) == nil { break }
                            }
                        }
                    }
                }
            }
            let end = try await server.get(configMaps + "/counter")
            #expect(end["data"]["n"].string == "300")
        }
    }
}
