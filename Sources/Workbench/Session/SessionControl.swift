package import Simulation

/// How fast the clock of a session goes.
package enum Pace: String, Sendable, CaseIterable {
    /// A command takes no time of the learner's: tests, pipes, judging.
    case instant
    /// As the clock on the wall.
    case real
    /// Time stands still between commands.
    case step
}

/// What commands typed in a session ask of whoever drives it.
package final class SessionControl: Sendable {
    private struct State {
        var pace: Pace
        var terminal = ""
        var skipsUntil: SimulatedInstant?
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation, pace: Pace) {
        state = Confined(simulation, State(pace: pace))
    }

    package var pace: Pace {
        get { state.value.pace }
        set { state.value.pace = newValue }
    }

    /// The terminal that the learner looks at.
    package var terminal: String {
        get { state.value.terminal }
        set { state.value.terminal = newValue }
    }

    /// Until when the clock is to run as fast as it can: `clock advance`.
    package var skipsUntil: SimulatedInstant? {
        get { state.value.skipsUntil }
        set { state.value.skipsUntil = newValue }
    }
}
