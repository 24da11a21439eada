package import Simulation

/// Names of things to look at, each at most once, in the order in which they came.
///
/// **Invariants**
/// 1. A name is being processed by at most one worker at a time.
/// 2. A name added while it is processed is processed once more afterwards.
/// 3. A name added several times before it is taken is processed once.
///
/// Upstream: kubernetes client-go/util/workqueue.
package final class WorkQueue<Name: Hashable & Sendable>: Sendable {
    private struct State {
        var waiting: [Name] = []
        /// Everything that is to be processed: waiting now, or again once its worker is done.
        var dirty: Set<Name> = []
        var processing: Set<Name> = []
        var failures: [Name: Int] = [:]
    }
    private let simulation: Simulation
    private let state: Confined<State>
    private let workers: WaitQueue

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
        workers = WaitQueue(simulation)
    }

    package func add(_ name: Name) {
        guard state.value.dirty.insert(name).inserted else { return }
        guard !state.value.processing.contains(name) else { return }
        state.value.waiting.append(name)
        workers.wakeOne()
    }

    package func add(_ name: Name, after delay: Duration) {
        guard delay > .zero else { return add(name) }
        simulation.spawn("work queue delay") { [self] in
            do { try await simulation.sleep(for: delay) } catch { return }
            add(name)
        }
    }

    /// Adds a name that failed, after 5 ms for the first failure, doubling up to 1000 s.
    package func addRateLimited(_ name: Name) {
        let failures = state.value.failures[name, default: 0]
        state.value.failures[name] = failures + 1
        let delay = Duration.milliseconds(5) * (1 << min(failures, 18))
        add(name, after: min(delay, .seconds(1000)))
    }

    /// Says that a name is well again.
    package func forget(_ name: Name) { state.value.failures[name] = nil }

    package var count: Int { state.value.waiting.count }

    /// Takes the next name; `done` must follow.
    package func next() async throws(CancellationError) -> Name {
        while state.value.waiting.isEmpty { try await workers.wait() }
        let name = state.value.waiting.removeFirst()
        state.value.dirty.remove(name)
        state.value.processing.insert(name)
        return name
    }

    package func done(_ name: Name) {
        state.value.processing.remove(name)
        if state.value.dirty.contains(name) {
            state.value.waiting.append(name)
            workers.wakeOne()
        }
    }
}
