import Testing

@testable import API

@Suite("Selectors")
struct SelectorTests {
    private func error(_ text: String) -> String? {
        do throws(SelectorError) {
            _ = try Selector(parsing: text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "a label selector matches as its text says",
        arguments: [
            ("a=b", true), ("a==b", true), ("a!=b", false), ("missing!=b", true), ("a", true),
            ("!a", false), ("!missing", true), ("a in (x,b)", true), ("a notin (x,b)", false),
            ("missing notin (x)", true), ("n>1", true), ("n<1", false), ("a=b,n", true), ("", true),
            ("a=b,!n", false), ("in in (in)", false), ("e=", true), ("e in (,x)", true),
        ])
    func matching(text: String, expected: Bool) throws {
        let labels = ["a": "b", "n": "2", "e": ""]
        #expect(try Selector(parsing: text).matches(labels) == expected)
    }

    @Test(
        "a selector that cannot be read is refused in upstream's words",
        arguments: [
            ("(", "found '(', expected: !, identifier, or 'end of string'"),
            (
                "bad selector(",
                "unable to parse requirement: found 'selector', expected: in, notin, =, ==, !=, gt, lt"
            ),
            ("a,", "found '', expected: identifier after ','"),
            ("a in b", "unable to parse requirement: found 'b' expected: '('"),
            (
                "a b",
                "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"
            ),
            ("a=b c", "found 'c', expected: ',' or 'end of string'"),
            ("!", "unable to parse requirement: found '', expected: identifier"),
        ])
    func errors(text: String, expected: String) {
        #expect(error(text) == expected)
    }

    @Test("a selector is written as it is sent, sorted by key")
    func written() throws {
        let text = "z in (b,a),!f,a==b,c!=d"
        #expect(try Selector(parsing: text).description == "a==b,c!=d,!f,z in (a,b)")
    }

    @Test("the selectors of objects match pairs and expressions")
    func objects() throws {
        let selector = LabelSelector([
            "matchLabels": ["app": "web"],
            "matchExpressions": [["key": "tier", "operator": "In", "values": ["a", "b"]]],
        ])
        #expect(selector.matches(["app": "web", "tier": "b"]))
        #expect(!selector.matches(["app": "web"]))
        #expect(LabelSelector([:]).matches([:]))
        #expect(try selector.selector().description == "app=web,tier in (a,b)")
    }

    @Test("a field selector reads the fields of an object")
    func fields() throws {
        let pod: Value = ["metadata": ["name": "web"], "status": ["phase": "Running"]]
        #expect(try FieldSelector(parsing: "status.phase=Running,metadata.name!=x").matches(pod))
        #expect(try !FieldSelector(parsing: "spec.nodeName=n1").matches(pod))
        #expect(try FieldSelector(parsing: "spec.nodeName=").matches(pod))
        #expect(
            try FieldSelector(parsing: #"metadata.name=a\,b"#).exactValue(of: "metadata.name")
                == "a,b")
        #expect(throws: SelectorError("invalid selector: 'x'; can't understand 'x'")) {
            try FieldSelector(parsing: "x")
        }
    }

    @Test("a field that a kind cannot be selected by is a bad request")
    func unsupported() throws {
        let pods = GroupVersionKind(apiVersion: "v1", kind: "Pod")
        let selector = try FieldSelector(parsing: "foo=bar")
        #expect(throws: Status.badRequest("field label not supported: foo")) {
            try SelectableFields.check(selector, for: pods)
        }
        try SelectableFields.check(FieldSelector("spec.nodeName", equals: "x"), for: pods)
    }
}
