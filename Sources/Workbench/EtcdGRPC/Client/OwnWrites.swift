import Etcd
import Simulation

/// Lets the cluster's time wait until its own watches have shown what it has written.
///
/// ```
///   put /a, revision 7 ──answered──▶ time held ──── event of revision 7 ────▶ time goes on
/// ```
/// Between the two, real time passes; without this, an hour of the cluster's time might too, and
/// its controllers would act on what they had changed long ago. What others write comes when it
/// comes.
final class OwnWrites: Sendable {
    private struct Watched {
        var range: KeyRange
        /// The revision up to which events have come.
        var seen: Int64 = 0
        /// The revision that time waits for; 0 if it does not wait.
        var awaited: Int64 = 0
    }
    private struct State {
        var watches: [Int: Watched] = [:]
        var nextID = 0
    }
    private let simulation: Simulation
    private let state: Confined<State>

    init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    // MARK: - Watches

    /// Notes a new watch; returns its number for the other calls.
    func begin(_ range: KeyRange) -> Int {
        defer { state.value.nextID += 1 }
        state.value.watches[state.value.nextID] = Watched(range: range)
        return state.value.nextID
    }

    /// Says that the watch has had all events up to `revision`.
    func saw(_ revision: Int64, on id: Int) {
        guard var watched = state.value.watches[id] else { return }
        watched.seen = max(watched.seen, revision)
        let isReleased = watched.awaited != 0 && watched.awaited <= watched.seen
        if isReleased { watched.awaited = 0 }
        state.value.watches[id] = watched
        if isReleased { simulation.releaseTime() }
    }

    func end(_ id: Int) {
        guard let watched = state.value.watches.removeValue(forKey: id) else { return }
        if watched.awaited != 0 { simulation.releaseTime() }
    }

    // MARK: - Writes

    /// Holds time for what a transaction has changed.
    func note(_ request: TransactionRequest, _ response: TransactionResponse) {
        let keys = Self.changedKeys(request, response)
        for (id, watched) in state.value.watches
        where watched.seen < response.revision && keys.contains(where: watched.range.contains) {
            if watched.awaited == 0 { simulation.holdTime() }
            state.value.watches[id]?.awaited = max(watched.awaited, response.revision)
            giveUpInTime(id, response.revision)
        }
    }

    /// A watch that is broken must not stop the world.
    private func giveUpInTime(_ id: Int, _ revision: Int64) {
        Task.detached { [self] in
            try? await Task.sleep(for: Defaults.ownWriteMax)
            simulation.inject { self.giveUp(id, revision) }
        }
    }

    private func giveUp(_ id: Int, _ revision: Int64) {
        guard let watched = state.value.watches[id], watched.awaited != 0,
            watched.awaited <= revision
        else { return }
        state.value.watches[id]?.awaited = 0
        simulation.releaseTime()
    }

    /// The single keys that were written; deletions of whole ranges are not waited for.
    private static func changedKeys(
        _ request: TransactionRequest, _ response: TransactionResponse
    ) -> [Key] {
        let operations = response.succeeded ? request.success : request.failure
        return zip(operations, response.results).flatMap { operation, result -> [Key] in
            switch (operation, result) {
            case (.put(let put), _): return [put.key]
            case (.deleteRange(let deletion), .deleteRange(let answer)):
                guard case .key(let key) = deletion.range, answer.deleted > 0 else { return [] }
                return [key]
            case (.transaction(let inner), .transaction(let answer)):
                return changedKeys(inner, answer)
            default: return []
            }
        }
    }
}

extension KeyRange {
    fileprivate func contains(_ key: Key) -> Bool {
        switch self {
        case .key(let own): own == key
        case .between(let first, let end): first <= key && key < end
        case .prefix(let prefix): key.bytes.starts(with: prefix.bytes)
        case .from(let first): first <= key
        case .all: true
        }
    }
}
