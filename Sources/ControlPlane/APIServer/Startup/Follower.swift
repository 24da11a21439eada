import API
import Simulation

/// Does a piece of work again after every change of something that is followed.
///
/// Changes while the work is under way are not lost: it is done once more.
final class Follower: Sendable {
    private let simulation: Simulation
    private let isDue: Confined<Bool>
    private let wake: WaitQueue

    init(_ simulation: Simulation) {
        self.simulation = simulation
        isDue = Confined(simulation, true)
        wake = WaitQueue(simulation)
    }

    func poke() {
        isDue.value = true
        wake.wakeAll()
    }

    /// Works until the task is cancelled; what fails is tried again after a second.
    func run(_ work: @Sendable () async throws(Status) -> Void) async {
        while !Task.isCancelled {
            do {
                while !isDue.value { try await wake.wait() }
            } catch { return }
            isDue.value = false
            do throws(Status) { try await work() } catch {
                poke()
                do { try await simulation.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }
}
