import API
import ContainerRuntime

/// Makes a container's variables from its spec.
///
/// Upstream: kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables.
struct ContainerEnvironment: Sendable {
    let source: DownwardSource
    let services: [(name: String, value: String)]
    let objects: ObjectCache

    /// The variables in order: those of `envFrom`, those of `env`, the services'.
    ///
    /// **Throws** what makes the container wait with `CreateContainerConfigError`.
    func variables(of container: Container) async throws(KubeletFailure) -> [Environment.Variable] {
        var result = Environment()
        let namespace = source.pod.metadata.namespace
        for reference in container.envFrom {
            for (key, value) in try await values(of: reference, in: namespace) {
                result[reference.prefix + key] = value
            }
        }
        let serviceValues = Environment(services.map { ($0.name, $0.value) })
        for variable in container.env {
            let value = try await value(of: variable, container, namespace) { name in
                result[name] ?? serviceValues[name]
            }
            if let value { result[variable.name] = value }
        }
        for (name, value) in services where result[name] == nil { result[name] = value }
        return result.variables
    }

    private func values(
        of reference: EnvFromSource, in namespace: String
    ) async throws(KubeletFailure) -> [(String, String)] {
        if let map = reference.configMapRef {
            guard let found = try await objects.configMap(namespace, map.name) else {
                if map.optional { return [] }
                throw .missing("configmap", map.name)
            }
            return found.data.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        if let secret = reference.secretRef {
            guard let found = try await objects.secret(namespace, secret.name) else {
                if secret.optional { return [] }
                throw .missing("secret", secret.name)
            }
            return found.data.keys.sorted().map { key in
                (key, String(decoding: found.bytes(key) ?? [], as: UTF8.self))
            }
        }
        return []
    }

    private func value(
        of variable: EnvVar, _ container: Container, _ namespace: String,
        known: (String) -> String?
    ) async throws(KubeletFailure) -> String? {
        guard let origin = variable.valueFrom else {
            return VariableExpansion.expand(variable.literal ?? "", known)
        }
        if let field = origin.fieldRef {
            guard let text = source.field(field.fieldPath) else {
                throw .config("unsupported fieldPath: \(field.fieldPath)")
            }
            return text
        }
        if let resource = origin.resourceFieldRef {
            guard let text = source.resource(resource, ownContainer: container) else {
                throw .config("unsupported container resource : \(resource.resource)")
            }
            return text
        }
        if let key = origin.configMapKeyRef {
            guard let map = try await objects.configMap(namespace, key.name) else {
                if key.optional { return nil }
                throw .missing("configmap", key.name)
            }
            if let text = map.data[key.key] { return text }
            if key.optional { return nil }
            throw .config("couldn't find key \(key.key) in ConfigMap \(namespace)/\(key.name)")
        }
        if let key = origin.secretKeyRef {
            guard let secret = try await objects.secret(namespace, key.name) else {
                if key.optional { return nil }
                throw .missing("secret", key.name)
            }
            if let bytes = secret.bytes(key.key) { return String(decoding: bytes, as: UTF8.self) }
            if key.optional { return nil }
            throw .config("couldn't find key \(key.key) in Secret \(namespace)/\(key.name)")
        }
        throw .config("env variable \(variable.name) has an unsupported source")
    }
}
