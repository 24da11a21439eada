import Foundation
import PodNetwork

/// The control plane's pods, as kubeadm writes them to `/etc/kubernetes/manifests`.
enum StaticPods {
    /// File names and texts; the kubelet of the control plane runs what it finds.
    static func manifests(_ topology: Topology) -> [(file: String, yaml: String)] {
        let address = topology.controlPlane.address.description
        let stacked = [("etcd.yaml", etcd(address, topology))]
        return (topology.etcdHosts.isEmpty ? stacked : []) + [
            ("kube-apiserver.yaml", apiServer(address, topology)),
            ("kube-controller-manager.yaml", controllerManager(topology)),
            ("kube-scheduler.yaml", scheduler(topology)),
        ]
    }

    private static func etcd(_ address: String, _ topology: Topology) -> String {
        let quota = topology.etcdQuotaBytes.map { ["--quota-backend-bytes=\($0)"] } ?? []
        return pod(
            component: "etcd", image: "registry.k8s.io/etcd:3.6.8-0", cpu: "100m", memory: "100Mi",
            annotation: "kubeadm.kubernetes.io/etcd.advertise-client-urls: https://\(address):2379",
            command: [
                "etcd", "--advertise-client-urls=https://\(address):2379",
                "--cert-file=/etc/kubernetes/pki/etcd/server.crt", "--client-cert-auth=true",
                "--data-dir=/var/lib/etcd", "--key-file=/etc/kubernetes/pki/etcd/server.key",
                "--listen-client-urls=https://127.0.0.1:2379,https://\(address):2379",
                "--name=\(topology.controlPlane.name)",
            ] + quota + ["--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt"],
            mounts: [("etcd-data", "/var/lib/etcd"), ("etcd-certs", "/etc/kubernetes/pki/etcd")])
    }

    private static func apiServer(_ address: String, _ topology: Topology) -> String {
        pod(
            component: "kube-apiserver",
            image: "registry.k8s.io/kube-apiserver:\(topology.kubernetesVersion)", cpu: "250m",
            annotation: "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: "
                + "\(address):\(topology.apiPort)",
            command: admissionFlags(
                topology,
                in: [
                    "kube-apiserver", "--advertise-address=\(address)", "--allow-privileged=true",
                    "--authorization-mode=Node,RBAC",
                    "--client-ca-file=/etc/kubernetes/pki/ca.crt",
                    "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt",
                    "--etcd-servers=" + topology.etcdURLs.joined(separator: ","),
                    "--secure-port=\(topology.apiPort)",
                    "--service-account-issuer=https://kubernetes.default.svc.\(topology.clusterDomain)",
                    "--service-account-key-file=/etc/kubernetes/pki/sa.pub",
                    "--service-account-signing-key-file=/etc/kubernetes/pki/sa.key",
                    "--service-cluster-ip-range=\(topology.serviceNetwork)",
                    "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt",
                    "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
                ]), mounts: [("k8s-certs", "/etc/kubernetes/pki")])
    }

    /// Puts the flags of the admission plugins in their place: kubeadm sorts flags by name.
    private static func admissionFlags(_ topology: Topology, in command: [String]) -> [String] {
        var flags: [String] = []
        for (name, plugins) in [
            ("disable", topology.disableAdmissionPlugins),
            ("enable", topology.enableAdmissionPlugins),
        ] where !plugins.isEmpty {
            flags.append("--\(name)-admission-plugins=\(plugins.joined(separator: ","))")
        }
        let all = command.dropFirst() + flags
        return Array(command.prefix(1)) + all.sorted()
    }

    private static func controllerManager(_ topology: Topology) -> String {
        pod(
            component: "kube-controller-manager",
            image: "registry.k8s.io/kube-controller-manager:\(topology.kubernetesVersion)",
            cpu: "200m",
            command: [
                "kube-controller-manager", "--bind-address=127.0.0.1",
                "--cluster-cidr=\(topology.podNetwork)",
                "--kubeconfig=/etc/kubernetes/controller-manager.conf", "--leader-elect=true",
                "--root-ca-file=/etc/kubernetes/pki/ca.crt",
                "--service-account-private-key-file=/etc/kubernetes/pki/sa.key",
                "--use-service-account-credentials=true",
            ],
            mounts: [
                ("k8s-certs", "/etc/kubernetes/pki"),
                ("kubeconfig", "/etc/kubernetes/controller-manager.conf"),
            ])
    }

    private static func scheduler(_ topology: Topology) -> String {
        pod(
            component: "kube-scheduler",
            image: "registry.k8s.io/kube-scheduler:\(topology.kubernetesVersion)", cpu: "100m",
            command: [
                "kube-scheduler", "--bind-address=127.0.0.1",
                "--kubeconfig=/etc/kubernetes/scheduler.conf", "--leader-elect=true",
            ], mounts: [("kubeconfig", "/etc/kubernetes/scheduler.conf")])
    }

    /// What the four have in common.
    private static func pod(
        component: String, image: String, cpu: String, memory: String? = nil,
        annotation: String? = nil, command: [String], mounts: [(name: String, path: String)]
    ) -> String {
        var lines = ["apiVersion: v1", "kind: Pod", "metadata:"]
        if let annotation { lines += ["  annotations:", "    " + quoted(annotation)] }
        lines += ["  labels:", "    component: \(component)", "    tier: control-plane"]
        lines += ["  name: \(component)", "  namespace: kube-system", "spec:", "  containers:"]
        lines += ["  - command:"] + command.map { "    - \($0)" }
        lines += ["    image: \(image)", "    imagePullPolicy: IfNotPresent"]
        lines += [
            "    name: \(component)", "    resources:", "      requests:", "        cpu: \(cpu)",
        ]
        if let memory { lines.append("        memory: \(memory)") }
        lines.append("    volumeMounts:")
        for mount in mounts {
            lines += ["    - mountPath: \(mount.path)", "      name: \(mount.name)"]
        }
        lines += ["  hostNetwork: true", "  priorityClassName: system-node-critical"]
        lines.append("  volumes:")
        for mount in mounts {
            let type = mount.name == "kubeconfig" ? "FileOrCreate" : "DirectoryOrCreate"
            lines += ["  - hostPath:", "      path: \(mount.path)", "      type: \(type)"]
            lines.append("    name: \(mount.name)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `key: value` with the value in quotes, since it holds a colon.
    private static func quoted(_ annotation: String) -> String {
        guard let end = annotation.range(of: ": ") else { return annotation }
        return annotation[..<end.lowerBound] + ": \"" + annotation[end.upperBound...] + "\""
    }
}
