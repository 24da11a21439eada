import Encoding
import Crypto
import Foundation
package import Simulation

/// Signs and checks JSON Web Tokens (RFC 7519) with the cluster's service-account key.
///
/// Knows nothing of what the claims mean: they are JSON bytes, made and read by the API server.
/// The order of the claims is the caller's, so that a seed gives the same token everywhere; that is
/// why this is no library.
///
/// Differs: signed with EdDSA (RFC 8037), because RS256 needs an RSA key and ES256 a random number
/// for each signature.
package struct SignedTokenKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The `kid` of the header: the hash of the public key.
    package let identifier: String

    package init(simulation: Simulation) throws(PKIError) {
        let raw = simulation.random("pki service-account").bytes(32)
        do { key = try Curve25519.Signing.PrivateKey(rawRepresentation: raw) } catch {
            throw PKIError("cannot make the service-account key: \(error)")
        }
        identifier = Base64.encodeURL(
            Array(SHA256.hash(data: key.publicKey.rawRepresentation)))
    }

    /// `header.claims.signature`.
    package func sign(claims: [UInt8]) throws(PKIError) -> String {
        let header = #"{"alg":"EdDSA","kid":"\#(identifier)"}"#
        let signed = Base64.encodeURL(Array(header.utf8)) + "." + Base64.encodeURL(claims)
        do {
            let signature = try key.signature(for: Array(signed.utf8))
            return signed + "." + Base64.encodeURL(Array(signature))
        } catch { throw PKIError("cannot sign a token: \(error)") }
    }

    /// The claims of a token with a valid signature; nil for any other text.
    package func verify(_ token: String) -> [UInt8]? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64.decodeURL(parts[2]),
            let claims = Base64.decodeURL(parts[1]),
            key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8))
        else { return nil }
        return claims
    }

    /// The public key, 32 bytes, for `/openid/v1/jwks`.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }
}
