/// The limits and defaults of Raft, each with its unit and where it comes from.
package enum Defaults {
    /// **Unit**: ticks without a leader before an election; each time up to twice as many by lot.
    ///
    /// Upstream: etcd server/embed/config.go, 1000 ms at 100 ms a tick.
    package static let electionTicks = 10
    /// **Unit**: ticks between two heartbeats. Upstream: the same file, 100 ms.
    package static let heartbeatTicks = 1
    /// **Unit**: messages with entries on their way to one member.
    ///
    /// Upstream: etcd server/etcdserver/bootstrap.go `maxInflightMsgs`.
    package static let maxInflightMessages = 512
    /// **Unit**: bytes of entries in one message. Upstream: the same file, `maxSizePerMsg`.
    package static let maxMessageBytes = 1 << 20
    /// **Unit**: ticks until a snapshot that nobody acknowledged is sent again.
    package static let snapshotRetryTicks = 50
}

/// How one member behaves; all members of a group should be alike.
package struct RaftSettings: Sendable {
    package var electionTicks = Defaults.electionTicks
    package var heartbeatTicks = Defaults.heartbeatTicks
    package var maxInflightMessages = Defaults.maxInflightMessages
    package var maxMessageBytes = Defaults.maxMessageBytes
    package var snapshotRetryTicks = Defaults.snapshotRetryTicks
    /// A mistake to be made on purpose, to see whether the checkers notice it: an entry of an earlier
    /// term is committed by counting, too (Raft §5.4.2, figure 8).
    package var commitsEarlierTerms = false

    package init() {}
}
