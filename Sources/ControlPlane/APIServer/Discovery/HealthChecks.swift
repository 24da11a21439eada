/// The checks behind the three health endpoints, in the order in which `?verbose` lists them.
///
/// Upstream: kubernetes apiserver/pkg/server/healthz and the hooks of kube-apiserver.
package enum HealthChecks: String, CaseIterable, Sendable {
    case healthz
    case livez
    case readyz

    /// Names of the checks, which are also paths below the endpoint: `etcd`.
    package var names: [String] {
        switch self {
        case .healthz, .livez:
            ["ping", "log", "loopback-serving-certificate", "etcd"] + Self.common
        case .readyz:
            ["ping", "log", "etcd", "etcd-readiness", "informer-sync"] + Self.common + ["shutdown"]
        }
    }

    private static let common =
        hooks.map { $0.hasPrefix("/") ? String($0.dropFirst()) : "poststarthook/" + $0 }

    /// Hooks that run once the server has started; the one with a slash is no hook.
    private static let hooks = [
        "start-apiserver-admission-initializer",
        "generic-apiserver-start-informers",
        "priority-and-fairness-config-consumer",
        "priority-and-fairness-filter",
        "storage-object-count-tracker-hook",
        "start-apiextensions-informers",
        "start-apiextensions-controllers",
        "crd-informer-synced",
        "start-system-namespaces-controller",
        "peer-endpoint-reconciler-controller",
        "start-cluster-authentication-info-controller",
        "start-kube-apiserver-identity-lease-controller",
        "start-kube-apiserver-identity-lease-garbage-collector",
        "storage-readiness",
        "start-legacy-token-tracking-controller",
        "start-service-ip-repair-controllers",
        "rbac/bootstrap-roles",
        "scheduling/bootstrap-system-priority-classes",
        "priority-and-fairness-config-producer",
        "bootstrap-controller",
        "start-kubernetes-service-cidr-controller",
        "aggregator-reload-proxy-client-cert",
        "start-kube-aggregator-informers",
        "apiservice-status-local-available-controller",
        "apiservice-status-remote-available-controller",
        "apiservice-registration-controller",
        "apiservice-wait-for-first-sync",
        "apiservice-discovery-controller",
        "kube-apiserver-autoregistration",
        "/autoregister-completion",
        "apiservice-openapi-controller",
        "apiservice-openapiv3-controller",
    ]
}
