/// What can be done to the members of an etcd cluster, and what has become of them.
///
/// The session words `partition`, `heal`, `crash`, `restart` and `timeline` speak to it.
protocol EtcdFaults: Sendable {
    /// **Order**: as the cluster lists them.
    var members: [String] { get }
    var timeline: Timeline { get }
    /// Lets packets pass only between members of one group; undoes any earlier partition.
    func partition(_ groups: [[String]])
    /// Lets no packet of `source` reach `target`; the other way they still pass.
    func cut(from source: String, to target: String)
    /// Lets all packets pass again.
    func heal()
    /// Kills a member's process; what is on its disk stays. Returns whether it ran.
    func crash(_ member: String) -> Bool
    /// Starts a member's process. Returns whether it was down and is not any more.
    func restart(_ member: String) -> Bool
}
