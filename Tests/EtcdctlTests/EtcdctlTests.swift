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

    @Test("etcdutl reads what snapshot save has written, and makes a data directory of it")
    func snapshots() throws {
        let simulation = Simulation(seed: 1)
        let files = OneFile(simulation)
        let texts = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let output = CollectingSink(simulation)
            for words in [["put", "a", "1"], ["put", "b", "2"], ["snapshot", "save", "s.db"]] {
                _ = await EtcdctlCommand.run(
                    arguments: words, store: etcd, output: CollectingSink(simulation),
                    error: CollectingSink(simulation), files: files, simulation: simulation)
            }
            for words in [
                ["snapshot", "status", "s.db"], ["snapshot", "status", "s.db", "-w", "table"],
                ["snapshot", "restore", "s.db", "--data-dir", "d"], ["snapshot", "status", "x"],
            ] {
                _ = await EtcdutlCommand.run(
                    arguments: words, output: output, error: output, files: files,
                    directories: files)
            }
            return output.text.components(separatedBy: "\n")
        }
        #expect(texts[0].hasSuffix(", 3, 2, 512 B, 3.6.0"), "\(texts[0])")
        #expect(texts[2] == "|   HASH   | REVISION | TOTAL KEYS | TOTAL SIZE | VERSION |")
        #expect(texts[6] == "Error: stat x: no such file or directory")
        #expect(files.restored.value == "d")
    }

    /// A disk with one file, and a note of what was restored where.
    private final class OneFile: EtcdctlFiles, EtcdutlCommand.Directories {
        private let contents: Confined<[String: [UInt8]]>
        let restored: Confined<String?>

        init(_ simulation: Simulation) {
            (contents, restored) = (Confined(simulation, [:]), Confined(simulation, nil))
        }

        func read(_ path: String) throws(EtcdctlFileError) -> [UInt8] {
            guard let bytes = contents.value[path] else {
                throw EtcdctlFileError(reason: "no such file or directory")
            }
            return bytes
        }

        func write(_ bytes: [UInt8], to path: String) { contents.value[path] = bytes }

        func remove(_ path: String) { contents.value[path] = nil }

        func restore(_ snapshot: [UInt8], to directory: String) throws(EtcdError) {
            _ = try SnapshotStatus(of: snapshot)
            restored.value = directory
        }

        func defragment(_ directory: String) {}
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

    @Test("a lock is held by one at a time, in the order of coming, and given up when interrupted")
    func lock() throws {
        let simulation = Simulation(seed: 1)
        let lines = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let output = CollectingSink(simulation)
            func contestant(_ name: String) -> Task<Int32, Never> {
                simulation.spawn(name, returning: Int32.self) {
                    let own = CollectingSink(simulation)
                    let code = await EtcdctlCommand.run(
                        arguments: ["lock", "l"], store: etcd, output: own, error: own,
                        simulation: simulation)
                    try? await output.write("\(name) \(own.text.hasPrefix("l/")) \(code)\n")
                    return code
                }
            }
            let first = contestant("first")
            try await simulation.sleep(for: .seconds(30))
            let second = contestant("second")
            try await simulation.sleep(for: .seconds(30))
            #expect(try await etcd.range(RangeRequest(.prefix(Key("l/")))).count == 2)
            first.cancel()
            _ = await first.value
            try await simulation.sleep(for: .seconds(30))
            second.cancel()
            _ = await second.value
            #expect(try await etcd.range(RangeRequest(.prefix(Key("l/")))).count == 0)
            #expect(try await etcd.leases().ids.isEmpty)
            return output.text
        }
        #expect(lines == "first true 0\nsecond true 0\n")
    }

    @Test("whoever listens to an election hears of each leader, and of what they say anew")
    func elect() throws {
        let simulation = Simulation(seed: 1)
        let heard = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let heard = CollectingSink(simulation)
            func start(_ words: [String], _ sink: CollectingSink) -> Task<Int32, Never> {
                simulation.spawn("elect", returning: Int32.self) {
                    await EtcdctlCommand.run(
                        arguments: words, store: etcd, output: sink, error: sink,
                        simulation: simulation)
                }
            }
            let listener = start(["elect", "-l", "e"], heard)
            var candidates: [Task<Int32, Never>] = []
            for name in ["one", "two"] {
                candidates.append(start(["elect", "e", name], CollectingSink(simulation)))
                try await simulation.sleep(for: .seconds(1))
            }
            for candidate in candidates {
                candidate.cancel()
                _ = await candidate.value
                try await simulation.sleep(for: .seconds(1))
            }
            listener.cancel()
            _ = await listener.value
            return heard.text.split(separator: "\n").filter { !$0.hasPrefix("e/") }
        }
        #expect(heard == ["one", "two"])
    }

    @Test("a request that nobody answers ends with the command's time-out")
    func timeout() throws {
        let simulation = Simulation(seed: 1)
        let (text, took) = try simulation.run {
            let member = try EtcdMember(simulation: simulation)
            let begin = simulation.now
            let sink = CollectingSink(simulation)
            let code = await EtcdctlCommand.run(
                arguments: ["get", "a", "--command-timeout=1s"], store: member, output: sink,
                error: sink, simulation: simulation)
            #expect(code == 1)
            return (sink.text, begin.duration(to: simulation.now))
        }
        #expect(text.hasSuffix("\nError: context deadline exceeded\n"))
        #expect(text.contains("rpc error: code = DeadlineExceeded desc = context deadline"))
        #expect(took == .seconds(1))
    }

    @Test("a snapshot is saved as a file, with what etcdctl says of it")
    func snapshot() throws {
        let simulation = Simulation(seed: 1)
        let (files, text) = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let files = KeptFiles(simulation)
            let (output, error) = (CollectingSink(simulation), CollectingSink(simulation))
            let code = await EtcdctlCommand.run(
                arguments: ["snapshot", "save", "s.db"], store: etcd, output: output,
                error: error, files: files, simulation: simulation)
            #expect(code == 0 && error.text.contains("\"msg\":\"saved\",\"path\":\"s.db\""))
            return (files, output.text)
        }
        #expect(text == "Snapshot saved at s.db\nServer version 3.6.0\n")
        let bytes = try simulation.run { try files.read("s.db") }
        #expect(try SnapshotStatus(of: bytes).revision == 1)
        #expect(throws: EtcdctlFileError.self) {
            try simulation.run { try files.read("s.db.part") }
        }
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
            "compact", "--endpoints", ",", "user", "add", "role", "grant-permission", "auth",
            "enable",
            "snapshot", "save", "lock", "move-leader", "hashkv", "txn", "-i", "promote", "--user",
            "--lease=ffffffffffffffffffff", "0", "--=", "-h", "你",
        ]
        let words = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
            pool[Int.random(in: 0..<pool.count, using: &generator)]
        }
        // These go on until they are interrupted.
        guard !words.contains("watch"), !words.contains("lock") else { return }
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

/// Files in memory.
private final class KeptFiles: EtcdctlFiles {
    private let files: Confined<[String: [UInt8]]>

    init(_ simulation: Simulation) { files = Confined(simulation, [:]) }

    func read(_ path: String) throws(EtcdctlFileError) -> [UInt8] {
        guard let bytes = files.value[path] else {
            throw EtcdctlFileError(reason: "no such file or directory")
        }
        return bytes
    }

    func write(_ bytes: [UInt8], to path: String) { files.value[path] = bytes }

    func remove(_ path: String) { files.value[path] = nil }
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
