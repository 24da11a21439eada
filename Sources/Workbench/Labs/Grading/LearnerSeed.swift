import Encoding
import Session

/// The seed of one learner: from the name and a word that the class shares.
///
/// Names and addresses of the cluster follow from the seed, so a copied screen shows another's.
package struct LearnerSeed: Sendable {
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

/// Seeds by learner, as a teacher's list has them: a line `name,seed` for each.
///
/// Without a seed on its line a learner has the lab's. Lines that begin with `#` are passed over.
package struct Roster: Sendable {
    package private(set) var seeds: [String: UInt64?] = [:]

    /// What is wrong with a roster; a sentence with its line.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    package init(parsing text: String) throws(Failure) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingBlanks
            }
            guard let name = cells.first, !name.isEmpty, !name.hasPrefix("#") else { continue }
            guard cells.count > 1, !cells[1].isEmpty else {
                seeds[name] = .some(nil)
                continue
            }
            guard let seed = UInt64(cells[1]) else {
                throw Failure(
                    description: "line \(index + 1) of the roster: a line is name,seed; "
                        + "\(cells[1].prefix(40)) is no number")
            }
            seeds[name] = seed
        }
    }
}
