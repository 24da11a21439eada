import Foundation
import Testing

/// The real thing: a process with `--data-dir`, and SIGKILL.
@Suite("A killed process")
struct KilledProcessTests {
    /// The executable beside the test bundle.
    private static var executable: URL? {
        let candidates = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
        let folders = candidates.flatMap { [$0, $0.deletingLastPathComponent()] }
        return folders.map { $0.appendingPathComponent("kubarium") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Whenever the kill comes, in the middle of whichever write: the claim holds for what was
    /// printed until then, so that the verdict does not depend on the moment.
    @Test("loses nothing that it has said is created")
    func kill() throws {
        let root = try ScratchDirectory()
        var acknowledged: [String] = []
        for (round, count) in [4, 9].enumerated() {
            let names = (0..<400).map { "k\(round)-\($0)" }
            let created = try createAndKill(names, after: count, in: root.path("d"))
            #expect(created.count >= count)
            acknowledged += created
        }
        let output = try run("kubectl get configmap -o name\n", in: root.path("d"))
        let found = Set(output.split(separator: "\n").map(String.init))
        #expect(acknowledged.filter { !found.contains("configmap/\($0)") } == [])
    }

    /// Types in one go what makes many config maps, and kills the process once `count` of them have
    /// been told. Returns all that were told by then.
    private func createAndKill(
        _ names: [String], after count: Int, in directory: String
    ) throws -> [String] {
        let (process, input, output) = try start(in: directory)
        let lines = names.map { "kubectl create configmap \($0)\n" }.joined()
        // All of it fits into the pipe's 64 KiB.
        try input.write(contentsOf: Data(lines.utf8))
        var text = ""
        while Self.created(in: text).count < count {
            let chunk = output.availableData
            if chunk.isEmpty { break }
            text += String(decoding: chunk, as: UTF8.self)
        }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        text += String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
        #expect(process.terminationReason == .uncaughtSignal)
        return Self.created(in: text)
    }

    private func run(_ script: String, in directory: String) throws -> String {
        let (process, input, output) = try start(in: directory)
        try input.write(contentsOf: Data(script.utf8))
        try input.close()
        let text = String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }

    private func start(
        in directory: String
    ) throws -> (process: Process, input: FileHandle, output: FileHandle) {
        let process = Process()
        let executable = try #require(Self.executable, "build the product kubarium first")
        process.executableURL = executable
        process.arguments = ["--nodes", "1", "--data-dir", directory]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        return (process, input.fileHandleForWriting, output.fileHandleForReading)
    }

    /// The names in whole lines `configmap/x created`.
    private static func created(in text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { $0.hasPrefix("configmap/") && $0.hasSuffix(" created") }
            .map { String($0.dropFirst("configmap/".count).dropLast(" created".count)) }
    }
}
