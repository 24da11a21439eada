import API
import Simulation

/// Ends a watch after the time that its client asked for.
///
/// Two seconds before, a watcher that wants bookmarks gets one, so that the client that follows
/// can resume from as late as possible.
///
/// Upstream: kubernetes apiserver/pkg/storage/cacher/cache_watcher.go nextBookmarkTime.
enum WatchDeadline {
    static func end(
        _ stream: WatchStream, after seconds: Int, simulation: Simulation,
        bookmark: WatchEvent?, feed: CacheFeed, resource: ServedResource
    ) {
        // More than a year is for ever; it also keeps the sum of seconds in bounds.
        let seconds = min(seconds, 365 * 24 * 3600)
        simulation.spawn("watch deadline") {
            let early = max(0, seconds - 2)
            do {
                if bookmark != nil {
                    try await simulation.sleep(for: .seconds(early))
                    stream.send(feed.bookmark(for: resource))
                    try await simulation.sleep(for: .seconds(seconds - early))
                } else {
                    try await simulation.sleep(for: .seconds(seconds))
                }
            } catch { return }
            stream.stop()
        }
    }
}
