import API
import Simulation

/// `kubectl scale`: sets the number of replicas.
enum KubectlScale {
    static let spec = CommandSpec(
        "scale", summary: "Set a new size for a deployment, replica set, or replication controller",
        flags: Invocation.fileFlags + Invocation.printFlags + [
            .optional("dry-run", "unchanged"), Invocation.recordFlag, .int("replicas"),
            .int("current-replicas"), .string("resource-version"),
            .string("selector", "l"), .bool("all"), .duration("timeout"),
        ], required: ["replicas"], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        let count = flags.int("replicas") ?? -1
        guard count >= 0 else {
            throw .message(
                "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"
            )
        }
        let selection = try await invocation.select()
        if selection.infos.isEmpty, selection.errors.isEmpty {
            throw .message("no objects passed to scale")
        }
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            if let expected = flags.int("current-replicas"), expected >= 0 {
                let current = info.object["spec"]["replicas"].int ?? 0
                guard current == expected else {
                    throw .message("Expected replicas to be \(expected), was \(current)")
                }
            }
            var patch: Value = ["spec": ["replicas": .int(Int64(count))]]
            if let version = flags.string("resource-version") {
                patch["metadata"]["resourceVersion"] = .string(version)
            }
            if try invocation.dryRun() != .client {
                _ = try await invocation.client().value(
                    "PATCH", info.path("scale"),
                    query: try invocation.changeQuery(manager: "kubectl"),
                    body: patch, contentType: MediaType.mergePatch)
            }
            try await invocation.record(info)
            try await report.done(info.mapping, info.object, "scaled")
            try await wait(for: info, count, invocation)
        }
    }

    /// With `--timeout`, returns once the workload has as many pods as were asked for.
    private static func wait(
        for info: ResourceInfo, _ count: Int, _ invocation: Invocation
    ) async throws(KubectlError) {
        guard let limit = invocation.flags.duration("timeout"), limit > .zero,
            try invocation.dryRun() == .none
        else { return }
        let deadline = invocation.now.advanced(by: limit)
        try await ObjectWaiter(invocation).wait(for: info, until: deadline) { object in
            (object["status"]["replicas"].int ?? 0) == count ? .done : .notYet
        }
    }
}

/// `kubectl autoscale`: makes a HorizontalPodAutoscaler for a workload.
enum KubectlAutoscale {
    static let spec = CommandSpec(
        "autoscale",
        summary: "Auto-scale a deployment, replica set, stateful set, or replication controller",
        flags: Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.saveConfigFlag, Invocation.recordFlag, .int("min"), .int("max"),
            .string("cpu"), .string("name"),
            Flag(
                .int, "cpu-percent",
                deprecation:
                    "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU)."
            ),
        ], required: ["max"], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        let selection = try await invocation.select()
        let scalers = try await invocation.mapper().resource(named: "horizontalpodautoscalers")
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            let name = flags.string("name") ?? info.name
            var spec: Value = [
                "maxReplicas": .int(Int64(flags.int("max") ?? 1)),
                "scaleTargetRef": [
                    "apiVersion": .string(info.mapping.groupVersionKind.apiVersion),
                    "kind": .string(info.mapping.kind), "name": .string(info.name),
                ],
            ]
            if let least = flags.int("min"), least > 0 { spec["minReplicas"] = .int(Int64(least)) }
            let percent =
                flags.int("cpu-percent")
                ?? flags.string("cpu").flatMap { Int($0.replacing("%", with: "")) }
            if let percent {
                spec["metrics"] = [
                    [
                        "type": "Resource",
                        "resource": [
                            "name": "cpu",
                            "target": [
                                "type": "Utilization", "averageUtilization": .int(Int64(percent)),
                            ],
                        ],
                    ]
                ]
            }
            var object = CreateGenerators.object(
                scalers.groupVersionKind.apiVersion, "HorizontalPodAutoscaler", name)
            object["spec"] = spec
            object = invocation.recorded(object)
            if flags.bool("save-config") { object = LastApplied.added(to: object) }
            if try invocation.dryRun() != .client {
                object = try await invocation.client().value(
                    "POST", scalers.path(namespace: info.namespace),
                    query: try invocation.changeQuery(manager: "kubectl-autoscale"), body: object)
            }
            try await report.done(scalers, object, "autoscaled")
        }
    }
}

/// `kubectl expose`: makes a Service for a workload, a pod or another Service.
enum KubectlExpose {
    static let spec = CommandSpec(
        "expose",
        summary:
            "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
        flags: Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.saveConfigFlag, Invocation.recordFlag,
            .string("port"), .string("target-port"), .string("protocol"), .string("type"),
            .string("name"), .string("selector"), .string("labels", "l"), .string("cluster-ip"),
            .string("external-ip"), .string("load-balancer-ip"), .string("session-affinity"),
            .string("overrides"), .string("override-type"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        let services = try await invocation.mapper().resource(named: "services")
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var object = try service(for: info, invocation.flags)
            object = try Overrides(invocation).applied(to: object)
            object = invocation.recorded(object)
            if invocation.flags.bool("save-config") { object = LastApplied.added(to: object) }
            if try invocation.dryRun() != .client {
                object = try await invocation.client().value(
                    "POST", services.path(namespace: info.namespace),
                    query: try invocation.changeQuery(manager: "kubectl-expose"), body: object)
            }
            try await report.done(services, object, "exposed")
        }
    }

    private static func service(for info: ResourceInfo, _ flags: FlagValues) throws(KubectlError)
        -> Value
    {
        let labels = info.object["metadata"]["labels"].stringMap ?? [:]
        var object = CreateGenerators.object("v1", "Service", flags.string("name") ?? info.name)
        let given = try flags.string("labels").map(Pairs.labels)
        let shown = given ?? labels
        if !shown.isEmpty { object["metadata"]["labels"] = Value(stringMap: shown) }
        let ports = try ports(of: info, flags)
        guard !ports.isEmpty else {
            throw .message(
                "couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples"
            )
        }
        var spec: Value = ["ports": .array(ports)]
        spec["selector"] = Value(stringMap: try selector(of: info, flags))
        if let type = flags.string("type") { spec["type"] = .string(type) }
        if let address = flags.string("cluster-ip") { spec["clusterIP"] = .string(address) }
        if let affinity = flags.string("session-affinity") {
            spec["sessionAffinity"] = .string(affinity)
        }
        if let address = flags.string("external-ip") { spec["externalIPs"] = [.string(address)] }
        if let address = flags.string("load-balancer-ip") {
            spec["loadBalancerIP"] = .string(address)
        }
        object["spec"] = spec
        object["status"] = ["loadBalancer": [:]]
        return object
    }

    private static func selector(
        of info: ResourceInfo, _ flags: FlagValues
    ) throws(KubectlError) -> [String: String] {
        if let text = flags.string("selector") { return try Pairs.labels(text) }
        let selector = info.object["spec"]["selector"]
        let labels: [String: String]?
        switch info.mapping.kind {
        case "Pod": labels = info.object["metadata"]["labels"].stringMap
        case "Service", "ReplicationController": labels = selector.stringMap
        case "Deployment", "ReplicaSet": labels = selector["matchLabels"].stringMap
        default: throw .message("cannot expose a \(info.mapping.kind)")
        }
        guard let labels, !labels.isEmpty else {
            throw .message(
                "couldn't retrieve selectors via --selector flag or introspection: the \(info.mapping.kind.lowercased()) has no labels and cannot be exposed"
            )
        }
        return labels
    }

    private static func ports(of info: ResourceInfo, _ flags: FlagValues) throws(KubectlError)
        -> [Value]
    {
        var numbers: [Int64] = []
        if let text = flags.string("port") {
            for part in text.split(separator: ",") {
                guard let number = Int64(part) else {
                    throw .message("strconv.Atoi: parsing \"\(part)\": invalid syntax")
                }
                numbers.append(number)
            }
        } else {
            let spec =
                info.mapping.kind == "Pod"
                ? info.object["spec"] : info.object["spec"]["template"]["spec"]
            for container in spec["containers"].array ?? [] {
                for port in container["ports"].array ?? [] {
                    if let number = port["containerPort"].int { numbers.append(Int64(number)) }
                }
            }
        }
        let proto = flags.string("protocol") ?? "TCP"
        return numbers.enumerated().map { index, number in
            var port: Value = ["port": .int(number), "protocol": .string(proto)]
            if numbers.count > 1 { port["name"] = .string("port-\(index + 1)") }
            let target = flags.string("target-port") ?? String(number)
            port["targetPort"] = Int64(target).map(Value.int) ?? .string(target)
            return port
        }
    }
}
