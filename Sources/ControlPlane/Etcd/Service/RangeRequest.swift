/// Which keys to read, as of when, and how to give them back.
package struct RangeRequest: Sendable, Hashable {
    package enum SortOrder: Int, Sendable { case none, ascend, descend }
    package enum SortTarget: Int, Sendable { case key, version, create, mod, value }

    package var range: KeyRange
    /// 0 for the newest.
    package var revision: Int64 = 0
    /// 0 for no limit.
    package var limit: Int = 0
    package var keysOnly = false
    package var countOnly = false
    /// Answered by the member itself, perhaps stale; else linearizable.
    package var isSerializable = false
    /// Without an order, keys come in theirs, and anything else in ascending order.
    package var sortOrder = SortOrder.none
    package var sortTarget = SortTarget.key
    package var modRevisions = RevisionFilter()
    package var createRevisions = RevisionFilter()

    package init(_ range: KeyRange) { self.range = range }

    /// Bounds, both included; 0 for none.
    package struct RevisionFilter: Sendable, Hashable {
        package var min: Int64
        package var max: Int64

        package init(min: Int64 = 0, max: Int64 = 0) { (self.min, self.max) = (min, max) }

        var isOpen: Bool { min == 0 && max == 0 }

        func admits(_ revision: Int64) -> Bool {
            (min == 0 || revision >= min) && (max == 0 || revision <= max)
        }
    }
}

package struct RangeResponse: Sendable {
    package var header: ResponseHeader
    package var keyValues: [KeyValue]
    /// How many keys match, whatever the limit and the bounds on revisions.
    package var count: Int
    package var hasMore: Bool

    /// The store's revision when it answered.
    package var revision: Int64 { header.revision }

    package init(header: ResponseHeader, keyValues: [KeyValue], count: Int, hasMore: Bool) {
        (self.header, self.keyValues) = (header, keyValues)
        (self.count, self.hasMore) = (count, hasMore)
    }
}
