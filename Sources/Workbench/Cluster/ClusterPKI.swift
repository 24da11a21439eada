package import PKI
import PodNetwork
package import Simulation

/// All keys and certificates of a cluster, as kubeadm lays them out under `/etc/kubernetes/pki`.
package struct ClusterPKI: Sendable {
    package let authority: CertificateAuthority
    package let etcdAuthority: CertificateAuthority
    package let frontProxyAuthority: CertificateAuthority
    package let serviceAccountKey: SignedTokenKey
    package let apiServer: Identity
    package let etcdServer: Identity
    package let etcdHealthcheck: Identity
    package let apiServerEtcdClient: Identity
    package let apiServerKubeletClient: Identity
    /// The identities of components and people, by what they are: `admin`,
    /// `kube-controller-manager`, `kubelet server5-node1`.
    private let clients: [String: Identity]
    /// By the names of the machines; empty if etcd is a pod of the master.
    private let etcdMembers: [String: Identity]

    package init(topology: Topology, simulation: Simulation) throws(PKIError) {
        authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        etcdAuthority = try CertificateAuthority(commonName: "etcd-ca", simulation: simulation)
        frontProxyAuthority = try CertificateAuthority(
            commonName: "front-proxy-ca", simulation: simulation)
        serviceAccountKey = try SignedTokenKey(simulation: simulation)
        let master = topology.controlPlane
        apiServer = try authority.issue(
            commonName: "kube-apiserver",
            names: [
                "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                "kubernetes.default.svc.\(topology.clusterDomain)", "localhost", master.name,
            ],
            addresses: [
                topology.kubernetesService.description, master.address.description, "127.0.0.1",
            ], for: .server)
        etcdServer = try etcdAuthority.issue(
            commonName: master.name, names: ["localhost", master.name],
            addresses: [master.address.description, "127.0.0.1"], for: .serverAndClient)
        etcdHealthcheck = try etcdAuthority.issue(
            commonName: "kube-etcd-healthcheck-client", for: .client)
        apiServerEtcdClient = try etcdAuthority.issue(
            commonName: "kube-apiserver-etcd-client", for: .client)
        apiServerKubeletClient = try authority.issue(
            commonName: "kube-apiserver-kubelet-client",
            organizations: ["kubeadm:cluster-admins"], for: .client)
        var clients: [String: Identity] = [:]
        clients["admin"] = try authority.issue(
            commonName: "kubernetes-admin", organizations: ["system:masters"], for: .client)
        for name in ["kube-controller-manager", "kube-scheduler"] {
            clients[name] = try authority.issue(commonName: "system:\(name)", for: .client)
        }
        for node in topology.nodes {
            clients["kubelet \(node.name)"] = try authority.issue(
                commonName: "system:node:\(node.name)", organizations: ["system:nodes"],
                for: .client)
        }
        self.clients = clients
        var etcdMembers: [String: Identity] = [:]
        for host in topology.etcdHosts {
            etcdMembers[host.name] = try etcdAuthority.issue(
                commonName: host.name, names: ["localhost", host.name],
                addresses: [host.address.description, "127.0.0.1"], for: .serverAndClient)
        }
        self.etcdMembers = etcdMembers
    }

    /// What the member on the machine `host` shows to its clients and to the other members.
    package func etcdMember(_ host: String) -> Identity? { etcdMembers[host] }

    package func client(_ name: String) -> Identity? { clients[name] }
    package func kubelet(_ node: String) -> Identity? { clients["kubelet \(node)"] }
}
