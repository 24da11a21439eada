package import API
package import Simulation

/// What came of looking at one object.
package enum ReconcileResult: Sendable {
    case done
    /// Look again after this time, for a deadline that no event announces.
    case requeue(after: Duration)
}

/// Looks at one object and makes the world fit it; called again until it does.
///
/// It gets a name, not an object: what it must do follows from what is there when it looks.
package protocol Reconciler: Sendable {
    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult
}

/// The loop that every controller shares: names from the queue to the reconciler, failures back.
package struct Controller: Sendable {
    package let name: String
    package let queue: WorkQueue<NamespacedName>
    private let simulation: Simulation
    private let reconciler: any Reconciler

    package init(_ name: String, simulation: Simulation, reconciler: any Reconciler) {
        self.name = name
        self.simulation = simulation
        self.reconciler = reconciler
        queue = WorkQueue(simulation)
    }

    /// Works until the task is cancelled.
    package func run() async {
        while true {
            let name: NamespacedName
            do { name = try await queue.next() } catch { return }
            do throws(Status) {
                switch try await reconciler.reconcile(name) {
                case .done: queue.forget(name)
                case .requeue(let delay):
                    queue.forget(name)
                    queue.add(name, after: delay)
                }
            } catch {
                simulation.note(self.name, "\(name): \(error.message)")
                queue.addRateLimited(name)
            }
            queue.done(name)
        }
    }
}
