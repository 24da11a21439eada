/// A POSIX extended regular expression, for other modules to ask about texts.
package struct TextPattern: Sendable {
    private let expression: RegularExpression

    /// Nil if `pattern` is no regular expression.
    package init?(_ pattern: String) {
        guard let expression = try? RegularExpression(pattern, syntax: .extended) else {
            return nil
        }
        self.expression = expression
    }

    /// Whether it describes a place of `text`; false as well if that is too hard to tell.
    package func isFound(in text: String) -> Bool {
        ((try? expression.firstMatch(in: text.bytes)) ?? nil) != nil
    }
}
