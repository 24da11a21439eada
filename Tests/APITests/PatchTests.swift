import Testing

@testable import API

/// A schema of the few types that the examples need.
struct SmallSchema: SchemaLookup {
    private let types: [String: TypeSchema]

    init() {
        func byKey(_ key: String?, retainsKeys: Bool = false) -> FieldSchema.PatchRule {
            FieldSchema.PatchRule(merges: true, retainsKeys: retainsKeys, mergeKey: key)
        }
        let all = [
            TypeSchema(
                name: "Deployment",
                fields: [
                    FieldSchema(name: "metadata", type: .object("Meta")),
                    FieldSchema(name: "spec", type: .object("Spec")),
                ]),
            TypeSchema(
                name: "Meta",
                fields: [
                    FieldSchema(name: "labels", type: .map(.string)),
                    FieldSchema(name: "finalizers", type: .array(.string), patch: byKey(nil)),
                ]),
            TypeSchema(
                name: "Spec",
                fields: [
                    FieldSchema(name: "replicas", type: .int32),
                    FieldSchema(
                        name: "containers", type: .array(.object("Container")), patch: byKey("name")
                    ),
                    FieldSchema(
                        name: "volumes", type: .array(.object("Volume")),
                        patch: byKey("name", retainsKeys: true)),
                    FieldSchema(name: "tolerations", type: .array(.any)),
                ]),
            TypeSchema(
                name: "Container",
                fields: [
                    FieldSchema(name: "name", type: .string),
                    FieldSchema(name: "image", type: .string),
                    FieldSchema(name: "args", type: .array(.string)),
                ]),
            TypeSchema(name: "Volume", fields: [FieldSchema(name: "emptyDir", type: .any)]),
        ]
        types = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    func type(named name: String) -> TypeSchema? { types[name] }
    func type(of kind: GroupVersionKind) -> TypeSchema? { types[kind.kind] }
}

@Suite("Patches")
struct PatchTests {
    private let schema = SmallSchema()
    private var deployment: TypeSchema? { schema.type(named: "Deployment") }

    private func apply(_ mediaType: String, _ patch: String, to object: String) throws -> String {
        let patch = try Patch(mediaType: mediaType, body: JSONParser.parse(patch))
        let result = try patch.apply(to: JSONParser.parse(object), type: deployment, in: schema)
        return JSONWriter.text(result)
    }

    // MARK: - JSON patch

    @Test(
        "JSON patch operations do what RFC 6902 says",
        arguments: [
            (#"[{"op":"add","path":"/a/-","value":3}]"#, #"{"a":[1,2,3]}"#),
            (#"[{"op":"add","path":"/a/0","value":3}]"#, #"{"a":[3,1,2]}"#),
            (#"[{"op":"replace","path":"/a/1","value":9}]"#, #"{"a":[1,9]}"#),
            (#"[{"op":"remove","path":"/a/0"}]"#, #"{"a":[2]}"#),
            (#"[{"op":"remove","path":"/a/-1"}]"#, #"{"a":[1]}"#),
            (#"[{"op":"add","path":"/x~1y","value":{}}]"#, #"{"a":[1,2],"x/y":{}}"#),
            (
                #"[{"op":"copy","from":"/a/0","path":"/b"},{"op":"test","path":"/b","value":1}]"#,
                #"{"a":[1,2],"b":1}"#
            ),
            (#"[{"op":"move","from":"/a","path":"/c"}]"#, #"{"c":[1,2]}"#),
        ])
    func json(patch: String, expected: String) throws {
        #expect(try apply(MediaType.jsonPatch, patch, to: #"{"a":[1,2]}"#) == expected)
    }

    @Test(
        "a JSON patch that cannot be applied gets the terse 422",
        arguments: [
            #"[{"op":"test","path":"/a","value":5}]"#, #"[{"op":"remove","path":"/nope"}]"#,
            #"[{"op":"replace","path":"/nope/deep","value":1}]"#, #"[{"op":"bogus","path":"/a"}]"#,
            #"[{"op":"add","path":"/a/7","value":1}]"#, #"[{"op":"add","path":"a","value":1}]"#,
            #"[{"op":"add","path":"/a/99999999999999999999","value":1}]"#,
            #"[{"op":"add","path":"/b"}]"#,
            #"[{"op":"remove","path":""}]"#,
        ])
    func jsonErrors(patch: String) {
        #expect(throws: Status.unprocessable) {
            try apply(MediaType.jsonPatch, patch, to: #"{"a":[1,2]}"#)
        }
    }

    @Test("a body of the wrong shape is refused in Go's words")
    func shapes() {
        func message(_ mediaType: String) -> String? {
            do throws(Status) {
                _ = try Patch(mediaType: mediaType, body: "garbage")
                return nil
            } catch {
                return error.message
            }
        }
        #expect(
            message(MediaType.jsonPatch) == "error decoding patch: json: cannot unmarshal string"
                + " into Go value of type []handlers.jsonPatchOp")
        #expect(
            message(MediaType.strategicMergePatch)
                == "json: cannot unmarshal string into Go value of type map[string]interface {}")
    }

    @Test("copies cannot blow an object up")
    func bomb() throws {
        var operations: [Value] = [["op": "add", "path": "/x", "value": [1, 1, 1, 1]]]
        for _ in 0..<60 {
            operations.append(["op": "copy", "from": "/x", "path": "/x/-"])
        }
        let patch = try JSONPatch(.array(operations))
        #expect(throws: Status.unprocessable) { try patch.apply(to: [:]) }
    }

    // MARK: - Merge patch

    @Test("a merge patch replaces lists and removes what is null")
    func merge() throws {
        let result = try apply(
            MediaType.mergePatch, #"{"a":{"b":null,"c":{"x":null,"y":1}},"l":[3]}"#,
            to: #"{"a":{"b":1},"l":[1,2]}"#)
        #expect(result == #"{"a":{"c":{"y":1}},"l":[3]}"#)
    }

    @Test("the difference of two objects is a merge patch")
    func mergeCreation() throws {
        func object(_ text: String) throws -> Object {
            try JSONParser.parse(text).object ?? Object()
        }
        let patch = MergePatch.createThreeWay(
            original: try object(#"{"spec":{"a":1,"gone":2}}"#),
            modified: try object(#"{"spec":{"a":5,"l":[1]}}"#),
            current: try object(#"{"spec":{"a":1,"gone":2,"other":3},"status":{}}"#))
        #expect(JSONWriter.text(.object(patch)) == #"{"spec":{"a":5,"gone":null,"l":[1]}}"#)
    }

    // MARK: - Strategic merge patch

    @Test(
        "a strategic merge patch merges lists by key and obeys directives",
        arguments: [
            (
                #"{"spec":{"containers":[{"name":"side","image":"busybox"}]}}"#,
                #"{"spec":{"containers":[{"name":"side","image":"busybox"},{"name":"web","image":"i"}],"replicas":1}}"#
            ),
            (
                #"{"spec":{"containers":[{"name":"web","image":"j"}]}}"#,
                #"{"spec":{"containers":[{"name":"web","image":"j"}],"replicas":1}}"#
            ),
            (
                #"{"spec":{"containers":[{"name":"web","$patch":"delete"}]}}"#,
                #"{"spec":{"containers":[],"replicas":1}}"#
            ),
            (
                #"{"spec":{"containers":[{"$patch":"replace"},{"name":"only"}]}}"#,
                #"{"spec":{"containers":[{"name":"only"}],"replicas":1}}"#
            ),
            (#"{"spec":{"$patch":"replace","replicas":2}}"#, #"{"spec":{"replicas":2}}"#),
            (
                #"{"spec":{"replicas":null}}"#,
                #"{"spec":{"containers":[{"name":"web","image":"i"}]}}"#
            ),
            (
                #"{"spec":{"$setElementOrder/containers":[{"name":"web"},{"name":"b"}],"containers":[{"name":"b"}]}}"#,
                #"{"spec":{"containers":[{"name":"web","image":"i"},{"name":"b"}],"replicas":1}}"#
            ),
            (
                #"{"metadata":{"finalizers":["a"]}}"#,
                #"{"spec":{"containers":[{"name":"web","image":"i"}],"replicas":1},"metadata":{"finalizers":["a"]}}"#
            ),
        ])
    func strategic(patch: String, expected: String) throws {
        let object = #"{"spec":{"containers":[{"name":"web","image":"i"}],"replicas":1}}"#
        #expect(try apply(MediaType.strategicMergePatch, patch, to: object) == expected)
    }

    @Test("scalars merge as a set; deletions are listed")
    func scalars() throws {
        let object = #"{"metadata":{"finalizers":["a","b"]}}"#
        let patch =
            #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]}}"#
        let result = try apply(MediaType.strategicMergePatch, patch, to: object)
        #expect(result == #"{"metadata":{"finalizers":["c","b"]}}"#)
    }

    @Test("$retainKeys drops the members that it does not name")
    func retainKeys() throws {
        let object = #"{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}"#
        let patch =
            #"{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/"},"$retainKeys":["hostPath","name"]}]}}"#
        let result = try apply(MediaType.strategicMergePatch, patch, to: object)
        #expect(result == #"{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}}"#)
    }

    @Test("an item without its key is refused")
    func missingKey() {
        #expect(
            throws: Status.plainInternal(
                "map: map[image:x] does not contain declared merge key: name")
        ) {
            try apply(
                MediaType.strategicMergePatch, #"{"spec":{"containers":[{"image":"x"}]}}"#,
                to: #"{"spec":{"containers":[{"name":"web"}]}}"#)
        }
    }

    @Test("what kubectl apply sends deletes, changes and keeps, and applies to the wanted object")
    func threeWay() throws {
        func object(_ text: String) throws -> Object {
            try JSONParser.parse(text).object ?? Object()
        }
        let original =
            #"{"metadata":{"labels":{"a":"1"}},"spec":{"containers":[{"name":"c","image":"nginx:1"},{"name":"old"}]}}"#
        let modified =
            #"{"metadata":{"labels":{"b":"2"}},"spec":{"containers":[{"name":"c","image":"nginx:2"}]}}"#
        let current =
            #"{"metadata":{"labels":{"a":"1","live":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1","args":["q"]},{"name":"old"}],"replicas":2}}"#
        let diff = StrategicDiff(schema: schema)
        let patch = try diff.createThreeWay(
            original: object(original), modified: object(modified), current: object(current),
            type: deployment)
        let text = JSONWriter.text(.object(patch))
        let expected =
            #"{"metadata":{"labels":{"a":null,"b":"2"}},"spec":{"$setElementOrder/containers":[{"name":"c"}],"#
            + #""containers":[{"image":"nginx:2","name":"c"},{"$patch":"delete","name":"old"}]}}"#
        #expect(text == expected)
        let result = try apply(MediaType.strategicMergePatch, text, to: current)
        #expect(
            result
                == #"{"metadata":{"labels":{"live":"x","b":"2"}},"spec":{"containers":[{"name":"c","image":"nginx:2","args":["q"]}],"replicas":2}}"#
        )
        let none = try diff.createThreeWay(
            original: object(modified), modified: object(modified), current: object(result),
            type: deployment)
        #expect(none.isEmpty)
    }

    @Test("a two-way patch turns one object into the other")
    func twoWay() throws {
        let pairs = [
            (
                #"{"spec":{"containers":[{"name":"a"},{"name":"b","image":"x"}]}}"#,
                #"{"spec":{"containers":[{"name":"b","image":"y"},{"name":"c"}]}}"#
            ),
            (#"{"metadata":{"finalizers":["a","b"]}}"#, #"{"metadata":{"finalizers":["b","c"]}}"#),
            (
                #"{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}"#,
                #"{"spec":{"volumes":[{"name":"v","secret":{"secretName":"s"}}]}}"#
            ),
            (#"{"spec":{"tolerations":[{"key":"a"}]}}"#, #"{"spec":{"tolerations":[]}}"#),
        ]
        for (from, to) in pairs {
            guard let old = try JSONParser.parse(from).object,
                let new = try JSONParser.parse(to).object
            else { continue }
            let patch = try StrategicDiff(schema: schema).create(
                from: old, to: new, type: deployment)
            let result = try StrategicMergePatch(schema: schema)
                .apply(patch, to: old, type: deployment)
            #expect(
                JSONWriter.text(.object(result), sortedKeys: true)
                    == JSONWriter.text(.object(new), sortedKeys: true))
        }
    }
}
