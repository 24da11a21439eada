import NIOCore

/// Limits of the gateway, each with where it comes from.
enum Defaults {
    /// What a request's body may have before the API server is asked to refuse it: its own limit,
    /// and one byte that shows that it was passed.
    static let bodyBytesMax = 3 * 1024 * 1024 + 1
    /// **Unit**: bytes; longer answers are packed. Source: kube-apiserver, 128 KiB at level 1.
    static let gzipBytesMin = 131_072
    static let gzipLevel: Int32 = 1
    /// How long the rest of a refused body is read, so that the client sees the answer.
    static let refusalLinger: TimeAmount = .milliseconds(500)
    /// Requests at a time on one HTTP/2 connection. Source: kube-apiserver, 250.
    static let streamsMax = 250
    /// Streams that a client may reset within `resetsWindow`. A busy watcher resets many, and curl
    /// resets each stream whose last byte it has seen before its end; a flood has thousands a second.
    /// Source: Go's server, four times the streams that may be open.
    static let resetsMax = 4 * streamsMax
    static let resetsWindow: TimeAmount = .seconds(2)
    /// PING, SETTINGS and PRIORITY frames within 30 s. Source: Go's server, the control frames it queues.
    static let controlFramesMax = 10_000
    /// **Unit**: bytes of a request's header fields over HTTP/2.
    static let headerListBytesMax = 65_536
    /// **Unit**: bytes that one answer may have on its way to its connection's thread.
    static let answerBytesInFlightMax = 262_144
    /// **Unit**: bytes of events that are sent with one flush.
    static let eventBatchBytesMax = 65_536
    /// **Unit**: bytes read from a stream at a time.
    static let streamReadBytes = 32_768
    /// **Unit**: bytes of a message over a WebSocket; a longer one ends the connection with 1009.
    static let messageBytesMax = 1 << 20
    /// **Unit**: bytes that a client may have sent before the cluster has read them.
    static let inboxBytesMax = 262_144
    /// How long a client may take to answer the end of a WebSocket.
    static let closeLinger: TimeAmount = .seconds(1)
    /// How long streams may be silent. Source: kubelet, `streamingConnectionIdleTimeout`.
    static let streamIdleMax: TimeAmount = .hours(4)
    /// Streams at a time in one tunnel.
    static let tunnelStreamsMax = 1000
}
