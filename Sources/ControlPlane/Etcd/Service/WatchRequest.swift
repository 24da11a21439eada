/// Which keys to watch, and from when on.
package struct WatchRequest: Sendable, Hashable {
    package var range: KeyRange
    /// The first revision to tell of; 0 for what comes from now on.
    package var startRevision: Int64 = 0
    package var withPrevious = false
    /// Kinds of events that are not wanted.
    package var excluded: Set<KeyValueEvent.Kind> = []
    /// Whether a word is wanted now and then when nothing happens.
    package var wantsProgress = false
    /// Whether the watch is to end when its member has had no leader for a while; else it stays
    /// open, and silent.
    ///
    /// Upstream: etcd client/v3/ctx.go `WithRequireLeader`; `hasleader: true` on the wire.
    package var requiresLeader = false

    package init(_ range: KeyRange) { self.range = range }
}

package struct KeyValueEvent: Sendable {
    package enum Kind: Sendable { case put, delete }
    package var kind: Kind
    /// For a deletion: the key, and as modRevision the revision of the deletion.
    package var keyValue: KeyValue
    /// What the key held before, if asked for.
    package var previous: KeyValue?

    package init(kind: Kind, keyValue: KeyValue, previous: KeyValue?) {
        (self.kind, self.keyValue, self.previous) = (kind, keyValue, previous)
    }
}

/// What a watch says at once: the events of one revision, or how far it is.
package struct WatchResponse: Sendable {
    package var header: ResponseHeader
    /// Empty in a notice of progress: all up to `header.revision` has been told.
    package var events: [KeyValueEvent]

    package var isProgress: Bool { events.isEmpty }

    package init(header: ResponseHeader, events: [KeyValueEvent] = []) {
        (self.header, self.events) = (header, events)
    }
}

/// An open watch.
///
/// The ids that etcd's wire gives to watches are those of the stream they share, which is the
/// business of the wire.
package protocol KeyValueWatch: Sendable {
    /// What comes next; nil once the watch is cancelled.
    ///
    /// **Throws** `.compacted` when the start lies before the last compaction, `.cancelled` when
    /// the reading task is.
    func nextResponse() async throws(EtcdError) -> WatchResponse?
    /// Asks for a notice of progress, once the watch has caught up.
    func requestProgress()
    func cancel()
}

extension KeyValueWatch {
    /// The next events, all of one revision; nil once the watch is cancelled.
    package func next() async throws(EtcdError) -> [KeyValueEvent]? {
        while let response = try await nextResponse() {
            if !response.isProgress { return response.events }
        }
        return nil
    }
}
