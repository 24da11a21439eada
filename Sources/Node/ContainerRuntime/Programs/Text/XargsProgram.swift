import Simulation

/// `xargs`: words of the input as arguments of a program.
struct XargsProgram: Applet {
    static let usage = "[-0rt] [-n N] [-I STR] [PROG ARGS]"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "0rtn:I:P:L:s:",
            long: ["no-run-if-empty": "r", "null": "0", "max-args": "n"], stopsAtOperand: true)
        let content = try await call.content("-")
        let command = options.operands.isEmpty ? ["echo"] : options.operands
        var status: Int32 = 0
        if let marker = options["I"], !marker.isEmpty {
            for line in content.lines {
                let item = String(text(line).drop { $0 == " " || $0 == "\t" })
                if item.isEmpty { continue }
                let words = command.map { word in
                    word.split(separator: marker, omittingEmptySubsequences: false).joined(
                        separator: item)
                }
                status = max(status, try await run(call, words, options.has("t")))
            }
            return status == 0 ? 0 : status > 125 ? status : 123
        }
        let items =
            options.has("0")
            ? content.split(separator: 0).map { text($0) } : try Self.words(content)
        if items.isEmpty, options.has("r") { return 0 }
        let size = max(1, try options.number("n") ?? 5000)
        var start = 0
        repeat {
            let part = items[start..<min(start + size, items.count)]
            status = max(status, try await run(call, command + part, options.has("t")))
            start += size
        } while start < items.count
        return status == 0 ? 0 : status > 125 ? status : 123
    }

    private func run(_ call: Call, _ words: [String], _ traces: Bool) async throws -> Int32 {
        if traces { try await call.process.error.write(words.joined(separator: " ") + "\n") }
        return try await call.runProgram(words, input: FixedSource(call.simulation)) { error in
            AppletFailure("\(words.first ?? ""): \(error.text)", status: error.exitCode)
        }
    }

    /// Words separated by blanks, with quotes and backslashes.
    static func words(_ bytes: [UInt8]) throws -> [String] {
        var words: [String] = []
        var current: [UInt8]?
        var quote: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil } else { current?.append(byte) }
            } else if byte == .singleQuote || byte == .doubleQuote {
                quote = byte
                current = current ?? []
            } else if byte == .backslash, index < bytes.count {
                current = (current ?? []) + [bytes[index]]
                index += 1
            } else if byte.isSpace {
                if let word = current { words.append(text(word)) }
                current = nil
            } else {
                current = (current ?? []) + [byte]
            }
        }
        guard quote == nil else { throw AppletFailure("unmatched quote") }
        if let word = current { words.append(text(word)) }
        return words
    }
}
