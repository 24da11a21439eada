import API
import Encoding

/// `--append-hash`: a suffix of a ConfigMap's or a Secret's name that follows from its contents.
///
/// Upstream: kubectl pkg/util/hash/hash.go.
enum DataHash {
    /// `object`, renamed to `<name>-<hash>`.
    static func appended(to object: Value) -> Value {
        var object = object
        let name = object["metadata"]["name"].string ?? ""
        object["metadata"]["name"] = .string("\(name)-\(hash(object, name))")
        return object
    }

    /// Ten characters; those of hexadecimal that could make up bad words are replaced.
    private static func hash(_ object: Value, _ name: String) -> String {
        var content: Value = [
            "kind": object["kind"] ?? "", "name": .string(name), "data": object["data"] ?? [:],
        ]
        if object["kind"].string == "Secret" { content["type"] = object["type"] ?? "" }
        if let binary = object["binaryData"] { content["binaryData"] = binary }
        let replacements: [Character: Character] = [
            "0": "g", "1": "h", "3": "k", "a": "m", "e": "t",
        ]
        let digits = Digest.sha256.hex(JSONWriter.compact(content, sortedKeys: true)).prefix(10)
        return String(digits.map { replacements[$0] ?? $0 })
    }
}
