import Simulation

/// The kubelet's times and limits, with upstream's names where it has one.
enum Defaults {
    /// How often every pod is looked at, whatever happened. Upstream: `syncFrequency`; up to half
    /// more by chance, so that pods do not all come at once.
    static let syncFrequency: Duration = .seconds(60)
    /// First wait before a container that failed is started again. Upstream: `initialBackOff`.
    static let containerBackoff: Duration = .seconds(10)
    /// Longest wait for containers and image pulls. Upstream: `MaxCrashLoopBackOff`.
    static let backoffMax: Duration = .seconds(300)
    /// First wait before an image is pulled again.
    static let imageBackoff: Duration = .seconds(10)
    /// First wait before a volume is tried again, doubling up to `volumeBackoffMax`.
    static let volumeBackoff: Duration = .milliseconds(500)
    static let volumeBackoffMax: Duration = .seconds(122)
    /// How often the lease is renewed. Upstream: a quarter of `nodeLeaseDurationSeconds`.
    static let leaseRenewInterval: Duration = .seconds(10)
    static let leaseDurationSeconds = 40
    /// How often the node's status is looked at. Upstream: `nodeStatusUpdateFrequency`.
    static let nodeStatusUpdateFrequency: Duration = .seconds(10)
    /// How often it is written although nothing changed. Upstream: `nodeStatusReportFrequency`.
    static let nodeStatusReportFrequency: Duration = .seconds(300)
    /// The shortest time to stop a container in. Upstream: `minimumGracePeriodInSeconds`.
    static let minimumGracePeriodSeconds = 2
    static let terminationGracePeriodSeconds = 30
    /// How long a failed write of a pod's status rests.
    static let statusRetry: Duration = .seconds(10)
    /// How often containers are listed although no event came. Upstream: the evented PLEG's 300 s
    /// and the generic one's 1 s; events suffice here.
    static let relistPeriod: Duration = .seconds(10)
    /// How often `/etc/kubernetes/manifests` is read. Upstream: `fileCheckFrequency`.
    static let fileCheckFrequency: Duration = .seconds(20)
    /// **Unit**: bytes that may be typed ahead, or shown and not sent, at a terminal far away.
    static let terminalBytesMax = 65_536
}
