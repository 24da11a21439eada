package import API
import ContainerRuntime
package import Simulation

/// Which part of a container's log is wanted.
///
/// Upstream: kubernetes core/v1 PodLogOptions.
package struct LogOptions: Sendable {
    package var follow = false
    package var previous = false
    package var timestamps = false
    package var tailLines: Int?
    package var limitBytes: Int?
    package var since: SimulatedInstant?

    package init() {}

    /// Reads the query of a request for `pods/log`.
    package init(_ request: APIRequest, now: SimulatedInstant) throws(Status) {
        follow = request.parameter("follow") == "true"
        previous = request.parameter("previous") == "true"
        timestamps = request.parameter("timestamps") == "true"
        tailLines = try Self.count(request, "tailLines")
        limitBytes = try Self.count(request, "limitBytes")
        if let seconds = try Self.count(request, "sinceSeconds") {
            since = now.advanced(by: .seconds(-min(seconds, 1 << 31)))
        } else if let text = request.parameter("sinceTime") {
            guard let time = CivilTime(rfc3339: text) else {
                throw .badRequest("invalid sinceTime: \(text)")
            }
            since = time.instant
        }
    }

    private static func count(_ request: APIRequest, _ name: String) throws(Status) -> Int? {
        guard let text = request.parameter(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .badRequest("invalid \(name): \(text)")
        }
        return number
    }
}

/// A container's log as bytes, to the end of what there is or, following, of the container.
final class LogStream: ByteSource, Sendable {
    private struct State {
        var next: Int
        var pending: [UInt8] = []
        var bytesLeft: Int
        var isClosed = false
    }
    private let log: ContainerLog
    private let options: LogOptions
    private let state: Confined<State>

    init(_ simulation: Simulation, _ log: ContainerLog, _ options: LogOptions) {
        (self.log, self.options) = (log, options)
        var start = 0
        if let tail = options.tailLines { start = max(0, log.end - tail) }
        if let since = options.since {
            let old = log.entries().filter { $0.time < since }.count
            start = max(start, log.end - log.entries().count + old)
        }
        state = Confined(
            simulation, State(next: start, bytesLeft: options.limitBytes ?? Int.max))
    }

    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        // What is left over when the limit is reached is not wanted either.
        if state.value.isClosed || state.value.bytesLeft <= 0 { return nil }
        while state.value.pending.isEmpty {
            if state.value.isClosed { return nil }
            let entries = log.entries(from: state.value.next)
            state.value.next = max(state.value.next, log.end)
            for entry in entries {
                if options.timestamps {
                    let time = CivilTime(entry.time).rfc3339(fractionDigits: 9)
                    state.value.pending += Array("\(time) ".utf8)
                }
                state.value.pending += entry.bytes
            }
            if state.value.pending.isEmpty {
                if !options.follow || log.isClosed { return nil }
                try await log.waitForMore()
            }
        }
        let count = min(limit, state.value.bytesLeft, state.value.pending.count)
        let head = Array(state.value.pending.prefix(count))
        state.value.pending.removeFirst(count)
        state.value.bytesLeft -= count
        return head
    }

    func closeReading() { state.value.isClosed = true }
}
