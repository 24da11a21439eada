import API
import Simulation

/// `kubectl rollout`: follows and changes how a workload goes from one template to the next.
///
/// Differs: `history` and `undo` know Deployments only; DaemonSets and StatefulSets are refused.
enum KubectlRollout {
    private static let chosen: [Flag] = Invocation.fileFlags + [.string("selector", "l")]
    private static let flags: [Flag] =
        chosen + Invocation.printFlags + [.string("field-manager")]
    /// `history` prints text only.
    private static var unprinted: [Flag] {
        let flags: [Flag] = [
            .string("output", "o"), .string("template"), .bool("show-managed-fields"),
        ]
        let reason = "a history is printed as text; see rollout history --revision"
        return flags.map { $0.refused(reason) }
    }

    static let spec = CommandSpec(
        "rollout", summary: "Manage the rollout of a resource",
        subcommands: [
            CommandSpec(
                "status", summary: "Show the status of the rollout",
                flags: chosen + [.bool("watch", "w"), .duration("timeout"), .int("revision")],
                body: status),
            CommandSpec(
                "history", summary: "View rollout history",
                flags: chosen + unprinted + [.int("revision")],
                body: history),
            CommandSpec(
                "undo", summary: "Undo a previous rollout",
                flags: chosen + Invocation.printFlags + [
                    .int("to-revision"), .optional("dry-run", "unchanged"),
                ],
                body: undo),
            CommandSpec("pause", summary: "Mark the provided resource as paused", flags: flags) {
                (invocation) async throws(KubectlError) in try await setPaused(true, invocation)
            },
            CommandSpec("resume", summary: "Resume a paused resource", flags: flags) {
                (invocation) async throws(KubectlError) in try await setPaused(false, invocation)
            },
            CommandSpec("restart", summary: "Restart a resource", flags: flags, body: restart),
        ])

    @Sendable private static func status(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        let limit = invocation.flags.duration("timeout") ?? .zero
        let deadline = invocation.now.advanced(by: limit > .zero ? limit : .hours(24 * 7))
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            try await follow(info, until: deadline, invocation)
        }
    }

    private static func follow(
        _ info: ResourceInfo, until deadline: SimulatedInstant, _ invocation: Invocation
    ) async throws(KubectlError) {
        let outcome = await ObjectWaiter(invocation).race(until: deadline) {
            () async throws(KubectlError) in
            let client = try await invocation.client()
            let fields = [("fieldSelector", "metadata.name=\(info.name)")]
            let list = try await client.listPage(info.mapping, info.namespace, fields, nil, .object)
            guard var object = list["items"].array?.first else {
                throw .message("object has been deleted")
            }
            let stream = try await client.watch(
                info.mapping.path(namespace: info.namespace),
                query: fields + [
                    ("resourceVersion", list["metadata"]["resourceVersion"].string ?? "")
                ])
            defer { stream.stop() }
            while true {
                try requireRevision(object, invocation)
                let progress = try RolloutProgress(info, object)
                try await invocation.print(progress.message + "\n")
                if progress.isDone || !invocation.flags.bool("watch", default: true) { return }
                let event: WatchEvent?
                do { event = try await stream.next() } catch { throw .interrupted }
                guard let event, event.type != .error else { return }
                if event.type == .deleted { throw .message("object has been deleted") }
                if event.type != .bookmark { object = event.object }
            }
        }
        switch outcome {
        case .success(true): return
        case .success(false): throw .message("timed out waiting for the condition")
        case .failure(let error): throw error
        }
    }

    /// With `--revision`, the rollout to follow must be that one.
    private static func requireRevision(
        _ object: Value, _ invocation: Invocation
    ) throws(KubectlError) {
        guard let wanted = invocation.flags.int("revision"), wanted > 0 else { return }
        let annotations = object["metadata"]["annotations"].stringMap ?? [:]
        let current = annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } ?? 0
        guard current == wanted else {
            throw .message(
                "desired revision (\(wanted)) is different from the running revision (\(current))")
        }
    }

    @Sendable private static func restart(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        let time = CivilTime(invocation.now).rfc3339
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            guard ["Deployment", "DaemonSet", "StatefulSet"].contains(info.mapping.kind) else {
                throw .message(
                    "\(info.mapping.resource.resource) \"\(info.name)\" restarting is not supported"
                )
            }
            if info.object["spec"]["paused"].bool == true {
                throw .message(
                    "\(info.mapping.resourceName) \"\(info.name)\" can't restart paused deployment (run rollout resume first)"
                )
            }
            var object = info.object
            object["spec"]["template"]["metadata"]["annotations"][
                "kubectl.kubernetes.io/restartedAt"] = .string(time)
            object = try await KubectlSet.send(info, object, invocation, manager: "kubectl-rollout")
            try await report.done(info.mapping, object, "restarted")
        }
    }

    private static func setPaused(_ paused: Bool, _ invocation: Invocation)
        async throws(KubectlError)
    {
        let selection = try await invocation.select()
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            guard info.mapping.kind == "Deployment" else {
                throw .message(
                    "\(info.mapping.resource.resource) \"\(info.name)\" \(paused ? "pausing" : "resuming") is not supported"
                )
            }
            guard (info.object["spec"]["paused"].bool ?? false) != paused else {
                throw .message(
                    "\(info.mapping.resourceName) \"\(info.name)\" is \(paused ? "already" : "not") paused"
                )
            }
            var object = info.object
            object["spec"]["paused"] = paused ? true : nil
            object = try await KubectlSet.send(info, object, invocation, manager: "kubectl-rollout")
            try await report.done(info.mapping, object, paused ? "paused" : "resumed")
        }
    }

    // MARK: - History

    private static func deployment(_ info: ResourceInfo) throws(KubectlError) {
        guard info.mapping.kind == "Deployment" else {
            throw .message(
                "this kubectl knows the revisions of deployments only, not of \(info.mapping.resourceName)"
            )
        }
    }

    @Sendable private static func history(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            try deployment(info)
            let sets = try await ReplicaSetHistory.of(info, invocation)
            if let revision = invocation.flags.int("revision"), revision > 0 {
                guard let set = sets.first(where: { ReplicaSetHistory.revision($0) == revision })
                else {
                    throw .message("unable to find the specified revision")
                }
                var out = Description(now: invocation.now)
                var template = set["spec"]["template"] ?? [:]
                if let cause = set["metadata"]["annotations"].stringMap?[
                    "kubernetes.io/change-cause"]
                {
                    template["metadata"]["annotations"]["kubernetes.io/change-cause"] = .string(
                        cause)
                }
                DescribeTemplate.write(template, &out)
                return try await invocation.print(
                    "\(info.displayName) with revision #\(revision)\n\(out.unaligned)\n")
            }
            var writer = TabWriter.description
            writer.write(row: ["REVISION", "CHANGE-CAUSE"])
            for set in sets where ReplicaSetHistory.revision(set) > 0 {
                let cause =
                    set["metadata"]["annotations"].stringMap?["kubernetes.io/change-cause"]
                    ?? "<none>"
                writer.write(row: [String(ReplicaSetHistory.revision(set)), cause])
            }
            try await invocation.print("\(info.displayName) \n\(writer.flush())\n")
        }
    }

    @Sendable private static func undo(_ invocation: Invocation) async throws(KubectlError) {
        let selection = try await invocation.select()
        let wanted = invocation.flags.int("to-revision") ?? 0
        if try invocation.dryRun() == .client {
            throw .message("undo cannot be tried here without the server: use --dry-run=server")
        }
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            try deployment(info)
            if info.object["spec"]["paused"].bool == true {
                throw .message(
                    "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
                )
            }
            let sets = try await ReplicaSetHistory.of(info, invocation)
            let revisions = sets.map(ReplicaSetHistory.revision).sorted()
            let target = wanted > 0 ? wanted : revisions.dropLast().last ?? 0
            guard let set = sets.first(where: { ReplicaSetHistory.revision($0) == target }),
                target > 0
            else {
                throw .message(
                    wanted > 0
                        ? "unable to find specified revision \(wanted) in history"
                        : "no rollout history found for deployment \"\(info.name)\"")
            }
            if DescribeDeployment.sameTemplate(set, info.object) {
                return try await report.done(
                    info.mapping, info.object,
                    "skipped rollback (current template already matches revision \(target))")
            }
            var template = set["spec"]["template"] ?? [:]
            template["metadata"]["labels"]["pod-template-hash"] = nil
            let patch: Value = [["op": "replace", "path": "/spec/template", "value": template]]
            let object = try await invocation.client().value(
                "PATCH", info.path, query: try invocation.changeQuery(manager: "kubectl-rollout"),
                body: patch, contentType: MediaType.jsonPatch)
            try await report.done(info.mapping, object, "rolled back")
        }
    }
}

/// How far a rollout has come, in kubectl's words.
///
/// Upstream: kubectl pkg/polymorphichelpers/rollout_status.go.
private struct RolloutProgress {
    var message: String
    var isDone = false

    init(_ info: ResourceInfo, _ object: Value) throws(KubectlError) {
        let (spec, status) = (object["spec"], object["status"])
        func count(_ name: String) -> Int { status[name].int ?? 0 }
        let kind = info.mapping.kind
        guard (object["metadata"]["generation"].int ?? 0) <= count("observedGeneration") else {
            message =
                kind == "Deployment"
                ? "Waiting for deployment spec update to be observed..."
                : "Waiting for \(kind == "DaemonSet" ? "daemon" : "stateful") set spec update to be observed..."
            return
        }
        switch kind {
        case "Deployment":
            let condition = status["conditions"].array?.first { $0["type"].string == "Progressing" }
            if condition["reason"].string == "ProgressDeadlineExceeded" {
                throw .message("deployment \"\(info.name)\" exceeded its progress deadline")
            }
            let wanted = spec["replicas"].int ?? 1
            let waiting = "Waiting for deployment \"\(info.name)\" rollout to finish: "
            if count("updatedReplicas") < wanted {
                message =
                    waiting
                    + "\(count("updatedReplicas")) out of \(wanted) new replicas have been updated..."
            } else if count("replicas") > count("updatedReplicas") {
                message =
                    waiting
                    + "\(count("replicas") - count("updatedReplicas")) old replicas are pending termination..."
            } else if count("availableReplicas") < count("updatedReplicas") {
                message =
                    waiting
                    + "\(count("availableReplicas")) of \(count("updatedReplicas")) updated replicas are available..."
            } else {
                message = "deployment \"\(info.name)\" successfully rolled out"
                isDone = true
            }
        case "DaemonSet":
            let wanted = count("desiredNumberScheduled")
            let waiting = "Waiting for daemon set \"\(info.name)\" rollout to finish: "
            if count("updatedNumberScheduled") < wanted {
                message =
                    waiting
                    + "\(count("updatedNumberScheduled")) out of \(wanted) new pods have been updated..."
            } else if count("numberAvailable") < wanted {
                message =
                    waiting
                    + "\(count("numberAvailable")) of \(wanted) updated pods are available..."
            } else {
                message = "daemon set \"\(info.name)\" successfully rolled out"
                isDone = true
            }
        case "StatefulSet":
            let wanted = spec["replicas"].int ?? 1
            if count("readyReplicas") < wanted {
                message = "Waiting for \(wanted - count("readyReplicas")) pods to be ready..."
            } else if status["updateRevision"] != status["currentRevision"] {
                message =
                    "waiting for statefulset rolling update to complete \(count("updatedReplicas")) pods at revision \(status["updateRevision"].string ?? "")..."
            } else {
                message =
                    "statefulset rolling update complete \(count("currentReplicas")) pods at revision \(status["currentRevision"].string ?? "")..."
                isDone = true
            }
        default: throw .message("no status viewer has been implemented for \(kind)")
        }
    }
}
