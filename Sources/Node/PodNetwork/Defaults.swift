/// Times of the simulated network.
enum Defaults {
    /// One way within a namespace.
    static let loopbackLatency: Duration = .microseconds(20)
    /// One way between two pods of one host.
    static let bridgeLatency: Duration = .microseconds(60)
    /// One way between two hosts of the machine room.
    static let wireLatency: Duration = .microseconds(250)
    /// How long a connection is tried when packets vanish. Source: Linux tcp(7),
    /// `tcp_syn_retries` = 6, about 127 seconds.
    static let connectTimeout: Duration = .seconds(127)
    /// How long a missing neighbour is asked for. Source: Linux arp(7), three tries.
    static let neighbourTimeout: Duration = .seconds(3)
    /// **Unit**: bytes on their way in one direction before the sender waits.
    static let bufferBytes = 65_536
}
