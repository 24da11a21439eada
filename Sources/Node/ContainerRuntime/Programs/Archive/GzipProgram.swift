import Encoding
import Simulation

/// `gzip`, `gunzip` and `zcat`: one file each, replaced or shown.
struct GzipProgram: Applet {
    static let usage = "[-cdfk] [FILE]..."
    private static let suffix = ".gz"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "cdfk123456789",
            long: ["stdout": "c", "decompress": "d", "force": "f", "keep": "k"])
        let expands = options.has("d") || call.name != "gzip"
        let shows = options.has("c") || call.name == "zcat"
        var status: Int32 = 0
        for name in options.operands.isEmpty ? ["-"] : options.operands {
            do {
                if name != "-", !shows { try check(name, expands: expands) }
                let bytes = try await call.content(name)
                let result = try expands ? expand(bytes, name) : Gzip.compress(bytes)
                if name == "-" || shows {
                    try await call.write(result)
                } else {
                    try replace(name, with: result, call, options, expands: expands)
                }
            } catch let failure as AppletFailure {
                try await call.warn(failure.message)
                status = 1
            }
        }
        return status
    }

    /// A file is replaced by one whose name says what became of it.
    private func check(_ name: String, expands: Bool) throws {
        if expands, !name.hasSuffix(Self.suffix) {
            throw AppletFailure("\(name): unknown suffix -- ignored")
        }
        if !expands, name.hasSuffix(Self.suffix) {
            throw AppletFailure("\(name) already has \(Self.suffix) suffix -- unchanged")
        }
    }

    private func expand(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
        do throws(Gzip.Failure) {
            return try Gzip.expand(bytes, limit: ShellLimits.inputBytes)
        } catch { throw AppletFailure("\(name == "-" ? "stdin" : name): \(error.text)") }
    }

    private func replace(
        _ name: String, with bytes: [UInt8], _ call: Call, _ options: Options, expands: Bool
    ) throws {
        let target =
            expands ? String(name.dropLast(Self.suffix.utf8.count)) : name + Self.suffix
        let (from, to) = (call.process.resolve(name), call.process.resolve(target))
        if call.files.exists(to), !options.has("f") {
            throw AppletFailure("\(target) already exists; not overwritten")
        }
        try call.attempt(target) { () throws(FileError) in
            let status = try call.files.stat(from)
            try call.process.checkWrite(to)
            try call.files.write(to, bytes, mode: status.mode)
            try call.files.setModified(to, status.modified)
            if !options.has("k") { try call.files.remove(from) }
        }
    }
}
