import API

/// The priority levels and flow schemas that every API server creates.
///
/// Upstream: kubernetes apiserver/pkg/apis/flowcontrol/bootstrap/default.go.
/// Differs: they are stored and shown, but no request ever waits in their queues.
enum FlowControlData {
    static let objects: [Value] = levels.map(\.object) + schemas.map(\.object)

    /// How a priority level shares the server's seats; `queues` is nil where it rejects at once.
    fileprivate struct Level {
        var name: String
        var shares: Int64
        var lendablePercent: Int64
        var queues: (count: Int64, handSize: Int64, lengthLimit: Int64)?
    }

    fileprivate static let levels: [Level] = [
        Level(name: "catch-all", shares: 5, lendablePercent: 0),
        Level(name: "exempt", shares: 0, lendablePercent: 0),
        Level(name: "global-default", shares: 20, lendablePercent: 50, queues: (128, 6, 50)),
        Level(name: "leader-election", shares: 10, lendablePercent: 0, queues: (16, 4, 50)),
        Level(name: "node-high", shares: 40, lendablePercent: 25, queues: (64, 6, 50)),
        Level(name: "system", shares: 30, lendablePercent: 33, queues: (64, 6, 50)),
        Level(name: "workload-high", shares: 40, lendablePercent: 50, queues: (128, 6, 50)),
        Level(name: "workload-low", shares: 100, lendablePercent: 90, queues: (128, 6, 50)),
    ]

    /// Which requests belong to a level. `rules` are of resources; `urls` adds all other paths.
    fileprivate struct Schema {
        var name: String
        var level: String
        var precedence: Int64
        var distinguisher: String?
        var subjects: [Value]
        var rules: [Value] = [everything]
        var urls: Value? = ["verbs": ["*"], "nonResourceURLs": ["*"]]
    }

    private static let schemas: [Schema] = [
        Schema(name: "exempt", level: "exempt", precedence: 1, subjects: [group("system:masters")]),
        Schema(
            name: "probes", level: "exempt", precedence: 2, subjects: everybody, rules: [],
            urls: ["verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]]),
        Schema(
            name: "system-leader-election", level: "leader-election", precedence: 100,
            distinguisher: "ByUser",
            subjects: [
                user("system:kube-controller-manager"), user("system:kube-scheduler"), anyAccount,
            ],
            rules: [rule(["get", "create", "update"], "coordination.k8s.io", ["leases"])], urls: nil
        ),
        Schema(
            name: "system-node-high", level: "node-high", precedence: 400, distinguisher: "ByUser",
            subjects: [group("system:nodes")],
            rules: [
                rule(["*"], "", ["nodes", "nodes/status"], inCluster: true),
                rule(["*"], "coordination.k8s.io", ["leases"]),
            ], urls: nil),
        Schema(
            name: "system-nodes", level: "system", precedence: 500, distinguisher: "ByUser",
            subjects: [group("system:nodes")]),
        Schema(
            name: "kube-controller-manager", level: "workload-high", precedence: 800,
            distinguisher: "ByNamespace", subjects: [user("system:kube-controller-manager")]),
        Schema(
            name: "kube-scheduler", level: "workload-high", precedence: 800,
            distinguisher: "ByNamespace", subjects: [user("system:kube-scheduler")]),
        Schema(
            name: "kube-system-service-accounts", level: "workload-high", precedence: 900,
            distinguisher: "ByNamespace", subjects: [anyAccount]),
        Schema(
            name: "service-accounts", level: "workload-low", precedence: 9000,
            distinguisher: "ByUser", subjects: [group("system:serviceaccounts")]),
        Schema(
            name: "global-default", level: "global-default", precedence: 9900,
            distinguisher: "ByUser", subjects: everybody),
        Schema(
            name: "catch-all", level: "catch-all", precedence: 10000, distinguisher: "ByUser",
            subjects: everybody),
    ]

    private static let everything = rule(["*"], "*", ["*"], inCluster: true)
    private static let everybody = [group("system:unauthenticated"), group("system:authenticated")]
    private static let anyAccount: Value = [
        "kind": "ServiceAccount", "serviceAccount": ["namespace": "kube-system", "name": "*"],
    ]

    private static func group(_ name: String) -> Value {
        ["kind": "Group", "group": ["name": .string(name)]]
    }

    private static func user(_ name: String) -> Value {
        ["kind": "User", "user": ["name": .string(name)]]
    }

    private static func rule(
        _ verbs: [Value], _ group: String, _ resources: [Value], inCluster: Bool = false
    ) -> Value {
        var rule: Value = ["verbs": .array(verbs), "apiGroups": [.string(group)]]
        rule["resources"] = .array(resources)
        if inCluster { rule["clusterScope"] = true }
        rule["namespaces"] = ["*"]
        return rule
    }
}

extension FlowControlData.Level {
    fileprivate var object: Value {
        var spec: Value = ["type": "Limited"]
        if name == "exempt" {
            spec = [
                "type": "Exempt", "exempt": ["nominalConcurrencyShares": 0, "lendablePercent": 0],
            ]
        } else {
            spec["limited"]["nominalConcurrencyShares"] = .int(shares)
            spec["limited"]["limitResponse"] = response
            spec["limited"]["lendablePercent"] = .int(lendablePercent)
        }
        return FlowControlData.object("PriorityLevelConfiguration", name, spec)
    }

    private var response: Value {
        guard let queues else { return ["type": "Reject"] }
        return [
            "type": "Queue",
            "queuing": [
                "queues": .int(queues.count), "handSize": .int(queues.handSize),
                "queueLengthLimit": .int(queues.lengthLimit),
            ],
        ]
    }
}

extension FlowControlData.Schema {
    fileprivate var object: Value {
        var rules: Value = ["subjects": .array(subjects)]
        if !self.rules.isEmpty { rules["resourceRules"] = .array(self.rules) }
        if let urls { rules["nonResourceRules"] = [urls] }
        var spec: Value = ["priorityLevelConfiguration": ["name": .string(level)]]
        spec["matchingPrecedence"] = .int(precedence)
        if let distinguisher { spec["distinguisherMethod"] = ["type": .string(distinguisher)] }
        spec["rules"] = [rules]
        var object = FlowControlData.object("FlowSchema", name, spec)
        object["status"]["conditions"] = [DanglingSchemas.condition(level: level, isThere: true)]
        return object
    }
}

extension FlowControlData {
    fileprivate static func object(_ kind: String, _ name: String, _ spec: Value) -> Value {
        [
            "kind": .string(kind), "apiVersion": "flowcontrol.apiserver.k8s.io/v1",
            "metadata": [
                "name": .string(name), "annotations": ["apf.kubernetes.io/autoupdate-spec": "true"],
            ],
            "spec": spec, "status": [:],
        ]
    }
}
