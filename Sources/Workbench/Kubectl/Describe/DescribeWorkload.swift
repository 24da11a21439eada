import API

/// `describe` of jobs, replica sets, daemon sets and stateful sets.
enum DescribeWorkload {
    private static func text(_ value: Value?, _ fallback: String = "") -> String {
        value.map(Formats.plain) ?? fallback
    }

    private static func writeNames(_ metadata: Value?, _ out: inout Description) {
        out.field(0, "Name", metadata["name"].string ?? "")
        out.field(0, "Namespace", metadata["namespace"].string ?? "")
    }

    private static func writeLabels(_ metadata: Value?, _ out: inout Description) {
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
    }

    static func controller(of metadata: Value?) -> String? {
        let owner = metadata["ownerReferences"].array?.first { $0["controller"].bool == true }
        return owner.map { "\($0["kind"].string ?? "")/\($0["name"].string ?? "")" }
    }

    static func write(job: Value, _ out: inout Description) {
        let (metadata, spec, status) = (job["metadata"], job["spec"], job["status"])
        writeNames(metadata, &out)
        out.field(0, "Selector", Formats.selector(of: job) ?? "<unset>")
        writeLabels(metadata, &out)
        if let owner = controller(of: metadata) { out.field(0, "Controlled By", owner) }
        out.field(0, "Parallelism", text(spec["parallelism"], "<unset>"))
        out.field(0, "Completions", text(spec["completions"], "<unset>"))
        if let mode = spec["completionMode"].string { out.field(0, "Completion Mode", mode) }
        if let suspend = spec["suspend"].bool { out.field(0, "Suspend", String(suspend)) }
        out.field(0, "Backoff Limit", text(spec["backoffLimit"], "<unset>"))
        if let seconds = spec["ttlSecondsAfterFinished"].int {
            out.field(0, "TTL Seconds After Finished", String(seconds))
        }
        let (start, end) = (status["startTime"].string, status["completionTime"].string)
        if let start { out.field(0, "Start Time", DescribeTime.text(start)) }
        if let end { out.field(0, "Completed At", DescribeTime.text(end)) }
        if let start, let end { out.field(0, "Duration", JobDuration.text(start, end)) }
        if let deadline = spec["activeDeadlineSeconds"].int {
            out.field(0, "Active Deadline Seconds", "\(deadline)s")
        }
        func count(_ name: String) -> Int { status[name].int ?? 0 }
        let active =
            status["ready"] == nil
            ? "\(count("active")) Active" : "\(count("active")) Active (\(count("ready")) Ready)"
        out.field(
            0, "Pods Statuses",
            "\(active) / \(count("succeeded")) Succeeded / \(count("failed")) Failed")
        if spec["completionMode"].string == "Indexed" {
            out.field(0, "Completed Indexes", status["completedIndexes"].string ?? "<none>")
        }
        DescribeTemplate.write(spec["template"], &out)
    }

    /// A replica set or a replication controller.
    static func write(replicaSet: Value, _ counts: PodCounts, _ out: inout Description) {
        let (metadata, spec, status) = (
            replicaSet["metadata"], replicaSet["spec"], replicaSet["status"]
        )
        writeNames(metadata, &out)
        out.field(0, "Selector", Formats.selector(of: replicaSet) ?? "")
        writeLabels(metadata, &out)
        if let owner = controller(of: metadata) { out.field(0, "Controlled By", owner) }
        out.field(
            0, "Replicas",
            "\(status["replicas"].int ?? 0) current / \(spec["replicas"].int ?? 0) desired")
        out.field(0, "Pods Status", counts.text)
        DescribeTemplate.write(spec["template"], &out)
        writeConditions(status["conditions"].array ?? [], &out)
    }

    static func writeConditions(_ conditions: [Value], _ out: inout Description) {
        guard !conditions.isEmpty else { return }
        out.line(0, "Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------")
        for condition in conditions {
            out.line(
                1,
                "\(condition["type"].string ?? "") \t\(condition["status"].string ?? "")"
                    + "\t\(condition["reason"].string ?? "")")
        }
    }

    static func write(daemonSet: Value, _ counts: PodCounts, _ out: inout Description) {
        let (metadata, spec, status) = (
            daemonSet["metadata"], daemonSet["spec"], daemonSet["status"]
        )
        writeNames(metadata, &out)
        out.field(0, "Selector", Formats.selector(of: daemonSet) ?? "")
        out.field(
            0, "Node-Selector",
            Formats.labels(spec["template"]["spec"]["nodeSelector"].stringMap ?? [:]))
        writeLabels(metadata, &out)
        for (title, member) in [
            ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
            ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
            ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
            ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
            ("Number of Nodes Misscheduled", "numberMisscheduled"),
        ] {
            out.line(0, "\(title): \(status[member].int ?? 0)")
        }
        out.field(0, "Pods Status", counts.text)
        DescribeTemplate.write(spec["template"], &out)
    }

    static func write(statefulSet: Value, _ counts: PodCounts, _ out: inout Description) {
        let (metadata, spec, status) = (
            statefulSet["metadata"], statefulSet["spec"], statefulSet["status"]
        )
        writeNames(metadata, &out)
        out.field(0, "CreationTimestamp", DescribeTime.text(metadata["creationTimestamp"].string))
        out.field(0, "Selector", Formats.selector(of: statefulSet) ?? "")
        writeLabels(metadata, &out)
        out.field(
            0, "Replicas",
            "\(spec["replicas"].int ?? 0) desired | \(status["replicas"].int ?? 0) total")
        out.field(0, "Update Strategy", spec["updateStrategy"]["type"].string ?? "")
        if let partition = spec["updateStrategy"]["rollingUpdate"]["partition"].int {
            out.field(1, "Partition", String(partition))
        }
        out.field(0, "Pods Status", counts.text)
        DescribeTemplate.write(spec["template"], &out)
        writeClaims(spec["volumeClaimTemplates"].array ?? [], &out)
    }

    private static func writeClaims(_ claims: [Value], _ out: inout Description) {
        guard !claims.isEmpty else { return out.field(0, "Volume Claims", "<none>") }
        out.line(0, "Volume Claims:")
        for claim in claims {
            let (metadata, spec) = (claim["metadata"], claim["spec"])
            out.field(1, "Name", metadata["name"].string ?? "")
            out.field(1, "StorageClass", spec["storageClassName"].string ?? "")
            out.labels(1, "Labels", metadata["labels"].stringMap)
            out.annotations(1, metadata["annotations"].stringMap)
            out.field(1, "Capacity", text(spec["resources"]["requests"]["storage"], "<default>"))
            out.field(1, "Access Modes", GoText.plain(spec["accessModes"] ?? []))
        }
    }
}

/// `describe deployment`, with the replica sets that belong to it.
struct DescribeDeployment {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func write(_ info: ResourceInfo, _ out: inout Description) async throws(KubectlError) {
        let (metadata, spec, status) = (
            info.object["metadata"], info.object["spec"], info.object["status"]
        )
        out.field(0, "Name", info.name)
        out.field(0, "Namespace", info.namespace)
        out.field(0, "CreationTimestamp", DescribeTime.text(metadata["creationTimestamp"].string))
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        out.field(0, "Selector", Formats.selector(of: info.object) ?? "")
        func count(_ name: String) -> Int { status[name].int ?? 0 }
        out.field(
            0, "Replicas",
            "\(spec["replicas"].int ?? 0) desired | \(count("updatedReplicas")) updated |"
                + " \(count("replicas")) total | \(count("availableReplicas")) available |"
                + " \(count("unavailableReplicas")) unavailable")
        out.field(0, "StrategyType", spec["strategy"]["type"].string ?? "")
        out.field(0, "MinReadySeconds", String(spec["minReadySeconds"].int ?? 0))
        if let rolling = spec["strategy"]["rollingUpdate"] {
            let unavailable = rolling["maxUnavailable"].map(Formats.plain) ?? ""
            let surge = rolling["maxSurge"].map(Formats.plain) ?? ""
            out.field(
                0, "RollingUpdateStrategy", "\(unavailable) max unavailable, \(surge) max surge")
        }
        DescribeTemplate.write(spec["template"], &out)
        DescribeWorkload.writeConditions(status["conditions"].array ?? [], &out)
        let sets = try await ReplicaSetHistory.of(info, describer.invocation)
        let newest = sets.last { Self.sameTemplate($0, info.object) }
        let old = sets.filter { $0["metadata"]["uid"].string != newest?["metadata"]["uid"].string }
        out.field(0, "OldReplicaSets", Self.text(old))
        out.field(0, "NewReplicaSet", Self.text(newest.map { [$0] } ?? []))
    }

    private static func text(_ sets: [Value]) -> String {
        guard !sets.isEmpty else { return "<none>" }
        return sets.map { set in
            let created = set["status"]["replicas"].int ?? 0
            return
                "\(set["metadata"]["name"].string ?? "") (\(created)/\(set["spec"]["replicas"].int ?? 0) replicas created)"
        }.joined(separator: ", ")
    }

    /// Whether a replica set has the deployment's template, but for the hash.
    static func sameTemplate(_ set: Value, _ deployment: Value) -> Bool {
        var template = set["spec"]["template"] ?? .null
        template["metadata"]["labels"]["pod-template-hash"] = nil
        return template == deployment["spec"]["template"]
    }
}

/// The replica sets of a deployment by revision, the oldest first.
enum ReplicaSetHistory {
    static func of(_ info: ResourceInfo, _ invocation: Invocation) async throws(KubectlError)
        -> [Value]
    {
        let mapping = try await invocation.mapper().resource(named: "replicasets.apps")
        let selector = Formats.selector(of: info.object) ?? ""
        let sets = try await invocation.client().wholeList(
            mapping, namespace: info.namespace, [("labelSelector", selector)])
        let uid = info.object["metadata"]["uid"].string
        return sets.filter { set in
            let owner = set["metadata"]["ownerReferences"].array?.first {
                $0["controller"].bool == true
            }
            return owner["uid"].string == uid
        }.sorted { (revision($0), name($0)) < (revision($1), name($1)) }
    }

    static func revision(_ set: Value) -> Int {
        let annotations = set["metadata"]["annotations"].stringMap ?? [:]
        return annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } ?? 0
    }

    private static func name(_ set: Value) -> String { set["metadata"]["name"].string ?? "" }
}
