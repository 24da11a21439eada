import API
import Client

/// ConfigMaps and Secrets as the kubelet last read them from the API server.
///
/// Upstream: kubernetes pkg/kubelet/util/manager. Differs: upstream watches each object that its
/// pods name; here an object is asked for when a pod is looked at, as upstream's strategy `Get`.
struct ObjectCache: Sendable {
    let client: KubeClient

    /// Nil if there is none.
    func configMap(_ namespace: String, _ name: String) async throws(KubeletFailure) -> ConfigMap? {
        try await get(namespace, name, "configmap")
    }

    /// Nil if there is none.
    func secret(_ namespace: String, _ name: String) async throws(KubeletFailure) -> Secret? {
        try await get(namespace, name, "secret")
    }

    private func get<Kind: APIObject>(
        _ namespace: String, _ name: String, _ kind: String
    ) async throws(KubeletFailure) -> Kind? {
        do {
            return try await client.get(Kind.self, namespace: namespace, name: name)
        } catch {
            if error.reason == .notFound { return nil }
            throw .config("failed to sync \(kind) cache: \(error.message)")
        }
    }
}
