import Encoding

/// A password as the log and the disk have it: salted, and hashed many times over.
///
/// Differs: rounds of SHA-256 instead of bcrypt.
package struct PasswordHash: Sendable, Hashable {
    package var salt: [UInt8]
    package var digest: [UInt8]

    package init(salt: [UInt8], digest: [UInt8]) { (self.salt, self.digest) = (salt, digest) }

    init(of password: String, salt: [UInt8]) {
        self.salt = salt
        var digest = Digest.sha256.bytes(of: salt + Array(password.utf8))
        for _ in 1..<Defaults.passwordRounds { digest = Digest.sha256.bytes(of: salt + digest) }
        self.digest = digest
    }

    func matches(_ password: String) -> Bool {
        PasswordHash(of: password, salt: salt).digest == digest
    }
}
