package import Foundation

/// A program of this machine, run to its end.
package struct CommandLine {
    package var output: String
    package var code: Int32

    /// Runs `words` with `input`; what it prints on both of its outputs comes in one text.
    package static func run(
        _ words: [String], input: String = "", environment: [String: String] = [:],
        limit: TimeInterval = 10
    ) throws -> CommandLine {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        let (standardInput, output) = (Pipe(), Pipe())
        process.standardInput = standardInput
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let alarm = DispatchSource.makeTimerSource(queue: .global())
        alarm.schedule(deadline: .now() + limit)
        alarm.setEventHandler { process.terminate() }
        alarm.resume()
        defer { alarm.cancel() }
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return CommandLine(
            output: String(decoding: text, as: UTF8.self), code: process.terminationStatus)
    }

    /// Whether there is a program called `name`.
    package static func has(_ name: String) -> Bool {
        (try? run(["which", name]).code) == 0
    }
}
