import NIOSSL
import PKI

/// The two ends of mutual TLS between etcd and its clients.
enum EtcdTLS {
    /// BoringSSL offers Ed25519, of which the cluster's own keys are, only to those who ask for it.
    private static let algorithms: [SignatureAlgorithm] = [
        .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512,
        .rsaPssRsaeSha256, .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256,
        .rsaPkcs1Sha384, .rsaPkcs1Sha512,
    ]

    /// A server that takes clients with a certificate of `authority` (DER) only.
    ///
    /// **Throws** NIOSSL's error if certificate or key cannot be read.
    static func serverContext(_ identity: Identity, authority: [UInt8]) throws -> NIOSSLContext {
        let chain = try identity.chain.map {
            NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        let key = try NIOSSLPrivateKey(bytes: Array(identity.privateKeyPEM.utf8), format: .pem)
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        settings.applicationProtocols = ["h2"]
        settings.certificateVerification = .noHostnameVerification
        settings.trustRoots = .certificates([try NIOSSLCertificate(bytes: authority, format: .der)])
        settings.signingSignatureAlgorithms = [.ed25519]
        settings.verifySignatureAlgorithms = algorithms
        return try NIOSSLContext(configuration: settings)
    }

    /// A client with `credentials`.
    ///
    /// **Throws** NIOSSL's error if a certificate or the key cannot be read.
    static func clientContext(_ credentials: EtcdCredentials) throws -> NIOSSLContext {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.minimumTLSVersion = .tlsv12
        settings.applicationProtocols = ["h2"]
        settings.verifySignatureAlgorithms = algorithms
        if let roots = credentials.authorityPEM {
            settings.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(roots))
        }
        if credentials.skipsVerification { settings.certificateVerification = .none }
        if let certificate = credentials.certificatePEM, let key = credentials.keyPEM {
            settings.certificateChain = try NIOSSLCertificate.fromPEMBytes(certificate)
                .map { .certificate($0) }
            settings.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem))
        }
        return try NIOSSLContext(configuration: settings)
    }
}
