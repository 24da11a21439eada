import ContainerRuntime
import Simulation

/// The images of the cluster's own components; their programs are `SystemPrograms`.
struct SystemImages {
    let standard: StandardImages
    let topology: Topology

    private struct Entry {
        var image: String
        var programs: [String]
        /// **Unit**: bytes.
        var size: Int
    }

    private static func entries(_ topology: Topology) -> [Entry] {
        let version = topology.kubernetesVersion
        return [
            Entry(image: "registry.k8s.io/etcd:3.6.8-0", programs: ["etcd"], size: 22_871_747),
            Entry(
                image: "registry.k8s.io/kube-apiserver:\(version)", programs: ["kube-apiserver"],
                size: 27_060_164),
            Entry(
                image: "registry.k8s.io/kube-controller-manager:\(version)",
                programs: ["kube-controller-manager"], size: 22_819_719),
            Entry(
                image: "registry.k8s.io/kube-scheduler:\(version)", programs: ["kube-scheduler"],
                size: 17_382_272),
            Entry(
                image: "registry.k8s.io/kube-proxy:\(version)", programs: ["kube-proxy"],
                size: 25_963_482),
            Entry(
                image: "registry.k8s.io/coredns/coredns:v1.12.1", programs: ["coredns"],
                size: 22_384_805),
            Entry(
                image: "docker.io/calico/node:v3.25.0", programs: ["calico-node"],
                size: 87_185_935),
            Entry(
                image: "docker.io/calico/kube-controllers:v3.25.0",
                programs: ["calico-kube-controllers"], size: 31_271_800),
        ]
    }

    /// What every node has before the cluster starts, as kubeadm pulls it first.
    static func names(_ topology: Topology) -> [String] {
        entries(topology).map(\.image) + ["registry.k8s.io/pause:3.10.1"]
    }

    func register(in registry: ImageRegistry) throws(FileError) {
        for entry in Self.entries(topology) {
            guard let reference = ImageReference(entry.image) else { throw .invalid }
            let files = try standard.bare(programs: entry.programs)
            // Static pods name their program without a path; kube-proxy's is in /usr/local/bin.
            try files.makeDirectory("/usr/local/bin", withParents: true)
            for program in entry.programs {
                try files.link("/usr/local/bin/" + program, to: "/" + program)
            }
            let config = Image.Config(entrypoint: entry.programs.map { "/" + $0 })
            registry.register(
                Image(reference, sizeBytes: entry.size, config: config, files: files))
        }
        try registerAmbassador(in: registry)
    }

    /// The book's image with kubectl in it: a proxy for the other containers of a pod.
    private func registerAmbassador(in registry: ImageRegistry) throws(FileError) {
        guard let reference = ImageReference("luksa/kubectl-proxy") else { throw .invalid }
        let files = try standard.alpine()
        try files.write("/kubectl", Array("#!program kubectl\n".utf8), mode: 0o755)
        try files.write("/kubectl-proxy.sh", Array(Self.ambassadorScript.utf8), mode: 0o755)
        registry.register(
            Image(
                reference, sizeBytes: 29_712_000, config: .init(entrypoint: ["/kubectl-proxy.sh"]),
                files: files), tags: ["1.6.2"])
    }

    private static let ambassadorScript = """
        #!/bin/sh
        account=/var/run/secrets/kubernetes.io/serviceaccount
        exec /kubectl proxy --server="https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT" \\
          --certificate-authority="$account/ca.crt" --token="$(cat $account/token)" \\
          --accept-paths='^.*'

        """
}
