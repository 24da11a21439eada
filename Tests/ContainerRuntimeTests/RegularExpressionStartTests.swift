import Testing

@testable import ContainerRuntime

@Suite("Where a match can begin")
struct RegularExpressionStartTests {
    @Test(
        "no match is passed over",
        arguments: [
            "b", "B", "[^b]", "[a-c]*d", "a*b", "(a|bc)+", "(a|)c", "^b", "b$", "\\bb", "c?", ".b",
            "(a*)(b?)d", "(a)?\\1d", "x{0,2}y", "x{1,2}y", "\\<c", "()", "(^a|d$)",
        ])
    func finds(pattern: String) throws {
        for ignoresCase in [false, true] {
            let expression = try RegularExpression(
                pattern, syntax: .extended, ignoresCase: ignoresCase)
            for text in ["", "abcd", "DCBA", "xxyb d", "bcbcaad", "äb", "dda"] {
                let bytes = Array(text.utf8)
                let expected = try (0...bytes.count).lazy.compactMap { position in
                    var matcher = RegularExpressionMatcher(
                        text: bytes, ignoresCase: ignoresCase, groups: expression.groupCount)
                    return try matcher.match(expression.root, at: position, wantsLongest: true)
                }.first
                let found = try expression.firstMatch(in: bytes)
                #expect(
                    found?.range.lowerBound == expected?.range.lowerBound, "\(pattern) in \(text)")
            }
        }
    }
}
