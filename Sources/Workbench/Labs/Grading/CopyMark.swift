import Encoding
import Session
import Transcript

/// Something in a learner's file that the lab does not ask for, as a digest: two who share many have
/// one file.
package struct CopyMark: Sendable, Hashable {
    /// What makes it telling.
    package enum Kind: String, Sendable, Hashable {
        /// A line that differs from the replay's: an age, a point in time, or an invention.
        case timing = "t"
        /// A command of the learner's own that failed: a typing error above all.
        case slip = "s"
        /// A command of the learner's own that worked.
        case extra = "x"
        /// A uid that was shown: where each learner has a seed, nobody else's cluster has it.
        case uid = "u"
        /// A whole proof: nobody else types at the same instants.
        case proof = "p"

        /// How much one tells. **Unit**: quarters.
        var weight: Int {
            switch self {
            case .timing, .slip: 4
            case .extra: 1
            case .uid, .proof: 8
            }
        }
    }

    package var kind: Kind
    package var digest: UInt64

    package init(_ kind: Kind, _ text: String) {
        var hash = FNV1a64()
        hash.combine(Array(text.utf8))
        (self.kind, digest) = (kind, hash.value)
    }

    private init(kind: Kind, digest: UInt64) { (self.kind, self.digest) = (kind, digest) }

    /// `t00c0ffee`; nil for anything else.
    package init?(_ text: String) {
        guard let kind = Kind(rawValue: String(text.prefix(1))),
            let digest = UInt64(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(kind: kind, digest: digest)
    }

    package var description: String { kind.rawValue + String(digest, radix: 16) }

    /// The marks of one command.
    static func marks(
        of command: Transcript.Command, claimed: [String], replayed: [String], exitCode: Int?,
        in lab: Lab
    ) -> [CopyMark] {
        let input = command.input.joined(separator: "\n")
        var marks: [CopyMark] = []
        let isAsked =
            lab.transcript.commands.contains { $0.input == command.input }
            || lab.steps.contains { $0.solution.contains { $0.input == command.input } }
        if !isAsked {
            marks.append(CopyMark((exitCode ?? 0) == 0 ? .extra : .slip, input))
        }
        // The text below an editor is the lab's own, or one's own manifest: a mark if it is not.
        if command.isEditor {
            let known = lab.transcript.commands.contains {
                $0.isEditor && $0.output.droppingEmptyEnd == claimed
            }
            return known ? marks : marks + [CopyMark(.extra, claimed.joined(separator: "\n"))]
        }
        for word in claimed.prefix(200).flatMap(Self.uids) { marks.append(CopyMark(.uid, word)) }
        for (index, line) in claimed.enumerated().prefix(200)
        where index >= replayed.count || line != replayed[index] {
            if line.hasPrefix("## ") { continue }
            marks.append(CopyMark(.timing, input + "\n" + line))
        }
        return marks
    }

    private static func uids(_ line: String) -> [String] {
        line.split { !($0.isHexDigit || $0 == "-") }.filter { HoleType.uid.accepts($0) }
            .map(String.init)
    }
}
