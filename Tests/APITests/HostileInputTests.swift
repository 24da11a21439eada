import Encoding
import Testing

@testable import API

/// Texts made of the characters that the parsers care about, the same in every run.
struct HostileTexts: Sequence, IteratorProtocol {
    private var state: UInt64 = 42
    private var left: Int
    private static let alphabet = Array("09aez.+-eEmKi=!(),<> in{}[]'\"\\/@$?*:%&~#\n;é")

    init(count: Int) { left = count }

    private mutating func draw(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func next() -> String? {
        if left == 0 { return nil }
        left -= 1
        let length = draw(24)
        var text = ""
        for _ in 0..<length { text.append(Self.alphabet[draw(Self.alphabet.count)]) }
        return text
    }
}

@Suite("Hostile input")
struct HostileInputTests {
    @Test("no text crashes a parser, and what is read is written so that it reads the same")
    func parsers() {
        let data: Value = ["items": [["a": 1], ["a": "x"]], "a": [1, [2, 3]]]
        for text in HostileTexts(count: 5_000) {
            if let quantity = Quantity(text) {
                #expect(Quantity(quantity.description) == quantity)
            }
            if let selector = try? Selector(parsing: text) {
                #expect((try? Selector(parsing: selector.description)) == selector)
            }
            if let selector = try? FieldSelector(parsing: text) {
                #expect((try? FieldSelector(parsing: selector.description)) == selector)
            }
            for template in [text, "{" + text + "}", "{.items[?(" + text + ")]}"] {
                _ = try? JSONPath(parsing: template).render(data)
            }
            let target = URLQuery.split("/api/v1/" + text)
            _ = RequestInfo(method: "GET", path: target.path, query: target.query)
            _ = JSONPointer("/" + text)?.removing(from: data)
            _ = Names.qualifiedName(text)
            _ = Base64.decode(text)
        }
    }
}
