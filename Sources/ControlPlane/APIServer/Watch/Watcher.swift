import API
import Simulation

/// One open watch: what it selects, and where its events go.
///
/// ```
///            selected before   selected now    the watcher is told
///   put           no               yes         ADDED     the new object
///   put           yes              yes         MODIFIED  the new object
///   put           yes              no          DELETED   the old object with the new version
///   put           no               no          nothing
///   delete        yes              -           DELETED   the last object with the new version
/// ```
final class Watcher: Sendable {
    let id: Int
    let selection: ListSelection
    /// Changes up to this revision are known to the client; the cache may still be behind it.
    let start: Int64
    let wantsBookmarks: Bool
    /// Who watches, for traces: `system:kube-scheduler (kube-scheduler/v1.36.2)`.
    let client: String
    let stream: WatchStream
    /// Turns an object into what the client accepts (a Table, or metadata only); nil for as it is.
    let transform: (@Sendable (Value) -> Value)?

    init(
        id: Int, selection: ListSelection, start: Int64, wantsBookmarks: Bool,
        client: String, stream: WatchStream, transform: (@Sendable (Value) -> Value)?
    ) {
        (self.id, self.selection, self.start) = (id, selection, start)
        (self.wantsBookmarks, self.client) = (wantsBookmarks, client)
        (self.stream, self.transform) = (stream, transform)
    }

    /// Sends what `event` means to this watcher. False if the watcher is too far behind.
    func offer(_ event: CacheEvent) -> Bool {
        guard event.revision > start, event.key.hasPrefix(selection.keyPrefix) else {
            return true
        }
        guard let told = translate(event) else { return true }
        guard stream.backlog < APIServerDefaults.watcherBacklogMax else { return false }
        send(told)
        return true
    }

    func send(_ event: WatchEvent) {
        guard let transform, event.type != .error else { return stream.send(event) }
        stream.send(WatchEvent(type: event.type, object: transform(event.object)))
    }

    private func translate(_ event: CacheEvent) -> WatchEvent? {
        if selection.selectsAll {
            if event.isDeletion { return WatchEvent(type: .deleted, object: event.object) }
            return WatchEvent(
                type: event.previous == nil ? .added : .modified, object: event.object)
        }
        let was = event.previous.map(selection.matches) ?? false
        if event.isDeletion {
            return was ? WatchEvent(type: .deleted, object: event.object) : nil
        }
        switch (was, selection.matches(event.object)) {
        case (false, true): return WatchEvent(type: .added, object: event.object)
        case (true, true): return WatchEvent(type: .modified, object: event.object)
        case (true, false):
            guard let previous = event.previous else { return nil }
            return WatchEvent(
                type: .deleted,
                object: StoredObject.served(previous, revision: event.revision))
        case (false, false): return nil
        }
    }
}
