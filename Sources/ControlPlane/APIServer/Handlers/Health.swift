import API

/// `/healthz`, `/livez` and `/readyz`, each with its checks.
///
/// Source: `truth/01-http-root-and-discovery.txt`.
struct Health: Sendable {
    let feed: CacheFeed

    private static let postStart = [
        "start-apiserver-admission-initializer", "generic-apiserver-start-informers",
        "priority-and-fairness-config-consumer", "priority-and-fairness-filter",
        "storage-object-count-tracker-hook", "start-apiextensions-informers",
        "start-apiextensions-controllers", "crd-informer-synced",
        "start-system-namespaces-controller", "peer-endpoint-reconciler-controller",
        "start-cluster-authentication-info-controller",
        "start-kube-apiserver-identity-lease-controller",
        "start-kube-apiserver-identity-lease-garbage-collector", "storage-readiness",
        "start-legacy-token-tracking-controller", "start-service-ip-repair-controllers",
        "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
        "priority-and-fairness-config-producer", "bootstrap-controller",
        "start-kubernetes-service-cidr-controller", "aggregator-reload-proxy-client-cert",
        "start-kube-aggregator-informers", "apiservice-status-local-available-controller",
        "apiservice-status-remote-available-controller", "apiservice-registration-controller",
        "apiservice-wait-for-first-sync", "apiservice-discovery-controller",
        "kube-apiserver-autoregistration",
    ]

    private func checks(of endpoint: String) -> [(name: String, isOK: Bool)] {
        var checks = [("ping", true), ("log", true), ("etcd", feed.isRunning)]
        if endpoint == "readyz" {
            checks += [("etcd-readiness", feed.isRunning), ("informer-sync", feed.revision > 0)]
        }
        checks += Self.postStart.map { ("poststarthook/\($0)", true) }
        checks += [
            ("autoregister-completion", true), ("poststarthook/apiservice-openapi-controller", true),
            ("poststarthook/apiservice-openapiv3-controller", true),
        ]
        if endpoint == "readyz" { checks.append(("shutdown", true)) }
        return checks
    }

    /// Nil for a path that is none of these.
    func answer(_ path: String, _ request: APIRequest) -> (text: String, status: Int)? {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard let endpoint = parts.first, ["healthz", "livez", "readyz"].contains(endpoint) else {
            return nil
        }
        let checks = checks(of: endpoint)
        if parts.count == 2 {
            guard let check = checks.first(where: { $0.name == parts[1] }) else { return nil }
            return check.isOK
                ? ("ok", 200) : ("internal server error: \(check.name) failed\n", 500)
        }
        let excluded = Set(request.parameters("exclude"))
        let isVerbose = request.parameter("verbose") != nil
        var lines = ""
        var isOK = true
        for check in checks {
            if excluded.contains(check.name) {
                lines += "[+]\(check.name) excluded: ok\n"
            } else if check.isOK {
                lines += "[+]\(check.name) ok\n"
            } else {
                lines += "[-]\(check.name) failed: reason withheld\n"
                isOK = false
            }
        }
        if !isOK { return (lines + "\(endpoint) check failed\n", 500) }
        return isVerbose ? (lines + "\(endpoint) check passed\n", 200) : ("ok", 200)
    }
}
