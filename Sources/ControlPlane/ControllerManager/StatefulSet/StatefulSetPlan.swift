import API
import Simulation

/// What is to be done next for a StatefulSet, from the pods that are there.
///
/// ```
///   wanted 3      kubia-0 ready   kubia-1 starting   kubia-2 missing    wait for 1
///                 kubia-0 ready   kubia-1 ready      kubia-2 missing    create 2
///   new template  kubia-0 old     kubia-1 old        kubia-2 new, ready delete 1
/// ```
/// One after another, upwards when pods are made, downwards when they go or change; with
/// `podManagementPolicy: Parallel` only changes wait for each other.
///
/// Upstream: kubernetes pkg/controller/statefulset/stateful_set_control.go.
struct StatefulSetPlan {
    enum Step: Equatable {
        /// Make the pod of this number, of the new template or the old.
        case create(Int, isNew: Bool)
        case delete(Pod)
        /// A pod that has ended, and is made again.
        case replace(Pod)
    }
    let set: StatefulSet
    private let pods: [Int: Pod]
    /// Those whose numbers are not wanted, from the highest down.
    private let condemned: [Pod]
    private let now: SimulatedInstant
    /// The names of the revisions.
    private let current, update: String

    static let hashLabel = "controller-revision-hash"

    init(
        _ set: StatefulSet, pods own: [Pod], current: String, update: String,
        now: SimulatedInstant
    ) {
        (self.set, self.current, self.update, self.now) = (set, current, update, now)
        let numbered = own.compactMap { pod in set.ordinal(of: pod).map { ($0, pod) } }
        let wanted = set.start..<(set.start + set.replicas)
        pods = Dictionary(
            numbered.filter { wanted.contains($0.0) }, uniquingKeysWith: { first, _ in first })
        condemned = numbered.filter { !wanted.contains($0.0) }.sorted { $0.0 > $1.0 }.map(\.1)
    }

    private var ordinals: Range<Int> {
        let first = set.start
        return first..<(first + set.replicas)
    }

    private func isHealthy(_ pod: Pod) -> Bool {
        pod.status.phase == "Running" && pod.isReady && !pod.metadata.isBeingDeleted
    }

    private func isAvailable(_ pod: Pod) -> Bool {
        isHealthy(pod) && pod.isAvailable(at: now, minReadySeconds: set.minReadySeconds)
    }

    private func isNew(_ pod: Pod) -> Bool { pod.metadata.labels[Self.hashLabel] == update }

    /// Everything that can be done at once.
    func steps() -> [Step] {
        var steps: [Step] = []
        for ordinal in ordinals {
            guard let pod = pods[ordinal] else {
                let isNew = !set.isRolling || ordinal >= set.start + set.partition
                steps.append(.create(ordinal, isNew: isNew || current == update))
                if set.isParallel { continue }
                return steps
            }
            if pod.isOver, !pod.metadata.isBeingDeleted { steps.append(.replace(pod)) }
            if !isAvailable(pod), !set.isParallel { return steps }
        }
        let firstUnhealthy = (ordinals.compactMap { pods[$0] } + condemned.reversed())
            .first { !isHealthy($0) }
        for pod in condemned {
            if pod.metadata.isBeingDeleted {
                if set.isParallel { continue }
                return steps
            }
            if !isHealthy(pod), !set.isParallel, pod != firstUnhealthy { return steps }
            steps.append(.delete(pod))
            if !set.isParallel { return steps }
        }
        return steps + change()
    }

    /// The next pod of the old template, from the highest number down.
    private func change() -> [Step] {
        guard set.isRolling else { return [] }
        for ordinal in ordinals.reversed() where ordinal >= set.start + set.partition {
            guard let pod = pods[ordinal] else { return [] }
            if !isNew(pod), !pod.metadata.isBeingDeleted { return [.delete(pod)] }
            if !isAvailable(pod) { return [] }
        }
        return []
    }

    /// When something will change that no event announces: a ready pod becomes available.
    var isWaitingForAvailability: Bool {
        self.set.minReadySeconds > 0
            && pods.values.contains { isHealthy($0) && !isAvailable($0) }
    }

    /// The status that says so.
    func status() -> Value {
        let all = Array(pods.values) + condemned
        let here = all.filter { !$0.metadata.isBeingDeleted && !$0.isOver }
        let updated = here.count(where: isNew)
        var currentCount = here.count { $0.metadata.labels[Self.hashLabel] == current }
        var currentName = current
        let ready = here.count(where: isHealthy)
        if set.isRolling, updated == set.replicas, ready == set.replicas, here.count == updated {
            (currentName, currentCount) = (update, updated)
        }
        var status: Value = [
            "observedGeneration": .int(Int64(set.metadata.generation ?? 0)),
            "replicas": .int(Int64(here.count)),
        ]
        func count(_ name: String, _ number: Int) {
            if number > 0 { status[name] = .int(Int64(number)) }
        }
        count("readyReplicas", ready)
        count("currentReplicas", currentCount)
        count("updatedReplicas", updated)
        status["currentRevision"] = .string(currentName)
        status["updateRevision"] = .string(update)
        status["collisionCount"] = set.value["status"]["collisionCount"] ?? 0
        status["availableReplicas"] = .int(Int64(here.count(where: isAvailable)))
        return status
    }
}
