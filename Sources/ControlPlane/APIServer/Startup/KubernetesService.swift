import API
import Simulation

/// Keeps the Service `kubernetes` and its endpoints: the API server's own address in the cluster.
///
/// Upstream: kubernetes pkg/controlplane/controller/kubernetesservice.
struct KubernetesService: Sendable {
    let registry: Registry
    let configuration: APIServerProcess.Configuration
    let clusterIP: String

    private static let labels: Value = ["component": "apiserver", "provider": "kubernetes"]

    /// Makes what is missing; what is there stays.
    func reconcile() async throws(Status) {
        for object in [service, endpoints, endpointSlice] { try await registry.ensure(object) }
    }

    /// Looks again every ten seconds: somebody may have deleted it.
    func run() async {
        while true {
            do { try await registry.simulation.sleep(for: .seconds(10)) } catch { return }
            let services = GroupVersionResource(group: "", version: "v1", resource: "services")
            if registry.cached(services, namespace: "default", name: "kubernetes") == nil {
                try? await reconcile()
            }
        }
    }

    private var service: Value {
        [
            "kind": "Service", "apiVersion": "v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default", "labels": Self.labels,
            ],
            "spec": [
                "ports": [
                    [
                        "name": "https", "protocol": "TCP", "port": 443,
                        "targetPort": .int(Int64(configuration.port)),
                    ]
                ], "clusterIP": .string(clusterIP), "clusterIPs": [.string(clusterIP)],
                "type": "ClusterIP", "sessionAffinity": "None", "ipFamilies": ["IPv4"],
                "ipFamilyPolicy": "SingleStack", "internalTrafficPolicy": "Cluster",
            ],
        ]
    }

    private var endpoints: Value {
        [
            "kind": "Endpoints", "apiVersion": "v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
            "subsets": [
                [
                    "addresses": [["ip": .string(configuration.advertiseAddress)]],
                    "ports": [
                        [
                            "name": "https", "port": .int(Int64(configuration.port)),
                            "protocol": "TCP",
                        ]
                    ],
                ]
            ],
        ]
    }

    private var endpointSlice: Value {
        [
            "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["kubernetes.io/service-name": "kubernetes"],
            ],
            "addressType": "IPv4",
            "endpoints": [
                [
                    "addresses": [.string(configuration.advertiseAddress)],
                    "conditions": ["ready": true],
                ]
            ],
            "ports": [
                ["name": "https", "protocol": "TCP", "port": .int(Int64(configuration.port))]
            ],
        ]
    }
}
