import Foundation

/// The recordings of a real cluster, where this machine has them.
enum TruthFiles {
    static let folder = "/work/shared/truth"

    static var arePresent: Bool { FileManager.default.fileExists(atPath: folder) }

    static func text(_ name: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        // To Swift, CR LF is one character and no line feed.
        return String(decoding: data.filter { $0 != 13 }, as: UTF8.self)
    }

    static var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasSuffix(".txt")
            }
            .sorted()
        }
    }

    /// What each command whose line matches printed on stdout.
    static func outputs(of name: String, where matches: (Substring) -> Bool) throws -> [(
        String, String
    )] {
        var outputs: [(String, String)] = []
        var lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            guard line.hasPrefix("$ "), matches(line) else { continue }
            let output = lines.prefix {
                !$0.hasPrefix("$ ") && !$0.hasPrefix("# ") && !$0.hasPrefix("#####")
                    && !$0.hasPrefix("[exit ")
                    && $0 != "[stderr]" && !$0.hasPrefix("[no newline")
            }
            var text = output.joined(separator: "\n")
            while text.hasSuffix("\n") { text.removeLast() }
            if !text.isEmpty { outputs.append((String(line), text + "\n")) }
        }
        return outputs
    }
}

extension TruthFiles {
    /// The JSON bodies in the order of Go's structs: those indented by two spaces.
    static func bodies(of name: String) throws -> [String] {
        var bodies: [String] = []
        var lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            guard line == "{", lines.first?.hasPrefix("  \"") == true else { continue }
            let body = lines.prefix { $0 != "}" }
            bodies.append((["{"] + body + ["}"]).joined(separator: "\n"))
            lines = lines.dropFirst(body.count + 1)
        }
        return bodies
    }
}
