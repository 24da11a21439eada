import Testing

@testable import API

@Suite("JSON")
struct JSONTests {
    private func roundTrip(_ text: String) throws -> String {
        JSONWriter.text(try JSONParser.parse(text))
    }

    private func error(_ text: String) -> String? {
        do throws(JSONError) {
            _ = try JSONParser.parse(text)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("members keep their order and numbers their kind")
    func order() throws {
        let text = #"{"b":1,"a":[true,false,null,-7,1.5],"c":{},"d":[]}"#
        #expect(try roundTrip(text) == text)
        #expect(try JSONParser.parse("9223372036854775807") == .int(.max))
        #expect(try JSONParser.parse("9223372036854775808") == .double(9_223_372_036_854_775_808))
        #expect(try JSONParser.parse("-9223372036854775808") == .int(.min))
    }

    @Test(
        "floats are written as Go writes them",
        arguments: [
            ("1.0", "1"), ("0.1", "0.1"), ("1e21", "1e+21"), ("1e-7", "1e-7"),
            ("123456.789", "123456.789"),
            ("1e20", "100000000000000000000"), ("-0", "-0"), ("0.000001", "0.000001"),
            ("1.25e300", "1.25e+300"),
        ])
    func floats(input: String, output: String) throws {
        #expect(try roundTrip(input) == output)
    }

    @Test("escapes are read, and written as Go writes them")
    func escapes() throws {
        let value = try JSONParser.parse(#""\u00e9\ud83d\ude00\ud800x\n\/<&>\u2028\b""#)
        #expect(value == .string("é😀\u{FFFD}x\n/<&>\u{2028}\u{08}"))
        #expect(
            JSONWriter.text(value) == #""é😀"# + "\u{FFFD}" + #"x\n/\u003c\u0026\u003e\u2028\b""#)
        #expect(JSONWriter.text("<a>", escapesHTML: false) == #""<a>""#)
        #expect(try JSONParser.parse([0x22, 0xFF, 0x22]) == .string("\u{FFFD}"))
    }

    @Test("of two members with one name the later counts, and the path is reported")
    func duplicates() throws {
        let text =
            #"{"spec":{"containers":[{"name":"a"},{"name":"b","x":1,"name":"c"}],"y":1,"y":2}}"#
        let document = try JSONParser.document(Array(text.utf8))
        #expect(document.duplicateFields == ["spec.containers[1].name", "spec.y"])
        #expect(JSONWriter.text(document.value).contains(#"{"name":"c","x":1}"#))
        let many = (0..<60).map { "\"k\($0 % 40)\":\($0)" }.joined(separator: ",")
        let wide = try JSONParser.document(Array("{\(many)}".utf8))
        #expect(wide.duplicateFields.count == 20)
        #expect(wide.value["k5"] == 45)
    }

    @Test(
        "syntax errors read as Go's",
        arguments: [
            ("", "unexpected end of JSON input"),
            ("{", "unexpected end of JSON input"),
            ("garbage", "invalid character 'g' looking for beginning of value"),
            ("nul!", "invalid character '!' in literal null (expecting 'l')"),
            (#"{"a" 1}"#, "invalid character '1' after object key"),
            (#"{"a":1 "b"}"#, #"invalid character '"' after object key:value pair"#),
            (#"{a:1}"#, "invalid character 'a' looking for beginning of object key string"),
            ("[1 2]", "invalid character '2' after array element"),
            ("{} x", "invalid character 'x' after top-level value"),
            ("1.x", "invalid character 'x' after decimal point in numeric literal"),
            (#""\q""#, "invalid character 'q' in string escape code"),
            ("\"a\nb\"", #"invalid character '\n' in string literal"#),
            (String(repeating: "[", count: 100_000), "exceeded max depth"),
        ])
    func errors(text: String, message: String) {
        #expect(error(text) == message)
    }

    @Test("pretty forms are the server's and kubectl's")
    func pretty() throws {
        let value: Value = ["kind": "Pod", "apiVersion": "v1", "spec": [:], "items": [1, [:]]]
        let server =
            "{\n  \"kind\": \"Pod\",\n  \"apiVersion\": \"v1\",\n  \"spec\": {},\n"
            + "  \"items\": [\n    1,\n    {}\n  ]\n}"
        #expect(String(decoding: JSONWriter.pretty(value), as: UTF8.self) == server)
        let kubectl = JSONWriter.pretty(["b": [], "a": 1], indent: 4, sortedKeys: true)
        #expect(String(decoding: kubectl, as: UTF8.self) == "{\n    \"a\": 1,\n    \"b\": []\n}")
    }
}
