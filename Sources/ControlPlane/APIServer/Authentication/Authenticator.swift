import API
import PKI
import Simulation

/// Finds out who sends a request: the first stage of every request.
///
/// ```
///   client certificate ──▶ bearer token ──▶ anonymous
///   CN = user, O = groups   service account,  system:anonymous
///                           bootstrap token
/// ```
/// A certificate of the cluster's CA decides; else a bearer token must be good (a bad one is 401,
/// not anonymous); any other `Authorization` is ignored.
struct Authenticator: Sendable {
    let certificates: CertificateAuthenticator
    let tokens: TokenAuthenticator
    let bootstrapTokens: BootstrapTokenAuthenticator

    /// **Throws** 401 for a bearer token that is not valid.
    func authenticate(_ request: APIRequest) async throws(Status) -> UserInfo {
        if let user = certificates.user(of: request.peer.certificateChain) { return user }
        guard let token = Self.bearerToken(request) else { return .anonymous }
        if let user = bootstrapTokens.user(of: token) { return user }
        guard let user = await tokens.user(of: token) else { throw .unauthorized }
        return user
    }

    private static func bearerToken(_ request: APIRequest) -> String? {
        guard let header = request.headers["Authorization"] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}

/// Users by client certificate: the common name is the user, organizations are the groups.
///
/// Upstream: kubernetes apiserver/pkg/authentication/request/x509.
final class CertificateAuthenticator: Sendable {
    private let simulation: Simulation
    private let verifier: CertificateVerifier
    /// **Shape**: leaf certificate (DER) to who it is; verifying costs as much as a hundred reads.
    private let known: Confined<[Leaf: CertificateVerifier.Subject]>

    /// Hashed by its end, the signature, which tells certificates apart as well as the whole.
    private struct Leaf: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            for byte in bytes.suffix(8) { hasher.combine(byte) }
        }
    }

    init(_ simulation: Simulation, authority: [UInt8]) {
        self.simulation = simulation
        verifier = CertificateVerifier(roots: [authority])
        known = Confined(simulation, [:])
    }

    /// Nil without a certificate, and for one that the CA has not signed or that is not valid now.
    func user(of chain: [[UInt8]]) -> UserInfo? {
        guard let leaf = chain.first.map(Leaf.init) else { return nil }
        let now = simulation.now
        let subject: CertificateVerifier.Subject
        if let cached = known.value[leaf], cached.notBefore <= now, now <= cached.notAfter {
            subject = cached
        } else {
            guard let verified = try? verifier.verifyClient(chain: chain, now: now) else {
                return nil
            }
            subject = verified
            if known.value.count >= 1024 { known.value.removeAll() }
            known.value[leaf] = verified
        }
        return UserInfo(
            username: subject.commonName, groups: subject.organizations + ["system:authenticated"])
    }
}
