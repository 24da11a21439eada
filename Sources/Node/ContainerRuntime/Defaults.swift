/// Limits and times of the container runtime.
enum Defaults {
    /// **Unit**: bytes; PATH_MAX less the final zero. Source: Linux limits.h.
    static let pathLengthMax = 4095
    /// How many symbolic links a path may lead through. Source: Linux path_resolution(7).
    static let linkDepthMax = 40
    /// **Unit**: bytes; a file of this size fills its disk.
    static let fileSizeMaxBytes = 64 << 20
    /// What containerd needs to make a sandbox and its namespaces.
    static let sandboxStartTime: Duration = .milliseconds(180)
    /// What containerd needs from a created container to its first instruction.
    static let containerStartTime: Duration = .milliseconds(60)
    /// How long a prompt waits after a command was put into the background.
    static let jobStartPause: Duration = .milliseconds(100)
    /// What a registry needs before its first byte.
    static let registryLatency: Duration = .milliseconds(900)
    /// **Unit**: bytes a second from the registry.
    static let registryBandwidth = 24 << 20
    /// **Unit**: bytes; older log entries of a container are dropped beyond it.
    /// Source: kubelet's default `containerLogMaxSize`, 10Mi.
    static let logSizeMaxBytes = 10 << 20
}
