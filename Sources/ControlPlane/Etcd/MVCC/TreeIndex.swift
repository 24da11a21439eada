/// The keys of the store in order, each with its `KeyIndex`.
///
/// The keys lie in sorted chunks of a few hundred; a lookup is a binary search for the chunk and
/// one within it, an insertion moves at most one chunk's worth of keys. That is a B-tree of two
/// levels, which is all that tens of thousands of keys need.
///
/// ```
/// chunks  [ /registry/a … /registry/m ]  [ /registry/n … /registry/s ]  [ … ]
/// ```
///
/// **Invariants**
/// 1. No chunk is empty; none holds more than `Defaults.indexChunkKeys`.
/// 2. Keys ascend within a chunk and from one chunk to the next.
///
/// Upstream: etcd server/storage/mvcc/index.go (a B-tree from a library).
struct TreeIndex: Sendable {
    private var chunks: [[KeyIndex]] = []
    private(set) var count = 0

    /// Where a key is, or would be.
    private struct Place {
        var chunk: Int
        var position: Int
        var isFound: Bool
    }

    subscript(key: Key) -> KeyIndex? {
        let place = place(of: key)
        return place.isFound ? chunks[place.chunk][place.position] : nil
    }

    /// The revision of the key's present value; nil if it does not exist.
    func current(_ key: Key) -> Revision? {
        let place = place(of: key)
        return place.isFound ? chunks[place.chunk][place.position].current : nil
    }

    /// Records that `key` was written at `revision`.
    mutating func put(_ key: Key, at revision: Revision) {
        let place = place(of: key)
        if place.isFound {
            chunks[place.chunk][place.position].put(at: revision)
            return
        }
        var entry = KeyIndex(key: key)
        entry.put(at: revision)
        insert(entry, at: place)
    }

    /// Records that `key`, which exists, was deleted at `revision`.
    mutating func tombstone(_ key: Key, at revision: Revision) {
        let place = place(of: key)
        precondition(place.isFound, "only a known key is deleted")
        chunks[place.chunk][place.position].tombstone(at: revision)
    }

    /// Visits the keys of `range` in order until `body` returns false.
    func forEach(in range: KeyRange, _ body: (KeyIndex) -> Bool) {
        if case .key(let key) = range {
            let place = place(of: key)
            if place.isFound { _ = body(chunks[place.chunk][place.position]) }
            return
        }
        let end = range.upperBound
        var place = place(of: range.lowerBound)
        while place.chunk < chunks.count {
            for entry in chunks[place.chunk][place.position...] {
                if let end, !entry.key.precedes(end) { return }
                if !body(entry) { return }
            }
            place = Place(chunk: place.chunk + 1, position: 0, isFound: false)
        }
    }

    /// Compacts every key; returns the revisions up to `main` that must stay.
    mutating func compact(to main: Int64) -> Set<Revision> {
        var kept: Set<Revision> = []
        for chunk in chunks.indices {
            for position in chunks[chunk].indices {
                chunks[chunk][position].compact(to: main, kept: &kept)
            }
            chunks[chunk].removeAll { $0.isEmpty }
        }
        chunks.removeAll { $0.isEmpty }
        count = chunks.reduce(0) { $0 + $1.count }
        return kept
    }

    // MARK: - Chunks

    private func place(of key: Key) -> Place {
        // The last chunk whose first key is not after `key`.
        var (low, high) = (0, chunks.count)
        while low < high {
            let middle = (low + high) / 2
            if key.precedes(chunks[middle][0].key) { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return Place(chunk: 0, position: 0, isFound: false) }
        let chunk = low - 1
        (low, high) = (0, chunks[chunk].count)
        while low < high {
            let middle = (low + high) / 2
            if chunks[chunk][middle].key.precedes(key) { low = middle + 1 } else { high = middle }
        }
        let isFound = low < chunks[chunk].count && chunks[chunk][low].key == key
        return Place(chunk: chunk, position: low, isFound: isFound)
    }

    private mutating func insert(_ entry: KeyIndex, at place: Place) {
        count += 1
        guard place.chunk < chunks.count else {
            chunks.append([entry])
            return
        }
        chunks[place.chunk].insert(entry, at: place.position)
        guard chunks[place.chunk].count > Defaults.indexChunkKeys else { return }
        let middle = chunks[place.chunk].count / 2
        let upper = Array(chunks[place.chunk][middle...])
        chunks[place.chunk].removeSubrange(middle...)
        chunks.insert(upper, at: place.chunk + 1)
    }
}
