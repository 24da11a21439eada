import Testing

@testable import API

@Suite("Decoding into canonical form")
struct DecodingTests {
    private func decode(_ json: String, fillsZeros: Bool = true) throws -> DecodedObject {
        let document = try JSONParser.document(Array(json.utf8))
        let kind = GroupVersionKind(
            apiVersion: document.value["apiVersion"].string ?? "",
            kind: document.value["kind"].string ?? "")
        return try Schema.shared.decode(
            document.value, as: kind, duplicates: document.duplicateFields, fillsZeros: fillsZeros)
    }

    private func failure(_ json: String) -> String? {
        do {
            _ = try decode(json)
            return nil
        } catch {
            return (error as? Status)?.message
        }
    }

    @Test("fields are put in order, maps sorted, nulls and zero values dropped, scalars normalised")
    func canonical() throws {
        let decoded = try decode(
            """
            {"apiVersion":"v1","spec":{"containers":[{"resources":{"limits":{"memory":"1024Mi","cpu":0.5}},"name":"c",
            "args":[],"env":null,"stdin":false}],"hostNetwork":false,"priority":0},"kind":"Pod","metadata":{"labels":
            {"b":"2","a":"1"},"name":"p","creationTimestamp":null,"annotations":{},"deletionTimestamp":"2023-03-15T08:00:00+08:00"}}
            """)
        let expected =
            #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","deletionTimestamp":"2023-03-15T00:00:00Z","#
            + #""labels":{"a":"1","b":"2"}},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"500m","#
            + #""memory":"1Gi"}}}],"priority":0},"status":{}}"#
        #expect(JSONWriter.text(decoded.value) == expected)
        #expect(decoded.strictErrors.isEmpty)
    }

    @Test("without filling, a partial object stays partial")
    func partial() throws {
        let decoded = try decode(
            #"{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"c"}]}}"#,
            fillsZeros: false)
        #expect(
            JSONWriter.text(decoded.value)
                == #"{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"name":"c"}]}}"#)
    }

    @Test("unknown and duplicate fields are listed with their paths")
    func strict() throws {
        let decoded = try decode(
            """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","lables":{"a":"b"},"name":"q"},
            "spec":{"containers":[{"name":"c","image":"nginx","imagePullpolicy":"Always"}]}}
            """)
        #expect(
            decoded.strictErrors == [
                #"duplicate field "metadata.name""#, #"unknown field "metadata.lables""#,
                #"unknown field "spec.containers[0].imagePullpolicy""#,
            ])
        let status = decoded.strictFailure(GroupVersionKind(apiVersion: "v1", kind: "Pod"))
        #expect(status?.code == 400)
        #expect(
            status?.message.hasPrefix(
                #"Pod in version "v1" cannot be handled as a Pod: strict decoding error: duplicate field "metadata.name", unknown"#
            ) == true)
    }

    @Test(
        "values of a wrong type are named as Go names them",
        arguments: [
            (
                #"{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"command":"x"}]}}"#,
                #"Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string"#
            ),
            (
                #"{"kind":"ConfigMap","apiVersion":"v1","data":{"a":1}}"#,
                #"ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string"#
            ),
            (
                #"{"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":"3"}}"#,
                #"Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"#
            ),
            (
                #"{"kind":"Secret","apiVersion":"v1","data":{"bar":"not base64!"}}"#,
                #"Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3"#
            ),
            (
                #"{"kind":"Pod","apiVersion":"v1","metadata":{"labels":["a"]}}"#,
                #"Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string"#
            ),
            (
                #"{"kind":"Pod","apiVersion":"v1","spec":"x"}"#,
                #"Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec"#
            ),
        ])
    func mismatches(json: String, message: String) {
        #expect(failure(json) == message)
    }

    @Test("custom resources pass as they are")
    func custom() throws {
        let json = #"{"spec":{"b":null,"a":1},"kind":"Website","apiVersion":"example.com/v1"}"#
        #expect(JSONWriter.text(try decode(json).value) == json)
    }

    @Test("every body of the recordings is canonical already", .enabled(if: TruthFiles.arePresent))
    func truth() throws {
        var compared = 0
        for name in try TruthFiles.names {
            for body in try TruthFiles.bodies(of: name) {
                guard let value = try? JSONParser.parse(body), let kind = value["kind"].string,
                    let version = value["apiVersion"].string,
                    Schema.shared.type(of: GroupVersionKind(apiVersion: version, kind: kind)) != nil
                else { continue }
                let gvk = GroupVersionKind(apiVersion: version, kind: kind)
                let decoded = try Schema.shared.decode(value, as: gvk)
                #expect(decoded.strictErrors.isEmpty)
                // Items of a list are written without kind and apiVersion, Status without spec.
                let written = String(decoding: JSONWriter.pretty(decoded.value), as: UTF8.self)
                #expect(written == body, "\(name)")
                compared += 1
            }
        }
        #expect(compared > 25)
    }

    @Test("a changed object decodes alike, whether or not what it was made from is known")
    func knownParts() throws {
        let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        let text = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"1","b":"2"}},
            "spec":{"containers":[{"name":"c","image":"i"},{"name":"d","image":"j"}]},
            "status":{"phase":"Running"}}
            """
        let known = try Schema.shared.decode(try JSONParser.parse(text), as: kind).value
        let changes: [(inout Value) -> Void] = [
            { $0["spec"]["nodeName"] = "n" },
            { $0["metadata"]["labels"] = ["z": "1", "a": "2"] },
            { $0["metadata"]["generateName"] = "" },
            {
                $0["spec"]["containers"] = .array(($0["spec"]["containers"].array ?? []).reversed())
            },
            { $0["spec"]["unknown"] = 1 },
            { $0["spec"]["containers"] = [["image": "k", "name": "e", "wrong": true]] },
            { $0["status"] = .null },
            { $0["spec"]["activeDeadlineSeconds"] = "no number" },
        ]
        for change in changes {
            var object = known
            change(&object)
            let alone = Result { try Schema.shared.decode(object, as: kind) }
            let beside = Result { try Schema.shared.decode(object, as: kind, like: known) }
            #expect(Self.shown(alone) == Self.shown(beside))
        }
    }

    private static func shown(_ result: Result<DecodedObject, any Error>) -> String {
        switch result {
        case .success(let decoded): "\(JSONWriter.text(decoded.value)) \(decoded.strictErrors)"
        case .failure(let error): "\(error)"
        }
    }
}
