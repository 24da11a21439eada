import API

/// The rules of the Pod Security Standards.
///
/// `restricted` contains `baseline`; where both speak of the same field only the stricter is said.
///
/// Upstream: kubernetes pod-security-admission/policy. The order is that of the checks' names.
enum PodSecurityChecks {
    /// What `pod`, or a template of pods, does that `level` forbids.
    static func violations(
        of pod: Value, level: PodSecurityPolicy.Level
    ) -> [PodSecurityViolation] {
        let subject = PodSecuritySubject(pod)
        switch level {
        case .privileged: return []
        case .baseline:
            return (baseline + overridden).sorted { $0.name < $1.name }
                .compactMap { $0.check(subject) }
        case .restricted:
            return (baseline + restricted).compactMap { $0.check(subject) }
        }
    }

    struct Rule: Sendable {
        var name: String
        var check: @Sendable (PodSecuritySubject) -> PodSecurityViolation?
    }

    private static let baseline: [Rule] = [
        Rule(name: "appArmorProfile", check: BaselineRules.appArmor),
        Rule(name: "hostNamespaces", check: BaselineRules.hostNamespaces),
        Rule(name: "hostPorts", check: BaselineRules.hostPorts),
        Rule(name: "hostProbesAndhostLifecycle", check: BaselineRules.hostProbes),
        Rule(name: "privileged", check: BaselineRules.privileged),
        Rule(name: "procMount", check: BaselineRules.procMount),
        Rule(name: "seLinuxOptions", check: BaselineRules.seLinux),
        Rule(name: "sysctls", check: BaselineRules.sysctls),
        Rule(name: "windowsHostProcess", check: BaselineRules.windowsHostProcess),
    ]
    /// Of `baseline`, but replaced by a stricter rule in `restricted`.
    private static let overridden: [Rule] = [
        Rule(name: "capabilities_baseline", check: BaselineRules.capabilities),
        Rule(name: "hostPathVolumes", check: BaselineRules.hostPathVolumes),
        Rule(name: "seccompProfile_baseline", check: BaselineRules.seccomp),
    ]
    private static let restricted: [Rule] = [
        Rule(name: "allowPrivilegeEscalation", check: RestrictedRules.privilegeEscalation),
        Rule(name: "capabilities_restricted", check: RestrictedRules.capabilities),
        Rule(name: "restrictedVolumes", check: RestrictedRules.volumes),
        Rule(name: "runAsNonRoot", check: RestrictedRules.runAsNonRoot),
        Rule(name: "runAsUser", check: RestrictedRules.runAsUser),
        Rule(name: "seccompProfile_restricted", check: RestrictedRules.seccomp),
    ]
}

/// A pod as the rules look at it, and their grammar.
struct PodSecuritySubject: Sendable {
    let pod: Value
    let spec: Value?
    /// Of the whole pod.
    let context: Value?
    /// All kinds of containers, in the order in which upstream visits them.
    let containers: [Value]

    init(_ pod: Value) {
        self.pod = pod
        spec = pod["spec"]
        context = spec["securityContext"]
        containers =
            (spec["initContainers"].array ?? []) + (spec["containers"].array ?? [])
            + (spec["ephemeralContainers"].array ?? [])
    }

    var isWindows: Bool { spec["os"]["name"].string == "windows" }

    /// The names of the containers that `condition` holds for.
    func names(where condition: (Value) -> Bool) -> [String] {
        containers.filter(condition).map { $0["name"].string ?? "" }
    }

    /// `container "a"`, `containers "a", "b"`.
    static func containers(_ names: [String]) -> String {
        "\(plural("container", names.count)) \(quoted(names))"
    }

    static func plural(_ word: String, _ count: Int) -> String { count == 1 ? word : word + "s" }

    static func quoted(_ texts: [String]) -> String {
        texts.map(GoText.quoted).joined(separator: ", ")
    }

    /// Each text once, in order of the alphabet.
    static func distinct(_ texts: [String]) -> [String] { Set(texts).sorted() }

    /// `pod and containers "a", "b"`: who sets something.
    static func setters(pod: Bool, _ names: [String]) -> String {
        let parts = (pod ? ["pod"] : []) + (names.isEmpty ? [] : [containers(names)])
        return parts.joined(separator: " and ")
    }
}
