import Dispatch
import Foundation
package import Simulation
import Synchronization

/// Drives a simulation at the pace of the wall clock, from the thread that calls `run`.
///
/// ```
///   wall     ──┬───────────┬──────────────┬──▶     the clocks run alike from the anchor on
///   virtual  ──┴───────────┴──────────────┴──▶
///           run      next timer      inject (a request): the driver is woken
/// ```
/// Between what is due the thread sleeps; a request from another thread wakes it at once. When the
/// simulation was moved otherwise (a prompt at another pace), the next `run` sets a new anchor.
///
/// Differs: while the machine is suspended the cluster's clock stands still too.
package final class RealTimeDriver: Sendable {
    private let simulation: Simulation
    private let alarm = DispatchSemaphore(value: 0)
    /// Whether the driver was woken and has not looked yet.
    private let isWoken = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)

    package init(_ simulation: Simulation) { self.simulation = simulation }

    /// The wall clock, as the instant at which a cluster for real clients starts: they judge
    /// certificates by their own clock.
    package static var wallClock: SimulatedInstant {
        SimulatedInstant(
            nanosecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000) * 1_000_000)
    }

    /// Drives until `stop` is called, or until `isDone` says so.
    ///
    /// `isDone` is asked on this thread, after every step of the simulation.
    package func run(until isDone: () -> Bool = { false }) {
        let clock = SuspendingClock()
        let anchor = (wall: clock.now, cluster: simulation.now)
        func isOver() -> Bool { isStopped.load(ordering: .acquiring) || isDone() }
        simulation.onForeignWork { [weak self] in self?.wake() }
        defer { simulation.onForeignWork(nil) }
        while !isOver() {
            let now = anchor.cluster.advanced(by: anchor.wall.duration(to: clock.now))
            simulation.advance(to: now, until: isOver)
            if isOver() { return }
            let next = simulation.nextTimer ?? now.advanced(by: .hours(1))
            let present = anchor.cluster.advanced(by: anchor.wall.duration(to: clock.now))
            sleep(for: present.duration(to: next))
        }
    }

    /// Starts a task of the cluster from any thread, and sees to it that it runs now.
    package func inject(_ operation: @escaping @Sendable () async -> Void) {
        simulation.inject(operation)
        wake()
    }

    /// Makes the driver look for work; for whoever resumed a task of the cluster from outside.
    package func wake() {
        if !isWoken.exchange(true, ordering: .acquiringAndReleasing) { alarm.signal() }
    }

    /// Ends `run`, from any thread; a later `run` returns at once.
    package func stop() {
        isStopped.store(true, ordering: .releasing)
        wake()
    }

    private func sleep(for duration: Duration) {
        let limit = min(duration.nanoseconds, 3_600_000_000_000)
        if limit > 0 {
            _ = alarm.wait(timeout: .now() + .nanoseconds(Int(limit)))
        }
        // Acquires too: what a waker brought before it found the flag up must be seen from here on.
        _ = isWoken.exchange(false, ordering: .acquiringAndReleasing)
    }
}
