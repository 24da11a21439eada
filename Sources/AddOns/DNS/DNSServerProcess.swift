package import Client
package import PodNetwork

/// CoreDNS.
package final class DNSServerProcess: Sendable {
    package init(client: KubeClient, namespace: NetworkNamespace, clusterDomain: String) {}
    package func run() async {}
}
