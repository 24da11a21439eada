/// Why the kubelet could not do a part of its work: a reason for the status, a text for the event.
struct KubeletFailure: Error, Hashable, Sendable {
    /// `CreateContainerConfigError`, `ErrImagePull`, `CrashLoopBackOff`, ...
    var reason: String
    var message: String

    static func config(_ message: String) -> KubeletFailure {
        KubeletFailure(reason: "CreateContainerConfigError", message: message)
    }

    /// An object that a container needs is not there: `configmap "x" not found`.
    static func missing(_ kind: String, _ name: String) -> KubeletFailure {
        config("\(kind) \"\(name)\" not found")
    }
}
