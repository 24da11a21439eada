import Encoding
import API

/// The short text that tells one pod template from another: `5879f46f45`.
///
/// Upstream: kubernetes pkg/controller/controller_utils.go ComputeHash, and rand.SafeEncodeString.
/// Differs: FNV-1a over the template's members in order of their names instead of over Go's
/// dump of the structure, so the letters are others than a real cluster's.
enum TemplateHash {
    /// `collisions` is the owner's `collisionCount`.
    static func text(of template: Value, collisions: Int? = nil) -> String {
        var hash = FNV1a32()
        feed(template, into: &hash)
        if let collisions { mix("\(collisions)", into: &hash) }
        return encoded(String(hash.value))
    }

    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")

    private static func encoded(_ text: String) -> String {
        String(text.utf8.map { alphabet[Int($0) % alphabet.count] })
    }

    private static func mix(_ text: String, into hash: inout FNV1a32) {
        hash.combine(Array(text.utf8))
        // A byte that no text has: "ab", "c" and "a", "bc" differ.
        hash.combine([0xff])
    }

    private static func feed(_ value: Value, into hash: inout FNV1a32) {
        switch value {
        case .null: mix("null", into: &hash)
        case .bool(let flag): mix(flag ? "true" : "false", into: &hash)
        case .int(let number): mix("\(number)", into: &hash)
        case .double(let number): mix("\(number)", into: &hash)
        case .string(let text): mix("\"" + text, into: &hash)
        case .array(let items):
            mix("[", into: &hash)
            for item in items { feed(item, into: &hash) }
            mix("]", into: &hash)
        case .object(let object):
            mix("{", into: &hash)
            for (name, member) in object.sorted {
                mix(name, into: &hash)
                feed(member, into: &hash)
            }
            mix("}", into: &hash)
        }
    }
}
