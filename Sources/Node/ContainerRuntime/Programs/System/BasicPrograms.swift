import Simulation

/// Programs so small that a closure says it all.
struct SmallProgram: Applet {
    static let usage = "[ARG]..."
    let help: String
    let body: @Sendable (Call) async throws -> Int32

    init(_ body: @escaping @Sendable (Call) async throws -> Int32) { self.init(Self.usage, body) }

    /// `help` is how the program is called, for its own error messages.
    init(_ help: String, _ body: @escaping @Sendable (Call) async throws -> Int32) {
        (self.help, self.body) = (help, body)
    }

    func main(_ call: Call) async throws -> Int32 { try await body(call) }
}

/// `echo`, `printf`, `true`, `false`, `yes`, `test`: also builtins of the shell.
enum BasicPrograms {
    static let all: [(String, any Program)] = [
        ("true", SmallProgram { _ in 0 }),
        ("false", SmallProgram { _ in 1 }),
        (
            "echo",
            SmallProgram { call in
                try await call.write(EchoText.render(call.arguments))
                return 0
            }
        ),
        (
            "printf",
            SmallProgram { call in
                guard let format = call.arguments.first else {
                    throw AppletFailure("", showsUsage: true)
                }
                let printed = PrintfFormat(format, Array(call.arguments.dropFirst()))
                for error in printed.errors { try await call.warn(error) }
                try await call.write(printed.output)
                return printed.errors.isEmpty ? 0 : 1
            }
        ),
        (
            "yes",
            SmallProgram { call in
                let line =
                    (call.arguments.isEmpty ? "y" : call.arguments.joined(separator: " ")) + "\n"
                let block = Array(repeating: line.bytes, count: 256).flatMap { $0 }
                while true {
                    try await call.process.output.write(block)
                    try await call.sleep(.microseconds(100))
                }
            }
        ),
        ("test", SmallProgram(test)),
        ("[", SmallProgram(test)),
    ]

    private static func test(_ call: Call) async throws -> Int32 {
        var words = call.arguments
        if call.name == "[" {
            guard words.popLast() == "]" else { throw AppletFailure("missing ]", status: 2) }
        }
        do throws(TestExpression.Failure) {
            return try TestExpression.evaluate(words, call.process) ? 0 : 1
        } catch {
            throw AppletFailure(error.text, status: 2)
        }
    }
}
