/// How the API server reaches an admission webhook.
///
/// The cluster gives it a way over the simulated network to a Service, and, where real sockets are
/// open, to a URL.
package protocol WebhookTransport: Sendable {
    /// Posts `body`, a JSON AdmissionReview, and gives the answer's body.
    ///
    /// **Throws** why there is none, in Go's words.
    func post(_ body: [UInt8], to target: WebhookTarget) async throws(WebhookFailure) -> [UInt8]
}

/// Where a webhook listens and how it is known.
package struct WebhookTarget: Sendable {
    /// `https://hook.default.svc:443/validate?timeout=10s`.
    package var url: String
    /// A Service of the cluster; nil for a server at `url`.
    package var service: Service?
    /// PEM text of the authorities that its certificate is checked against.
    package var authorities: String
    package var timeout: Duration

    package init(
        url: String, service: Service? = nil, authorities: String, timeout: Duration
    ) {
        (self.url, self.service) = (url, service)
        (self.authorities, self.timeout) = (authorities, timeout)
    }

    /// A Service, as `clientConfig.service` names it.
    package struct Service: Hashable, Sendable {
        package var namespace: String
        package var name: String
        package var port: Int
    }
}

/// Why a webhook did not answer.
package struct WebhookFailure: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// Reaches nothing: for a server without a network.
package struct NoWebhooks: WebhookTransport {
    package init() {}

    package func post(
        _ body: [UInt8], to target: WebhookTarget
    ) async throws(WebhookFailure) -> [UInt8] {
        throw WebhookFailure("dial tcp: no route to host")
    }
}
