/// All that is known of one key: at which revisions it was written, life by life.
///
/// A *generation* is one life of the key: it begins with a put and ends with a *tombstone*, the
/// revision of the delete. The last generation is the present one; it is empty while the key does
/// not exist. Values are not here but in the `RevisionLog`, under the revision.
///
/// ```
///                    generations
/// put    at 2.0      {2.0}
/// put    at 5.0      {2.0 5.0}
/// delete at 8.0      {2.0 5.0 8.0(t)} {}
/// put    at 9.0      {2.0 5.0 8.0(t)} {9.0}
/// compact to 6       {5.0 8.0(t)} {9.0}      a read at 6 still needs 5.0
/// compact to 8       {8.0(t)} {9.0}          a watch from 8 still tells of the delete
/// compact to 9       {9.0}
/// ```
///
/// **Invariants**
/// 1. Revisions only grow, within a generation and from one to the next.
/// 2. Every generation but the last ends with a tombstone; the last one has none.
///
/// Upstream: etcd server/storage/mvcc/key_index.go.
struct KeyIndex: Sendable {
    let key: Key
    private(set) var generations: [Generation]

    init(key: Key) {
        self.key = key
        generations = [Generation()]
    }

    /// Whether nothing is left of the key, so that the index can forget it.
    var isEmpty: Bool { generations.count == 1 && generations[0].revisions.isEmpty }

    /// The revision of the present value; nil while the key does not exist.
    var current: Revision? { generations.last?.revisions.last }

    mutating func put(at revision: Revision) {
        generations[generations.count - 1].revisions.append(revision)
    }

    /// Ends the present life. The caller has seen that there is one.
    mutating func tombstone(at revision: Revision) {
        precondition(current != nil, "only an existing key is deleted")
        generations[generations.count - 1].revisions.append(revision)
        generations.append(Generation())
    }

    /// The revision whose value a reader at `main` sees; nil if the key did not exist then.
    func revision(at main: Int64) -> Revision? {
        for (position, generation) in generations.enumerated().reversed() {
            guard let first = generation.revisions.first, first.main <= main else { continue }
            let isOver = position < generations.count - 1
            if isOver, let tombstone = generation.revisions.last, tombstone.main <= main {
                return nil
            }
            return generation.last(at: main)
        }
        return nil
    }

    /// Forgets what no reader at `main` or later can see; adds to `kept` what at or before `main`
    /// must stay.
    mutating func compact(to main: Int64, kept: inout Set<Revision>) {
        // Lives that ended before `main` are of no use to anyone.
        while generations.count > 1, let tombstone = generations[0].revisions.last,
            tombstone.main < main
        {
            generations.removeFirst()
        }
        guard let seen = generations[0].last(at: main) else { return }
        kept.insert(seen)
        generations[0].revisions.removeAll { $0 < seen }
    }
}

extension KeyIndex: CustomStringConvertible {
    /// The generations as the example above draws them.
    var description: String {
        generations.enumerated().map { position, generation in
            let isOver = position < generations.count - 1
            let names = generation.revisions.enumerated().map { place, revision in
                isOver && place == generation.revisions.count - 1 ? "\(revision)(t)" : "\(revision)"
            }
            return "{" + names.joined(separator: " ") + "}"
        }.joined(separator: " ")
    }
}

/// One life of a key, from its creation to its deletion.
struct Generation: Sendable {
    /// In ascending order; if the life is over, the last one is the tombstone.
    var revisions: [Revision] = []

    /// The newest revision that is not after `main`.
    func last(at main: Int64) -> Revision? { revisions.last { $0.main <= main } }
}
