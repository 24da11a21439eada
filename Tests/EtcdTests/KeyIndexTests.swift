import TestSupport
import Testing

@testable import Etcd

@Suite("KeyIndex")
struct KeyIndexTests {
    @Test("generations begin with a put, end with a tombstone, and shrink by compaction")
    func generations() throws {
        var index = KeyIndex(key: Key("a"))
        try DataFile("key_index.txt").check { line in
            let words = line.split(separator: " ")
            let main = try #require(Int64(words[1]))
            switch words[0] {
            case "put": index.put(at: Revision(main: main))
            case "delete": index.tombstone(at: Revision(main: main))
            case "at": return index.revision(at: main).map(\.description) ?? "nothing"
            default:
                var kept: Set<Revision> = []
                index.compact(to: main, kept: &kept)
                let names = kept.sorted().map(\.description).joined(separator: " ")
                return "\(index)\nkept \(names.isEmpty ? "nothing" : names)"
            }
            return index.description
        }
    }
}
