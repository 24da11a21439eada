import API
import Client
import Simulation

/// Runs a Job's pods until enough of them have succeeded, or too many have failed.
///
/// Upstream: kubernetes pkg/controller/job/job_controller.go.
/// Differs: pod failure policies, success policies and per-index back-off are refused with an
/// Event.
struct JobReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let pods: PodControl
    let events: EventRecorder
    let expectations: Expectations
    let finalizers: JobFinalizers
    /// Deletes Jobs whose time is over; upstream has a controller of its own for that.
    let ttlClient: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, ttlClient: KubeClient,
        in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "job-controller")
        let expectations = Expectations(client.simulation)
        let finalizers = JobFinalizers(client: client)
        let controller = Controller(
            "job-controller", simulation: client.simulation,
            reconciler: Self(
                informers: informers, client: client,
                pods: PodControl(client: client, events: events), events: events,
                expectations: expectations, finalizers: finalizers, ttlClient: ttlClient))
        let queue = controller.queue
        informers.jobs.onChange { change in
            if case .deleted(let job) = change { expectations.forget(job.namespacedName) }
            queue.add(change.object.namespacedName)
        }
        informers.pods.onChange { change in
            let pod = change.object
            guard let name = jobName(of: pod) else { return }
            if case .added = change { expectations.creationSeen(name) }
            if case .deleted = change {
                expectations.deletionSeen(name, pod)
                finalizers.seen(pod, isGone: true)
            } else {
                finalizers.seen(pod, isGone: false)
            }
            if pod.metadata.isBeingDeleted { expectations.deletionSeen(name, pod) }
            queue.add(name)
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        let found = informers.jobs.get(name)
        let named = informers.pods.list(namespace: name.namespace).filter {
            Self.jobName(of: $0) == name
        }
        let own = named.filter { $0.metadata.controller?.uid == found?.metadata.uid }
        // Nobody will count the pods of a Job that is gone or going.
        let isGoing = found?.metadata.isBeingDeleted ?? true
        try await finalizers.release(
            isGoing ? named : named.filter { $0.metadata.controller?.uid != found?.metadata.uid })
        guard let job = found, !isGoing else { return .done }
        if let end = job.finished {
            try await finalizers.release(own)
            return try await collect(job, ended: end)
        }
        if let refused = JobPlan.unsupported(job) {
            events.record(
                job, .warning, reason: "Unsupported", message: "\(refused) is not supported")
            return .done
        }
        var plan = JobPlan(
            job: job, pods: own, now: client.simulation.now, isTracked: finalizers.isTracked)
        guard expectations.areFulfilled(name) else { return .done }
        try await carryOut(plan.work())
        let noted = try await report(plan.status(), of: job)
        if !plan.ended.isEmpty {
            try await finalizers.release(plan.ended)
            _ = try await report(plan.status(isReleased: true), of: noted)
        }
        return plan.nextLook.map { .requeue(after: $0) } ?? .done
    }

    /// The Job that a pod belongs to, or belonged to before it lost its owner.
    private static func jobName(of pod: Pod) -> NamespacedName? {
        let namespace = pod.metadata.namespace
        if let owner = pod.metadata.controller {
            guard owner.kind == Job.kind else { return nil }
            return NamespacedName(namespace: namespace, name: owner.name)
        }
        guard pod.isTracked, let name = pod.metadata.labels["batch.kubernetes.io/job-name"] else {
            return nil
        }
        return NamespacedName(namespace: namespace, name: name)
    }

    // MARK: - Pods

    private func carryOut(_ work: JobPlan.Work) async throws(Status) {
        let job = work.job
        let name = job.namespacedName
        if work.creations.isEmpty, work.deletions.isEmpty { return }
        expectations.expect(name, creations: work.creations.count, deletions: work.deletions)
        var failure: Status?
        for pod in work.creations {
            do { try await pods.create(pod, for: job) } catch {
                expectations.creationSeen(name)
                failure = failure ?? error
            }
        }
        for pod in work.deletions {
            do { try await pods.delete(pod, for: job) } catch {
                expectations.deletionSeen(name, pod)
                if error.reason != .notFound { failure = failure ?? error }
            }
        }
        if let failure, !PodControl.isNamespaceTerminating(failure) { throw failure }
    }

    // MARK: - Status

    /// Writes a status that is new; gives the Job as it is then.
    private func report(_ status: JobStatus, of job: Job) async throws(Status) -> Job {
        if status == job.status { return job }
        var changed = job
        changed.status = status
        do { changed = try await client.updateStatus(changed) } catch {
            if error.reason == .notFound { return job }
            throw error
        }
        tell(status, of: job)
        return changed
    }

    private func tell(_ status: JobStatus, of job: Job) {
        let known = Set(job.status.conditions.map { "\($0.type)=\($0.status)" })
        for condition in status.conditions
        where !known.contains("\(condition.type)=\(condition.status)") {
            switch (condition.type, condition.isTrue) {
            case ("Complete", true):
                events.record(job, .normal, reason: "Completed", message: "Job completed")
            case ("Failed", true):
                events.record(
                    job, .warning, reason: condition.reason ?? "",
                    message: condition.message ?? "")
            case ("Suspended", true):
                events.record(job, .normal, reason: "Suspended", message: "Job suspended")
            case ("Suspended", false):
                events.record(job, .normal, reason: "Resumed", message: "Job resumed")
            default: continue
            }
        }
    }

    /// Deletes a finished Job whose time to live is over.
    private func collect(
        _ job: Job, ended: SimulatedInstant
    ) async throws(Status) -> ReconcileResult {
        guard let seconds = job.spec.ttlSecondsAfterFinished else { return .done }
        let left = client.simulation.now.duration(to: ended.advanced(by: .seconds(seconds)))
        if left > .zero { return .requeue(after: left) }
        let name = job.namespacedName
        do {
            try await ttlClient.delete(
                Job.self, namespace: name.namespace, name: name.name,
                options: [
                    "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Foreground",
                    "preconditions": ["uid": .string(job.metadata.uid)],
                ])
        } catch {
            if error.reason != .notFound { throw error }
        }
        return .done
    }
}

extension Job {
    /// When it ended; nil while it runs.
    var finished: SimulatedInstant? {
        status.conditions.first { ($0.type == "Complete" || $0.type == "Failed") && $0.isTrue }?
            .lastTransitionTime.flatMap(instant)
    }

    var isIndexed: Bool { spec.completionMode == "Indexed" }
}
