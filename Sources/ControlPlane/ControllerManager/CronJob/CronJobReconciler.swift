import API
import Client
import Simulation

/// Makes a Job whenever a CronJob's schedule says so, and forgets old ones.
///
/// Differs: time zones other than UTC are refused with an Event.
///
/// Upstream: kubernetes pkg/controller/cronjob/cronjob_controllerv2.go.
struct CronJobReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "cronjob-controller")
        let controller = Controller(
            "cronjob-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client, events: events))
        let queue = controller.queue
        informers.cronJobs.onChange { queue.add($0.object.namespacedName) }
        informers.jobs.onChange { queue.addController(of: $0.object, CronJob.self) }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let seen = informers.cronJobs.get(name), !seen.metadata.isBeingDeleted else {
            return .done
        }
        // The status must be the newest: it says which Jobs were made.
        var job: CronJob
        do {
            job = try await client.get(CronJob.self, namespace: name.namespace, name: name.name)
        } catch {
            if error.reason == .notFound { return .done }
            throw error
        }
        let jobs = informers.jobs.list(namespace: name.namespace).filter {
            $0.metadata.controller?.uid == job.metadata.uid
        }
        let before = job.value["status"]
        noteEnds(&job, jobs)
        let result = try await schedule(&job, jobs)
        for old in CronJobPlan.excess(jobs, of: job) { try await delete(old, of: &job) }
        if job.value["status"] != before { try await client.updateStatus(job) }
        return result
    }

    // MARK: - What has become of earlier Jobs

    private func noteEnds(_ job: inout CronJob, _ jobs: [Job]) {
        for child in jobs {
            let isActive = job.active.contains { $0["uid"].string == child.metadata.uid }
            guard let ended = child.ended else {
                if !isActive, child.metadata.annotations["cronjob.kubernetes.io/instantiate"] == nil
                {
                    events.record(
                        job, .warning, reason: "UnexpectedJob",
                        message: "Saw a job that the controller did not create or forgot: "
                            + child.metadata.name)
                }
                continue
            }
            if isActive {
                job.active.removeAll { $0["uid"].string == child.metadata.uid }
                events.record(
                    job, .normal, reason: "SawCompletedJob",
                    message: "Saw completed job: \(child.metadata.name), condition: \(ended)")
            }
            guard ended == "Complete", let time = child.status.completionTime else { continue }
            let last = job.value["status"]["lastSuccessfulTime"].string ?? ""
            if last < time { job.value["status"]["lastSuccessfulTime"] = .string(time) }
        }
        let known = Set(jobs.map(\.metadata.uid))
        for reference in job.active where !known.contains(reference["uid"].string ?? "") {
            // One that was made a moment ago may not be seen yet.
            guard wasSeen(reference) else { continue }
            let name = reference["name"].string ?? ""
            events.record(
                job, .normal, reason: "MissingJob", message: "Active job went missing: \(name)")
            job.active.removeAll { $0 == reference }
        }
    }

    /// Whether the copies here are as new as the Job that `reference` names.
    private func wasSeen(_ reference: Value) -> Bool {
        let made = reference["resourceVersion"].string.flatMap(Int.init) ?? 0
        let newest = informers.jobs.list().compactMap { Int($0.metadata.resourceVersion) }.max()
        return (newest ?? 0) >= made
    }

    // MARK: - The next

    private func schedule(
        _ job: inout CronJob, _ jobs: [Job]
    ) async throws(Status) -> ReconcileResult {
        guard !job.isSuspended else { return .done }
        if let zone = job.timeZone, !["UTC", "Etc/UTC"].contains(zone) {
            events.record(
                job, .warning, reason: "UnknownTimeZone",
                message: "invalid timeZone: \(GoText.quoted(zone)): this cluster knows UTC only")
            return .done
        }
        guard case .success(let schedule) = CronSchedule.parse(job.schedule) else {
            events.record(
                job, .warning, reason: "UnparseableSchedule",
                message: "unparseable schedule: \(GoText.quoted(job.schedule))")
            return .done
        }
        let now = client.simulation.now
        let (due, missed) = CronJobPlan.due(job, schedule, now: now)
        if missed > 100 {
            events.record(
                job, .warning, reason: "TooManyMissedTimes",
                message: "too many missed start times: \(missed). Set or decrease "
                    + ".spec.startingDeadlineSeconds or check clock skew")
        }
        if let due { try await start(&job, due, jobs) }
        guard let next = schedule.next(after: now) else { return .done }
        return .requeue(after: now.duration(to: next) + Defaults.cronDelay)
    }

    private func start(
        _ job: inout CronJob, _ due: SimulatedInstant, _ jobs: [Job]
    ) async throws(Status) {
        let name = CronJobPlan.name(of: job, at: due)
        let known = jobs.map(\.metadata.name) + job.active.map { $0["name"].string ?? "" }
        guard !known.contains(name) else { return }
        switch job.concurrencyPolicy {
        case "Forbid" where !job.active.isEmpty:
            events.record(
                job, .normal, reason: "JobAlreadyActive",
                message: "Not starting job because prior execution is running and concurrency "
                    + "policy is Forbid")
            return
        case "Replace":
            for reference in job.active {
                guard let old = jobs.first(where: { $0.metadata.uid == reference["uid"].string })
                else { continue }
                try await delete(old, of: &job)
            }
        default: break
        }
        let made: Job
        do { made = try await client.create(CronJobPlan.job(for: job, at: due)) } catch {
            if error.reason == .alreadyExists { return }
            if !PodControl.isNamespaceTerminating(error) {
                events.record(
                    job, .warning, reason: "FailedCreate",
                    message: "Error creating job: \(error.message)")
            }
            throw error
        }
        events.record(
            job, .normal, reason: "SuccessfulCreate", message: "Created job \(made.metadata.name)")
        job.active.append([
            "kind": "Job", "namespace": .string(made.metadata.namespace),
            "name": .string(made.metadata.name), "uid": .string(made.metadata.uid),
            "apiVersion": "batch/v1", "resourceVersion": .string(made.metadata.resourceVersion),
        ])
        job.value["status"]["lastScheduleTime"] = .string(CivilTime(due).rfc3339)
    }

    private func delete(_ child: Job, of job: inout CronJob) async throws(Status) {
        do {
            try await client.delete(
                Job.self, namespace: child.metadata.namespace, name: child.metadata.name,
                options: [
                    "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background",
                ])
        } catch {
            if error.reason == .notFound { return }
            events.record(
                job, .warning, reason: "FailedDelete", message: "Deleted job: \(error.message)")
            throw error
        }
        job.active.removeAll { $0["uid"].string == child.metadata.uid }
        events.record(
            job, .normal, reason: "SuccessfulDelete", message: "Deleted job \(child.metadata.name)")
    }
}
