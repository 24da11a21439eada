import API

/// Which of a Job's ended pods have been counted: each exactly once, whatever dies in between.
///
/// ```
///   pod ends, has the finalizer ──▶ its uid in status.uncountedTerminatedPods   (first write)
///                                ──▶ the finalizer is taken off the pod
///                                ──▶ uid out of the list, counter up by one     (second write)
/// ```
/// A pod cannot vanish before it is counted, for its finalizer keeps it; and a uid in the list
/// whose pod has no finalizer any more only waits for the second write.
///
/// Upstream: kubernetes pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers.
struct JobTracking: Sendable {
    static let finalizer = "batch.kubernetes.io/job-tracking"

    /// The counters of the status.
    private(set) var succeeded: Int
    private(set) var failed: Int
    /// Uids, in the order in which they were noted.
    private(set) var uncountedSucceeded: [String]
    private(set) var uncountedFailed: [String]

    init(_ status: JobStatus) {
        (succeeded, failed) = (status.succeeded, status.failed)
        let uncounted = status.uncountedTerminatedPods
        uncountedSucceeded = Self.uids(uncounted?["succeeded"])
        uncountedFailed = Self.uids(uncounted?["failed"])
    }

    private static func uids(_ value: Value?) -> [String] {
        (value?.array ?? []).compactMap(\.string)
    }

    /// Whether every ended pod is in a counter.
    var isSettled: Bool { uncountedSucceeded.isEmpty && uncountedFailed.isEmpty }

    var allSucceeded: Int { succeeded + uncountedSucceeded.count }
    var allFailed: Int { failed + uncountedFailed.count }

    /// Notes ended pods that still have the finalizer.
    ///
    /// The successes of an indexed Job are told by their indexes instead.
    mutating func note(_ ended: [Pod], isIndexed: Bool) {
        for pod in ended {
            let uid = pod.metadata.uid
            if uncountedSucceeded.contains(uid) || uncountedFailed.contains(uid) { continue }
            if pod.status.phase != "Succeeded" {
                uncountedFailed.append(uid)
            } else if !isIndexed {
                uncountedSucceeded.append(uid)
            }
        }
    }

    /// Counts the noted pods that have lost their finalizer: all but those in `tracked`.
    mutating func settle(except tracked: Set<String>) {
        let before = (allSucceeded, allFailed)
        uncountedSucceeded.removeAll { !tracked.contains($0) }
        uncountedFailed.removeAll { !tracked.contains($0) }
        succeeded = before.0 - uncountedSucceeded.count
        failed = before.1 - uncountedFailed.count
    }

    /// `status.uncountedTerminatedPods`.
    var uncounted: Value {
        var value: Value = .object(Object())
        if !uncountedSucceeded.isEmpty {
            value["succeeded"] = .array(uncountedSucceeded.map(Value.string))
        }
        if !uncountedFailed.isEmpty {
            value["failed"] = .array(uncountedFailed.map(Value.string))
        }
        return value
    }
}

extension Pod {
    /// Whether a Job still has to count this pod before it may vanish.
    var isTracked: Bool { metadata.finalizers.contains(JobTracking.finalizer) }
}
