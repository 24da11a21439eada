import API

/// The newest state of a resource's objects, in the order of their keys.
///
/// A sorted array: a lookup is a binary search, an insertion moves what follows (some microseconds
/// at ten thousand objects), and a list is a walk over neighbours.
struct CachedObjects: Sendable {
    struct Entry: Sendable {
        var key: String
        /// With its resourceVersion.
        var object: Value
        var revision: Int64
    }
    private(set) var entries: [Entry] = []

    var count: Int { entries.count }

    func entry(for key: String) -> Entry? {
        let index = position(of: key)
        guard index < entries.count, entries[index].key == key else { return nil }
        return entries[index]
    }

    /// Puts an entry in its place; returns the one that it replaces.
    mutating func put(_ entry: Entry) -> Entry? {
        let index = position(of: entry.key)
        guard index < entries.count, entries[index].key == entry.key else {
            entries.insert(entry, at: index)
            return nil
        }
        let old = entries[index]
        entries[index] = entry
        return old
    }

    mutating func remove(_ key: String) -> Entry? {
        let index = position(of: key)
        guard index < entries.count, entries[index].key == key else { return nil }
        return entries.remove(at: index)
    }

    /// The entries whose keys begin with `prefix`, from `start` on if that lies behind.
    func entries(prefix: String, from start: String? = nil) -> ArraySlice<Entry> {
        let rest = entries[position(of: max(prefix, start ?? prefix))...]
        return rest[..<rest.partitioningIndex { !$0.key.hasPrefix(prefix) }]
    }

    /// The first position whose key is not before `key`.
    private func position(of key: String) -> Int {
        // Objects often come in the order of their names.
        if let last = entries.last, last.key < key { return entries.count }
        return entries.partitioningIndex { $0.key >= key }
    }
}
