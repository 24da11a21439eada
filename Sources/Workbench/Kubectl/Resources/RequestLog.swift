import API
import Simulation

/// `-v=6` and above: a line on standard error for each answer.
///
/// Upstream: client-go transport/round_trippers.go, and klog's header.
/// Differs: levels above 6 print no more than 6 does; the process id is always 1.
struct RequestLog {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    func note(
        _ request: APIRequest, _ response: APIResponse, since started: SimulatedInstant
    ) async throws(KubectlError) {
        guard (invocation.globalFlags.int("v") ?? 0) >= 6 else { return }
        let now = CivilTime(invocation.now)
        let micros = invocation.now.nanosecondsSinceEpoch / 1_000 % 1_000_000
        let clock =
            "\(padded(now.month, 2))\(padded(now.day, 2)) \(padded(now.hour, 2)):"
            + "\(padded(now.minute, 2)):\(padded(now.second, 2)).\(padded(Int(micros), 6))"
        let query = URLQuery.format(request.query)
        let url = try invocation.config().server + request.path + (query.isEmpty ? "" : "?") + query
        let reason = Self.reasons[response.status].map { " \($0)" } ?? ""
        let millis = started.duration(to: invocation.now).nanoseconds / 1_000_000
        try await invocation.printError(
            "I\(clock)       1 round_trippers.go:632] \"Response\" verb=\"\(request.method)\""
                + " url=\"\(url)\" status=\"\(response.status)\(reason)\" milliseconds=\(millis)\n")
    }

    private static let reasons: [Int: String] = [
        101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 409: "Conflict", 410: "Gone",
        415: "Unsupported Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests",
        500: "Internal Server Error", 503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
