import NIOCore

/// Limits of the gateway, each with where it comes from.
enum Defaults {
    /// What a request's body may have before the API server is asked to refuse it: its own limit,
    /// and one byte that shows that it was passed.
    static let bodyBytesMax = 3 * 1024 * 1024 + 1
    /// How long the rest of a refused body is read, so that the client sees the answer.
    static let refusalLinger: TimeAmount = .milliseconds(500)
    /// Requests at a time on one HTTP/2 connection. Source: kube-apiserver, 250.
    static let streamsMax = 250
    /// **Unit**: bytes of a request's header fields over HTTP/2.
    static let headerListBytesMax = 65_536
    /// **Unit**: bytes that one answer may have on its way to its connection's thread.
    static let answerBytesInFlightMax = 262_144
    /// **Unit**: bytes of events that are sent with one flush.
    static let eventBatchBytesMax = 65_536
    /// **Unit**: bytes read from a stream at a time.
    static let streamReadBytes = 32_768
}
