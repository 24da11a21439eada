import Dispatch
import Synchronization

/// The run queue of one cluster: every task of the cluster is carried out here, one at a time.
///
/// Jobs run in the order in which they were made ready; task priorities are ignored, because an
/// order that depends on them would have to be explained to every reader of a trace.
///
/// **Invariants**
/// 1. At most one thread carries jobs out at any time (`driver`).
/// 2. A job made ready while another runs goes to the end of the queue, never in front.
///
/// The queue is behind a lock for one reason only: a thread of the outside world (a socket, a
/// signal) may add a job. Inside the cluster nobody ever waits for that lock.
final class SimulationExecutor: TaskExecutor, Sendable {
    private struct State {
        var ready: [UnownedJob] = []
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    /// The thread now driving, as `currentThreadIdentity()` names it; 0 while nobody drives.
    private let driver = Atomic<UInt>(0)
    /// Whether the driving thread sleeps until a foreign thread adds a job.
    private let isAwaited = Atomic<Bool>(false)
    private let arrival = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            state.ready.append(unowned)
            return state.wake
        }
        guard driver.load(ordering: .relaxed) != currentThreadIdentity() else { return }
        if isAwaited.load(ordering: .acquiring) { arrival.signal() }
        wake?()
    }

    /// Sets what is called, on the adding thread, when one that does not drive has added a job.
    func onForeignJob(_ wake: (@Sendable () -> Void)?) {
        state.withLock { $0.wake = wake }
    }

    /// Lets the driving thread sleep until a foreign thread has added a job, or a moment of real
    /// time has passed.
    func awaitForeignJob() {
        isAwaited.store(true, ordering: .releasing)
        // A job added before the flag was seen gave no signal; look once more.
        if state.withLock(\.ready.isEmpty) { _ = arrival.wait(timeout: .now() + .milliseconds(50)) }
        isAwaited.store(false, ordering: .releasing)
    }

    /// Whether the calling thread may touch the cluster: it drives, or nobody does.
    var isCurrent: Bool {
        let identity = driver.load(ordering: .relaxed)
        return identity == 0 || identity == currentThreadIdentity()
    }

    /// Makes the calling thread the driver for the length of `body`.
    func drive<Result>(_ body: () throws -> Result) rethrows -> Result {
        let identity = currentThreadIdentity()
        let previous = driver.exchange(identity, ordering: .acquiringAndReleasing)
        precondition(
            previous == 0 || previous == identity, "two threads drive one simulation at a time")
        defer { driver.store(previous, ordering: .releasing) }
        return try body()
    }

    /// Carries out all jobs that are ready, and those they make ready, until none is left or
    /// `isDone` says to stop. Returns how many were carried out.
    @discardableResult
    func runReadyJobs(until isDone: () -> Bool = { false }) -> Int {
        var count = 0
        var batch: [UnownedJob] = []
        while true {
            batch.removeAll(keepingCapacity: true)
            state.withLock { swap(&$0.ready, &batch) }
            if batch.isEmpty { return count }
            for (position, job) in batch.enumerated() {
                job.runSynchronously(on: asUnownedTaskExecutor())
                count += 1
                if isDone() {
                    let rest = batch[(position + 1)...]
                    state.withLock { $0.ready.insert(contentsOf: rest, at: 0) }
                    return count
                }
            }
        }
    }
}
