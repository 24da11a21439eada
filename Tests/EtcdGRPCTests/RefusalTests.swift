import Etcd
import Etcdctl
import Foundation
import RealEtcd
import Simulation
import TestSupport
import Testing

@testable import EtcdGRPC

/// What is asked wrongly, or cannot be done, and etcd's own words for it.
@Suite("Refusals over gRPC", .serialized)
struct RefusalTests {
    private struct Step {
        var words: [String]
        var input = ""
        /// The last line that is printed; nil where the step only prepares the next.
        var answer: String?

        init(_ words: String, _ answer: String? = nil, input: String = "") {
            self.words = words.split(separator: " ").map(String.init)
            (self.answer, self.input) = (answer, input)
        }
    }

    private static let full = "Error: etcdserver: mvcc: database space exceeded"

    /// In this order: the last ones leave an etcd that takes no more, and nobody without a password.
    private static let steps: [Step] = [
        Step("put big", "Error: etcdserver: request is too large", input: letters(1_600_000)),
        Step("member remove dead", "Error: etcdserver: member not found"),
        Step("put a 1"), Step("put a 2"), Step("put a 3"), Step("compaction 4"),
        Step("get a --rev=2", "Error: etcdserver: mvcc: required revision has been compacted"),
        Step("compaction 4", "Error: etcdserver: mvcc: required revision has been compacted"),
        Step("get a --rev=99", "Error: etcdserver: mvcc: required revision is a future revision"),
        Step("put a 1 --lease=77", "Error: etcdserver: requested lease not found"),
        Step("put b", input: letters(60_000)),
        Step("put c", full, input: letters(60_000)),
        Step("put d 1", full),
        Step(
            "lease grant 60",
            "Error: failed to grant lease (etcdserver: mvcc: database space exceeded)"),
        Step("get a --print-value-only", "3"),
        Step("del b", "1"), Step("compaction 6", "compacted revision 6"), Step("defrag"),
        Step("put d 1", full),
        Step("alarm disarm"), Step("put d 1", "OK"),
        Step("user add root:right"), Step("auth enable"),
        Step(
            "--user root:wrong get a",
            "Error: etcdserver: authentication failed, invalid user ID or password"),
        Step("--user root:right get a --print-value-only", "3"),
    ]

    private static func letters(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static func lastLine(_ text: String) -> String {
        text.split(separator: "\n").last.map(String.init) ?? ""
    }

    private static func serve(_ keys: EtcdKeys, members: Int) throws -> OwnEtcd {
        try OwnEtcd(keys, members: members, quotaBytes: 100_000)
    }

    @Test(
        "Debian's etcdctl hears etcd's own errors from us, and may go on",
        .enabled(if: CommandLine.has("etcdctl"), "etcd-client is not installed"))
    func debian() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let own = try Self.serve(keys, members: 1)
            for step in Self.steps {
                let result = try CommandLine.run(
                    keys.etcdctl(own.port) + step.words, input: step.input,
                    environment: ["ETCDCTL_API": "3"])
                guard let answer = step.answer else { continue }
                #expect(Self.lastLine(result.output) == answer, "\(step.words)")
                #expect((result.code != 0) == answer.hasPrefix("Error"), "\(step.words)")
            }
        }
    }

    @Test("our etcdctl hears the same, from one member and from three", arguments: [1, 3])
    func ours(members: Int) async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let own = try Self.serve(keys, members: members)
            let simulation = Simulation(seed: 1)
            let credentials = try keys.credentials()
            let address = try EtcdAddress("https://127.0.0.1:\(own.port)")
            for step in Self.steps {
                let (text, code) = try simulation.run {
                    let output = CollectingSink(simulation)
                    let input = FixedSource(simulation, Array(step.input.utf8))
                    let code = await EtcdctlCommand.run(
                        arguments: step.words, input: input, output: output, error: output,
                        simulation: simulation
                    ) { _ throws(EtcdConnectionError) in
                        do throws(EtcdGRPCError) {
                            return try RemoteEtcd(
                                simulation: simulation, addresses: [address],
                                credentials: credentials)
                        } catch { throw .unreachable(error.description) }
                    }
                    return (output.text, code)
                }
                guard let answer = step.answer else { continue }
                #expect(Self.lastLine(text) == answer, "\(step.words)")
                #expect((code != 0) == answer.hasPrefix("Error"), "\(step.words)")
            }
        }
    }
}
