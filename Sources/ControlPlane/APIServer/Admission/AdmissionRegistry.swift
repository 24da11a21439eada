import API
import Simulation

/// Every admission plugin by upstream's name, in upstream's order, and which of them are on.
///
/// Upstream: kubernetes pkg/kubeapiserver/options/plugins.go AllOrderedPlugins,
/// DefaultOffAdmissionPlugins.
package enum AdmissionRegistry {
    /// What plugins are made from.
    struct Parts: Sendable {
        var registry: Registry
        var authorizer: any Authorizer
        var rules: RBACIndex
        var addresses: ServiceAddresses?
        var webhooks: any WebhookTransport
    }

    private struct Entry: Sendable {
        var name: String
        var isDefault = false
        /// Nil for plugins that this server does not have.
        var make: (@Sendable (Parts) -> any AdmissionPlugin)?
    }

    private static let entries: [Entry] = first + second

    private static let first: [Entry] = [
        Entry(name: "AlwaysAdmit") { _ in AlwaysAdmit() },
        Entry(name: "NamespaceAutoProvision") { NamespaceAutoProvision(registry: $0.registry) },
        Entry(name: "NamespaceLifecycle", isDefault: true) {
            NamespaceLifecycle(registry: $0.registry)
        },
        Entry(name: "NamespaceExists") { NamespaceExists(registry: $0.registry) },
        Entry(name: "LimitPodHardAntiAffinityTopology") { _ in LimitPodHardAntiAffinityTopology() },
        Entry(name: "LimitRanger", isDefault: true) { LimitRanger(registry: $0.registry) },
        Entry(name: "ServiceAccount", isDefault: true) {
            ServiceAccountAdmission(registry: $0.registry)
        },
        Entry(name: "NodeRestriction") { _ in NodeRestriction() },
        Entry(name: "TaintNodesByCondition", isDefault: true) { _ in TaintNodesByCondition() },
        Entry(name: "AlwaysPullImages") { _ in AlwaysPullImages() },
        Entry(name: "ImagePolicyWebhook"),
        Entry(name: "PodSecurity", isDefault: true) { PodSecurityAdmission(registry: $0.registry) },
        Entry(name: "PodNodeSelector"),
        Entry(name: "Priority", isDefault: true) { Priority(registry: $0.registry) },
        Entry(name: "DefaultTolerationSeconds", isDefault: true) { _ in
            DefaultTolerationSeconds()
        },
        Entry(name: "PodTolerationRestriction"),
        Entry(name: "EventRateLimit") { EventRateLimit($0.registry.simulation) },
        Entry(name: "ExtendedResourceToleration") { _ in ExtendedResourceToleration() },
    ]

    private static let second: [Entry] = [
        Entry(name: "DefaultStorageClass", isDefault: true) {
            DefaultStorageClass(registry: $0.registry)
        },
        Entry(name: "StorageObjectInUseProtection", isDefault: true) { _ in
            StorageObjectInUseProtection()
        },
        Entry(name: "OwnerReferencesPermissionEnforcement"),
        Entry(name: "PersistentVolumeClaimResize", isDefault: true) {
            PersistentVolumeClaimResize(registry: $0.registry)
        },
        Entry(name: "RuntimeClass", isDefault: true) {
            RuntimeClassAdmission(registry: $0.registry)
        },
        Entry(name: "CertificateApproval", isDefault: true) {
            CertificateApproval(signers: SignerAuthorization(authorizer: $0.authorizer))
        },
        Entry(name: "CertificateSigning", isDefault: true) {
            CertificateSigning(signers: SignerAuthorization(authorizer: $0.authorizer))
        },
        Entry(name: "ClusterTrustBundleAttest"),
        Entry(name: "CertificateSubjectRestriction", isDefault: true) { _ in
            CertificateSubjectRestriction()
        },
        Entry(name: "DefaultIngressClass", isDefault: true) {
            DefaultIngressClass(registry: $0.registry)
        },
        Entry(name: "DenyServiceExternalIPs") { _ in DenyServiceExternalIPs() },
        Entry(name: "PodTopologyLabels"),
        Entry(name: "NodeDeclaredFeatureValidator"),
        Entry(name: "MutatingAdmissionPolicy", isDefault: true) {
            MutatingAdmissionPolicy(registry: $0.registry, authorizer: $0.authorizer)
        },
        Entry(name: "MutatingAdmissionWebhook", isDefault: true) {
            MutatingAdmissionWebhook(
                dispatcher: WebhookDispatcher(
                    registry: $0.registry, transport: $0.webhooks, authorizer: $0.authorizer))
        },
        Entry(name: "ValidatingAdmissionPolicy", isDefault: true) {
            ValidatingAdmissionPolicy(registry: $0.registry, authorizer: $0.authorizer)
        },
        Entry(name: "ValidatingAdmissionWebhook", isDefault: true) {
            ValidatingAdmissionWebhook(
                dispatcher: WebhookDispatcher(
                    registry: $0.registry, transport: $0.webhooks, authorizer: $0.authorizer))
        },
        Entry(name: "ResourceQuota", isDefault: true) {
            ResourceQuotaAdmission(registry: $0.registry)
        },
        Entry(name: "AlwaysDeny") { _ in AlwaysDeny() },
    ]

    /// What `--enable-admission-plugins` and `--disable-admission-plugins` have wrong, in
    /// upstream's words; nil if nothing is.
    package static func problem(enable: [String], disable: [String]) -> String? {
        for (flag, names) in [("enable", enable), ("disable", disable)] {
            for name in names {
                guard let entry = entries.first(where: { $0.name == name }) else {
                    return "\(flag)-admission-plugins plugin \(GoText.quoted(name)) is unknown"
                }
                if flag == "enable", entry.make == nil {
                    return "\(flag)-admission-plugins plugin \(GoText.quoted(name)) is not "
                        + "supported by Kubarium"
                }
            }
        }
        let both = enable.filter(disable.contains)
        guard !both.isEmpty else { return nil }
        return "[\(both.joined(separator: " "))] in enable-admission-plugins and "
            + "disable-admission-plugins overlapped"
    }

    /// The plugins that are on, in order.
    ///
    /// Differs: RBAC's escalation checks and the addresses of Services are upstream's registries'
    /// work; here they are plugins that cannot be switched off, first and last of the changing
    /// ones.
    static func plugins(
        _ parts: Parts, enable: [String], disable: [String]
    ) -> [any AdmissionPlugin] {
        var plugins: [any AdmissionPlugin] = [
            RBACEscalation(authorizer: parts.authorizer, index: parts.rules)
        ]
        for entry in entries {
            let isOn =
                enable.contains(entry.name) || (entry.isDefault && !disable.contains(entry.name))
            if isOn, let make = entry.make { plugins.append(make(parts)) }
        }
        if let addresses = parts.addresses {
            plugins.append(ServiceAllocation(registry: parts.registry, addresses: addresses))
        }
        return plugins
    }
}
