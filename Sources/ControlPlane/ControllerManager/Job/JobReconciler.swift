import API
import Client
import Simulation

/// Runs a Job's pods until enough of them have succeeded, or too many have failed.
///
/// Upstream: kubernetes pkg/controller/job/job_controller.go.
/// Differs: pods have no tracking finalizer, their ends are counted by looking at those that are
/// there; pod failure policies, success policies and per-index back-off are refused with an Event.
struct JobReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let pods: PodControl
    let events: EventRecorder
    let expectations: Expectations
    /// Deletes Jobs whose time is over; upstream has a controller of its own for that.
    let ttlClient: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, ttlClient: KubeClient,
        in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "job-controller")
        let expectations = Expectations(client.simulation)
        let controller = Controller(
            "job-controller", simulation: client.simulation,
            reconciler: Self(
                informers: informers, client: client,
                pods: PodControl(client: client, events: events), events: events,
                expectations: expectations, ttlClient: ttlClient))
        let queue = controller.queue
        informers.jobs.onChange { change in
            if case .deleted(let job) = change { expectations.forget(job.namespacedName) }
            queue.add(change.object.namespacedName)
        }
        informers.pods.onChange { change in
            let pod = change.object
            guard let owner = pod.metadata.controller, owner.kind == Job.kind else { return }
            let name = NamespacedName(namespace: pod.metadata.namespace, name: owner.name)
            if case .added = change { expectations.creationSeen(name) }
            if case .deleted = change { expectations.deletionSeen(name, pod) }
            if pod.metadata.isBeingDeleted { expectations.deletionSeen(name, pod) }
            queue.add(name)
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let job = informers.jobs.get(name), !job.metadata.isBeingDeleted else { return .done }
        let own = informers.pods.list(namespace: name.namespace).filter {
            $0.metadata.controller?.uid == job.metadata.uid
        }
        if let end = job.finished { return try await collect(job, ended: end) }
        if let refused = JobPlan.unsupported(job) {
            events.record(
                job, .warning, reason: "Unsupported", message: "\(refused) is not supported")
            return .done
        }
        var plan = JobPlan(job: job, pods: own, now: client.simulation.now)
        guard expectations.areFulfilled(name) else { return .done }
        try await carryOut(plan.work())
        try await report(plan.status(), of: job)
        return plan.nextLook.map { .requeue(after: $0) } ?? .done
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

    private func report(_ status: JobStatus, of job: Job) async throws(Status) {
        if status == job.status { return }
        var changed = job
        changed.status = status
        do { try await client.updateStatus(changed) } catch {
            if error.reason == .notFound { return }
            throw error
        }
        tell(status, of: job)
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
