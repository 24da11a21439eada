package import Simulation

/// One change that a watcher is told of.
package struct WatchEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
        case error = "ERROR"
    }
    package var type: Kind
    /// The object (for `deleted` its last state, with the version of the deletion), or a `Status`.
    package var object: Value

    package init(type: Kind, object: Value) {
        self.type = type
        self.object = object
    }
}

/// The events of one watch, in order, until the server ends it.
package final class WatchStream: Sendable {
    private let events: Mailbox<WatchEvent>
    private let onStop: @Sendable () -> Void

    /// `onStop` is called when the watcher leaves, so that the server forgets it.
    package init(_ simulation: Simulation, onStop: @escaping @Sendable () -> Void = {}) {
        events = Mailbox(simulation)
        self.onStop = onStop
    }

    /// The next event, or nil when the server has ended the watch.
    package func next() async throws(CancellationError) -> WatchEvent? { try await events.next() }

    /// The next event if it is there already.
    package func nextNow() -> WatchEvent? { events.nextNow() }

    /// How many events the watcher has not read yet.
    package var backlog: Int { events.count }

    /// For the server: one more event.
    package func send(_ event: WatchEvent) { events.send(event) }

    /// For the server: no more events.
    package func end() { events.finish() }

    /// For the watcher: it wants no more.
    package func stop() {
        events.finish()
        onStop()
    }
}
