import API
import Simulation

/// Holds pods to the Pod Security Standard that their namespace's labels name.
///
/// ```
/// pod-security.kubernetes.io/enforce=baseline     refuses the pod
///                           /warn=restricted      warns its author, also of a Deployment's template
///                           /audit=restricted     notes it in the audit log, which this server lacks
/// ```
/// Upstream: kubernetes pod-security-admission/admission/admission.go.
///
/// Differs: the newest rules are used whatever `-version` says; there are no exemptions.
struct PodSecurityAdmission: AdmissionPlugin {
    let registry: Registry
    let name = "PodSecurity"

    private static let namespaces = GroupVersionResource(
        group: "", version: "v1", resource: "namespaces")
    private static let pods = GroupVersionResource(group: "", version: "v1", resource: "pods")
    /// Kinds with a template that pods will be made from.
    private static let templates: [String: [String]] = [
        "replicationcontrollers": ["spec", "template"], "podtemplates": ["template"],
        "replicasets.apps": ["spec", "template"], "deployments.apps": ["spec", "template"],
        "statefulsets.apps": ["spec", "template"], "daemonsets.apps": ["spec", "template"],
        "jobs.batch": ["spec", "template"],
        "cronjobs.batch": ["spec", "jobTemplate", "spec", "template"],
    ]

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create || request.operation == .update,
            let object = request.object
        else { return }
        if request.isFor("namespaces") { return try checkNamespace(object, &request) }
        guard request.isNamespaced else { return }
        let isPod = request.resource.resource == "pods" && request.resource.group.isEmpty
        if isPod {
            let changes =
                request.subresource.isEmpty || request.subresource == "ephemeralcontainers"
            guard changes, Self.isRelevant(object, request.oldObject) else { return }
            try checkPod(object, labels: labels(of: request.namespace), &request)
        } else if request.subresource.isEmpty,
            let path = Self.templates["\(request.resource.groupResource)"]
        {
            let template = path.reduce(Optional(object)) { value, step in value[step] }
            let policy = PodSecurityPolicy(labels(of: request.namespace), mode: "warn")
            if let template { warn(template, policy, &request) }
        }
    }

    private func labels(of namespace: String) -> [String: String] {
        registry.cached(Self.namespaces, name: namespace)["metadata"]["labels"].stringMap ?? [:]
    }

    /// Of an update only what could make a pod more dangerous is looked at: not its image, its
    /// labels, its deadline.
    private static func isRelevant(_ new: Value, _ old: Value?) -> Bool {
        guard let old else { return true }
        return new["spec"]["ephemeralContainers"] != old["spec"]["ephemeralContainers"]
    }

    // MARK: - Pods

    private func checkPod(
        _ pod: Value, labels: [String: String], _ request: inout AdmissionRequest
    ) throws(Status) {
        let enforced = PodSecurityPolicy(labels, mode: "enforce")
        let violations = PodSecurityChecks.violations(of: pod, level: enforced.level)
        guard violations.isEmpty else {
            request.name = pod["metadata"]["name"].string ?? request.name
            throw request.forbidden(
                "violates PodSecurity \(GoText.quoted(enforced.text)): \(Self.text(violations))")
        }
        warn(pod, PodSecurityPolicy(labels, mode: "warn"), &request)
    }

    private func warn(
        _ pod: Value, _ policy: PodSecurityPolicy, _ request: inout AdmissionRequest
    ) {
        let violations = PodSecurityChecks.violations(of: pod, level: policy.level)
        guard !violations.isEmpty else { return }
        request.warnings.append(
            "would violate PodSecurity \(GoText.quoted(policy.text)): \(Self.text(violations))")
    }

    private static func text(_ violations: [PodSecurityViolation]) -> String {
        violations.map(\.text).joined(separator: ", ")
    }

    // MARK: - Namespaces

    private func checkNamespace(
        _ namespace: Value, _ request: inout AdmissionRequest
    ) throws(Status) {
        let new = namespace["metadata"]["labels"].stringMap ?? [:]
        let old = request.oldObject["metadata"]["labels"].stringMap ?? [:]
        let problems = PodSecurityPolicy.problems(new)
        let isWorse = Set(problems).subtracting(PodSecurityPolicy.problems(old))
        if request.oldObject == nil ? !problems.isEmpty : !isWorse.isEmpty {
            throw .invalid(
                GroupVersionKind(apiVersion: "v1", kind: "Namespace"), request.name, problems)
        }
        let policy = PodSecurityPolicy(new, mode: "enforce")
        guard request.operation == .update, policy != PodSecurityPolicy(old, mode: "enforce") else {
            return
        }
        warnOfPods(in: request.name, policy, &request)
    }

    /// Pods that are there already stay; whoever tightens a namespace is told of those that could
    /// not be made again. Pods of one controller with the same faults count once.
    private func warnOfPods(
        in namespace: String, _ policy: PodSecurityPolicy, _ request: inout AdmissionRequest
    ) {
        var names: [String: [String]] = [:]
        for pod in registry.cachedList(Self.pods, namespace: namespace) {
            let violations = PodSecurityChecks.violations(of: pod, level: policy.level)
            guard !violations.isEmpty else { continue }
            let reasons = violations.map(\.reason).joined(separator: ", ")
            names[reasons, default: []].append(pod["metadata"]["name"].string ?? "")
        }
        guard !names.isEmpty else { return }
        request.warnings.append(
            "existing pods in namespace \(GoText.quoted(namespace)) violate the new PodSecurity "
                + "enforce level \(GoText.quoted(policy.text))")
        let lines = names.map { reasons, pods -> String in
            let others = pods.count - 1
            let rest =
                others == 0
                ? "" : others == 1 ? " (and 1 other pod)" : " (and \(others) other pods)"
            return "\(pods.sorted()[0])\(rest): \(reasons)"
        }
        request.warnings += lines.sorted()
    }
}
