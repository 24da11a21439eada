package import Simulation

/// One end of a TCP connection: bytes to read, bytes to write, and perhaps TLS.
///
/// ```
///   client end                                 server end
///   write ──▶ [ outbound, one-way latency ] ──▶ read
///   read  ◀── [ inbound,  one-way latency ] ◀── write
/// ```
/// TLS is a handshake that really shows certificates (`TLSHandshake.swift`); what follows it is
/// not enciphered, since nobody can tap a wire that does not exist.
package final class Connection: ByteSource, ByteSink, Sendable {
    package let local: Endpoint
    /// Whom this end thinks it talks to: for a client of a Service, the Service's address.
    package let remote: Endpoint
    let inbound: Wire
    let outbound: Wire
    private let tls: Confined<TLSSession?>

    init(
        _ simulation: Simulation, local: Endpoint, remote: Endpoint, inbound: Wire, outbound: Wire
    ) {
        (self.local, self.remote, self.inbound, self.outbound) = (local, remote, inbound, outbound)
        tls = Confined(simulation, nil)
    }

    /// What the TLS handshake agreed on; nil on a plain connection.
    package internal(set) var tlsSession: TLSSession? {
        get { tls.value }
        set { tls.value = newValue }
    }

    /// The next bytes; nil at the end of the stream or after a reset.
    package func read(upTo limit: Int = .max) async throws(CancellationError) -> [UInt8]? {
        while let segment = try await inbound.next(upTo: limit) {
            if case .bytes(let bytes) = segment { return bytes }
        }
        return nil
    }

    package func write(_ bytes: [UInt8]) async throws(WriteError) {
        try await outbound.send(.bytes(bytes))
    }

    package func closeReading() { inbound.breakOff() }
    package func closeWriting() { outbound.end() }

    /// Closes both directions.
    package func close() {
        outbound.end()
        inbound.breakOff()
    }
}
