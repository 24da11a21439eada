package struct LeaseGrant: Sendable, Hashable {
    package var header: ResponseHeader
    package var id: Int64
    /// **Unit**: seconds granted, perhaps more than asked for.
    package var timeToLive: Int64

    package init(header: ResponseHeader, id: Int64, timeToLive: Int64) {
        (self.header, self.id, self.timeToLive) = (header, id, timeToLive)
    }
}

package struct LeaseRenewal: Sendable, Hashable {
    package var header: ResponseHeader
    package var id: Int64
    /// **Unit**: seconds it lives from now.
    package var timeToLive: Int64

    package init(header: ResponseHeader, id: Int64, timeToLive: Int64) {
        (self.header, self.id, self.timeToLive) = (header, id, timeToLive)
    }
}

package struct LeaseTimeToLive: Sendable, Hashable {
    package var header: ResponseHeader
    package var id: Int64
    /// **Unit**: seconds left; -1 for a lease that does not exist.
    package var remaining: Int64
    package var granted: Int64
    package var keys: [Key]

    package init(
        header: ResponseHeader, id: Int64, remaining: Int64, granted: Int64, keys: [Key]
    ) {
        (self.header, self.id, self.remaining) = (header, id, remaining)
        (self.granted, self.keys) = (granted, keys)
    }
}

package struct LeaseList: Sendable, Hashable {
    package var header: ResponseHeader
    /// Those that end first in front.
    package var ids: [Int64]

    package init(header: ResponseHeader, ids: [Int64]) { (self.header, self.ids) = (header, ids) }
}
