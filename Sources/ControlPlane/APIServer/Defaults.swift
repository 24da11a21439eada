import Simulation

/// The limits and defaults of the API server.
enum APIServerDefaults {
    /// **Unit**: bytes; a larger body is answered with 413. Source: apiserver `MaxRequestBodyBytes`.
    static let maxRequestBodyBytes = 3 * 1024 * 1024
    /// **Unit**: events; a watcher that is further behind is cut off and must begin again.
    static let watcherBacklogMax = 4096
    /// **Unit**: events a resource's window keeps however old they are.
    static let eventWindowMin = 100
    /// **Unit**: events a resource's window keeps at most.
    static let eventWindowMax = 10_240
    /// How long an event is kept beyond `eventWindowMin`. Source: watch cache `eventFreshDuration`.
    static let eventFreshDuration: Duration = .seconds(75)
    /// Between two bookmarks of a watch.
    static let bookmarkPeriod: Duration = .seconds(60)
    /// How long a read waits for the cache to reach the revision that it asks for.
    static let cacheWaitMax: Duration = .seconds(3)
    /// How long etcd keeps superseded revisions. Source: `--etcd-compaction-interval`.
    static let compactionInterval: Duration = .minutes(5)
    /// **Unit**: seconds; how long an event is kept. Source: `--event-ttl`.
    static let eventTimeToLive: Int64 = 3600
    /// Attempts of an update that the client did not tie to a version.
    static let updateAttemptsMax = 100
    /// **Unit**: events a second that `EventRateLimit` lets through, on the whole and in a namespace.
    static let serverEventsPerSecond = 500
    static let namespaceEventsPerSecond = 50
    /// **Unit**: namespaces whose buckets are remembered.
    static let eventBucketsMax = 4096
    /// **Unit**: seconds; the shortest and longest life of a token. Source: token_request limits.
    static let tokenExpirationMin = 600
    static let tokenExpirationMax = 1 << 32
    static let tokenExpirationDefault = 3600
    /// **Unit**: seconds; what a pod's projected token asks for; kubelets renew it hourly.
    static let boundTokenExpiration = 3607
}
