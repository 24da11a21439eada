/// State that only the simulation's one thread may touch, shared without a lock.
///
/// A cluster has one thread, so its objects need no locks; but the compiler cannot know that.
/// `Confined` turns the rule into a check: every access asserts that the calling thread drives the
/// simulation (or that nobody does: before the start, or after a run has returned).
///
/// ```swift
/// package final class ProcessTable: Sendable {
///     private let processes: Confined<[ProcessID: Process]>
///     func remove(_ id: ProcessID) { processes.value[id] = nil }
/// }
/// ```
///
/// Rules for the caller: use it for what several tasks read and write *between* two awaits, as a
/// kernel's tables; give state with asynchronous users of its own an `actor`.
package final class Confined<Value>: @unchecked Sendable {
    private let executor: SimulationExecutor
    private var storage: Value

    package init(_ simulation: Simulation, _ value: Value) {
        executor = simulation.executor
        storage = value
    }

    /// For the simulation's own parts, made before the simulation is whole.
    init(_ executor: SimulationExecutor, _ value: Value) {
        self.executor = executor
        storage = value
    }

    package var value: Value {
        _read {
            assert(executor.isCurrent, "cluster state touched from outside its simulation")
            yield storage
        }
        _modify {
            assert(executor.isCurrent, "cluster state touched from outside its simulation")
            yield &storage
        }
    }
}
