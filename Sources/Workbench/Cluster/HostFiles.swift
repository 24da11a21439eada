import ContainerRuntime
import PKI
import PodNetwork
import Simulation

/// The files of a host: what kubeadm has laid under `/etc/kubernetes`, and what any Linux has.
struct HostFiles {
    let topology: Topology
    let pki: ClusterPKI
    /// PEM of the authority that hosts trust besides the cluster's.
    let publicAuthority: String

    /// Lays the files of `node` into `files`.
    func write(to files: FileSystem, node: Topology.Node) throws(FileError) {
        try writeSystem(to: files, node: node)
        try put("/etc/kubernetes/pki/ca.crt", pki.authority.certificatePEM, into: files)
        if let identity = pki.kubelet(node.name) {
            try putConfig("kubelet.conf", "system:node:\(node.name)", identity, into: files)
        }
        if node.isControlPlane { try writeControlPlane(to: files) }
    }

    private func writeSystem(to files: FileSystem, node: Topology.Node) throws(FileError) {
        try put("/etc/hostname", node.name + "\n", into: files)
        var hosts = "127.0.0.1   localhost localhost.localdomain\n"
        for other in topology.nodes { hosts += "\(other.address) \(other.name)\n" }
        for host in topology.etcdHosts { hosts += "\(host.address) \(host.name)\n" }
        try put("/etc/hosts", hosts, into: files)
        try put("/etc/resolv.conf", "nameserver \(topology.nameServer)\n", into: files)
        let release =
            "NAME=\"CentOS Linux\"\nVERSION=\"7 (Core)\"\nID=\"centos\"\n"
            + "PRETTY_NAME=\"CentOS Linux 7 (Core)\"\n"
        try put("/etc/os-release", release, into: files)
        try put("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", into: files)
        try put("/etc/group", "root:x:0:\n", into: files)
        try put(PublicAuthority.hostBundle, publicAuthority, into: files)
        for directory in [
            "/root", "/tmp", "/var/log", "/var/lib/etcd", "/etc/kubernetes/manifests",
        ] {
            try files.makeDirectory(directory, withParents: true)
        }
        try files.makeDirectory("/dev", withParents: true)
        try files.addNull("/dev/null")
    }

    private func writeControlPlane(to files: FileSystem) throws(FileError) {
        for (file, yaml) in StaticPods.manifests(topology) {
            try put("/etc/kubernetes/manifests/" + file, yaml, mode: 0o600, into: files)
        }
        try putIdentity("apiserver", pki.apiServer, into: files)
        try putIdentity("apiserver-etcd-client", pki.apiServerEtcdClient, into: files)
        try putIdentity("apiserver-kubelet-client", pki.apiServerKubeletClient, into: files)
        if topology.etcdHosts.isEmpty {
            try putIdentity("etcd/server", pki.etcdServer, into: files)
        }
        try putIdentity("etcd/healthcheck-client", pki.etcdHealthcheck, into: files)
        try put("/etc/kubernetes/pki/etcd/ca.crt", pki.etcdAuthority.certificatePEM, into: files)
        try put(
            "/etc/kubernetes/pki/front-proxy-ca.crt", pki.frontProxyAuthority.certificatePEM,
            into: files)
        if let admin = pki.client("admin") {
            try putConfig("admin.conf", "kubernetes-admin", admin, into: files)
            try files.makeDirectory("/root/.kube", withParents: true)
            let text = config("kubernetes-admin", admin)
            try put("/root/.kube/config", text, mode: 0o600, into: files)
        }
        for (file, component) in [
            ("controller-manager.conf", "kube-controller-manager"),
            ("scheduler.conf", "kube-scheduler"),
        ] {
            if let identity = pki.client(component) {
                try putConfig(file, "system:\(component)", identity, into: files)
            }
        }
    }

    private func config(_ user: String, _ identity: Identity) -> String {
        KubeconfigText(
            server: topology.apiURL, authorityPEM: pki.authority.certificatePEM, user: user,
            identity: identity
        ).yaml
    }

    private func putConfig(
        _ file: String, _ user: String, _ identity: Identity, into files: FileSystem
    ) throws(FileError) {
        try put("/etc/kubernetes/" + file, config(user, identity), mode: 0o600, into: files)
    }

    private func putIdentity(
        _ name: String, _ identity: Identity, into files: FileSystem
    ) throws(FileError) {
        try put("/etc/kubernetes/pki/\(name).crt", identity.certificatePEM, into: files)
        try put("/etc/kubernetes/pki/\(name).key", identity.privateKeyPEM, mode: 0o600, into: files)
    }

    private func put(
        _ path: String, _ text: String, mode: UInt16 = 0o644, into files: FileSystem
    ) throws(FileError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try files.makeDirectory(String(path[..<slash]), withParents: true)
        }
        try files.write(path, Array(text.utf8), mode: mode)
    }
}
