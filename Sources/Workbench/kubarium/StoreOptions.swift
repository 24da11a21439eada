import ArgumentParser
import Cluster
import EtcdGRPC
import Simulation

/// The options that put a cluster on a real etcd.
struct StoreOptions: ParsableArguments {
    @Option(
        help: "Keep the cluster in a real etcd: its members' addresses, https://host:2379[,...].")
    var store: String?

    @Option(help: "The certificate of the authority that vouches for that etcd.")
    var storeCa: String = ""

    @Option(help: "The client certificate for that etcd.")
    var storeCert: String = ""

    @Option(help: "The key of the client certificate.")
    var storeKey: String = ""

    func validate() throws {
        if store == nil, !(storeCa + storeCert + storeKey).isEmpty {
            throw ValidationError("--store-ca, --store-cert and --store-key need --store")
        }
    }

    /// The etcd that was asked for; nil for one of the cluster's own.
    ///
    /// **Throws** a sentence for files and addresses that cannot be used.
    func external() throws(Failure) -> ExternalStore? {
        guard let store else { return nil }
        do {
            let addresses = try store.split(separator: ",").map { try EtcdAddress(String($0)) }
            let credentials = try EtcdCredentials(
                authority: storeCa, certificate: storeCert, key: storeKey)
            return ExternalStore(description: store) { simulation throws(ClusterError) in
                do {
                    let etcd = try RemoteEtcd(
                        simulation: simulation, addresses: addresses, credentials: credentials)
                    try simulation.run { try await etcd.connect() }
                    return etcd
                } catch { throw ClusterError("\(error)") }
            }
        } catch { throw Failure("--store: \(error)", code: 1) }
    }
}
