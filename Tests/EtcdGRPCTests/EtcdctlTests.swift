import Foundation
import RealEtcd
import TestSupport
import Testing

/// Debian's etcdctl against our etcd, line by line beside a real one.
@Suite(
    "etcdctl", .serialized,
    .enabled(if: EtcdProcesses.isInstalled, "etcd-server and etcd-client are not installed"))
struct EtcdctlTests {
    private struct Step {
        var words: [String]
        var input = ""
    }

    private static func steps() throws -> [Step] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("testdata/etcdctl.txt")
        var steps: [Step] = []
        for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("|") {
                steps[steps.count - 1].input += line.dropFirst() + "\n"
            } else if !line.isEmpty, !line.hasPrefix("#") {
                let words = line.split(separator: " ").map { $0 == "\"\"" ? "" : String($0) }
                steps.append(Step(words: words))
            }
        }
        return steps
    }

    /// What a command prints, without the client's own log, and without numbers that are each
    /// cluster's own.
    private static func comparable(_ text: String, port: Int) -> String {
        var lines = text.components(separatedBy: "\n")
        lines.removeAll { $0.hasPrefix("{\"level\"") }
        var text = lines.joined(separator: "\n")
        text = text.replacingOccurrences(of: String(port), with: "PORT")
        for (pattern, word) in [
            (#""cluster_id":\d+,"member_id":\d+"#, "IDS"), (#""raft_term":\d+"#, "TERM"),
            (#""(ClusterID|MemberID|RaftTerm)" : \d+"#, "$1"),
        ] {
            text = text.replacingOccurrences(of: pattern, with: word, options: .regularExpression)
        }
        return text
    }

    @Test("every command prints the same, and ends the same, against ours and a real one")
    func comparison() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let (own, real) = (try OwnEtcd(keys), try EtcdProcesses(keys: keys))
            for step in try Self.steps() {
                var results: [String] = []
                for port in [real.ports[0], own.port] {
                    let result = try CommandLine.run(
                        keys.etcdctl(port) + step.words, input: step.input,
                        environment: ["ETCDCTL_API": "3"])
                    results.append(
                        Self.comparable(result.output, port: port) + "[\(result.code)]")
                }
                #expect(results[0] == results[1], "\(step.words.joined(separator: " "))")
            }
        }
    }

    @Test("a watch tells what happens, and a lease ends with its keys")
    func watching() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let own = try OwnEtcd(keys)
            func etcdctl(_ words: String...) throws -> String {
                try CommandLine.run(
                    keys.etcdctl(own.port) + words, environment: ["ETCDCTL_API": "3"]
                ).output
            }
            let grant = try etcdctl("lease", "grant", "2")
            let lease = try #require(grant.split(separator: " ").dropFirst().first)
            #expect(try etcdctl("put", "brief", "1", "--lease=\(lease)") == "OK\n")
            // The watch starts in the past, and is ended by the time that it may take.
            let watch = try CommandLine.run(
                ["timeout", "4"] + keys.etcdctl(own.port) + ["watch", "brief", "--rev=1"],
                environment: ["ETCDCTL_API": "3"])
            #expect(watch.output == "PUT\nbrief\n1\nDELETE\nbrief\n\n")
            #expect(try etcdctl("get", "brief").isEmpty)
        }
    }

    @Test("a snapshot is saved, with its checksum")
    func snapshot() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let own = try OwnEtcd(keys)
            let path = keys.folder.path("snapshot.db")
            let saved = try CommandLine.run(
                keys.etcdctl(own.port) + ["snapshot", "save", path],
                environment: ["ETCDCTL_API": "3"])
            #expect(saved.code == 0 && saved.output.contains("Snapshot saved at \(path)"))
        }
    }

    @Test("who comes without a certificate, or with another authority's, is sent away")
    func strangers() async throws {
        try await onOwnThread {
            let (keys, others) = (try EtcdKeys(), try EtcdKeys(seed: 2))
            let own = try OwnEtcd(keys)
            let address = [
                "--endpoints", "https://127.0.0.1:\(own.port)", "--command-timeout", "1s",
            ]
            for words in [
                ["--cacert", keys.caPath],
                [
                    "--cacert", others.caPath, "--cert", keys.clientPath, "--key",
                    keys.clientKeyPath,
                ],
            ] {
                let result = try CommandLine.run(
                    ["etcdctl"] + address + words + ["get", "a"], environment: ["ETCDCTL_API": "3"])
                #expect(result.code == 1)
                #expect(result.output.contains("context deadline exceeded"))
            }
        }
    }
}
