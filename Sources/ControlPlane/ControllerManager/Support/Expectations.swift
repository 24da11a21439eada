import API
import Simulation

/// What a controller has asked for and not yet seen, so that it does not ask twice.
///
/// A watch shows a new pod a moment after its creation was answered. A controller that counted its
/// pods in that moment would make one too many; so it waits until it has seen what it did.
///
/// Upstream: kubernetes pkg/controller/controller_utils.go ControllerExpectations.
final class Expectations: Sendable {
    private struct Entry {
        var creations = 0
        /// `namespace/name/uid` of each pod that is to vanish.
        var deletions: Set<String> = []
        var since: SimulatedInstant
    }
    private let simulation: Simulation
    private let entries: Confined<[NamespacedName: Entry]>

    init(_ simulation: Simulation) {
        self.simulation = simulation
        entries = Confined(simulation, [:])
    }

    /// Whether everything asked for has been seen, or has had long enough.
    func areFulfilled(_ owner: NamespacedName) -> Bool {
        guard let entry = entries.value[owner] else { return true }
        if entry.creations <= 0, entry.deletions.isEmpty { return true }
        return entry.since.duration(to: simulation.now) > Defaults.expectationTimeout
    }

    func expect(_ owner: NamespacedName, creations: Int = 0, deletions: [Pod] = []) {
        entries.value[owner] = Entry(
            creations: creations, deletions: Set(deletions.map(\.identity)), since: simulation.now)
    }

    /// One creation was seen, or will never be.
    func creationSeen(_ owner: NamespacedName) { entries.value[owner]?.creations -= 1 }

    /// A pod is being deleted, or was not deleted after all.
    func deletionSeen(_ owner: NamespacedName, _ pod: Pod) {
        entries.value[owner]?.deletions.remove(pod.identity)
    }

    func forget(_ owner: NamespacedName) { entries.value[owner] = nil }
}

extension Pod {
    fileprivate var identity: String { "\(namespacedName)/\(metadata.uid)" }
}
