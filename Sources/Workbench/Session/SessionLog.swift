import Simulation

/// What has come into a session so far; the editor writes here from inside the simulation.
final class SessionLog: Sendable {
    private let simulation: Simulation
    private let state: Confined<[InputLogEntry]>

    init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, [])
    }

    var entries: [InputLogEntry] { state.value }

    func append(_ input: SessionInput, terminal: String) {
        state.value.append(
            InputLogEntry(instant: simulation.now, terminal: terminal, input: input))
    }
}
