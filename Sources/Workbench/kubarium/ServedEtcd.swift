import ArgumentParser
import Cluster
import EtcdGRPC
import Foundation
import Gateway
import PKI

/// The options of `serve` that are about etcd.
struct ServedEtcdOptions: ParsableArguments {
    @Option(help: "Serve etcd's gRPC interface too, on this port; 0 for any.")
    var etcdPort: Int?

    @Option(
        help: "A folder for the files that etcdctl needs; by default that of the kubeconfig.")
    var etcdFiles: String?

    @Option(help: "How many bytes etcd's data may take, as etcd's own flag; 0 for its default.")
    var quotaBackendBytes: Int64?

    func validate() throws {
        if let etcdPort, !(0...65_535).contains(etcdPort) {
            throw ValidationError("\(etcdPort) is not a port; ports are 0 to 65535")
        }
        if etcdFiles != nil, etcdPort == nil {
            throw ValidationError("--etcd-files needs --etcd-port")
        }
    }
}

/// etcd of a cluster on a real port, with the files for its clients.
struct ServedEtcd {
    private let server: EtcdGRPCServer
    private let folder: URL

    /// Listens, and writes `etcd-ca.crt`, `etcd-client.crt` and `etcd-client.key` to `folder`.
    init(_ cluster: Cluster, port: Int, folder: URL) throws {
        self.folder = folder
        let pki = cluster.pki
        let client = pki.etcdHealthcheck
        for (name, text) in [
            ("etcd-ca.crt", pki.etcdAuthority.certificatePEM),
            ("etcd-client.crt", client.certificatePEM), ("etcd-client.key", client.privateKeyPEM),
        ] {
            try PrivateFile.write(
                text, to: folder.appendingPathComponent(name).path, what: "etcd's file")
        }
        server = try EtcdGRPCServer(
            simulation: cluster.simulation, identity: pki.etcdServer,
            authority: pki.etcdAuthority, port: port
        ) { cluster.etcd }
    }

    /// A command line that reaches it.
    var announcement: String {
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        return "etcd: ETCDCTL_API=3 etcdctl --endpoints https://127.0.0.1:\(server.port)"
            + " --cacert \(path("etcd-ca.crt")) --cert \(path("etcd-client.crt"))"
            + " --key \(path("etcd-client.key")) get /registry --prefix --keys-only"
    }

    func close() { server.close() }
}
