import API
import Simulation

/// Controllers of long-running pods, and their autoscaler.
enum WorkloadRows {
    static let tables: [String: TableDefinition] = [
        "replicationcontrollers": TableDefinition(replicated) { object, now in
            replicas(object, now) + [Cell.labels(object["spec"]["selector"])]
        },
        "replicasets.apps": TableDefinition(replicated) { object, now in
            replicas(object, now) + [Cell.selector(object["spec"]["selector"])]
        },
        "deployments.apps": TableDefinition(
            "Name, Ready, Up-to-date, Available, Age, Containers*, Images*, Selector*",
            cells: deployment),
        "statefulsets.apps": TableDefinition("Name, Ready, Age, Containers*, Images*") {
            object, now in
            let ready = object["status"]["readyReplicas"].int ?? 0
            return [
                Cell.name(object), .string("\(ready)/\(object["spec"]["replicas"].int ?? 0)"),
                Cell.age(object, now),
            ] + Cell.containers(object["spec"]["template"])
        },
        "daemonsets.apps": TableDefinition(
            "Name, Desired:integer, Current:integer, Ready:integer, Up-to-date:integer, "
                + "Available:integer, Node Selector, Age, Containers*, Images*, Selector*",
            cells: daemonSet),
        "controllerrevisions.apps": TableDefinition(
            "Name, Controller, Revision, Age", cells: revision),
        "horizontalpodautoscalers.autoscaling": TableDefinition(
            "Name, Reference, Targets, MinPods, MaxPods, Replicas, Age", cells: autoscaler),
    ]

    private static let replicated =
        "Name, Desired:integer, Current:integer, Ready:integer, Age, Containers*, Images*, Selector*"

    private static func replicas(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let status = object["status"]
        return [
            Cell.name(object), Cell.int(object["spec"]["replicas"]), Cell.int(status["replicas"]),
            Cell.int(status["readyReplicas"]), Cell.age(object, now),
        ] + Cell.containers(object["spec"]["template"])
    }

    private static func deployment(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let status = object["status"]
        let ready = status["readyReplicas"].int ?? 0
        return [
            Cell.name(object), .string("\(ready)/\(object["spec"]["replicas"].int ?? 0)"),
            Cell.int(status["updatedReplicas"]), Cell.int(status["availableReplicas"]),
            Cell.age(object, now),
        ] + Cell.containers(object["spec"]["template"]) + [
            Cell.selector(object["spec"]["selector"])
        ]
    }

    private static func daemonSet(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let status = object["status"]
        let template = object["spec"]["template"]
        return [
            Cell.name(object), Cell.int(status["desiredNumberScheduled"]),
            Cell.int(status["currentNumberScheduled"]), Cell.int(status["numberReady"]),
            Cell.int(status["updatedNumberScheduled"]), Cell.int(status["numberAvailable"]),
            Cell.labels(template["spec"]["nodeSelector"]), Cell.age(object, now),
        ] + Cell.containers(template) + [Cell.selector(object["spec"]["selector"])]
    }

    /// The owner is shown as `statefulset.apps/kubia`.
    private static func revision(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        var owner = "<none>"
        let owners = object["metadata"]["ownerReferences"].array ?? []
        if let controller = owners.first(where: { $0["controller"].bool == true }) {
            let group = GroupVersion(apiVersion: controller["apiVersion"].string ?? "").group
            let kind = (controller["kind"].string ?? "").lowercased()
            owner = group.isEmpty ? kind : "\(kind).\(group)"
            owner += "/" + (controller["name"].string ?? "")
        }
        return [
            Cell.name(object), .string(owner), Cell.int(object["revision"]), Cell.age(object, now),
        ]
    }

    private static func autoscaler(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        let target = spec["scaleTargetRef"]
        let reference = "\(target["kind"].string ?? "")/\(target["name"].string ?? "")"
        return [
            Cell.name(object), .string(reference), .string(AutoscalerTargets.text(object)),
            .string(spec["minReplicas"].int.map(String.init) ?? "<unset>"),
            Cell.int(spec["maxReplicas"]), Cell.int(object["status"]["currentReplicas"]),
            Cell.age(object, now),
        ]
    }
}

/// The TARGETS cell of an autoscaler: `cpu: 12%/80%`, or `<unknown>` before there are metrics.
///
/// Differs: metrics of other kinds than resources show their type and `<unknown>`.
enum AutoscalerTargets {
    static func text(_ object: Value) -> String {
        // autoscaling/v1 knows only the share of CPU.
        if let percent = object["spec"]["targetCPUUtilizationPercentage"].int {
            let current = object["status"]["currentCPUUtilizationPercentage"].int
            return "cpu: " + (current.map { "\($0)%" } ?? "<unknown>") + "/\(percent)%"
        }
        let metrics = object["spec"]["metrics"].array ?? []
        if metrics.isEmpty { return "<none>" }
        let current = object["status"]["currentMetrics"].array ?? []
        var texts: [String] = []
        for (index, metric) in metrics.prefix(2).enumerated() {
            texts.append(text(metric, index < current.count ? current[index] : nil))
        }
        let more = metrics.count > 2 ? " + \(metrics.count - 2) more..." : ""
        return texts.joined(separator: ", ") + more
    }

    private static func text(_ metric: Value, _ current: Value?) -> String {
        guard metric["type"].string == "Resource" else {
            return "<unknown>/<auto>"
        }
        let name = metric["resource"]["name"].string ?? ""
        let target = metric["resource"]["target"]
        if let average = target["averageValue"].string {
            let now = current?["resource"]["current"]["averageValue"].string
            return "\(name): \(now ?? "<unknown>")/\(average)"
        }
        let goal = target["averageUtilization"].int.map { "\($0)%" } ?? "<auto>"
        let now = current?["resource"]["current"]["averageUtilization"].int
        return "\(name): " + (now.map { "\($0)%" } ?? "<unknown>") + "/" + goal
    }
}
