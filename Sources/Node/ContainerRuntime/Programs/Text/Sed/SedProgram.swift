import Simulation

/// `sed`: a stream editor.
///
/// Commands: `s p d D? q a i c y = n N g G h H x b t :` and `{ }`, with addresses by number, `$`,
/// `/regex/`, ranges and `!`. Others are refused by name.
struct SedProgram: Applet {
    static let usage = "[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        var arguments = call.arguments
        var editsInPlace = false
        if let index = arguments.firstIndex(where: {
            $0.hasPrefix("-i") || $0.hasPrefix("--in-place")
        }) {
            editsInPlace = true
            arguments.remove(at: index)
        }
        var options = try Options(
            arguments, "nrEe:f:sz",
            long: [
                "quiet": "n", "silent": "n", "expression": "e", "regexp-extended": "E", "file": "f",
            ])
        var source = options.all("e").joined(separator: "\n")
        for file in options.all("f") { source += "\n" + text(try await call.content(file)) }
        if !options.has("e"), !options.has("f") {
            guard let script = options.takeOperand() else {
                throw AppletFailure("", showsUsage: true)
            }
            source = script
        }
        var parser = SedParser(source, isExtended: options.has("E") || options.has("r"))
        let commands = try parser.parse()
        let isQuiet = options.has("n") || source.hasPrefix("#n\n")
        if editsInPlace {
            return try await edit(call, options.operands, commands, isQuiet)
        }
        var input: [[UInt8]] = []
        var endsInNewline = true
        let status = try await call.forEachFile(options.operands) { _, content in
            input += content.lines.map { Array($0) }
            endsInNewline = content.isEmpty || content.last == .newline
        }
        var machine = SedMachine(commands, input, isQuiet: isQuiet)
        try machine.run()
        var output = machine.output
        if !endsInNewline, machine.endsWithPattern, output.last == .newline { output.removeLast() }
        try await call.write(output)
        return machine.exitCode ?? status
    }

    private func edit(
        _ call: Call, _ names: [String], _ commands: [SedCommand], _ isQuiet: Bool
    ) async throws -> Int32 {
        try await call.forEachFile(names) { name, content in
            var machine = SedMachine(commands, content.lines.map { Array($0) }, isQuiet: isQuiet)
            try machine.run()
            try call.attempt(name) { () throws(FileError) in
                try call.process.checkWrite(name)
                try call.files.write(call.process.resolve(name), machine.output)
            }
        }
    }
}
