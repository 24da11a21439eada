/// Why a text is no YAML, in the words of the parser that kubectl uses.
package struct YAMLError: Error, Hashable, CustomStringConvertible {
    /// `line 4: mapping values are not allowed in this context`; the first line goes unnamed.
    package var message: String

    package init(_ message: String) { self.message = message }

    package var description: String { "yaml: " + message }

    /// An error met while forming tokens; `mark` counts lines from 0.
    ///
    /// Upstream names no line when the error is in the first one.
    static func scanner(_ problem: String, at mark: YAMLMark) -> YAMLError {
        YAMLError(mark.line > 0 ? "line \(mark.line + 1): \(problem)" : problem)
    }

    /// An error in the order of tokens: upstream names the line before, and so do we.
    static func parser(_ problem: String, at mark: YAMLMark, context: YAMLMark? = nil) -> YAMLError
    {
        let line = mark.line > 0 ? mark.line : context?.line ?? 0
        return YAMLError(line > 0 ? "line \(line): \(problem)" : problem)
    }
}
