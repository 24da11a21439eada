import Simulation

/// Times and limits of the controllers.
enum Defaults {
    /// How long a namespace rests between its deletion and the deletion of what is in it.
    ///
    /// Upstream: kubernetes pkg/controller/namespace namespaceDeletionGracePeriod.
    static let namespaceDeletionGracePeriod = Duration.seconds(5)
    /// How long finalizers of others are given before a namespace is looked at again.
    static let finalizerWait = Duration.seconds(8)
    /// Upstream: pkg/controller/replicaset BurstReplicas; also of DaemonSets (250).
    static let burstReplicas = 500
    static let daemonBurst = 250
    /// Pods made at first; each batch that succeeds doubles the next.
    static let slowStartInitialBatch = 1
    /// How long an evicted pod that is still there counts as gone. Upstream: DeletionTimeout.
    static let disruptionTimeout = Duration.minutes(2)
    /// How long a created or deleted pod may stay unseen. Upstream: ExpectationsTimeout.
    static let expectationTimeout = Duration.minutes(5)
    /// Upstream: endpointslice controller, `--max-endpoints-per-slice`.
    static let endpointsPerSlice = 100
    /// How often a claim without a volume looks for one. Upstream: `--pvclaimbinder-sync-period`.
    static let claimSyncPeriod = Duration.seconds(15)
    /// How often a volume that is being wiped is looked at.
    static let recyclerPoll = Duration.seconds(2)
    /// `--node-monitor-period`.
    static let nodeMonitorPeriod = Duration.seconds(5)
    /// `--node-monitor-grace-period`.
    static let nodeMonitorGracePeriod = Duration.seconds(50)
    /// `--node-startup-grace-period`.
    static let nodeStartupGracePeriod = Duration.seconds(60)
    /// The first wait after a Job's pod has failed, and the longest.
    static let jobPodBackoff = Duration.seconds(10)
    static let jobPodBackoffLimit = Duration.minutes(10)
    /// Upstream: pkg/apis/batch/validation maxParallelismForIndexedJob.
    static let jobIndexLimit = 100_000
    /// Upstream: pkg/controller/podgc gcCheckPeriod.
    static let podCollectionPeriod = Duration.seconds(20)
    /// How long a signed certificate is good. Source: `--cluster-signing-duration`.
    static let certificateLifetime = Duration.hours(365 * 24)
    /// A little after the minute, so that it is over. Upstream: cronjob nextScheduleDelta.
    static let cronDelay = Duration.milliseconds(100)
    /// Between two counts of a quota. Source: `--resource-quota-sync-period`.
    static let quotaResyncPeriod = Duration.minutes(5)
}
