package import EtcdGRPC
import Foundation
import NIOCore
import NIOPosix

/// A real etcd cluster of this machine: Debian's etcd-server.
package final class EtcdProcesses {
    package static let isInstalled = CommandLine.has("etcd") && CommandLine.has("etcdctl")

    package let ports: [Int]
    private var members: [Process] = []
    private let folder: TemporaryFolder

    /// Starts `count` members and waits until they have a leader; with `keys` they speak mutual
    /// TLS to their clients.
    package init(members count: Int = 1, keys: EtcdKeys? = nil) throws {
        folder = try TemporaryFolder()
        let free = try Self.freePorts(2 * count)
        ports = Array(free.prefix(count))
        let peers = Array(free.suffix(count))
        let cluster = peers.enumerated().map { "m\($0.offset)=http://127.0.0.1:\($0.element)" }
            .joined(separator: ",")
        for index in 0..<count {
            let url = (keys == nil ? "http" : "https") + "://127.0.0.1:\(ports[index])"
            let peer = "http://127.0.0.1:\(peers[index])"
            var words = [
                "etcd", "--name", "m\(index)", "--data-dir", folder.path("m\(index)"),
                "--listen-client-urls", url, "--advertise-client-urls", url,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                "--initial-cluster", cluster, "--logger", "zap", "--log-outputs",
                folder.path("m\(index).log"),
            ]
            if let keys {
                words += [
                    "--cert-file", keys.serverPath, "--key-file", keys.serverKeyPath,
                    "--trusted-ca-file", keys.caPath, "--client-cert-auth",
                ]
            }
            members.append(try Self.start(words))
        }
        try waitUntilUp(keys)
    }

    deinit { for member in members { kill(member.processIdentifier, SIGKILL) } }

    package func addresses(tls: Bool = false) throws -> [EtcdAddress] {
        try ports.map { try EtcdAddress("http\(tls ? "s" : "")://127.0.0.1:\($0)") }
    }

    /// Ends a member as a power cut would.
    package func kill9(_ index: Int) {
        kill(members[index].processIdentifier, SIGKILL)
        members[index].waitUntilExit()
    }

    private static func start(_ words: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment
            .merging(["ETCD_UNSUPPORTED_ARCH": "arm64"]) { old, _ in old }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func waitUntilUp(_ keys: EtcdKeys?) throws {
        let endpoints = ports.map { "\(keys == nil ? "http" : "https")://127.0.0.1:\($0)" }
        var words = ["etcdctl", "--endpoints", endpoints.joined(separator: ",")]
        if let keys {
            words += ["--cacert", keys.caPath, "--cert", keys.clientPath]
            words += ["--key", keys.clientKeyPath]
        }
        for _ in 0..<100 {
            let health = try CommandLine.run(
                words + ["endpoint", "health"], environment: ["ETCDCTL_API": "3"])
            if health.code == 0 { return }
            usleep(100_000)
        }
        throw EtcdGRPCError("the real etcd did not come up")
    }

    /// Ports that nobody listens on now.
    package static func freePorts(_ count: Int) throws -> [Int] {
        let group = MultiThreadedEventLoopGroup.singleton
        let channels = try (0..<count).map { _ in
            try ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).wait()
        }
        defer { for channel in channels { try? channel.close().wait() } }
        return channels.compactMap { $0.localAddress?.port }
    }
}
