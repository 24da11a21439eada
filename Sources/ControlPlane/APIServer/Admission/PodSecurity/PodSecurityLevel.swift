import API

/// How strict a namespace is with its pods, and by which release's rules.
///
/// Upstream: kubernetes pod-security-admission/api/helpers.go.
struct PodSecurityPolicy: Hashable, Sendable {
    enum Level: String, Sendable, CaseIterable {
        case privileged
        case baseline
        case restricted
    }
    var level = Level.privileged
    /// `latest` or `v1.30`.
    var version = "latest"

    var text: String { "\(level.rawValue):\(version)" }

    static let prefix = "pod-security.kubernetes.io/"

    /// What the labels of a namespace say for `mode`: `enforce`, `warn` or `audit`. A label that
    /// says nothing sensible counts as the strictest, so that a slip opens no door.
    init(_ labels: [String: String], mode: String) {
        if let label = labels[Self.prefix + mode] {
            level = Level(rawValue: label) ?? .restricted
        }
        if let label = labels[Self.prefix + mode + "-version"] { version = label }
    }

    /// What is wrong with the labels of a namespace.
    static func problems(_ labels: [String: String]) -> [FieldError] {
        var errors: [FieldError] = []
        for mode in ["enforce", "audit", "warn"] {
            if let label = labels[prefix + mode], Level(rawValue: label) == nil {
                errors.append(
                    .invalid(
                        FieldPath("metadata.labels").key(prefix + mode), .string(label),
                        "must be one of privileged, baseline, restricted"))
            }
            let key = prefix + mode + "-version"
            if let label = labels[key], !isVersion(label) {
                errors.append(
                    .invalid(
                        FieldPath("metadata.labels").key(key), .string(label),
                        "must be \"latest\" or \"v1.x\""))
            }
        }
        return errors
    }

    private static func isVersion(_ text: String) -> Bool {
        if text == "latest" { return true }
        guard text.hasPrefix("v1.") else { return false }
        let minor = text.dropFirst(3)
        return minor == "0" || (!minor.hasPrefix("0") && UInt16(minor) != nil)
    }
}

/// One rule that a pod breaks: `privileged (container "p" must not set ...)`.
struct PodSecurityViolation: Hashable, Sendable {
    var reason: String
    var detail: String

    var text: String { detail.isEmpty ? reason : "\(reason) (\(detail))" }
}
