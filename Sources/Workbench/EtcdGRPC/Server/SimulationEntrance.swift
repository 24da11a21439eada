import Etcd
import Simulation

/// The way of a request from a thread of the outside world into the cluster, and back.
struct SimulationEntrance: Sendable {
    let simulation: Simulation

    /// Runs `body` as a task of the cluster, which is cancelled when the calling task is.
    ///
    /// Waits until somebody drives the simulation.
    func ask<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws(EtcdError) -> Answer
    ) async throws(EtcdError) -> Answer {
        let visit = Visit(simulation)
        let result: Result<Answer, EtcdError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                simulation.inject {
                    visit.begin {
                        do throws(EtcdError) {
                            continuation.resume(returning: .success(try await body()))
                        } catch {
                            continuation.resume(returning: .failure(error))
                        }
                    }
                }
            }
        } onCancel: {
            // Only the simulation's own thread may touch what a cancelled task waits for.
            simulation.inject { visit.cancel() }
        }
        return try result.get()
    }

    /// One request's task, which may be cancelled before it has begun.
    private final class Visit: Sendable {
        private let simulation: Simulation
        private let task: Confined<Task<Void, Never>?>
        private let isCancelled: Confined<Bool>

        init(_ simulation: Simulation) {
            self.simulation = simulation
            (task, isCancelled) = (Confined(simulation, nil), Confined(simulation, false))
        }

        func begin(_ operation: @escaping @Sendable () async -> Void) {
            let task = simulation.spawn("etcd request", operation)
            self.task.value = task
            if isCancelled.value { task.cancel() }
        }

        func cancel() {
            isCancelled.value = true
            task.value?.cancel()
        }
    }
}
