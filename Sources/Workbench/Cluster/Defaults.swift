import Simulation

/// Limits of the cluster's wiring.
enum Defaults {
    /// How long certificates of the outside world are good: as long as their authority.
    static let publicLifetime: Duration = .hours(24 * 3650)
    /// How long a new cluster may take to come up, in its own time.
    static let bootLimit: Duration = .minutes(10)
    /// How often a starting cluster is looked at.
    static let bootPoll: Duration = .milliseconds(500)
    /// How long a component waits for a connection that never comes about.
    ///
    /// Upstream: kubernetes client-go/transport/cache.go, the dialer's timeout.
    static let dialTimeout: Duration = .seconds(30)
    /// How long the machines of a kept cluster take to come up again, after the last that their
    /// data directory knows of.
    static let rebootTime: Duration = .seconds(30)
    /// How long a cluster that comes up again waits for its pods.
    static let recallLimit: Duration = .seconds(60)
    static let kubeletPort = 10250
    static let etcdPort = 2379
    /// Where etcd's members listen for one another.
    static let etcdPeerPort = 2380
    /// How often a cluster on a real etcd notes there how far its time went.
    static let worldRecordInterval: Duration = .minutes(1)
}
