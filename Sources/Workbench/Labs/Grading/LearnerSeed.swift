import Encoding

/// The seed of one learner: from the name and a word that the class shares.
///
/// Names and addresses of the cluster follow from the seed, so a copied screen shows another's.
package struct LearnerSeed {
    private let secret: String

    package init(secret: String) { self.secret = secret }

    /// **Unit**: 48 bits, so that it is easily written down. Blanks around a name and the size of
    /// its letters do not matter.
    package func seed(of learner: String) -> UInt64 {
        let name = learner.lowercased().filter { !$0.isWhitespace }
        let digest = Digest.sha256.hex(Array((secret + "\n" + name).utf8))
        return UInt64(digest.prefix(12), radix: 16) ?? 0
    }
}
