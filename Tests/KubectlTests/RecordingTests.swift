import API
import Foundation
import Simulation
import Testing

@testable import Kubectl

/// The recordings of a real cluster; not part of the sources, so that these tests may find nothing.
private enum Truth {
    static let folder = "/work/shared/truth/"

    struct Block: Sendable {
        var command: String
        var output: String
    }

    /// Commands of a recording with their output, those that failed left out.
    static func blocks(_ name: String) -> [Block] {
        guard let text = try? String(contentsOfFile: folder + name, encoding: .utf8) else {
            return []
        }
        return text.components(separatedBy: "\n$ ").dropFirst().compactMap { block in
            let lines = block.components(separatedBy: "\n")
            guard !block.contains("[stderr]"), !block.contains("[exit") else { return nil }
            var body = lines.dropFirst().filter { !$0.hasPrefix("# ") || $0.hasPrefix("# Dep") }
            while body.last?.isEmpty == true { body.removeLast() }
            return Block(command: lines[0], output: body.map { $0 + "\n" }.joined())
        }
    }

    static func block(_ name: String, _ command: String) -> Block? {
        blocks(name).first { $0.command == "kubectl " + command }
    }
}

@Suite("recorded sessions")
struct RecordingTests {
    @Test("create's generators write what kubectl writes")
    func generators() throws {
        for block in Truth.blocks("37-create-subcommands.txt")
        where block.command.hasSuffix("--dry-run=client -o yaml") {
            if block.command.contains("tls.crt") || block.command.contains("ingress")
                || block.command.contains("-- sleep")
            {
                continue
            }
            let simulation = Simulation(seed: 1)
            let printed = try kubectl(
                Array(shellWords(block.command).dropFirst()), simulation, FakeServer(simulation))
            #expect(printed.output == block.output, "\(block.command) \(printed.error)")
        }
    }

    @Test(
        "describe writes what kubectl writes",
        arguments: [
            (
                "10-pod.txt", "get po full -o yaml", "describe po full",
                "/api/v1/namespaces/default/pods/full"
            ),
            (
                "10-pod.txt", "get po kubia-manual -o yaml", "describe po kubia-manual",
                "/api/v1/namespaces/default/pods/kubia-manual"
            ),
            (
                "04-job-raw-and-output-formats.txt", "get job my-job -o yaml",
                "describe job my-job", "/apis/batch/v1/namespaces/default/jobs/my-job"
            ),
            (
                "23-node.txt", "get node node-1 -o yaml", "describe node node-1",
                "/api/v1/nodes/node-1"
            ),
        ])
    func descriptions(_ file: String, _ source: String, _ command: String, _ path: String) throws {
        guard let yaml = Truth.block(file, source), let wanted = Truth.block(file, command) else {
            return
        }
        let simulation = Simulation(seed: 1)
        let server = FakeServer(simulation)
        let object = try #require(try Manifest.documents(yaml.output).first)
        server.answer("GET \(path)", object)
        server.answer("GET /api/v1/pods", ["kind": "PodList", "items": []])
        server.answer(
            "GET /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-1",
            ["spec": ["holderIdentity": "node-1", "renewTime": "2026-11-22T11:11:29.540907Z"]])
        let printed = try kubectl(Array(shellWords(wanted.command).dropFirst()), simulation, server)
        // Events and the node's pods are not among the answers.
        func head(_ text: String) -> [String] {
            let lines = text.components(separatedBy: "\n")
            return Array(
                lines.prefix { !$0.hasPrefix("Events:") && !$0.hasPrefix("Non-terminated") })
        }
        #expect(head(printed.output) == head(wanted.output))
    }

    @Test("lists print as the List that kubectl makes")
    func lists() throws {
        guard let wanted = Truth.block("04-job-raw-and-output-formats.txt", "get jobs -o json"),
            let list = try? JSONParser.parse(wanted.output)
        else { return }
        let simulation = Simulation(seed: 1)
        let server = FakeServer(simulation)
        server.answer("GET /apis/batch/v1/namespaces/default/jobs", list)
        #expect(
            try kubectl(["get", "jobs", "-o", "json"], simulation, server).output == wanted.output)
        let yaml = try kubectl(["get", "jobs", "-o", "yaml"], simulation, server).output
        #expect(
            yaml == Truth.block("04-job-raw-and-output-formats.txt", "get jobs -o yaml")?.output)
    }
}
