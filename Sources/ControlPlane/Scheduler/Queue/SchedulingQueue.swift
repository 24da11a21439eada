package import API
package import Simulation

/// Pods that wait for a node.
///
/// ```
///             pop                      no node fits
///   active ─────────▶ (one cycle) ─────────────────────▶ unschedulable
///     ▲                                                      │ something changed,
///     │ back-off over                                        │ or 5 minutes passed
///     └──────────────── backoff ◀────────────────────────────┘
/// ```
/// Upstream: kubernetes pkg/scheduler/backend/queue/scheduling_queue.go.
package struct SchedulingQueue: Sendable {
    private struct Waiting: Sendable {
        var pod: Pod
        var sequence: Int
        var attempts = 0
        /// When the last attempt ended.
        var lastAttempt: SimulatedInstant
    }
    private struct Turn: Sendable {
        var name: NamespacedName
        var priority: Int
        var sequence: Int

        /// Whether this one's turn comes after `other`'s.
        func isAfter(_ other: Turn) -> Bool {
            priority != other.priority
                ? priority < other.priority : sequence > other.sequence
        }
    }
    private var active: [NamespacedName: Waiting] = [:]
    /// The active pods, the next one last; names that have left `active` meanwhile are skipped.
    private var turn: [Turn] = []
    private var backoff: [NamespacedName: Waiting] = [:]
    private var unschedulable: [NamespacedName: Waiting] = [:]
    /// The pod that is in its cycle now, with what it was popped as.
    private var inFlight: [NamespacedName: Waiting] = [:]
    /// Set when the world changed during a cycle: its pod then goes to back-off at once.
    private var changedInFlight = false
    private var nextSequence = 0

    package init() {}

    /// A new pod, or a waiting one that changed.
    ///
    /// A hopeless pod whose spec changed is tried again after its back-off; a change of its status,
    /// which the scheduler itself writes, is no reason to.
    package mutating func add(_ pod: Pod, at now: SimulatedInstant) {
        let name = pod.namespacedName
        if inFlight[name] != nil { return }
        if active[name] != nil { active[name]?.pod = pod; return }
        if backoff[name] != nil { backoff[name]?.pod = pod; return }
        if var waiting = unschedulable[name] {
            let isNew =
                waiting.pod.spec != pod.spec
                || waiting.pod.metadata.labels != pod.metadata.labels
            waiting.pod = pod
            unschedulable[name] = isNew ? nil : waiting
            if isNew { backoff[name] = waiting }
            return
        }
        activate(name, Waiting(pod: pod, sequence: nextSequence, lastAttempt: now))
        nextSequence += 1
    }

    package mutating func remove(_ name: NamespacedName) {
        active[name] = nil
        backoff[name] = nil
        unschedulable[name] = nil
        inFlight[name] = nil
    }

    /// Takes the active pod with the highest priority; of equals, the one that came first.
    package mutating func pop(at now: SimulatedInstant) -> (pod: Pod, attempt: Int)? {
        flush(at: now)
        while let next = turn.popLast() {
            let name = next.name
            guard let waiting = active[name], waiting.sequence == next.sequence else { continue }
            active[name] = nil
            inFlight[name] = waiting
            changedInFlight = false
            return (waiting.pod, waiting.attempts + 1)
        }
        return nil
    }

    /// The popped pod has its node.
    package mutating func done(_ name: NamespacedName) { inFlight[name] = nil }

    /// No node fits the popped pod. With `retries`, something failed on the way: it comes again
    /// after its back-off, whatever else happens.
    package mutating func putBack(
        _ name: NamespacedName, at now: SimulatedInstant, retries: Bool
    ) {
        guard var waiting = inFlight.removeValue(forKey: name) else { return }
        waiting.attempts += 1
        waiting.lastAttempt = now
        if retries || changedInFlight {
            backoff[name] = waiting
        } else {
            unschedulable[name] = waiting
        }
    }

    /// The world changed so that hopeless pods may have a chance: a node came, a pod left.
    package mutating func moveAllToActive(at now: SimulatedInstant) {
        changedInFlight = true
        backoff.merge(unschedulable) { old, _ in old }
        unschedulable = [:]
        flush(at: now)
    }

    /// When `pop` may next have something that it has not now.
    package func nextWakeUp() -> SimulatedInstant? {
        let ends = backoff.values.map { backoffEnd($0) }
        let flushes = unschedulable.values.map {
            $0.lastAttempt.advanced(by: Defaults.unschedulableTimeout)
        }
        return (ends + flushes).min()
    }

    private mutating func activate(_ name: NamespacedName, _ waiting: Waiting) {
        active[name] = waiting
        let new = Turn(
            name: name, priority: waiting.pod.spec.priority, sequence: waiting.sequence)
        var (low, high) = (0, turn.count)
        while low < high {
            let middle = (low + high) / 2
            if turn[middle].isAfter(new) { low = middle + 1 } else { high = middle }
        }
        turn.insert(new, at: low)
    }

    private mutating func flush(at now: SimulatedInstant) {
        for (name, waiting) in backoff where backoffEnd(waiting) <= now {
            backoff[name] = nil
            activate(name, waiting)
        }
        for (name, waiting) in unschedulable
        where waiting.lastAttempt.advanced(by: Defaults.unschedulableTimeout) <= now {
            unschedulable[name] = nil
            activate(name, waiting)
        }
    }

    /// 1 s after the first attempt, doubling up to 10 s.
    private func backoffEnd(_ waiting: Waiting) -> SimulatedInstant {
        let doublings = min(max(waiting.attempts - 1, 0), 10)
        let pause = min(Defaults.backoffFirst * (1 << doublings), Defaults.backoffLimit)
        return waiting.lastAttempt.advanced(by: pause)
    }
}
