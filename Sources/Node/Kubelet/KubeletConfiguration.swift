package import API
package import ContainerRuntime
package import PodNetwork
import Simulation

/// What a kubelet is told about its node and its cluster.
package struct KubeletConfiguration: Sendable {
    package var nodeName: String
    package var address: IPv4Address
    /// Besides those that every node has.
    package var labels: [String: String] = [:]
    /// Set when the node registers: the control plane's `NoSchedule`.
    package var taints: [Taint] = []
    package var clusterDNS = "10.96.0.10"
    package var clusterDomain = "cluster.local"
    package var cpus = 4
    /// As a quantity: `8Gi`.
    package var memory = "8Gi"
    package var ephemeralStorage = "100Gi"
    package var podsMax = 110
    package var kubeletVersion = "v1.36.2"
    package var containerRuntimeVersion = "containerd://2.1.0"
    package var osImage = "Debian GNU/Linux 12 (bookworm)"
    package var kernelVersion = "5.15.0-67-generic"
    /// **Unit**: seconds east of UTC of the host's clock, which `config.seen` shows.
    package var secondsFromUTC = 28_800
    /// The node's own files: hostPath volumes, manifests, `/etc/resolv.conf`.
    package var hostFiles: FileSystem
    /// The node's own network: probes go out from here.
    package var hostNetwork: NetworkNamespace
    /// How often the machine was started before.
    package var bootCount = 0
    package var staticPodPath = "/etc/kubernetes/manifests"
    /// Whose certificates the kubelet's own port takes.
    package var clientCAFile = "/etc/kubernetes/pki/ca.crt"
    /// Reads one manifest, in YAML or JSON; nil if it is neither.
    package var decodeManifest: @Sendable ([UInt8]) -> Value?

    package init(
        nodeName: String, address: IPv4Address, hostFiles: FileSystem,
        hostNetwork: NetworkNamespace,
        decodeManifest: @escaping @Sendable ([UInt8]) -> Value? = { try? JSONParser.parse($0) }
    ) {
        (self.nodeName, self.address) = (nodeName, address)
        (self.hostFiles, self.hostNetwork) = (hostFiles, hostNetwork)
        self.decodeManifest = decodeManifest
    }

    /// What pods may use of the node.
    var allocatable: [String: Quantity] {
        var amounts: [String: Quantity] = ["cpu": Quantity(cpus), "pods": Quantity(podsMax)]
        amounts["memory"] = Quantity(memory)
        amounts["ephemeral-storage"] = Quantity(ephemeralStorage)
        return amounts
    }

    /// As `/configz` shows it: what kubeadm writes, and the times that this kubelet keeps.
    var described: Value {
        [
            "enableServer": true, "staticPodPath": .string(staticPodPath),
            "syncFrequency": Self.text(Defaults.syncFrequency),
            "fileCheckFrequency": Self.text(Defaults.fileCheckFrequency),
            "address": "0.0.0.0", "port": 10250, "rotateCertificates": true,
            "authentication": [
                "x509": ["clientCAFile": .string(clientCAFile)],
                "webhook": ["enabled": true, "cacheTTL": "2m0s"], "anonymous": ["enabled": false],
            ],
            "authorization": [
                "mode": "Webhook",
                "webhook": ["cacheAuthorizedTTL": "5m0s", "cacheUnauthorizedTTL": "30s"],
            ],
            "clusterDomain": .string(clusterDomain), "clusterDNS": [.string(clusterDNS)],
            "nodeStatusUpdateFrequency": Self.text(Defaults.nodeStatusUpdateFrequency),
            "nodeStatusReportFrequency": Self.text(Defaults.nodeStatusReportFrequency),
            "nodeLeaseDurationSeconds": .int(Int64(Defaults.leaseDurationSeconds)),
            "cgroupDriver": "systemd", "maxPods": .int(Int64(podsMax)),
            "resolvConf": "/etc/resolv.conf", "kind": "KubeletConfiguration",
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
        ]
    }

    private static func text(_ duration: Duration) -> Value { .string(GoDuration.text(duration)) }
}
