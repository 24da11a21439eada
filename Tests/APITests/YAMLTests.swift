import Testing

@testable import API

@Suite("YAML")
struct YAMLTests {
    private func json(_ text: String) throws -> String {
        JSONWriter.text(try YAMLParser.parse(text), escapesHTML: false)
    }

    private func error(_ text: String) -> String? {
        do throws(Manifest.Failure) {
            _ = try Manifest.documents(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "plain scalars mean what go-yaml takes them for",
        arguments: [
            ("1", "1"), ("yes", "true"), ("No", "false"), ("y", "true"), ("off", "false"),
            ("tRue", #""tRue""#),
            ("~", "null"), ("", "null"), ("1.0", "1"), ("0x10", "16"), ("010", "8"), ("0o7", "7"),
            ("0b11", "3"),
            ("1_000", "1000"), ("1e3", "1000"), (".5", "0.5"), ("09", "9"), ("-0x1F", "-31"),
            ("+5", "5"), ("-0", "0"),
            ("1.", "1"), ("1_0.5", "10.5"), ("1.5e-7", "1.5e-7"), ("2020-01-01", #""2020-01-01""#),
            ("12:30", #""12:30""#), ("12345678901234567890", "12345678901234567000"),
            ("!!str 5", #""5""#),
            ("!!float 3", "3"), (#"!!bool "yes""#, "true"), ("!!binary aGk=", #""hi""#),
            ("!foo bar", #""bar""#),
            ("'yes'", #""yes""#), ("1.2.3", #""1.2.3""#), ("-", #"[null]"#), ("a - b", #""a - b""#),
        ])
    func scalars(text: String, expected: String) throws {
        #expect(try json(text) == expected)
    }

    @Test("collections nest in both styles")
    func collections() throws {
        let text = """
            # a comment
            spec:
              containers:
              - name: web   # trailing
                image: "nginx:1.2"
                args: [a, "b c", {x: 1, y}, [p: q]]
                env:
                  - {name: A, value: 'it''s'}
              -   name: side
            ? complex key
            : - - 1
                - 2
              - "x": {a:1}
            empty:
            last: &top {k: v}
            again: *top
            merged:
              <<: *top
              z: 1
            """
        let expected =
            #"{"spec":{"containers":[{"name":"web","image":"nginx:1.2","#
            + #""args":["a","b c",{"x":1,"true":null},[{"p":"q"}]],"env":[{"name":"A","value":"it's"}]},"#
            + #"{"name":"side"}]},"complex key":[[1,2],{"x":{"a:1":null}}],"empty":null,"#
            + #""last":{"k":"v"},"again":{"k":"v"},"merged":{"k":"v","z":1}}"#
        #expect(try json(text) == expected)
    }

    @Test("block and folded scalars keep and fold their lines")
    func blocks() throws {
        let text = """
            a: |
              one
                two

              three
            b: >-
              folded
              text

              next
            c: |+
              kept

            d: |2
                indented
            e: "double \\
              joined\\tx
              folded"
            f: plain
              over lines

              here
            """
        let expected =
            #"{"a":"one\n  two\n\nthree\n","b":"folded text\nnext","c":"kept\n\n","d":"  indented\n","#
            + #""e":"double joined\tx folded","f":"plain over lines\nhere"}"#
        #expect(try json(text) == expected)
    }

    @Test(
        "errors read as kubectl's",
        arguments: [
            (
                "apiVersion: v1\nkind: ConfigMap\n\tmetadata: x\n",
                "line 3: found a tab character that violates indentation"
            ),
            ("a: b: c\n", "mapping values are not allowed in this context"),
            ("a: [1, 2\nb: 3\n", "line 1: did not find expected ',' or ']'"),
            ("a: \"x\n", "line 2: found unexpected end of stream"),
            ("a: *x\n", "unknown anchor 'x' referenced"),
            ("a: @x\n", "found character that cannot start any token"),
            ("a: 1\n b: 2\n", "line 2: mapping values are not allowed in this context"),
            ("a: {b: 1\n", "line 1: did not find expected ',' or '}'"),
            ("a: &x [*x]\n", "anchor 'x' value contains itself"),
            ("a: !!int foo\n", "cannot decode !!str `foo` as a !!int"),
            (
                "kind: A\napiVersion: v1\n---\nx: 1\n\n\na: b: c\n",
                "line 4: mapping values are not allowed in this context"
            ),
            ("a: \"\\q\"\n", "found unknown escape character"),
            ("a: |x\n  y\n", "did not find expected comment or line break"),
            ("a:\n- b\n  - c\n- d: e\n f: g", "line 4: did not find expected key"),
            ("}\n", "did not find expected node content"),
            ("a: b\u{01}c\n", "control characters are not allowed"),
            ("key: [a]]\n", "did not find expected key"),
        ])
    func errors(text: String, message: String) {
        #expect(error(text) == "error converting YAML to JSON: yaml: " + message)
    }

    @Test("JSON manifests fail in their own words")
    func jsonErrors() {
        #expect(
            error(#"{"a": 1, "b" 2}"#) == "json: offset 14: invalid character '2' after object key")
        #expect(error("{\"a\": 1,\n") == "unexpected EOF")
        #expect(error("a: .inf") == "error converting YAML to JSON: json: unsupported value: +Inf")
    }

    @Test("hostile input ends in an error, not in a crash or a hang")
    func hostile() throws {
        for text in ["[", "{a: ", "- ", "? ", "a:\n ", "!!x ", "&a "] {
            _ = error(String(repeating: text, count: 20_000))
        }
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            let aliases = repeatElement("*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(error(bomb)?.hasSuffix("document contains excessive aliasing") == true)
    }

    @Test("of two keys with one name the later counts, unless duplicates are refused")
    func duplicates() throws {
        let text = "metadata:\n  name: a\n  name: b\n"
        #expect(try json(text) == #"{"metadata":{"name":"b"}}"#)
        #expect(throws: YAMLError("unmarshal errors:\n  line 3: key \"name\" already set in map")) {
            try YAMLParser.parse(text, rejectsDuplicates: true)
        }
    }

    @Test("a manifest holds several documents, each with its line")
    func documents() throws {
        let text = "# head\n---\nkind: A\n--- \n\n---\nkind: B\n"
        let located = try Manifest.located(text)
        #expect(located.map(\.line) == [3, 7])
        #expect(located.map { $0.value["kind"] } == ["A", "B"])
        #expect(try Manifest.documents(#"{"kind":"A"} {"kind":"B"}"#).count == 2)
        #expect(try Manifest.documents("a: 1\r\n---\r\nb: x\r\n").count == 2)
        #expect(Manifest.partial("a: 1\n---\nb: *x").documents.count == 1)
    }

    @Test(
        "strings are quoted only where a reader would mistake them",
        arguments: [
            ("plain", "plain"), ("true", #""true""#), ("1", #""1""#), ("", #""""#),
            ("1.5", #""1.5""#),
            ("2023-03-15T00:00:00Z", #""2023-03-15T00:00:00Z""#), ("a: b", "'a: b'"),
            ("it's", "it's"),
            ("- x", "'- x'"), ("-x", "-x"), ("*", "'*'"), ("it's: x", "'it''s: x'"),
            ("tab\tx", #""tab\tx""#),
            ("a #b", "'a #b'"), ("nginx:1.2", "nginx:1.2"), (" lead", "' lead'"),
            ("two\nlines", "|-\n  two\n  lines"),
            ("two\nlines\n", "|\n  two\n  lines"), ("😀", #""\U0001F600""#), ("é", "é"),
            ("12:30", #""12:30""#),
            ("0x1F", #""0x1F""#), ("~", #""~""#), ("y", #""y""#), ("1e3", #""1e3""#),
            ("null", #""null""#), ("=", "="),
        ])
    func quoting(text: String, expected: String) {
        #expect(YAMLWriter.write(.string(text)) == expected + "\n")
    }

    @Test("long strings fold at 80 columns, lists stand under their key")
    func layout() {
        let message =
            "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get"
        let value: Value = [
            "status": ["conditions": [["message": .string(message)], []], "b": [:]],
            "a": [["x", ["y"]], "z"],
        ]
        let expected = """
            a:
            - - x
              - - "y"
            - z
            status:
              b: {}
              conditions:
              - message: 'the HPA was unable to compute the replica count: failed to get cpu utilization:
                  unable to get'
              - []

            """
        #expect(YAMLWriter.write(value) == expected)
    }

    @Test(
        "every YAML of the recordings is read and written unchanged",
        .enabled(if: TruthFiles.arePresent))
    func truth() throws {
        var compared = 0
        for name in try TruthFiles.names {
            for (command, output) in try TruthFiles.outputs(
                of: name,
                where: { $0.contains("-o yaml") && !$0.contains("|") && !$0.contains(";") })
            {
                guard output.hasPrefix("apiVersion:"), !output.contains("\n...") else { continue }
                let value = try YAMLParser.parse(output)
                let written = YAMLWriter.write(value)
                #expect(written == output, "\(name): \(command)")
                compared += 1
            }
        }
        #expect(compared > 60)
    }
}
