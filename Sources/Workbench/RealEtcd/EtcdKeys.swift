package import EtcdGRPC
import Foundation
import Gateway
package import PKI
import Simulation

/// An etcd's own authority with a server and a client, as files too.
package struct EtcdKeys: Sendable {
    package let authority: CertificateAuthority
    package let server: Identity
    package let client: Identity
    package let folder: TemporaryFolder
    package let caPath: String
    package let serverPath: String
    package let serverKeyPath: String
    package let clientPath: String
    package let clientKeyPath: String

    /// Another `seed` is another authority.
    package init(seed: UInt64 = 1) throws {
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

    package func credentials() throws -> EtcdCredentials {
        try EtcdCredentials(authority: caPath, certificate: clientPath, key: clientKeyPath)
    }

    /// The words of an etcdctl that asks the member on `port`.
    package func etcdctl(_ port: Int) -> [String] {
        [
            "etcdctl", "--endpoints", "https://127.0.0.1:\(port)", "--cacert", caPath, "--cert",
            clientPath, "--key", clientKeyPath,
        ]
    }
}
