import Simulation

/// What a server shows and asks for in its TLS handshake.
package struct TLSServerOptions: Sendable {
    /// DER, leaf first.
    package var certificateChain: [[UInt8]]
    package var requestsClientCertificate: Bool

    package init(certificateChain: [[UInt8]], requestsClientCertificate: Bool = false) {
        self.certificateChain = certificateChain
        self.requestsClientCertificate = requestsClientCertificate
    }
}

/// What a client shows in its TLS handshake.
package struct TLSClientOptions: Sendable {
    package var serverName: String
    /// DER, leaf first; empty for none.
    package var certificateChain: [[UInt8]]

    package init(serverName: String, certificateChain: [[UInt8]] = []) {
        self.serverName = serverName
        self.certificateChain = certificateChain
    }
}

/// What both ends know of each other after the handshake.
package struct TLSSession: Sendable {
    /// The other end's certificates as it showed them, not judged; DER, leaf first.
    package var peerCertificateChain: [[UInt8]]
    package var serverName: String
}

/// Why a TLS handshake failed.
package enum TLSError: Error, Hashable, Sendable {
    /// The other end does not speak TLS (OpenSSL: `wrong version number`).
    case notTLS
    case closed
    case cancelled
    /// The other end refused: `unknown ca`, `bad certificate`.
    case alert(String)
}

/// The messages of a handshake, in order: client hello, server hello, client's certificate.
enum TLSMessage: Sendable {
    case clientHello(serverName: String)
    case serverHello(certificateChain: [[UInt8]], requestsClientCertificate: Bool)
    case clientFinished(certificateChain: [[UInt8]])
    case alert(String)
}

extension Connection {
    /// The client's side: shows `options`, returns what the server showed.
    ///
    /// The caller judges the server's certificates, and closes the connection if it must
    /// (`refuseTLS` says why to the server).
    package func startTLS(_ options: TLSClientOptions) async throws(TLSError) -> TLSSession {
        try await sendTLS(.clientHello(serverName: options.serverName))
        switch try await nextTLS() {
        case .handshake(.serverHello(let chain, _)):
            let session = TLSSession(peerCertificateChain: chain, serverName: options.serverName)
            tlsSession = session
            try await sendTLS(.clientFinished(certificateChain: options.certificateChain))
            return session
        case .handshake(.alert(let text)): throw .alert(text)
        case .handshake, .bytes: throw .notTLS
        case nil: throw .closed
        }
    }

    /// The server's side. A client that sends plain bytes gets `.notTLS`; its bytes are lost.
    package func acceptTLS(_ options: TLSServerOptions) async throws(TLSError) -> TLSSession {
        guard case .handshake(.clientHello(let serverName)) = try await nextTLS() else {
            throw .notTLS
        }
        try await sendTLS(
            .serverHello(
                certificateChain: options.certificateChain,
                requestsClientCertificate: options.requestsClientCertificate))
        switch try await nextTLS() {
        case .handshake(.clientFinished(let chain)):
            let session = TLSSession(
                peerCertificateChain: options.requestsClientCertificate ? chain : [],
                serverName: serverName)
            tlsSession = session
            return session
        case .handshake(.alert(let text)): throw .alert(text)
        case .handshake, .bytes: throw .notTLS
        case nil: throw .closed
        }
    }

    private func nextTLS() async throws(TLSError) -> Wire.Segment? {
        do { return try await inbound.next() } catch { throw .cancelled }
    }

    private func sendTLS(_ message: TLSMessage) async throws(TLSError) {
        do { try await outbound.send(.handshake(message)) } catch {
            throw error == .cancelled ? .cancelled : .closed
        }
    }
}
