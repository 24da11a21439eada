/// One cluster's world: its clock, its run queue, its randomness and its trace.
///
/// ```
///          runReadyJobs()                     nothing is ready
///   ready ────────────────▶ (jobs run) ─────────────────────────▶ now = next timer's instant
///     ▲                                                                     │
///     └───────────────── the timers of that instant make tasks ready ◀──────┘
/// ```
///
/// **Invariants**
/// 1. Time moves only when no job is ready.
/// 2. Timers of one instant fire in the order in which they were set.
/// 3. Time stands still while an answer of the outside world is awaited (`outside`).
/// 4. What a run prints is a function of the seed and of what came from outside, and when.
///
/// Whoever owns a simulation drives it, on its own thread: a test calls `run`, the prompt calls
/// `advance` at the pace of the wall clock. There is no thread in here.
package final class Simulation: Sendable {
    package let seed: UInt64
    /// How many worlds were before this one on the same disks; 0 for a fresh one.
    package let life: Int
    package let trace: Trace
    let executor = SimulationExecutor()
    private struct State {
        var now: SimulatedInstant
        var timers = TimerQueue()
        var streams: [String: RandomStream] = [:]
        /// Why time stands still: answers of the outside world that are under way.
        var holds = 0
        /// Sources of the outside world from which something may come at any moment.
        var doors = 0
    }
    private let state: Confined<State>

    /// A world at `start` in which everything random follows from `seed`.
    ///
    /// A `life` of its own for each start of a kept cluster keeps what is random there (uids, names
    /// of pods) from repeating what an earlier life has drawn.
    package init(seed: UInt64, start: SimulatedInstant = Defaults.start, life: Int = 0) {
        (self.seed, self.life) = (seed, life)
        trace = Trace(executor: executor)
        state = Confined(executor, State(now: start))
    }

    /// The cluster's time.
    package var now: SimulatedInstant { state.value.now }

    // MARK: - For the code inside

    /// Starts a task of the cluster. `name` is the task's own, as debuggers show it.
    ///
    /// This is the only way to start one: a bare `Task {}` would leave the executor.
    @discardableResult
    package func spawn(
        _ name: String, _ operation: @escaping @Sendable () async -> Void
    ) -> Task<Void, Never> {
        Task(name: name, executorPreference: executor, operation: operation)
    }

    /// Like `spawn`, for a task whose value somebody waits for.
    package func spawn<Success: Sendable>(
        _ name: String, returning: Success.Type,
        _ operation: @escaping @Sendable () async -> Success
    ) -> Task<Success, Never> {
        Task(name: name, executorPreference: executor, operation: operation)
    }

    /// Suspends the calling task for `duration` of the cluster's time.
    ///
    /// **Throws** `CancellationError` as soon as the task is cancelled.
    package func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: now.advanced(by: duration))
    }

    /// Suspends the calling task until `instant`.
    package func sleep(until instant: SimulatedInstant) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        let timer = Timer(self)
        state.value.timers.insert(timer, at: max(instant, now))
        let fired = await withTaskCancellationHandler {
            await timer.wait()
        } onCancel: {
            timer.end(fired: false)
        }
        if !fired { throw CancellationError() }
    }

    /// Lets every other ready task run before the calling one goes on.
    package func yield() async { await Task.yield() }

    /// The random stream called `name`; the same object each time.
    package func random(_ name: String) -> RandomStream {
        if let stream = state.value.streams[name] { return stream }
        let stream = RandomStream(
            self, seed: seed, name: life == 0 ? name : "\(name) of life \(life)")
        state.value.streams[name] = stream
        return stream
    }

    /// Adds to the trace what `source` has to tell.
    package func note(_ source: String, _ message: String) {
        trace.record(TraceEvent(instant: now, source: source, message: message))
    }

    // MARK: - For whoever drives

    /// Runs `body` as a task of the cluster, moving time as fast as it goes, until `body` is done.
    ///
    /// The rest of the cluster stands still when this returns and goes on with the next run.
    ///
    /// **Throws** what `body` throws; `SimulationStalled` if nothing can ever happen again, or if
    /// `limit` of the cluster's time passes first.
    package func run<Success: Sendable>(
        limit: Duration = .hours(24 * 365),
        _ body: @escaping @Sendable () async throws -> Success
    ) throws -> Success {
        let outcome = Confined<Result<Success, any Error>?>(self, nil)
        let task = spawn("run") {
            do { outcome.value = .success(try await body()) } catch {
                outcome.value = .failure(error)
            }
        }
        let end = now.advanced(by: limit)
        try executor.drive {
            while outcome.value == nil {
                executor.runReadyJobs { outcome.value != nil }
                if outcome.value != nil { break }
                if isTimeHeld {
                    executor.awaitForeignJob()
                    continue
                }
                let next = state.value.timers.nextInstant()
                if next == nil, state.value.doors > 0 {
                    executor.awaitForeignJob()
                    continue
                }
                guard let next, next <= end else {
                    task.cancel()
                    executor.runReadyJobs()
                    throw SimulationStalled(at: now)
                }
                fireTimers(of: next)
            }
        }
        guard let result = outcome.value else { throw SimulationStalled(at: now) }
        return try result.get()
    }

    /// Runs everything that is due until the clock shows `instant`, then returns.
    package func advance(to instant: SimulatedInstant) {
        advance(to: instant, until: { false })
    }

    /// Runs everything that is due up to `instant`, or until `isDone`, and returns.
    ///
    /// When `isDone` ends it early, the clock stays where it was at that moment.
    package func advance(to instant: SimulatedInstant, until isDone: () -> Bool) {
        executor.drive {
            while true {
                executor.runReadyJobs(until: isDone)
                if isDone() { return }
                if isTimeHeld {
                    executor.awaitForeignJob()
                    continue
                }
                guard let next = state.value.timers.nextInstant(), next <= instant else { break }
                fireTimers(of: next)
            }
            if instant > now { state.value.now = instant }
        }
    }

    /// The instant of the next timer, if there is one.
    package var nextTimer: SimulatedInstant? { state.value.timers.nextInstant() }

    /// Sets what is called, on the thread that did it, when a task was made ready by a thread that
    /// does not drive; while nobody drives, that is any thread.
    package func onForeignWork(_ wake: (@Sendable () -> Void)?) { executor.onForeignJob(wake) }

    /// Starts a task of the cluster from any thread: how the outside world comes in.
    package func inject(_ operation: @escaping @Sendable () async -> Void) {
        Task(executorPreference: executor, operation: operation)
    }

    /// Whether an answer of the outside world is awaited.
    private var isTimeHeld: Bool { state.value.holds > 0 }

    func changeDoors(by difference: Int) { state.value.doors += difference }

    func changeHolds(by difference: Int) {
        state.value.holds += difference
        precondition(state.value.holds >= 0, "time is released more often than it was held")
    }

    private func fireTimers(of instant: SimulatedInstant) {
        if instant > now { state.value.now = instant }
        while let timer = state.value.timers.popDue(at: instant) { timer.end(fired: true) }
    }
}

/// Nothing can happen any more, or not within the time allowed, and what was awaited has not come.
package struct SimulationStalled: Error, CustomStringConvertible {
    package var at: SimulatedInstant

    package var description: String {
        "nothing more can happen at \(CivilTime(at).rfc3339), and what was awaited has not come"
    }
}
