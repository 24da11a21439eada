import API
import Simulation

/// One change of a resource, as watchers of any selector can be told of it.
struct CacheEvent: Sendable {
    var revision: Int64
    var key: String
    /// The new state; for a deletion the last one, with the version of the deletion.
    var object: Value
    /// The state before; nil for a new object.
    var previous: Value?
    var isDeletion: Bool
    var instant: SimulatedInstant
}

/// The last changes of a resource, from which a watch can resume.
///
/// Kept are the youngest `eventWindowMin` events, more while they are fresh, and never more than
/// `eventWindowMax`. A watch from before the oldest gets 410.
struct EventWindow: Sendable {
    /// `events[head...]` are kept.
    private var events: [CacheEvent] = []
    private var head = 0
    /// The newest revision of which nothing is remembered: everything after it is.
    private(set) var horizon: Int64

    /// A window that begins after `revision`.
    init(after revision: Int64) { horizon = revision }

    var count: Int { events.count - head }

    mutating func append(_ event: CacheEvent) {
        events.append(event)
        while count > APIServerDefaults.eventWindowMin,
            count > APIServerDefaults.eventWindowMax
                || events[head].instant.duration(to: event.instant)
                    > APIServerDefaults.eventFreshDuration
        {
            horizon = events[head].revision
            head += 1
        }
        if head > 1024, head * 2 > events.count {
            events.removeFirst(head)
            head = 0
        }
    }

    /// The events after `revision`; nil if some of them are forgotten.
    func events(after revision: Int64) -> ArraySlice<CacheEvent>? {
        guard revision >= horizon else { return nil }
        var low = head
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return events[low...]
    }
}
