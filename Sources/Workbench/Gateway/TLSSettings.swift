import NIOCore
import NIOSSL
import PKI
import Synchronization

/// How the gateway shows itself and what it asks of clients.
///
/// A client certificate is asked for, and handed to the API server unjudged: who a client is, is
/// decided in one place, at the cluster's time.
enum TLSSettings {
    /// **Throws** if the identity's certificate or key cannot be read.
    static func makeContext(_ identity: Identity) throws -> NIOSSLContext {
        let chain = try identity.chain.map {
            NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        let key = try NIOSSLPrivateKey(bytes: Array(identity.privateKeyPEM.utf8), format: .pem)
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        settings.applicationProtocols = ["h2", "http/1.1"]
        settings.certificateVerification = .optionalVerification
        // BoringSSL offers Ed25519 only to those who ask for it.
        settings.signingSignatureAlgorithms = [.ed25519]
        settings.verifySignatureAlgorithms = [
            .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha256,
            .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256, .rsaPkcs1Sha384,
            .rsaPkcs1Sha512,
        ]
        return try NIOSSLContext(configuration: settings)
    }

    /// The TLS end of one connection; the client's certificates are noted in `connection`.
    static func makeHandler(_ context: NIOSSLContext, _ connection: ConnectionState)
        -> NIOSSLServerHandler
    {
        NIOSSLServerHandler(
            context: context,
            customVerificationCallback: { certificates, promise in
                connection.noteCertificates(certificates.compactMap { try? $0.toDERBytes() })
                promise.succeed(.certificateVerified)
            })
    }
}

/// What is known of one connection before its first request.
final class ConnectionState: Sendable {
    private struct State {
        var certificates: [[UInt8]] = []
        var isNegotiated = false
    }
    private let state = Mutex(State())

    /// DER of what the client showed, leaf first.
    var certificates: [[UInt8]] { state.withLock(\.certificates) }

    /// Whether TLS is done and the protocol is known.
    var isNegotiated: Bool { state.withLock(\.isNegotiated) }

    func noteCertificates(_ chain: [[UInt8]]) { state.withLock { $0.certificates = chain } }

    /// `leaf` counts if no chain was seen: a resumed session does not show it again.
    func noteNegotiated(leaf: [UInt8]?) {
        state.withLock {
            $0.isNegotiated = true
            if $0.certificates.isEmpty, let leaf { $0.certificates = [leaf] }
        }
    }
}
