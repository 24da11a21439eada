import API
import Cluster
import Dispatch
import Foundation
import Gateway
import PKI
import Simulation
import Testing

/// A gateway before a handler of the test's own, on a free port, with a CA and a client.
final class TestServer: Sendable {
    let simulation: Simulation
    let listener: GatewayListener
    let client: Identity
    let directory: URL
    let driver: RealTimeDriver
    let authorityPEM: String
    private let hasStopped = DispatchSemaphore(value: 0)

    init(
        patience: ClientPatience = ClientPatience(),
        _ handler: @escaping @Sendable (Simulation) -> ComponentTransport.APIHandler?
    ) throws {
        let simulation = Simulation(seed: 1, start: RealTimeDriver.wallClock)
        self.simulation = simulation
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        authorityPEM = authority.certificatePEM
        let server = try authority.issue(
            commonName: "kube-apiserver", names: ["localhost"], addresses: ["127.0.0.1"],
            for: .server)
        client = try authority.issue(
            commonName: "kubernetes-admin", organizations: ["system:masters"], for: .client)
        let driver = RealTimeDriver(simulation)
        self.driver = driver
        listener = try GatewayListener(
            simulation: simulation, driver: driver, identity: server, port: 0,
            patience: patience
        ) { handler(simulation) }
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("gateway-\(listener.port)-\(getpid())")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
        for (name, text) in [
            ("ca.crt", authority.certificatePEM), ("client.crt", client.certificatePEM),
            ("client.key", client.privateKeyPEM),
        ] {
            try text.write(
                to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        DispatchQueue.global().async { [hasStopped] in
            driver.run()
            hasStopped.signal()
        }
    }

    func stop() {
        driver.stop()
        hasStopped.wait()
        listener.close()
        try? FileManager.default.removeItem(at: directory)
    }

    /// What curl prints for `path`, with `arguments` in front.
    func curl(_ path: String, _ arguments: [String] = []) throws -> String {
        let process = try start(path, arguments)
        return try Self.output(of: process)
    }

    func start(_ path: String, _ arguments: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.currentDirectoryURL = directory
        process.arguments =
            ["-sS", "-m", "20", "--cacert", "ca.crt"] + arguments
            + ["https://127.0.0.1:\(listener.port)\(path)"]
        process.standardOutput = Pipe()
        process.standardError = process.standardOutput
        try process.run()
        return process
    }

    static func output(of process: Process) throws -> String {
        let pipe = try #require(process.standardOutput as? Pipe)
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// An answer of plain text.
func text(_ text: String, status: Int = 200) -> APIResponse {
    APIResponse(
        status: status, headers: HTTPHeaders([("Content-Type", "text/plain")]),
        body: .bytes(Array(text.utf8)))
}
