/// One thing that happened, for whoever asks why.
package struct TraceEvent: Sendable {
    package var instant: SimulatedInstant
    /// The component that tells: `scheduler`, `kubelet server5-node1`.
    package var source: String
    package var message: String
}

/// The record of what happened in a cluster, bounded; the oldest events go first.
package final class Trace: Sendable {
    private let events: Confined<[TraceEvent]>

    init(executor: SimulationExecutor) { events = Confined(executor, []) }

    package func record(_ event: TraceEvent) {
        if events.value.count >= Defaults.traceCapacityEvents {
            events.value.removeFirst(Defaults.traceCapacityEvents / 4)
        }
        events.value.append(event)
    }

    /// What is still remembered, oldest first.
    package var all: [TraceEvent] { events.value }
}
