import API
package import Simulation

/// What happened to one request, stage by stage: the request path made visible.
///
/// The stages write into it as the request passes; `lines` shows it. It exists only for requests
/// that the recorder keeps, so that nobody else pays for it.
///
/// Differs: upstream's closest relative is the audit log, which says who and what but not why.
package final class RequestTrace: Sendable {
    /// One thing that a stage did.
    package struct Step: Hashable, Sendable {
        /// `authentication`, `authorization`, `admission`, `validation`, `storage`, `watch`.
        package var stage: String
        package var text: String
        /// Lines that belong to it, such as a diff.
        package var details: [String] = []
    }
    /// `POST /api/v1/namespaces/default/pods`.
    package let request: String
    /// When the request came in.
    package let received: SimulatedInstant
    private let state: Confined<State>

    private struct State {
        var steps: [Step] = []
        var status: Int?
    }

    init(_ simulation: Simulation, _ request: APIRequest) {
        self.request = "\(request.method) \(request.path)"
        received = simulation.now
        state = Confined(simulation, State())
    }

    package var steps: [Step] { state.value.steps }

    /// The HTTP status of the answer; nil while there is none.
    package internal(set) var status: Int? {
        get { state.value.status }
        set { state.value.status = newValue }
    }

    func record(_ stage: String, _ text: String, details: [String] = []) {
        // An update that is tried again and again must not grow without bounds.
        guard state.value.steps.count < TraceDefaults.stepsMax else { return }
        state.value.steps.append(
            Step(stage: stage, text: text, details: Array(details.prefix(TraceDefaults.linesMax))))
    }

    func refused(by plugin: String, _ status: Status) {
        record("admission", "\(plugin): refused: \(status.message)")
    }

    /// Notes what a plugin changed, or warned of.
    func compare(_ plugin: String, before: AdmissionRequest, after: AdmissionRequest) {
        if let old = before.object, let new = after.object, old != new {
            record("admission", "\(plugin): changed", details: ValueDiff.lines(old, new))
        }
        for warning in after.warnings.dropFirst(before.warnings.count) {
            record("admission", "\(plugin): warned: \(warning)")
        }
    }

    /// As `trace` prints it.
    package var lines: [String] {
        let current = state.value
        var lines = [request + (current.status.map { "  ->  \($0)" } ?? "")]
        for step in current.steps {
            let gap = String(
                repeating: " ", count: max(1, TraceDefaults.stageWidth - step.stage.count))
            lines.append("  \(step.stage)\(gap)\(step.text)")
            lines += step.details.map { "      \($0)" }
        }
        return lines
    }
}

/// The limits of traces.
enum TraceDefaults {
    /// **Unit**: steps of one trace.
    static let stepsMax = 100
    /// **Unit**: lines of one step.
    static let linesMax = 60
    /// **Unit**: traces that are kept.
    static let kept = 16
    /// **Unit**: columns for the stage's name.
    static let stageWidth = 16
}

/// Keeps the traces of the last requests that people made.
///
/// The cluster's own components send requests all the time; only those of others are kept, and of
/// these no discovery.
package final class TraceRecorder: Sendable {
    private let simulation: Simulation
    private let state: Confined<State>

    private struct State {
        var isOn = true
        var traces: [RequestTrace] = []
    }

    init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    package var isOn: Bool {
        get { state.value.isOn }
        set { state.value.isOn = newValue }
    }

    /// The last request that is worth showing; of several at once the one that came last.
    package var last: RequestTrace? { state.value.traces.last }

    /// Nil for a request that is not kept.
    func begin(_ context: RequestContext) -> RequestTrace? {
        guard state.value.isOn, Self.isOfPerson(context) else { return nil }
        let trace = RequestTrace(simulation, context.request)
        state.value.traces.append(trace)
        if state.value.traces.count > TraceDefaults.kept { state.value.traces.removeFirst() }
        return trace
    }

    /// kubectl, curl and their like; components name themselves.
    private static func isOfPerson(_ context: RequestContext) -> Bool {
        guard context.info.isResourceRequest else { return false }
        let agent = context.userAgent.lowercased()
        return ["kubectl", "curl", "wget", "python", "kubarium-"].contains(where: agent.hasPrefix)
    }
}
