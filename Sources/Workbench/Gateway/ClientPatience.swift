import NIOCore

/// How long the gateway waits for its clients, in wall time.
package struct ClientPatience: Sendable {
    /// For TLS and for the first request's head.
    /// Source: kube-apiserver, `ReadHeaderTimeout` 32 s.
    package var head = Duration.seconds(32)
    /// For a request's body. Source: kube-apiserver, `--request-timeout`.
    package var body = Duration.seconds(60)
    /// For another request on a connection that is kept. Source: kube-apiserver, 90 s.
    package var idle = Duration.seconds(90)
    /// For buffers that the client has left full, before it is given up.
    package var stall = Duration.seconds(60)

    package init() {}
}

extension TimeAmount {
    /// The same length of time, as the event loops count it.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
