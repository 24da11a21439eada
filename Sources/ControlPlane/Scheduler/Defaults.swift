/// Limits and defaults of the scheduler, as upstream has them.
enum Defaults {
    static let backoffFirst: Duration = .seconds(1)
    static let backoffLimit: Duration = .seconds(10)
    /// After this a hopeless pod is tried again even if nothing seems to have changed.
    static let unschedulableTimeout: Duration = .seconds(300)
    /// **Unit**: thousandths of a CPU.
    static let unrequestedMilliCPU = 100
    /// **Unit**: bytes.
    static let unrequestedMemoryBytes = 200 * 1024 * 1024
    /// How long a pod's volumes may take to be bound. Upstream: VolumeBindingArgs.
    static let volumeBindLimit: Duration = .seconds(600)
    static let volumeBindPoll: Duration = .seconds(1)
    static let schedulerName = "default-scheduler"
}
