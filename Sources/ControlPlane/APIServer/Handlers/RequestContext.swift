package import API
package import Simulation

/// What the stages of the pipeline have found out about one request so far.
///
/// ```
///   authentication ─▶ authorization ─▶ admission ─▶ validation ─▶ storage
///        user            decision          (inside the registry's verbs)
/// ```
package struct RequestContext: Sendable {
    package let request: APIRequest
    package let info: RequestInfo
    package let received: SimulatedInstant
    package var user = UserInfo.anonymous
    /// Where each stage notes what it decided; nil for requests that nobody will ask about.
    package var trace: RequestTrace?
    /// Texts for `Warning` headers.
    package var warnings: [String] = []

    package init(_ request: APIRequest, now: SimulatedInstant) {
        self.request = request
        info = RequestInfo(request)
        received = now
    }

    package func record(_ stage: String, _ decision: String) { trace?.record(stage, decision) }

    package var userAgent: String { request.headers["User-Agent"] ?? "" }

    /// The user agent up to its first blank: `kubectl/v1.36.4`.
    package var agentName: String { String(userAgent.prefix { $0 != " " }) }

    /// What `managedFields` call the client: the query says, else the user agent up to its slash.
    package var fieldManager: String {
        if let manager = request.parameter("fieldManager"), !manager.isEmpty { return manager }
        let agent = Substring(userAgent.utf8.prefix { $0 != UInt8(ascii: "/") })
        return agent.isEmpty ? "unknown" : String(agent.prefix(128))
    }
}
