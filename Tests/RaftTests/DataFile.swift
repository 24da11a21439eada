import Foundation
import Testing

/// A file of prose and cases: a line with a verb, `----`, what is expected, an empty line.
///
/// `REWRITE=1` writes what was found into the file, and fails the run.
struct DataFile {
    var url: URL

    init(_ name: String, beside file: String = #filePath) {
        url = URL(filePath: file).deletingLastPathComponent().appending(path: "testdata/\(name)")
    }

    func check(_ carryOut: (_ command: String) throws -> String) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        var rewritten: [String] = []
        var lines = text.components(separatedBy: "\n")[...]
        var isWrong = false
        while let line = lines.popFirst() {
            rewritten.append(line)
            guard lines.first == "----" else { continue }
            lines.removeFirst()
            let expected = Array(lines.prefix { !$0.isEmpty })
            lines = lines.dropFirst(expected.count)
            let found = try carryOut(line).components(separatedBy: "\n")
            rewritten += ["----"] + found
            isWrong = isWrong || found != expected
            #expect(found == expected, "\(url.lastPathComponent): \(line)")
        }
        if isWrong, ProcessInfo.processInfo.environment["REWRITE"] != nil {
            try rewritten.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
        }
    }
}
