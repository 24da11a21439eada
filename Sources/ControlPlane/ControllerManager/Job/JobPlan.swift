import API
import Simulation

/// The decisions of the Job controller, from the Job and its pods.
///
/// ```
///   enough succeeded ──▶ SuccessCriteriaMet ──(no pod left)──▶ Complete
///   too many failed, deadline passed ──▶ FailureTarget ──(no pod left)──▶ Failed
///   otherwise: pods up to `parallelism`, after a failure not before its back-off is over
/// ```
struct JobPlan: Sendable {
    let job: Job
    let now: SimulatedInstant
    private let active: [Pod]
    private let succeeded: [Pod]
    private let failed: [Pod]
    private let terminating: Int
    private let succeededIndexes: Set<Int>
    /// Pods that ended and still have the tracking finalizer: to be counted and let go.
    let ended: [Pod]
    private let tracking: JobTracking
    /// How long until something must be done that no event announces.
    private(set) var nextLook: Duration?
    private var created = 0
    private var deleted: [Pod] = []

    struct Work: Sendable {
        var job: Job
        var creations: [Pod] = []
        var deletions: [Pod] = []
    }

    /// `isTracked` tells whether a pod still has the tracking finalizer.
    init(
        job: Job, pods: [Pod], now: SimulatedInstant,
        isTracked: (Pod) -> Bool = { $0.isTracked }
    ) {
        (self.job, self.now) = (job, now)
        active = pods.filter(\.isActive)
        succeeded = pods.filter { $0.status.phase == "Succeeded" }
        failed = pods.filter { $0.status.phase == "Failed" }
        terminating = pods.count { $0.metadata.isBeingDeleted && !$0.isOver }
        let counted = Self.numbers(job.status.completedIndexes ?? "")
        succeededIndexes = Set(succeeded.compactMap(Self.index)).union(counted)
        let tracked = pods.filter(isTracked)
        // A pod that is deleted before its end counts as failed, for it may vanish without one.
        ended = tracked.filter { $0.isOver || $0.metadata.isBeingDeleted }
        var tracking = JobTracking(job.status)
        tracking.settle(except: Set(tracked.map(\.metadata.uid)))
        tracking.note(ended, isIndexed: job.isIndexed)
        self.tracking = tracking
    }

    /// The field that asks for something which is left out here; nil if there is none.
    static func unsupported(_ job: Job) -> String? {
        let spec = job.value["spec"]
        for name in ["podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "managedBy"]
        where spec[name] != nil {
            return "spec.\(name)"
        }
        return nil
    }

    static let indexLabel = "batch.kubernetes.io/job-completion-index"

    private static func index(of pod: Pod) -> Int? {
        pod.metadata.annotations[indexLabel].flatMap { Int($0) }
    }

    // MARK: - How it stands

    private var successes: Int {
        job.isIndexed ? succeededIndexes.count : tracking.allSucceeded
    }

    /// Why the Job fails now; nil if it does not.
    private var failure: (reason: String, message: String)? {
        if let target = condition("FailureTarget"), target.isTrue {
            return (target.reason ?? "", target.message ?? "")
        }
        if tracking.allFailed > job.spec.backoffLimit || restartsExceeded {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
        }
        if let left = timeLeft, left <= .zero {
            return ("DeadlineExceeded", "Job was active longer than specified deadline")
        }
        return nil
    }

    /// With `restartPolicy: OnFailure` the kubelet starts containers again; those count instead.
    private var restartsExceeded: Bool {
        guard job.spec.template.spec.restartPolicy == "OnFailure" else { return false }
        let restarts = active.flatMap(\.status.containerStatuses).reduce(0) { $0 + $1.restartCount }
        if job.spec.backoffLimit == 0 { return restarts > 0 }
        return restarts >= job.spec.backoffLimit
    }

    private var isSuccessful: Bool {
        if let completions = job.spec.completions { return successes >= completions }
        // A work queue: one success says that there is nothing left to do.
        return successes > 0 && active.isEmpty
    }

    private var timeLeft: Duration? {
        guard let seconds = job.spec.activeDeadlineSeconds, !job.spec.suspend,
            let start = job.status.startTime.flatMap(instant)
        else { return nil }
        return now.duration(to: start.advanced(by: .seconds(seconds)))
    }

    private func condition(_ type: String) -> Condition? {
        job.status.conditions.first { $0.type == type }
    }

    // MARK: - What to do

    /// The pods to make and to delete.
    mutating func work() -> Work {
        var work = Work(job: job)
        if failure != nil || isSuccessful || job.spec.suspend {
            work.deletions = active
        } else {
            nextLook = timeLeft
            let surplus = active.count - wanted
            if surplus > 0 {
                work.deletions = Array(
                    active.sorted { !$0.isReady && $1.isReady }.prefix(surplus))
            } else if surplus < 0, mayCreate() {
                work.creations = newPods(-surplus)
            }
        }
        (created, deleted) = (work.creations.count, work.deletions)
        return work
    }

    /// How many pods should run.
    private var wanted: Int {
        guard let completions = job.spec.completions else {
            return successes > 0 ? active.count : job.spec.parallelism
        }
        return max(0, min(job.spec.parallelism, completions - successes))
    }

    /// Not before the back-off after the last failure is over: 10 s, doubling.
    private mutating func mayCreate() -> Bool {
        let ends = failed.compactMap(Self.end).sorted()
        guard let last = ends.last else { return true }
        let lastSuccess = succeeded.compactMap(Self.end).max()
        let recent = ends.count { end in lastSuccess.map { end > $0 } ?? true }
        guard recent > 0 else { return true }
        let doubled = Defaults.jobPodBackoff * (1 << min(recent - 1, 10))
        let pause = min(doubled, Defaults.jobPodBackoffLimit)
        let left = now.duration(to: last.advanced(by: pause))
        if left <= .zero { return true }
        nextLook = min(nextLook ?? left, left)
        return false
    }

    private static func end(of pod: Pod) -> SimulatedInstant? {
        let ends = pod.status.containerStatuses.compactMap { $0.state.terminated?.finishedAt }
        return ends.compactMap(instant).max()
            ?? pod.status[condition: "Ready"]?.lastTransitionTime.flatMap(instant)
            ?? pod.metadata.deletionTimestamp.flatMap(instant)
    }

    private func newPods(_ count: Int) -> [Pod] {
        var pod = PodControl.pod(from: job.spec.template, of: job)
        pod.metadata.finalizers.append(JobTracking.finalizer)
        guard job.isIndexed, let completions = job.spec.completions else {
            return Array(repeating: pod, count: min(count, Defaults.burstReplicas))
        }
        let taken = succeededIndexes.union(active.compactMap(Self.index))
        var pods: [Pod] = []
        var index = 0
        while pods.count < min(count, Defaults.burstReplicas), index < completions {
            if !taken.contains(index) { pods.append(indexed(pod, index)) }
            index += 1
        }
        return pods
    }

    private func indexed(_ pod: Pod, _ index: Int) -> Pod {
        var pod = pod
        let name = "\(job.metadata.name)-\(index)"
        pod.metadata.generateName = name + "-"
        pod.metadata.annotations[Self.indexLabel] = "\(index)"
        pod.metadata.labels[Self.indexLabel] = "\(index)"
        if pod.spec.hostname == nil { pod.spec.hostname = name }
        let variable: Value = [
            "name": "JOB_COMPLETION_INDEX",
            "valueFrom": [
                "fieldRef": ["fieldPath": .string("metadata.labels['\(Self.indexLabel)']")]
            ],
        ]
        for list in ["initContainers", "containers"] {
            guard let containers = pod.value["spec"][list].array else { continue }
            pod.value["spec"][list] = .array(
                containers.map { container in
                    var container = container
                    container["env"] = .array((container["env"].array ?? []) + [variable])
                    return container
                })
        }
        return pod
    }

    // MARK: - What to say

    /// The status after the work has been done: with the ended pods noted, and once they have
    /// been let go (`isReleased`) counted.
    func status(isReleased: Bool = false) -> JobStatus {
        var status = job.status
        var tracking = tracking
        if isReleased { tracking.settle(except: []) }
        if !job.spec.suspend, status.startTime == nil {
            status.startTime = CivilTime(now).rfc3339
        }
        let gone = Set(deleted.map(\.metadata.uid))
        let left = active.filter { !gone.contains($0.metadata.uid) }
        let running = left.count + created
        let hasFailed = failure
        status.setCount("active", running)
        status.setCount("succeeded", job.isIndexed ? successes : tracking.succeeded)
        status.setCount("failed", tracking.failed)
        status.ready = left.count(where: \.isReady)
        status.terminating = terminating + deleted.count
        status.uncountedTerminatedPods = tracking.uncounted
        if job.isIndexed {
            let text = Self.ranges(succeededIndexes.sorted())
            status.completedIndexes = text.isEmpty ? nil : text
        }
        let isSettled = terminating + deleted.count == 0 && tracking.isSettled
        if let hasFailed {
            put("FailureTarget", true, hasFailed.reason, hasFailed.message, in: &status)
            if isSettled {
                put("Failed", true, hasFailed.reason, hasFailed.message, in: &status)
            }
        } else if isSuccessful {
            let message = "Reached expected number of succeeded pods"
            put("SuccessCriteriaMet", true, "CompletionsReached", message, in: &status)
            if isSettled {
                put("Complete", true, "CompletionsReached", message, in: &status)
                status.completionTime = status.completionTime ?? CivilTime(now).rfc3339
            }
        } else {
            putSuspension(in: &status)
        }
        return status
    }

    private func putSuspension(in status: inout JobStatus) {
        if job.spec.suspend {
            if condition("Suspended")?.isTrue ?? false { return }
            put("Suspended", true, "JobSuspended", "Job suspended", in: &status)
            status.startTime = nil
        } else if condition("Suspended")?.isTrue ?? false {
            put("Suspended", false, "JobResumed", "Job resumed", in: &status)
            status.startTime = CivilTime(now).rfc3339
        }
    }

    private func put(
        _ type: String, _ isTrue: Bool, _ reason: String, _ message: String,
        in status: inout JobStatus
    ) {
        let value = isTrue ? "True" : "False"
        if status.conditions.contains(where: { $0.type == type && $0.status == value }) { return }
        let time = CivilTime(now).rfc3339
        let condition = Condition([
            "type": .string(type), "status": .string(value), "lastProbeTime": .string(time),
            "lastTransitionTime": .string(time), "reason": .string(reason),
            "message": .string(message),
        ])
        if let index = status.conditions.firstIndex(where: { $0.type == type }) {
            status.conditions[index] = condition
        } else {
            status.conditions.append(condition)
        }
    }

    /// The reverse of `ranges`; what is no number is passed over.
    private static func numbers(_ text: String) -> [Int] {
        var numbers: [Int] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { continue }
            numbers += first...min(last, first + Defaults.jobIndexLimit)
        }
        return numbers
    }

    /// `0-2,4`
    static func ranges(_ numbers: [Int]) -> String {
        var parts: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            parts.append(
                end == start
                    ? "\(numbers[start])"
                    : end == start + 1
                        ? "\(numbers[start]),\(numbers[end])" : "\(numbers[start])-\(numbers[end])")
            start = end + 1
        }
        return parts.joined(separator: ",")
    }
}
