import Simulation

/// `cat`: files one after another.
struct CatProgram: Applet {
    static let usage = "[-nbvteA] [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "nbeAvtEsu", long: ["number": "n", "show-all": "A"])
        var status: Int32 = 0
        var printer = LinePrinter(options)
        for name in options.operands.isEmpty ? ["-"] : options.operands {
            do {
                let source = try call.open(name)
                while let bytes = try await source.read(upTo: 65_536) {
                    try await call.write(printer.isPlain ? bytes : printer.render(bytes))
                    // What comes from a terminal or a pipe is shown as it comes.
                    try await call.flush()
                }
            } catch let failure as AppletFailure {
                try await call.warn(
                    "can't open '\(name)': " + failure.message.dropFirst(name.count + 2))
                status = 1
            }
        }
        return status
    }

    /// Numbers lines and makes invisible characters visible.
    private struct LinePrinter {
        let numbers: Bool
        let skipsBlank: Bool
        let showsEnds: Bool
        let showsTabs: Bool
        let showsControl: Bool
        var line = 1
        var isAtStart = true

        init(_ options: Options) {
            let all = options.has("A")
            skipsBlank = options.has("b")
            numbers = options.has("n") || skipsBlank
            showsEnds = options.has("e") || options.has("E") || all
            showsTabs = options.has("t") || all
            showsControl = options.has("v") || options.has("e") || options.has("t") || all
        }

        var isPlain: Bool { !numbers && !showsEnds && !showsTabs && !showsControl }

        mutating func render(_ bytes: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            for byte in bytes {
                if isAtStart, numbers, !(skipsBlank && byte == .newline) {
                    result += (String(line).rightAligned(6) + "\t").utf8
                    line += 1
                }
                isAtStart = byte == .newline
                switch byte {
                case .newline:
                    if showsEnds { result.append(.dollar) }
                    result.append(byte)
                case .tab where showsTabs: result += "^I".utf8
                case 0..<32 where showsControl && byte != .tab:
                    result += [UInt8(ascii: "^"), byte + 64]
                case 127 where showsControl: result += "^?".utf8
                default: result.append(byte)
                }
            }
            return result
        }
    }
}
