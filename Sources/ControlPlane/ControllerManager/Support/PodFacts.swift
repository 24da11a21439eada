import API
import Simulation

/// What controllers ask of a pod again and again.
extension Pod {
    /// Ended, well or badly: it will not run again.
    var isOver: Bool { status.phase == "Succeeded" || status.phase == "Failed" }

    /// Neither ended nor being deleted: it counts for its controller.
    var isActive: Bool { !isOver && !metadata.isBeingDeleted }

    var isReady: Bool { status[condition: "Ready"]?.isTrue ?? false }

    /// Since when it is ready; nil if it is not.
    var readySince: SimulatedInstant? {
        guard let ready = status[condition: "Ready"], ready.isTrue else { return nil }
        return ready.lastTransitionTime.flatMap(instant)
    }

    /// Whether it has been ready for `minReadySeconds`.
    func isAvailable(at now: SimulatedInstant, minReadySeconds: Int) -> Bool {
        guard isReady else { return false }
        if minReadySeconds == 0 { return true }
        guard let since = readySince else { return false }
        return since.duration(to: now) >= .seconds(minReadySeconds)
    }

    var creation: String { metadata.creationTimestamp ?? "" }

    /// How often its containers were started again.
    var restarts: Int { status.containerStatuses.map(\.restartCount).max() ?? 0 }
}

/// The instant that an RFC 3339 text names; nil if it is none.
func instant(_ text: String) -> SimulatedInstant? { CivilTime(rfc3339: text)?.instant }
