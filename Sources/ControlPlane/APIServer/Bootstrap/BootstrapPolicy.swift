package import API

/// The objects that an API server of a kubeadm cluster makes sure of when it starts.
///
/// They have no uid, version or time yet: the registry gives them these as to any new object, in
/// this order, skipping what exists.
package enum BootstrapPolicy {
    /// All of them: namespaces first, since others are created inside.
    package static let objects: [Value] =
        namespaces + priorityClasses + roles + FlowControlData.objects

    /// The four namespaces that every cluster has, `kube-system` first.
    package static let namespaces: [Value] =
        ["kube-system", "kube-public", "kube-node-lease", "default"].map { name in
            [
                "kind": "Namespace", "apiVersion": "v1",
                "metadata": [
                    "name": .string(name), "labels": ["kubernetes.io/metadata.name": .string(name)],
                ],
                "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
            ]
        }

    /// RBAC: the API server's own defaults, then what kubeadm adds.
    package static let roles: [Value] =
        BootstrapPolicyParser.parse(BootstrapRBACData.text, marksDefaults: true)
        + BootstrapPolicyParser.parse(KubeadmPolicyData.text, marksDefaults: false)

    private static let priorityClasses: [Value] = [
        priorityClass(
            "system-node-critical", value: 2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."),
        priorityClass(
            "system-cluster-critical", value: 2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to "
                + "another node if necessary."),
    ]

    private static func priorityClass(_ name: String, value: Int64, _ text: String) -> Value {
        [
            "kind": "PriorityClass", "apiVersion": "scheduling.k8s.io/v1",
            "metadata": ["name": .string(name), "generation": 1],
            "value": .int(value), "description": .string(text),
            "preemptionPolicy": "PreemptLowerPriority",
        ]
    }
}
