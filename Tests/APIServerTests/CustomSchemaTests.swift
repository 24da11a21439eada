import API
import Testing

@testable import APIServer

@Suite("The schemas of custom resources")
struct CustomSchemaTests {
    private static func schema(_ properties: Value) -> StructuralSchema {
        StructuralSchema(["type": "object", "properties": properties])
    }

    private static func problems(_ value: Value, _ schema: StructuralSchema) -> [String] {
        SchemaValidator.problems(value, schema).map(\.description)
    }

    @Test("pruning drops what is not named, and says where it was")
    func pruning() {
        let schema = Self.schema([
            "spec": [
                "type": "object",
                "properties": [
                    "list": [
                        "type": "array",
                        "items": ["type": "object", "properties": ["a": ["type": "string"]]],
                    ],
                    "map": ["type": "object", "additionalProperties": ["type": "string"]],
                    "free": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                    "pod": [
                        "type": "object", "x-kubernetes-embedded-resource": true,
                        "properties": ["spec": ["type": "object"]],
                    ],
                ],
            ]
        ])
        let object: Value = [
            "apiVersion": "e.com/v1", "kind": "K", "metadata": ["name": "x"], "foo": 1,
            "spec": [
                "list": [["a": "1", "b": 2]], "map": ["k": "v"], "free": ["deep": ["er": 1]],
                "pod": ["kind": "Pod", "metadata": ["name": "p"], "other": 1], "bar": ["x": 1],
            ],
        ]
        let (pruned, unknown) = schema.pruned(object)
        #expect(unknown == ["foo", "spec.list[0].b", "spec.pod.other", "spec.bar"])
        let spec = pruned["spec"]
        #expect(spec["free"]["deep"]["er"] == 1)
        #expect(spec["map"]["k"] == "v")
        #expect(spec["pod"]["kind"] == "Pod")
        #expect(spec["list"].array?.first == ["a": "1"])
    }

    @Test("defaults come at every depth that is there, and nulls go that may not be null")
    func defaulting() {
        let schema = Self.schema([
            "spec": [
                "type": "object",
                "properties": [
                    "replicas": ["type": "integer", "default": 1],
                    "note": ["type": "string"], "maybe": ["type": "string", "nullable": true],
                    "list": [
                        "type": "array",
                        "items": [
                            "type": "object",
                            "properties": ["port": ["type": "integer", "default": 80]],
                        ],
                    ],
                ],
            ],
            "mode": [
                "type": "object", "default": ["a": 1],
                "properties": [
                    "a": ["type": "integer"], "b": ["type": "integer", "default": 2],
                ],
            ],
        ])
        var object: Value = [
            "spec": ["replicas": .null, "note": .null, "maybe": .null, "list": [[:]]]
        ]
        schema.setDefaults(&object)
        #expect(
            object == [
                "spec": ["replicas": 1, "maybe": .null, "list": [["port": 80]]],
                "mode": ["a": 1, "b": 2],
            ])
        var empty: Value = [:]
        schema.setDefaults(&empty)
        #expect(empty["spec"] == nil, "a default below what is missing does not bring it")
    }

    @Test(
        "every rule fails with upstream's text",
        arguments: [
            (
                ["type": "integer"], "x",
                #"Invalid value: "string": f in body must be of type integer: "string""#
            ),
            (
                ["type": "string"], 5,
                #"Invalid value: "integer": f in body must be of type string: "integer""#
            ),
            (
                ["type": "string"], .null,
                #"Invalid value: "null": f in body must be of type string: "null""#
            ),
            (
                ["type": "string", "pattern": "^a+$"], "b",
                #"Invalid value: "b": f in body should match '^a+$'"#
            ),
            (
                ["type": "string", "enum": ["a", "b"]], "c",
                #"Unsupported value: "c": supported values: "a", "b""#
            ),
            (["type": "string", "maxLength": 1], "ab", "Too long: may not be more than 1 bytes"),
            (
                ["type": "string", "minLength": 2], "a",
                #"Invalid value: "a": f in body should be at least 2 chars long"#
            ),
            (
                ["type": "string", "format": "date-time"], "now",
                #"Invalid value: "now": f in body must be of type date-time: "now""#
            ),
            (
                ["type": "integer", "minimum": 1], 0,
                "Invalid value: 0: f in body should be greater than or equal to 1"
            ),
            (
                ["type": "integer", "maximum": 1, "exclusiveMaximum": true], 1,
                "Invalid value: 1: f in body should be less than 1"
            ),
            (
                ["type": "number", "multipleOf": 2], 3,
                "Invalid value: 3: f in body should be a multiple of 2"
            ),
            (
                ["x-kubernetes-int-or-string": true], true,
                #"Invalid value: "boolean": f in body must be of type integer,string: "boolean""#
            ),
            (
                ["type": "array", "maxItems": 1, "items": ["type": "integer"]], [1, 2],
                "Too many: 2: must have at most 1 items"
            ),
            (
                ["type": "array", "minItems": 1, "items": ["type": "integer"]], [],
                "Invalid value: 0: f in body should have at least 1 items"
            ),
        ] as [(Value, Value, String)])
    func rule(_ schema: Value, _ value: Value, _ text: String) {
        #expect(Self.problems(["f": value], Self.schema(["f": schema])) == ["f: " + text])
    }

    @Test("sets and maps hold each item and key once")
    func lists() {
        let schema = Self.schema([
            "set": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
            "map": [
                "type": "array", "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["name"],
                "items": ["type": "object", "properties": ["name": ["type": "string"]]],
            ],
        ])
        let object: Value = ["set": ["a", "a"], "map": [["name": "x"], ["name": "x"]]]
        #expect(
            Self.problems(object, schema) == [
                #"map[1]: Duplicate value: {"name":"x"}"#, #"set[1]: Duplicate value: "a""#,
            ])
    }

    @Test("oneOf, anyOf and not are said of no field")
    func junctors() {
        let schema = Self.schema([
            "spec": [
                "type": "object", "oneOf": [["required": ["a"]], ["required": ["b"]]],
                "properties": ["a": ["type": "string"], "b": ["type": "string"]],
            ]
        ])
        let start =
            #"<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). "#
        #expect(
            Self.problems(["spec": [:]], schema) == [
                start + "Found none valid", "spec.a: Required value",
            ])
        #expect(
            Self.problems(["spec": ["a": "1", "b": "2"]], schema) == [
                start + "Found 2 valid alternatives"
            ])
        #expect(Self.problems(["spec": ["a": "1"]], schema).isEmpty)
    }

    @Test("what an update leaves as it was is not judged again")
    func ratcheting() {
        let schema = Self.schema([
            "a": ["type": "string", "maxLength": 1], "b": ["type": "string", "maxLength": 1],
        ])
        let old: Value = ["a": "long", "b": "x"]
        let problems = SchemaValidator.problems(["a": "long", "b": "long"], schema, old: old)
        #expect(problems.map(\.path.description) == ["b"])
    }

    @Test(
        "patterns are Go's",
        arguments: [
            ("^https://", "https://x", true), ("^https://", "ftp://x", false),
            ("b", "abc", true), (#"^\d{2,3}$"#, "1234", false), (#"^\d{2,3}$"#, "123", true),
            ("^(a|bc)*d?$", "abcad", true), ("[^a-c]", "abc", false),
            (#"^[\w.-]+$"#, "a_b.c-d", true),
            ("(?i)^abc$", "aBC", true), ("^$", "", true), (#"\bfoo\b"#, "a foo b", true),
            ("^[[:alpha:]]+$", "ab1", false), ("^.{3}$", "äöü", true), ("^a{0}$", "", true),
            ("^[]a]+$", "]a", true), (#"^\x41\.$"#, "A.", true), ("^(?:x|)$", "", true),
        ] as [(String, String, Bool)])
    func pattern(_ pattern: String, _ text: String, _ matches: Bool) throws {
        #expect(try LinearPattern(pattern).matches(text) == matches)
    }

    @Test("a pattern built to explode costs no more than its length")
    func explosion() throws {
        let pattern = try LinearPattern("^(a+)+$")
        #expect(!pattern.matches(String(repeating: "a", count: 2000) + "b"))
        #expect(throws: LinearPattern.Failure.self) {
            try LinearPattern("((((a{1000}){1000}){1000}){1000})")
        }
    }

    @Test(
        "what is no pattern is refused in Go's words",
        arguments: [
            ("(", "missing closing ): `(`"), ("[a", "missing closing ]: `[a`"),
            ("*", "missing argument to repetition operator: `*`"), (")", "unexpected ): `)`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            ("a{1001}", "invalid repeat count: `{1001}`"),
            (#"\y"#, #"invalid escape sequence: `\y`"#),
            ("[z-a]", "invalid character class range: `z-a`"),
        ])
    func badPattern(_ pattern: String, _ text: String) {
        let failure = #expect(throws: LinearPattern.Failure.self) { try LinearPattern(pattern) }
        #expect(failure?.description == "error parsing regexp: " + text)
    }

    @Test("versions are offered stable first, then beta, then alpha, then others")
    func versions() {
        let names = ["foo1", "v1alpha1", "v2", "v10", "v1beta2", "v1", "v1beta10", "foo10"]
        let sorted = names.sorted { VersionOrder($0) < VersionOrder($1) }
        #expect(
            sorted == ["v10", "v2", "v1", "v1beta10", "v1beta2", "v1alpha1", "foo1", "foo10"])
    }

    @Test(
        "a schema that is not structural is refused, and so is what is not supported",
        arguments: [
            ([:], "s.type: Required value: must not be empty at the root"),
            (["type": "string"], #"s.type: Invalid value: "string": must be object at the root"#),
            (
                ["type": "object", "properties": ["a": [:]]],
                "s.properties[a].type: Required value: must not be empty for specified object fields"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "array"]]],
                "s.properties[a].items: Required value: must be specified"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "pattern": "("]]],
                #"s.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): `(`"#
            ),
            (["type": "object", "$ref": "#/x"], "s.$ref: Forbidden: $ref is not supported"),
            (
                ["type": "object", "properties": ["a": ["type": "integer", "default": "x"]]],
                #"s.properties[a].default: Invalid value: "string": s.properties[a].default in body must be of type integer: "string""#
            ),
        ] as [(Value, String)])
    func structure(_ schema: Value, _ text: String) {
        #expect(SchemaRules.problems(schema, at: "s").map(\.description) == [text])
    }

    @Test("server-side apply takes lists apart as the schema says")
    func merging() throws {
        let item: Value = [
            "type": "object", "required": ["name"],
            "properties": [
                "name": ["type": "string"], "protocol": ["type": "string", "default": "TCP"],
            ],
        ]
        let schema = StructuralSchema([
            "type": "object",
            "properties": [
                "byKey": [
                    "type": "array", "items": item, "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["name", "protocol"],
                ],
                "asSet": [
                    "type": "array", "items": ["type": "string"], "x-kubernetes-list-type": "set",
                ],
                "whole": ["type": "array", "items": item],
                "labels": ["type": "object", "additionalProperties": ["type": "string"]],
                "atomic": [
                    "type": "object", "x-kubernetes-map-type": "atomic",
                    "properties": ["a": ["type": "string"]],
                ],
            ],
        ])
        let type = CustomMergeType(schema, isResource: true)
        let byKey = try #require(type.member(named: "byKey")?.shape)
        #expect(
            byKey.itemNames([["name": "a"], ["name": "b", "protocol": "UDP"]]) == [
                "k:{\"name\":\"a\",\"protocol\":\"TCP\"}",
                "k:{\"name\":\"b\",\"protocol\":\"UDP\"}",
            ])
        #expect(type.member(named: "asSet")?.shape.itemNames(["x"]) == ["v:\"x\""])
        #expect(type.member(named: "whole")?.shape.isContainer([]) == false)
        #expect(type.member(named: "labels")?.shape.isContainer([:]) == true)
        #expect(type.member(named: "atomic")?.shape.isContainer([:]) == false)
        #expect(type.member(named: "nope")?.isNamed == nil)
        #expect(type.member(named: "metadata")?.shape.member("finalizers") != nil)
    }
}
