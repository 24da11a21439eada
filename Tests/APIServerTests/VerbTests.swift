@testable import API
import Simulation
import Encoding
import Testing

@testable import APIServer

@Suite("verbs")
struct VerbTests {
    @Test("a list that was cut goes on until its revision is compacted, then at the newest")
    func continueAfterCompaction() throws {
        try TestServer().run { server in
            for number in 0..<4 { try await server.create(configMaps, configMap("c\(number)")) }
            let page = try await server.get(configMaps + "?limit=2")
            let token = page["metadata"]["continue"].string ?? ""
            _ = try await server.value("DELETE", configMaps + "/c3")
            let next = try await server.get(configMaps + "?limit=2&continue=\(token)")
            #expect(
                (next["items"].array ?? []).compactMap { $0["metadata"]["name"].string }
                    == ["c2", "c3"])
            try await server.simulation.sleep(for: .seconds(11 * 60))
            let expired = try await server.failure("GET", configMaps + "?limit=2&continue=\(token)")
            #expect(expired?.code == 410)
            let fresh = expired?.continueToken ?? ""
            let rest = try await server.get(configMaps + "?limit=2&continue=\(fresh)")
            #expect(
                (rest["items"].array ?? []).compactMap { $0["metadata"]["name"].string } == ["c2"])
        }
    }

    @Test("what strict decoding refuses is said in the order of the body")
    func strictOrder() throws {
        try TestServer().run { server in
            let body = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{
                "unknown1":"v","unknownDupe":"v","unknownDupe":"w","paused":true,"paused":false,
                "template":{"spec":{"containers":[{"name":"c","image":"i","unknownNested":"v",
                "imagePullPolicy":"Always","imagePullPolicy":"Never"}]}}}}
                """
            let answer = await server.curl(
                "POST", "/apis/apps/v1/namespaces/default/deployments?fieldValidation=Strict", body)
            #expect(answer.status == 400)
            let status = try JSONParser.parse(answer.text)
            #expect(
                status["message"].string
                    == #"Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.unknown1", unknown field "spec.unknownDupe", duplicate field "spec.paused", unknown field "spec.template.spec.containers[0].unknownNested", duplicate field "spec.template.spec.containers[0].imagePullPolicy""#
            )
        }
    }

    @Test("keys given twice in YAML are refused or warned of")
    func yamlDuplicates() throws {
        try TestServer().run { server in
            let body = "metadata: {name: x}\ndata: {k: a}\ndata: {k: b}\n"
            let strict = await server.curl(
                "POST", configMaps + "?fieldValidation=Strict", body, contentType: MediaType.yaml)
            #expect(strict.status == 400)
            #expect(
                strict.text.contains(
                    #"strict decoding error: yaml: unmarshal errors:\n  line 3: key \"data\" already set in map"#
                ))
            let warned = await server.curl(
                "POST", configMaps + "?fieldValidation=Warn", body, contentType: MediaType.yaml)
            #expect(warned.status == 201)
            #expect(warned.headers["Warning"]?.contains("already set in map") == true)
        }
    }

    @Test("a watch in protobuf is frames of events with objects in their envelope")
    func protobufWatch() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("x", ["k": "v"]))
            let response = await server.send(
                "GET", configMaps + "?watch=1&fieldSelector=metadata.name=x",
                headers: [("Accept", MediaType.protobuf)])
            let type = response.headers["Content-Type"]
            #expect(type == "application/vnd.kubernetes.protobuf;stream=watch")
            guard case .watch(let stream) = response.body, let event = try await stream.next()
            else { throw TestServer.NoValue(response: "\(response)") }
            stream.stop()
            let frame = event.frame(contentType: type)
            let length = frame.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            #expect(length == frame.count - 4)
            var reader = WireReader(frame[4...])
            var parts: [Int: ArraySlice<UInt8>] = [:]
            while let (number, payload) = try reader.next() {
                if case .bytes(let bytes) = payload { parts[number] = bytes }
            }
            #expect(parts[1].map { String(decoding: $0, as: UTF8.self) } == "ADDED")
            var raw = WireReader(parts[2] ?? [])
            guard case (_, .bytes(let object))? = try raw.next() else {
                throw TestServer.NoValue(response: "no object")
            }
            #expect(try ProtobufCodec.decode(Array(object))["data"]["k"].string == "v")
        }
    }

    @Test("reviews have no table")
    func reviewAsTable() throws {
        try TestServer().run { server in
            let response = await server.send(
                "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                [
                    "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
                    "spec": ["nonResourceAttributes": ["path": "/", "verb": "get"]],
                ], headers: [("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")])
            #expect(response.status == 406)
        }
    }
}
