import EtcdGRPC
import Foundation
import Gateway
import PKI
import Simulation

/// An etcd's own authority with a server and a client, as files too.
struct TestKeys: Sendable {
    let authority: CertificateAuthority
    let server: Identity
    let client: Identity
    let folder: TemporaryFolder
    let caPath: String
    let serverPath: String
    let serverKeyPath: String
    let clientPath: String
    let clientKeyPath: String

    /// Another `seed` is another authority.
    init(seed: UInt64 = 1) throws {
        let simulation = Simulation(seed: seed, start: RealTimeDriver.wallClock)
        authority = try CertificateAuthority(commonName: "etcd-ca", simulation: simulation)
        server = try authority.issue(
            commonName: "server", names: ["localhost"], addresses: ["127.0.0.1"],
            for: .serverAndClient)
        client = try authority.issue(commonName: "tester", for: .client)
        folder = try TemporaryFolder()
        caPath = try folder.write(authority.certificatePEM, to: "ca.crt")
        serverPath = try folder.write(server.certificatePEM, to: "server.crt")
        serverKeyPath = try folder.write(server.privateKeyPEM, to: "server.key")
        clientPath = try folder.write(client.certificatePEM, to: "client.crt")
        clientKeyPath = try folder.write(client.privateKeyPEM, to: "client.key")
    }

    func credentials() throws -> EtcdCredentials {
        try EtcdCredentials(authority: caPath, certificate: clientPath, key: clientKeyPath)
    }

    /// The words of an etcdctl that asks the member on `port`.
    func etcdctl(_ port: Int) -> [String] {
        [
            "etcdctl", "--endpoints", "https://127.0.0.1:\(port)", "--cacert", caPath, "--cert",
            clientPath, "--key", clientKeyPath,
        ]
    }
}
