import Simulation

/// Maps the clock on the wall onto the cluster's clock: both run at one speed from a common start.
struct Pacer {
    private let clock = ContinuousClock()
    private var wallStart: ContinuousClock.Instant
    private var start: SimulatedInstant

    init(from start: SimulatedInstant) {
        wallStart = clock.now
        self.start = start
    }

    /// What the cluster's clock should show now.
    var now: SimulatedInstant { start.advanced(by: wallStart.duration(to: clock.now)) }

    /// Starts again at `instant`: the cluster's clock has jumped, or stood still.
    mutating func restart(at instant: SimulatedInstant) {
        wallStart = clock.now
        start = instant
    }
}
