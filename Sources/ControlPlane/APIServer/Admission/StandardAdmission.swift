import Simulation

/// The plugins that are on, in upstream's order.
///
/// Upstream: kubernetes pkg/kubeapiserver/options/plugins.go AllOrderedPlugins.
enum StandardAdmission {
    static func chain(_ registry: Registry, addresses: ServiceAddresses?) -> AdmissionChain {
        var plugins: [any AdmissionPlugin] = [
            NamespaceLifecycle(registry: registry),
            ServiceAccountAdmission(registry: registry),
            NodeRestriction(),
            TaintNodesByCondition(),
            Priority(registry: registry),
            DefaultTolerationSeconds(),
            StorageObjectInUseProtection(),
        ]
        if let addresses {
            plugins.append(ServiceAllocation(registry: registry, addresses: addresses))
        }
        return AdmissionChain(plugins)
    }
}
