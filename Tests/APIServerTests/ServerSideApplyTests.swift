import API
import Simulation
import Testing

@testable import APIServer

/// The merge engine alone: YAML in, YAML and owners out.
@Suite("server-side apply")
struct ServerSideApplyTests {
    /// A live object and its managers, changed by one apply after another.
    private struct World {
        var shape: MergeShape
        var object: Value = ["apiVersion": "v1", "kind": "Thing", "metadata": ["name": "x"]]
        var fields = ManagedFields()

        /// The conflicts; nil if it was applied.
        mutating func apply(_ manager: String, _ yaml: String, force: Bool = false) throws
            -> String?
        {
            var config = try YAMLParser.parse(yaml)
            config["metadata"]["name"] = "x"
            let entry = ManagedFields.Entry(
                manager: manager, operation: "Apply", apiVersion: "v1", time: "", subresource: "",
                fields: FieldSet())
            do throws(ApplyConflict) {
                let outcome = try ServerSideApply(shape: shape).apply(
                    config, to: object, fields, as: entry, isForced: force)
                (object, fields) = (outcome.object, outcome.fields)
                return nil
            } catch { return error.status.message }
        }

        func owners(of path: String) -> [String] {
            fields.entries.filter { $0.fields.paths.contains(path) }.map(\.manager).sorted()
        }

        func json(_ member: String) -> String {
            object[member].map { JSONWriter.text($0, sortedKeys: true) } ?? "none"
        }
    }

    /// A kind with a field of each sort.
    private struct Thing: MergeType {
        func member(named name: String) -> MergeMember? {
            switch name {
            case "apiVersion", "kind", "text": MergeMember(.scalar(.string))
            case "number": MergeMember(.scalar(.number))
            case "metadata": MergeMember(.map(.untyped))
            case "map": MergeMember(.map(.scalar(.string)))
            case "whole": MergeMember(.whole(.map(.scalar(.string))))
            case "set": MergeMember(.list(.value, .scalar(.string)))
            case "atomic": MergeMember(.list(.position, .scalar(.string)))
            case "items": MergeMember(.list(.keys(["name", "port"]), .object(Thing())))
            case "inner": MergeMember(.object(Thing()))
            case "name": MergeMember(.scalar(.string))
            case "port": MergeMember(.scalar(.number))
            default: nil
            }
        }

        func keyDefault(_ name: String) -> Value? { name == "port" ? 80 : nil }
    }

    private var world: World { World(shape: .object(Thing())) }

    @Test("what is applied first is owned; the same again changes nothing")
    func first() throws {
        var world = world
        #expect(try world.apply("a", "text: t\nmap: {k: v}\ninner: {text: i}") == nil)
        #expect(world.json("map") == #"{"k":"v"}"#)
        #expect(
            world.fields.entries[0].fields.paths == [".inner.text", ".map.k", ".text"])
        let before = world.object
        #expect(try world.apply("a", "text: t\nmap: {k: v}\ninner: {text: i}") == nil)
        #expect(world.object == before)
    }

    @Test("what is applied no more goes, unless somebody else owns it too")
    func removal() throws {
        var world = world
        #expect(try world.apply("a", "map: {k: v, l: w}\ntext: t\nset: [x, z]") == nil)
        #expect(try world.apply("b", "map: {k: v}\nset: [z]") == nil)
        #expect(world.owners(of: ".map.k") == ["a", "b"])
        #expect(try world.apply("a", "number: 1") == nil)
        #expect(world.json("map") == #"{"k":"v"}"#)
        #expect(world.json("set") == #"["z"]"#)
        #expect(world.json("text") == "none")
        #expect(world.owners(of: ".map.k") == ["b"])
        #expect(world.object["metadata"]["name"].string == "x")
    }

    @Test("an item that is applied no more takes along what nobody has set")
    func dangling() throws {
        var world = world
        #expect(try world.apply("a", "items: [{name: p}, {name: q}]") == nil)
        // A default.
        world.object["items"] = [
            ["name": "p", "text": "default"], ["name": "q", "text": "default"],
        ]
        #expect(try world.apply("a", "items: [{name: q}]") == nil)
        #expect(world.json("items") == #"[{"name":"q","text":"default"}]"#)
    }

    @Test("another value of what others own is a conflict, by force it is taken over")
    func conflicts() throws {
        var world = world
        #expect(try world.apply("a", "text: t\nnumber: 1\nitems: [{name: p, text: s}]") == nil)
        #expect(
            try world.apply("b", "text: u")
                == #"Apply failed with 1 conflict: conflict with "a": .text"#)
        #expect(
            try world.apply("b", "text: u\nitems: [{name: p, text: r}]") == """
                Apply failed with 2 conflicts: conflicts with "a":
                - .items[name="p",port=80].text
                - .text
                """)
        #expect(world.json("text") == #""t""#)
        #expect(try world.apply("b", "text: u", force: true) == nil)
        #expect(world.owners(of: ".text") == ["b"])
        #expect(world.owners(of: ".number") == ["a"])
        // Who lost it and still wants it has a conflict now.
        let lost = try world.apply("a", "text: t")
        #expect(lost == #"Apply failed with 1 conflict: conflict with "b": .text"#)
    }

    @Test("a key that is left out counts as its default")
    func keyDefaults() throws {
        var world = world
        #expect(try world.apply("a", "items: [{name: p, port: 80, text: s}]") == nil)
        #expect(try world.apply("b", "items: [{name: p, number: 2}]") == nil)
        #expect(world.object["items"].array?.count == 1)
    }

    @Test("atomic lists and maps have one owner and are replaced as a whole")
    func atomic() throws {
        var world = world
        #expect(try world.apply("a", "atomic: [x, y]\nwhole: {k: v}") == nil)
        #expect(try world.apply("a", "atomic: [z]\nwhole: {l: w}") == nil)
        #expect(world.json("atomic") == #"["z"]"#)
        #expect(world.json("whole") == #"{"l":"w"}"#)
        #expect(world.fields.entries[0].fields.paths == [".atomic", ".whole"])
    }

    @Test(
        "lists keep the order of who applies, and the others' items where they are",
        arguments: [
            ("[a, b, c, d]", "[d, x, a]", #"["b","c","d","x","a"]"#),
            ("[a, b]", "[b, a]", #"["b","a"]"#),
            ("[a, b, c]", "[c]", #"["a","b","c"]"#),
            ("[a]", "[x, a, z]", #"["x","a","z"]"#),
            ("[]", "[p, q]", #"["p","q"]"#),
        ])
    func order(live: String, applied: String, merged: String) throws {
        var world = world
        world.object["set"] = try YAMLParser.parse(live)
        #expect(try world.apply("a", "set: \(applied)") == nil)
        #expect(world.json("set") == merged)
    }

    @Test("without a schema objects are merged and lists replaced")
    func untyped() throws {
        var world = World(shape: .object(UntypedObject()))
        #expect(try world.apply("a", "spec: {list: [1, 2], map: {a: 1}}") == nil)
        #expect(try world.apply("b", "spec: {map: {b: 1}}") == nil)
        #expect(world.json("spec") == #"{"list":[1,2],"map":{"a":1,"b":1}}"#)
        let conflict = try world.apply("b", "spec: {list: [3]}")
        #expect(conflict == #"Apply failed with 1 conflict: conflict with "a": .spec.list"#)
    }

    @Test(
        "what the schema does not know or wants otherwise is refused by path",
        arguments: [
            ("nope: 1", ".nope: field not declared in schema"),
            ("inner: {nope: 1}", ".inner.nope: field not declared in schema"),
            ("text: 1", ".text: expected string, got &value.valueUnstructured{Value:1}"),
            ("number: x", ".number: expected numeric (int or float), got string"),
            ("items: x", ".items: expected list, got &{x}"),
            ("map: [x]", ".map: expected map, got &{[x]}"),
            (
                "items: [{text: x}]",
                ".items: element 0: associative list with keys has an element that omits key field"
                    + " \"name\" (and doesn't have default value)"
            ),
            (
                "items: [{name: x}, {name: x}]",
                ".items: duplicate entries for key [name=\"x\",port=80]"
            ),
            ("set: [x, x]", ".set: duplicate entries for key [=\"x\"]"),
            (
                "nope: 1\nmore: 1",
                "errors:\n  .nope: field not declared in schema\n  .more: field not declared in schema"
            ),
        ])
    func refused(yaml: String, text: String) throws {
        let object = try YAMLParser.parse(yaml)
        #expect(AppliedObjectCheck(object, .object(Thing())).text == text)
    }

    @Test("more than ten updaters share an entry")
    func cap() {
        var fields = ManagedFields()
        for number in 10..<25 {
            fields.entries.append(
                ManagedFields.Entry(
                    manager: "m\(number)", operation: "Update", apiVersion: "v1",
                    time: "2023-01-01T00:00:\(number)Z", subresource: "",
                    fields: FieldSet(of: .object(Object([("m\(number)", 1)])), .untyped)))
        }
        fields.capUpdaters()
        #expect(fields.entries.count == 10)
        let ancient = fields.entries.first { $0.manager == "ancient-changes" }
        #expect(ancient?.fields.paths == [".m10", ".m11", ".m12", ".m13", ".m14", ".m15"])
        #expect(ancient?.time == "2023-01-01T00:00:15Z")
    }
}
