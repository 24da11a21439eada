/// Asking the world outside, whose threads and clock are not the cluster's.
///
/// ```
///   cluster's time  ────────●                     ●────────▶
///                           │ outside { ... }     │ answer
///   real time       ────────┴─────────────────────┴────────▶
/// ```
/// For the cluster the answer takes no time, so that no timeout of its own can run out over it. What
/// comes back differs from run to run: a simulation that asks outside is not reproducible.
extension Simulation {
    /// Runs `body` on the world's own threads while the cluster's time stands still.
    ///
    /// `body` must end in bounded real time. It is cancelled when the calling task is.
    package func outside<Answer: Sendable>(
        _ body: @escaping @Sendable () async -> Answer
    ) async -> Answer {
        holdTime()
        defer { releaseTime() }
        let task = Task.detached(operation: body)
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Lets the cluster's time stand still until `releaseTime` was called as often as this.
    ///
    /// **Order** Whoever holds time must see to it that it is released, in bounded real time.
    package func holdTime() { changeHolds(by: 1) }

    package func releaseTime() { changeHolds(by: -1) }

    /// Says that something may come from outside at any moment, until `closeDoor`: a run with
    /// nothing left to do then waits for it instead of giving up.
    package func openDoor() { changeDoors(by: 1) }

    package func closeDoor() { changeDoors(by: -1) }
}
