import API
import CEL
import Testing

/// The language by examples: an expression, and what it comes to.
@Suite("CEL")
struct LanguageTests {
    /// What `source` evaluates to, written as `%s` of a format; or what is wrong with it.
    private func outcome(_ source: String, budget limit: Int = 100_000) -> String {
        let spec: Value = [
            "replicas": 3, "name": "web-1", "labels": ["app": "web", "tier": "front"],
            "ports": [["port": 80, "name": "http"], ["port": 443, "name": "https"]],
        ]
        var (limited, plenty) = (Budget(limit), Budget(100_000))
        do {
            let program = try Program("[\(source)]", variables: ["spec": .dyn, "n": .int])
            let value = try program.evaluate(
                ["spec": CELValue(spec), "n": .int(7)], budget: &limited)
            let shown = try Program("'%s'.format([v])", variables: ["v": .dyn])
            let text = try shown.evaluate(["v": value], budget: &plenty).string ?? ""
            return String(text.dropFirst().dropLast())
        } catch let error as CELError {
            return "error: \(error)"
        } catch let error as CompileIssues {
            return error.issues.map(\.message).joined(separator: "; ")
        } catch { return "\(error)" }
    }

    @Test(
        "operators and their precedence",
        arguments: [
            ("1 + 2 * 3 - 4 / 2 % 3", "5"), ("-(2 + 3)", "-5"), ("!true || true", "true"),
            ("1 < 2 && 2u <= 2u && 'a' < 'b' && 1.5 > 1.0", "true"),
            ("true ? 1 : false ? 2 : 3", "1"), ("2 in [1, 2] && !('x' in {'y': 1})", "true"),
            ("[1] + [2, 3]", "[1, 2, 3]"), ("'a' + \"b\" + '''c'''", "abc"),
            ("-9223372036854775808", "-9223372036854775808"), ("0x1F", "31"),
            ("9223372036854775807 + 1", "error: integer overflow"),
            ("1 / 0", "error: division by zero"), ("1 % 0", "error: modulus by zero"),
            ("[1][1]", "error: index out of bounds: 1"),
            ("spec.none", "error: no such key: none"),
            ("spec.none == 1 || true", "true"), ("true || spec.none == 1", "true"),
            ("spec.none == 1 && false", "false"),
            ("dyn(1) == 1.0 && dyn(1u) == dyn(1) && dyn(1) != 'x'", "true"),
            ("{'a': 1, 'b': 2}.b", "2"), ("{'a': 1} == {'a': 1}", "true"),
            (#"'\u00e9\x41\101\n' == "éAA\n" && r'\n' == '\\n'"#, "true"),
            ("b'abc' + b'\\377' == b'abc\\xff'", "true"),
        ])
    func operators(_ source: String, _ expected: String) {
        #expect(outcome(source) == expected, "\(source)")
    }

    @Test(
        "macros",
        arguments: [
            ("has(spec.replicas) && !has(spec.none)", "true"),
            ("spec.ports.all(p, p.port > 0)", "true"),
            ("spec.ports.exists(p, p.name == 'https')", "true"),
            ("spec.ports.exists_one(p, p.port == 80)", "true"),
            ("spec.ports.map(p, p.port)", "[80, 443]"),
            ("spec.ports.map(p, p.port > 100, p.name)", "[https]"),
            ("spec.ports.filter(p, p.port < 100).size()", "1"),
            ("spec.labels.all(k, k.startsWith('a') || k.startsWith('t'))", "true"),
            ("[1, 2].all(i, v, v == i + 1)", "true"),
            ("['a', 'b'].transformMap(i, v, v + string(i))", "{0: a0, 1: b1}"),
            ("{'a': 1}.transformList(k, v, k)", "[a]"),
            ("[0, 1].exists(x, 1 / x == 1)", "true"),
            ("[1].map(x, [2].map(y, x + y + n))", "[[10]]"),
            ("has(n)", "invalid argument to has() macro"),
        ])
    func macros(_ source: String, _ expected: String) {
        #expect(outcome(source) == expected, "\(source)")
    }

    @Test(
        "functions",
        arguments: [
            ("size('aé') + size([1]) + {'a': 1}.size()", "4"),
            ("'hello'.substring(1, 3) + 'x'.charAt(0)", "elx"),
            ("'a,b,c'.split(',', 2)", "[a, b,c]"), ("['a', 'b'].join('-')", "a-b"),
            ("'abcabc'.indexOf('c', 3) + 'abc'.lastIndexOf('a')", "5"),
            ("'aXa'.replace('a', 'b', 1) + 'x'.upperAscii()", "bXaX"),
            ("'%s is %d, %.2f'.format([dyn('a'), 1, 2.5])", "a is 1, 2.50"),
            ("'web-12'.matches('^web-[0-9]+$') && matches('x', 'x|y')", "true"),
            ("'a1b22'.findAll('[0-9]+')", "[1, 22]"), ("'abc'.find('b.')", "bc"),
            ("int('7') + int(2.9) + int(1u)", "10"), ("string(1.5) + string(true)", "1.5true"),
            ("int('x')", "error: strconv.ParseInt: parsing \"x\": invalid syntax"),
            ("type(1) == int && type('a') != int", "true"),
            ("timestamp('2026-11-22T10:00:00Z').getHours('+08:00')", "18"),
            (
                "timestamp('2026-11-22T00:00:00Z') + duration('36h') "
                    + "== timestamp('2026-11-23T12:00:00Z')", "true"
            ),
            ("duration('90m').getHours() + duration('1h').getSeconds()", "3601"),
            (
                "string(duration('1.5s')) + string(timestamp('2026-01-02T03:04:05Z'))",
                "1.5s2026-01-02T03:04:05Z"
            ),
            ("[3, 1, 2].max() + [3, 1].min() + [1, 2].sum()", "7"), ("[1, 2].isSorted()", "true"),
            ("sets.contains([1, 2], [2]) && sets.intersects(['a'], ['a', 'b'])", "true"),
            ("quantity('1.5Gi').isGreaterThan(quantity('1G'))", "true"),
            ("quantity('500m').add(quantity('500m')).asInteger()", "1"),
            ("jsonpatch.escapeKey('a/b~c')", "a~1b~0c"),
            ("isQuantity('1x')", "false"),
            (
                "url('https://a.b:8080/c?d=e').getHost() + url('/x').getEscapedPath()",
                "a.b:8080/x"
            ),
            ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !isIP('10.1.2')", "true"),
            ("string(ip('2001:DB8:0:0::1'))", "2001:db8::1"), ("ip('::1').isLoopback()", "true"),
            ("format.dns1123Label().validate('a_b').hasValue()", "true"),
            ("optional.of(1).orValue(2) + optional.none().orValue(2)", "3"),
            ("spec.?none.?deep.orValue('d') + spec.?name.orValue('e')", "dweb-1"),
            ("[1, 2][?5].hasValue()", "false"), ("optional.of(2).optMap(x, x * 2).value()", "4"),
        ])
    func functions(_ source: String, _ expected: String) {
        #expect(outcome(source) == expected, "\(source)")
    }

    @Test(
        "what cannot be right is found before it runs",
        arguments: [
            ("foo", "undeclared reference to 'foo' (in container '')"),
            ("foo(1)", "undeclared reference to 'foo' (in container '')"),
            ("n > '1'", "found no matching overload for '_>_' applied to '(int, string)'"),
            ("'a' + n", "found no matching overload for '_+_' applied to '(string, int)'"),
            ("n.size()", "found no matching overload for 'size' applied to 'int.()'"),
            ("n.x", "type 'int' does not support field selection"),
            ("1 == 'a'", "found no matching overload for '_==_' applied to '(int, string)'"),
            ("[1, 'a']", "expected type 'int' but found 'string'"),
            (
                "n.all(x, true)",
                "expression of type 'int' cannot be range of a comprehension "
                    + "(must be list, map, or dynamic)"
            ),
            ("for", "Syntax error: reserved identifier: for"),
        ])
    func checks(_ source: String, _ expected: String) {
        #expect(outcome(source) == expected, "\(source)")
    }

    @Test("an issue is shown with its place")
    func places() throws {
        let type = ObjectType(name: "object") { $0 == "x" ? .init(name: "x", type: .int) : nil }
        let issues = try #require(throws: CompileIssues.self) {
            try Program("self.x == 1 &&\n  self.z > 1", variables: ["self": .object(type)])
        }
        #expect(
            issues.description == """
                ERROR: <input>:2:7: undefined field 'z'
                 |   self.z > 1
                 | ......^
                """)
    }

    @Test("names that are no identifiers are written escaped, values in their formats")
    func escapedNames() throws {
        let fields: [String: CELType] = [
            "x-y": .int, "namespace": .string, "a.b/c": .int, "at": .timestamp, "share": .double,
        ]
        let type = ObjectType(name: "object") { name in
            fields[name].map { ObjectType.Field(name: name, type: $0) }
        }
        let program = try Program(
            "self.x__dash__y + self.a__dot__b__slash__c == 3 && self.__namespace__ == 'n' "
                + "&& self.at.getFullYear() == 2026 && self.share > 0.5",
            variables: ["self": .object(type)])
        let value: Value = [
            "x-y": 1, "a.b/c": 2, "namespace": "n", "at": "2026-01-01T00:00:00Z", "share": 1,
        ]
        var budget = Budget(1000)
        let result = try program.evaluate(
            ["self": CELValue(value, as: .object(type))], budget: &budget)
        #expect(result.bool == true)
    }

    @Test("neither long loops nor deep trees get far")
    func limits() {
        let nested = "[1,2,3,4,5,6,7,8,9,10]"
        let loop = "\(nested).all(a, \(nested).all(b, \(nested).all(c, \(nested).all(d, true))))"
        #expect(
            outcome(loop, budget: 5000) == "error: operation cancelled: actual cost limit exceeded")
        #expect(outcome("'x'.matches('(a*)*b')") == "false")
        for (open, close) in [("(", ")"), ("[", "]"), ("-(", ")"), ("!(", ")")] {
            let deep =
                String(repeating: open, count: 5000) + "1" + String(repeating: close, count: 5000)
            #expect(outcome(deep) == "expression recursion limit exceeded: 250")
        }
        let chain = "1" + String(repeating: " + 1", count: 5000)
        #expect(outcome(chain) == "expression recursion limit exceeded: 250")
        let terms = "true" + String(repeating: " && true", count: 2000)
        #expect(outcome(terms) == "true")
    }

    @Test("nothing that is no expression does harm")
    func garbage() {
        for source in [
            "", "(", "1 +", "a.", "'x", "\"\\q\"", "`", "a ? b", "{1:}", "[,]", "}", "#",
        ] {
            #expect(throws: CompileIssues.self) { try Program(source, variables: [:]) }
        }
    }
}
