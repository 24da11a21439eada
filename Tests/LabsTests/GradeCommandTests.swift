import Foundation
import Testing

/// `kubarium grade` as a process: what it does to files that mean harm.
@Suite("grade, as a command")
struct GradeCommandTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func run(_ arguments: [String]) throws -> (output: String, code: Int32) {
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent(".build/debug/kubarium")
        process.arguments = arguments
        process.environment = ["KUBARIUM_HOME": Self.root.path, "LANG": "C"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }

    private func folder(_ files: [String: Data]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "grade-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
        return folder
    }

    @Test("a file that means harm harms no other")
    func hostile() throws {
        let prompt = "[root@server4-master ~]$ "
        let session =
            prompt + "kubectl create configmap shop --from-literal=price=10\n"
            + "configmap/shop created\n"
        let folder = try folder([
            "21-alice.txt": Data(session.utf8),
            "21-binary.txt": Data([0, 255, 0, 1]),
            "21-bomb.txt": Data((prompt + "b() { b | b & }; b\n").utf8),
            "21-deep.txt": Data(
                (prompt + "echo '" + String(repeating: "[", count: 50_000)
                    + "' | kubectl create -f -\n").utf8),
            "21-empty.txt": Data(),
            "21-loop.txt": Data((prompt + "while true; do true; done\n").utf8),
            "21-zoe.txt": Data(session.utf8),
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/21-link.txt", withDestinationPath: "/dev/zero")
        let (output, code) = try run([
            "grade", folder.path, "--format", "csv", "--seconds", "4", "--jobs", "2",
        ])
        let rows = output.split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(code == 1)
        #expect(
            rows.map { String($0[0]) } == [
                "alice", "binary", "bomb", "deep", "empty", "link", "loop", "zoe",
            ])
        for row in rows where ["alice", "zoe"].contains(row[0]) {
            #expect(row[3] == "failed" && row[4] != "0" && row[7].hasPrefix("version;"))
        }
        for row in rows where ["binary", "empty", "link"].contains(row[0]) {
            #expect(row[3] == "broken" && row[4] == "0")
        }
        for row in rows where ["bomb", "deep", "loop"].contains(row[0]) {
            #expect(row[3] != "passed" && row[4] == "0")
        }
    }

    @Test("nothing to grade is wrong usage")
    func nothing() throws {
        let folder = try folder([:])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try run(["grade", folder.path]).code == 2)
        #expect(try run(["grade", folder.path + "/nowhere"]).code == 2)
        #expect(try run(["grade", folder.path, "--format", "yaml"]).code == 2)
    }
}
