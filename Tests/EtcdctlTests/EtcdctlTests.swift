import Etcd
import Foundation
import Simulation
import Testing

@testable import Etcdctl

/// Replays `testdata/*.txt`: commands, and what they print and return, as in the recordings of a
/// real etcd. `\n` in `printf '...' | etcdctl` is standard input; `# ...` is a note.
@Suite("etcdctl")
struct EtcdctlTests {
    @Test(
        "prints and returns what the recordings show",
        arguments: [
            "keys.txt", "errors.txt", "lease.txt", "cluster.txt", "txn.txt", "auth.txt",
            "members.txt", "maintenance.txt",
        ])
    func recordings(file: String) throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "testdata/\(file)")
        let lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
        let simulation = Simulation(seed: 7)
        let rewritten = try simulation.run {
            let etcd = try EtcdProcess.open(
                simulation: simulation,
                configuration: EtcdConfiguration(
                    peerURL: "http://127.0.0.1:2380", clientURL: "http://127.0.0.1:2379"))
            var rewritten: [String] = []
            var rest = lines[...]
            while let line = rest.popFirst() {
                rewritten.append(line)
                guard line.hasPrefix("$ ") else { continue }
                let expected = Array(rest.prefix { !$0.hasPrefix("$ ") && !$0.hasPrefix("# ") })
                rest = rest.dropFirst(expected.count)
                let found = await carryOut(line, etcd, simulation) + [""]
                #expect(found == expected, "\(file): \(line)")
                rewritten += found
            }
            return rewritten
        }
        if ProcessInfo.processInfo.environment["REWRITE"] != nil, rewritten != lines {
            try rewritten.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
        }
    }

    @Test("a watch shows what happens until it is cancelled")
    func watch() throws {
        let simulation = Simulation(seed: 1)
        let (text, code) = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let output = CollectingSink(simulation)
            let task = simulation.spawn("watch", returning: Int32.self) {
                await EtcdctlCommand.run(
                    arguments: ["watch", "/demo/", "--prefix"], store: etcd, output: output,
                    error: output, simulation: simulation)
            }
            try await simulation.sleep(for: .seconds(1))
            for words in [["put", "/demo/w", "1"], ["put", "/x", "1"], ["del", "/demo/w"]] {
                _ = await EtcdctlCommand.run(
                    arguments: words, store: etcd, output: CollectingSink(simulation),
                    error: output, simulation: simulation)
            }
            try await simulation.sleep(for: .seconds(1))
            task.cancel()
            let code = await task.value
            return (output.text, code)
        }
        #expect(text == "PUT\n/demo/w\n1\nDELETE\n/demo/w\n\n")
        #expect(code == 130)
    }

    @Test("the help is laid out as etcd's")
    func help() throws {
        let help = Help.root
        #expect(
            help.hasPrefix("NAME:\n  etcdctl - A simple command line client for etcd3.\n\nUSAGE:\n")
        )
        #expect(help.contains("\n  alarm disarm\t\t\tDisarms all alarms\n"))
        #expect(help.contains("\n  role revoke-permission\tRevokes a key from a role\n"))
        #expect(help.contains("\n      --insecure-transport[=true]\t\tdisable transport security"))
        #expect(help.contains("\n  -d, --discovery-srv=\"\"\t\t\tdomain name"))
        #expect(help.hasSuffix("(fields, json, protobuf, simple, table)\n\n"))
    }

    @Test(
        "bytes are quoted as Go quotes them",
        arguments: [
            ([0x61, 0x0a, 0x22, 0x5c], "\"a\\n\\\"\\\\\""),
            ([0x00, 0x07, 0x7f], "\"\\x00\\a\\x7f\""),
            ([0xff, 0x61], "\"\\xffa\""), ([0xe4, 0xbd, 0xa0], "\"你\""),
            ([0xe4, 0xbd], "\"\\xe4\\xbd\""),
            ([0xeb, 0x01], "\"\\xeb\\x01\""), ([0xc2, 0x85], "\"\\u0085\""),
        ] as [([UInt8], String)])
    func quoting(bytes: [UInt8], expected: String) {
        #expect(goQuoted(bytes) == expected)
    }

    @Test(
        "sizes are written for people",
        arguments: [
            (5, "5 B"), (999, "999 B"), (7_098_368, "7.1 MB"), (4_153_344, "4.2 MB"),
            (2_147_483_648, "2.1 GB"), (24_576, "25 kB"), (20_480, "20 kB"),
        ] as [(Int64, String)])
    func sizes(bytes: Int64, expected: String) {
        #expect(humanBytes(bytes) == expected)
    }

    @Test("no command line stops the process", arguments: 1...200)
    func nonsense(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pool = [
            "get", "put", "del", "lease", "grant", "watch", "txn", "--", "-", "--rev", "=", "-w",
            "json", "-w=json", "--limit=9223372036854775807", "--rev=-9223372036854775808", "a", "",
            "--prefix", "99999999999999999999", "-wtable", "endpoint", "status", "member", "list",
            "compact", "--endpoints", ",", "--lease=ffffffffffffffffffff", "0", "--=", "-h", "你",
        ]
        let words = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
            pool[Int.random(in: 0..<pool.count, using: &generator)]
        }
        guard !words.contains("watch") else { return }
        let simulation = Simulation(seed: 1)
        let code = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let sink = CollectingSink(simulation)
            return await EtcdctlCommand.run(
                arguments: words, store: etcd, input: FixedSource(simulation, [255, 10, 10, 10]),
                output: sink, error: sink, simulation: simulation)
        }
        #expect([0, 1, 2, 3, 4, 128].contains(code), "\(words)")
    }
}

/// Runs one line of a recording; returns what it printed, in the recordings' format.
private func carryOut(
    _ line: String, _ etcd: EtcdProcess, _ simulation: Simulation
) async -> [String] {
    var command = String(line.dropFirst(2))
    var input: (any ByteSource)?
    if command.hasPrefix("printf '"), let bar = command.range(of: "' | ") {
        let text = command[..<bar.lowerBound].dropFirst("printf '".count)
        let bytes = text.replacingOccurrences(of: "\\n", with: "\n").utf8
        input = FixedSource(simulation, Array(bytes))
        command = String(command[bar.upperBound...])
    }
    var words = splitWords(command)
    var environment: [String: String] = [:]
    while let word = words.first, word != "etcdctl", let equals = word.firstIndex(of: "=") {
        environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
        words.removeFirst()
    }
    let output = CollectingSink(simulation)
    let error = CollectingSink(simulation)
    let code = await EtcdctlCommand.run(
        arguments: Array(words.dropFirst()), environment: environment, store: etcd, input: input,
        output: output, error: error, simulation: simulation)
    var lines = output.text.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
    lines.removeLast()
    if !error.bytes.isEmpty {
        lines.append("[stderr]")
        lines += error.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }
    return code == 0 ? lines : lines + ["[exit \(code)]"]
}
