import API
import Simulation

/// When the next Job is due, and which old ones are to go.
///
/// Upstream: kubernetes pkg/controller/cronjob/utils.go.
enum CronJobPlan {
    /// The time that is due now: the latest that has come and was not served; nil for none.
    /// `missed` counts the times since the last that was.
    static func due(
        _ job: CronJob, _ schedule: CronSchedule, now: SimulatedInstant
    ) -> (time: SimulatedInstant?, missed: Int) {
        var start = job.lastScheduleTime ?? instant(job.metadata.creationTimestamp ?? "") ?? now
        if let deadline = job.startingDeadline {
            start = max(start, now.advanced(by: .zero - deadline))
        }
        var found: (time: SimulatedInstant?, missed: Int) = (nil, 0)
        while let next = schedule.next(after: found.time ?? start), next <= now {
            found = (next, found.missed + 1)
        }
        return found
    }

    /// Named after its minute, so that no minute has two.
    static func name(of job: CronJob, at time: SimulatedInstant) -> String {
        "\(job.metadata.name)-\(time.secondsSinceEpoch / 60)"
    }

    static func job(for owner: CronJob, at time: SimulatedInstant) -> Job {
        let template = owner.value["spec"]["jobTemplate"]
        var job = Job(namespace: owner.metadata.namespace, name: name(of: owner, at: time))
        job.metadata.labels = template["metadata"]["labels"].stringMap ?? [:]
        var annotations = template["metadata"]["annotations"].stringMap ?? [:]
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = CivilTime(time).rfc3339
        job.metadata.annotations = annotations
        job.metadata.ownerReferences = [controllerReference(to: owner)]
        job.value["spec"] = template["spec"]
        return job
    }

    /// The Jobs beyond what is to be remembered, the oldest first.
    static func excess(_ jobs: [Job], of owner: CronJob) -> [Job] {
        func oldest(_ condition: String, beyond limit: Int?) -> [Job] {
            guard let limit else { return [] }
            let ended = jobs.filter { $0.ended == condition }.sorted {
                ($0.status.startTime ?? "", $0.metadata.name)
                    < ($1.status.startTime ?? "", $1.metadata.name)
            }
            return Array(ended.dropLast(limit))
        }
        return oldest("Complete", beyond: owner.successfulJobsHistoryLimit)
            + oldest("Failed", beyond: owner.failedJobsHistoryLimit)
    }
}

extension Job {
    /// `Complete` or `Failed`; nil while it goes on.
    var ended: String? {
        status.conditions.first { ($0.type == "Complete" || $0.type == "Failed") && $0.isTrue }?
            .type
    }
}
