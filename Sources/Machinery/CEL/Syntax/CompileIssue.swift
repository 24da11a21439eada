/// Something wrong with an expression, told as cel-go tells it:
///
/// ```
/// ERROR: <input>:1:6: undefined field 'z'
///  | self.z == 1
///  | .....^
/// ```
package struct CompileIssue: Error, Hashable, Sendable {
    package var message: String
    /// Characters before the place.
    package var place: Int

    /// The issue with the line of `source` in which it stands.
    package func text(in source: String) -> String {
        var (line, column) = (1, 0)
        for character in source.unicodeScalars.prefix(place) {
            if character == "\n" { (line, column) = (line + 1, 0) } else { column += 1 }
        }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = line <= lines.count ? String(lines[line - 1]) : ""
        let dots = String(repeating: ".", count: column)
        return "ERROR: <input>:\(line):\(column + 1): \(message)\n | \(shown)\n | \(dots)^"
    }
}
