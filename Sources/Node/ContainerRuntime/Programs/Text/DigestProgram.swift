import Encoding
import Simulation

/// `md5sum`, `sha1sum`, `sha256sum`.
struct DigestProgram: Applet {
    static let usage = "[-c[sw]] [FILE]..."
    let digest: Digest

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "csw", long: ["check": "c"])
        if options.has("c") { return try await check(call, options) }
        return try await call.forEachFile(options.operands) { name, content in
            try await call.print("\(digest.hex(content))  \(name)")
        }
    }

    private func check(_ call: Call, _ options: Options) async throws -> Int32 {
        var failed = 0
        var total = 0
        let status = try await call.forEachFile(options.operands) { _, content in
            for line in content.lines {
                let words = text(line).split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                let name = String(words[1].drop { $0 == " " || $0 == "*" })
                total += 1
                let content = try? await call.content(name)
                let isSame = content.map { digest.hex($0) == words[0] } ?? false
                if !isSame { failed += 1 }
                if !options.has("s") {
                    try await call.print("\(name): \(isSame ? "OK" : "FAILED")")
                }
            }
        }
        if failed > 0 {
            try await call.warn("WARNING: \(failed) of \(total) computed checksums did NOT match")
            return 1
        }
        return status
    }
}
