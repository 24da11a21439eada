package import Foundation

/// A file of prose and cases: a line with a verb, `----`, what is expected, an empty line.
///
/// `REWRITE=1` writes what was found into the file, and fails the run.
package struct DataFile {
    package var url: URL

    /// The cases whose answers were not the expected ones.
    package struct Mismatch: Error, CustomStringConvertible {
        package var description: String
    }

    package init(_ name: String, beside file: String = #filePath) {
        url = URL(filePath: file).deletingLastPathComponent().appending(path: "testdata/\(name)")
    }

    /// Carries out every command of the file, and throws a `Mismatch` that names those whose answer
    /// is another.
    package func check(_ carryOut: (_ command: String) throws -> String) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        var rewritten: [String] = []
        var lines = text.components(separatedBy: "\n")[...]
        var mismatches: [String] = []
        while let line = lines.popFirst() {
            rewritten.append(line)
            guard lines.first == "----" else { continue }
            lines.removeFirst()
            let expected = Array(lines.prefix { !$0.isEmpty })
            lines = lines.dropFirst(expected.count)
            let found = try carryOut(line).components(separatedBy: "\n")
            rewritten += ["----"] + found
            if found != expected {
                mismatches += ["\(url.lastPathComponent): \(line)", "expected:"] + expected
                mismatches += ["found:"] + found
            }
        }
        guard !mismatches.isEmpty else { return }
        if ProcessInfo.processInfo.environment["REWRITE"] != nil {
            try rewritten.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
        }
        throw Mismatch(description: mismatches.joined(separator: "\n"))
    }
}
