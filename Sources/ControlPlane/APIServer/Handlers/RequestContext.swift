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
    /// What each stage decided, in order; cheap enough to keep always.
    package private(set) var stages: [Stage] = []
    /// Texts for `Warning` headers.
    package var warnings: [String] = []

    /// One stage's decision.
    package struct Stage: Sendable {
        /// `authentication`, `authorization`, ...
        package var name: String
        package var decision: String
    }

    package init(_ request: APIRequest, now: SimulatedInstant) {
        self.request = request
        info = RequestInfo(request)
        received = now
    }

    package mutating func record(_ stage: String, _ decision: String) {
        stages.append(Stage(name: stage, decision: decision))
    }

    package var userAgent: String { request.headers["User-Agent"] ?? "" }

    /// What `managedFields` call the client: the query says, else the user agent up to its slash.
    package var fieldManager: String {
        if let manager = request.parameter("fieldManager"), !manager.isEmpty { return manager }
        let agent = Substring(userAgent.utf8.prefix { $0 != UInt8(ascii: "/") })
        return agent.isEmpty ? "unknown" : String(agent.prefix(128))
    }
}
