import Testing

@testable import API

@Suite("JSONPath")
struct JSONPathTests {
    private let data = #"""
        {"kind":"List","items":[
          {"metadata":{"name":"a","labels":{"app.kubernetes.io/name":"x"}},"n":1,"ok":true,
           "status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Other","status":"False"}]}},
          {"metadata":{"name":"b"},"n":2.5,"ok":false,"status":{"conditions":[]}},
          {"metadata":{"name":"c"},"n":3}]}
        """#

    private func render(_ template: String) throws -> String {
        try JSONPath(parsing: template).render(JSONParser.parse(data))
    }

    private func error(_ template: String) -> String? {
        do {
            _ = try render(template)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "templates pick what kubectl picks",
        arguments: [
            ("{.items[*].metadata.name}", "a b c"), ("{.kind}", "List"), ("{.nonsense}", ""),
            (
                #"{range .items[*]}{.metadata.name}{"\t"}{.n}{"\n"}{end}done"#,
                "a\t1\nb\t2.5\nc\t3\ndone"
            ),
            (#"{.items[0].status.conditions[?(@.type=="Ready")].status}"#, "True"),
            ("{.items[?(@.n>1)].metadata.name}", "b c"),
            ("{.items[?(@.ok==true)].metadata.name}", "a"),
            ("{.items[?(@.status)].metadata.name}", "a b"),
            ("{.items[-1].metadata.name}", "c"), ("{.items[0:2].metadata.name}", "a b"),
            ("{.items[::2].metadata.name}", "a c"), ("{.items[1:].metadata.name}", "b c"),
            ("{.items[0,2].metadata.name}", "a c"), ("{..name}", "a b c"),
            ("{.items[0]['metadata']['name']}", "a"), ("{$.items[0].metadata.name}", "a"),
            (#"{.items[0].metadata.labels.app\.kubernetes\.io/name}"#, "x"),
            (#"{.items[0].metadata.labels['app\.kubernetes\.io/name']}"#, "x"),
            ("{.items[2].metadata}", #"{"name":"c"}"#), ("plain", "plain"), ("{'q'}{1}", "q1"),
            ("{.items[0].metadata.*}", #"{"app.kubernetes.io/name":"x"} a"#),
            (
                "{range .items[*]}[{range .status.conditions[*]}{.type},{end}]{end}",
                "[Ready,Other,][][]"
            ),
            ("{.items[0]['metadata.name','n']}", "a 1"),
        ])
    func picks(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test(
        "a template that cannot be used is refused in upstream's words",
        arguments: [
            ("{.nonsense", "unclosed action"), ("{.items[0}", "unterminated array"),
            ("{.items[x]}", "invalid array index x"), ("{end}", "not in range, nothing to end"),
            ("{.items[7]}", "array index out of bounds: index 7, length 3"),
            ("{foo}", "unrecognized identifier foo"), ("{\"x}", "unterminated quoted string"),
            ("{.kind[0]}", "string is not array or slice"),
            ("{.items[?(@.n==1}", "unterminated filter"),
            ("{.items[?(@.n==\"1\")]}", "incompatible types for comparison"),
            ("{&}", "unrecognized character in action: U+0026 '&'"),
            ("{.items[99999999999999999999]}", "invalid array index 99999999999999999999"),
        ])
    func refuses(template: String, expected: String) {
        #expect(error(template) == expected)
    }

    @Test(
        "braces and the leading dot are optional where one path is wanted",
        arguments: [
            "kind", ".kind", "{.kind}", "{kind}",
        ])
    func relaxed(path: String) throws {
        #expect(try JSONPath(relaxed: path).render(JSONParser.parse(data)) == "List")
    }

    @Test("deeply nested filters do not crash")
    func hostile() {
        #expect(error("{" + String(repeating: "[?(", count: 5000)) != nil)
        #expect(error(String(repeating: "{range .items[*]}", count: 5000)) != nil)
    }
}
