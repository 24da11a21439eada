import PKI
import Simulation
import Testing

@Suite("PKI")
struct PKITests {
    let simulation = Simulation(seed: 1)

    @Test("a server's chain is accepted for its names only, by its authority only")
    func server() throws {
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        let other = try CertificateAuthority(commonName: "other", simulation: simulation)
        let identity = try authority.issue(
            commonName: "kube-apiserver", names: ["kubernetes"], addresses: ["10.96.0.1"],
            for: .server)
        let verifier = CertificateVerifier(roots: [authority.certificate])
        let now = simulation.now
        try verifier.verifyServer(chain: identity.chain, hostname: "kubernetes", now: now)
        try verifier.verifyServer(chain: identity.chain, hostname: "10.96.0.1", now: now)
        #expect(throws: CertificateVerifier.Failure.nameMismatch(hostname: "wrong.name")) {
            try verifier.verifyServer(chain: identity.chain, hostname: "wrong.name", now: now)
        }
        #expect(throws: CertificateVerifier.Failure.unknownIssuer) {
            try CertificateVerifier(roots: [other.certificate])
                .verifyServer(chain: identity.chain, hostname: "kubernetes", now: now)
        }
        #expect(throws: CertificateVerifier.Failure.expired) {
            try verifier.verifyServer(
                chain: identity.chain, hostname: "kubernetes", now: now.advanced(by: .hours(9000)))
        }
    }

    @Test("a client's certificate names its user and groups, and is no server's")
    func client() throws {
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        let identity = try authority.issue(
            commonName: "kubernetes-admin", organizations: ["system:masters"], for: .client)
        let verifier = CertificateVerifier(roots: [authority.certificate])
        let subject = try verifier.verifyClient(chain: identity.chain, now: simulation.now)
        #expect(subject.commonName == "kubernetes-admin")
        #expect(subject.organizations == ["system:masters"])
        #expect(throws: CertificateVerifier.Failure.wrongPurpose) {
            try verifier.verifyServer(
                chain: identity.chain, hostname: "kubernetes-admin", now: simulation.now)
        }
    }

    @Test("one seed gives one certificate, another seed another")
    func seeded() throws {
        func make(_ seed: UInt64) throws -> [UInt8] {
            try CertificateAuthority(commonName: "kubernetes", simulation: Simulation(seed: seed))
                .certificate
        }
        #expect(try make(3) == make(3))
        #expect(try make(3) != make(4))
    }

    @Test("a token is accepted as signed, not when a byte of it differs")
    func tokens() throws {
        let key = try SignedTokenKey(simulation: simulation)
        let token = try key.sign(claims: Array(#"{"sub":"x"}"#.utf8))
        #expect(key.verify(token) == Array(#"{"sub":"x"}"#.utf8))
        #expect(key.verify(token.replacing("e", with: "f", maxReplacements: 1)) == nil)
        #expect(key.verify("a.b") == nil)
    }

    @Test("PEM goes there and back")
    func pem() throws {
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        let identity = try authority.issue(commonName: "a", for: .client)
        #expect(PEM.decode(identity.certificatePEM, type: "CERTIFICATE") == identity.chain)
        #expect(PEM.ed25519PrivateKey(identity.privateKeyPEM) == identity.privateKey)
    }

    /// Made by `openssl req -new -subj "/O=dev/CN=jane"` with two alternative names.
    private static let request = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIHRMIGEAgEAMB0xDDAKBgNVBAoMA2RldjENMAsGA1UEAwwEamFuZTAqMAUGAytl
        cAMhANU1XOHoNEnGJdLjXqRfNQHGeEQQ8OMczdlxQ6UQnc+voDQwMgYJKoZIhvcN
        AQkOMSUwIzAhBgNVHREEGjAYghBqYW5lLmV4YW1wbGUuY29thwTAAAIHMAUGAytl
        cANBANO9xUMxqmfiBIACtvR11c1R//Lb3Zbhy2nA/trumKMGUXSncPbjKf7iYvab
        WP9E3ztIkTA6GpxObihU0DA+XwQ=
        -----END CERTIFICATE REQUEST-----
        """

    @Test("a request of somebody else's making is read, and signed for its own name and key")
    func request() throws {
        let wish = try #require(CertificateWish(pem: Self.request))
        #expect(wish.commonName == "jane")
        #expect(wish.organizations == ["dev"])
        #expect(wish.dnsNames == ["jane.example.com"])
        #expect(wish.addresses == ["192.0.2.7"])
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        let certificate = try authority.sign(
            wish, usages: ["digital signature", "client auth"], lifetime: .hours(1))
        let verifier = CertificateVerifier(roots: [authority.certificate])
        let subject = try verifier.verifyClient(chain: [certificate], now: simulation.now)
        #expect(subject.commonName == "jane")
        #expect(throws: CertificateVerifier.Failure.expired) {
            try verifier.verifyClient(
                chain: [certificate], now: simulation.now.advanced(by: .hours(2)))
        }
    }

    @Test("a request that was changed on its way is none")
    func forgedRequest() {
        let forged = Self.request.replacing(
            "MB0xDDAKBgNVBAoMA2Rldj", with: "MB0xDDAKBgNVBAoMA29wcz")
        #expect(forged != Self.request)
        #expect(CertificateWish(pem: forged) == nil)
    }
}
