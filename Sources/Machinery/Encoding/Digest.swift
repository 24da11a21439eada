import Crypto

/// Hash functions (RFC 1321, RFC 3174, FIPS 180-4), for checksums only; no secret depends on them.
package enum Digest: Sendable {
    case md5, sha1, sha256

    /// The digest of `message`: 16, 20 or 32 bytes.
    package func bytes(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Array(Insecure.MD5.hash(data: message))
        case .sha1: Array(Insecure.SHA1.hash(data: message))
        case .sha256: Array(SHA256.hash(data: message))
        }
    }

    /// The digest in lower-case hexadecimal.
    package func hex(_ message: [UInt8]) -> String {
        bytes(of: message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
