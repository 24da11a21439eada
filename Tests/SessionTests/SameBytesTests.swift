import Foundation
import Testing

/// One seed, one script: the same bytes in every process, however busy the machine is.
@Suite("Same seed, same bytes")
struct SameBytesTests {
    static let script = """
        kubectl create deployment web --image=nginx --replicas=3
        kubectl rollout status deployment web
        kubectl get po -A -o wide
        kubectl get po -o json
        kubectl exec deploy/web -- cat /var/run/secrets/kubernetes.io/serviceaccount/token
        kubectl get events
        cat ~/.kube/config
        etcdctl get --prefix /registry/pods/default --keys-only

        """

    /// The executable beside the test bundle.
    static var executable: URL? {
        let candidates = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
        let folders = candidates.flatMap { [$0, $0.deletingLastPathComponent()] }
        return folders.map { $0.appendingPathComponent("kubarium") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    @Test("eight processes at once, and others beside them, print what one alone does")
    func eightProcesses() throws {
        let executable = try #require(Self.executable, "build the product kubarium first")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kubarium-same-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("script")
        try Self.script.write(to: input, atomically: true, encoding: .utf8)
        func start(_ name: String, seed: Int) throws -> (process: Process, output: URL) {
            let output = folder.appendingPathComponent(name)
            try Data().write(to: output)
            let process = Process()
            process.executableURL = executable
            process.arguments = ["--seed", "\(seed)"]
            process.standardInput = try FileHandle(forReadingFrom: input)
            process.standardOutput = try FileHandle(forWritingTo: output)
            try process.run()
            return (process, output)
        }
        let alone = try start("alone", seed: 11)
        alone.process.waitUntilExit()
        // Other clusters compete for the machine, so that every thread is interrupted often.
        let others = try (0..<2).map { try start("other\($0)", seed: 12) }
        let runs = try (0..<8).map { try start("out\($0)", seed: 11) }
        var texts = [try String(contentsOf: alone.output, encoding: .utf8)]
        for (process, output) in runs {
            process.waitUntilExit()
            texts.append(try String(contentsOf: output, encoding: .utf8))
        }
        for other in others { other.process.waitUntilExit() }
        #expect(texts[0].contains("deployment \"web\" successfully rolled out"))
        #expect(Set(texts).count == 1)
    }
}
