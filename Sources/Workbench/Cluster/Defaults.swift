import Simulation

/// Limits of the cluster's wiring.
enum Defaults {
    /// How long a new cluster may take to come up, in its own time.
    static let bootLimit: Duration = .minutes(10)
    /// How often a starting cluster is looked at.
    static let bootPoll: Duration = .milliseconds(500)
    /// How long a caller waits for an answer that never comes.
    static let dialTimeout: Duration = .seconds(30)
    static let kubeletPort = 10250
    static let etcdPort = 2379
}
