import Simulation

/// How long certificates and tokens live.
package enum Defaults {
    /// Source: kubeadm, ten years.
    package static let authorityLifetime: Duration = .hours(24 * 365 * 10)
    /// Source: kubeadm, one year.
    package static let leafLifetime: Duration = .hours(24 * 365)
    /// Certificates between a leaf and its root, at most.
    static let chainDepthMax = 5
}
