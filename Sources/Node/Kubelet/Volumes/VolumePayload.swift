import Encoding
import API
import ContainerRuntime

/// Why a volume cannot be set up.
struct VolumeFailure: Error, Hashable, Sendable {
    /// As the Event `FailedMount` has it.
    var text: String

    init(volume: String, message: String) {
        text = "MountVolume.SetUp failed for volume \"\(volume)\" : \(message)"
    }

    /// A volume of which it is not even known what it is.
    init(unprocessed volume: String, message: String) {
        text =
            "Unable to attach or mount volumes: unmounted volumes=[\(volume)], unattached "
            + "volumes=[], failed to process volumes=[\(volume)]: \(message)"
    }
}

/// Makes the files of the volumes whose contents come from the API.
///
/// Upstream: kubernetes pkg/volume/{configmap,secret,downwardapi,projected}.
struct VolumePayload: Sendable {
    let source: DownwardSource
    let objects: ObjectCache
    let tokens: TokenManager

    private var namespace: String { source.pod.metadata.namespace }

    /// The files of `volume`; nil if its contents do not come from the API.
    func files(of volume: Volume) async throws(VolumeFailure) -> AtomicWriter.Payload? {
        do {
            if let map = volume.configMap {
                return try await configMap(
                    map.name, map.items, mode: map.defaultMode, optional: map.optional)
            }
            if let secret = volume.secret {
                return try await self.secret(
                    secret.secretName, secret.items, mode: secret.defaultMode,
                    optional: secret.optional)
            }
            if let downward = volume.downwardAPI {
                return try self.downward(downward.items, mode: downward.defaultMode)
            }
            if let projected = volume.projected { return try await self.projected(projected) }
            return nil
        } catch {
            throw VolumeFailure(volume: volume.name, message: error.message)
        }
    }

    private func projected(
        _ projected: ProjectedVolumeSource
    ) async throws(KubeletFailure) -> AtomicWriter.Payload {
        var payload: AtomicWriter.Payload = [:]
        let mode = projected.defaultMode
        for part in projected.sources {
            let files: AtomicWriter.Payload
            if let map = part.configMap {
                files = try await configMap(map.name, map.items, mode: mode, optional: map.optional)
            } else if let secret = part.secret {
                files = try await self.secret(
                    secret.name, secret.items, mode: mode, optional: secret.optional)
            } else if let downward = part.downwardAPI {
                files = try self.downward(downward.items, mode: mode)
            } else if let token = part.serviceAccountToken {
                files = try await self.token(token, mode: mode)
            } else {
                let name = part.value.object?.names.first ?? ""
                throw .config("projected volume source \"\(name)\" is not supported")
            }
            payload.merge(files) { _, later in later }
        }
        return payload
    }

    private func configMap(
        _ name: String, _ items: [KeyToPath], mode: Int, optional: Bool
    ) async throws(KubeletFailure) -> AtomicWriter.Payload {
        guard let map = try await objects.configMap(namespace, name) else {
            if optional { return [:] }
            throw .missing("configmap", name)
        }
        var contents = map.data.mapValues { Array($0.utf8) }
        for (key, text) in map.binaryData { contents[key] = Base64.decode(text) ?? [] }
        return try project(contents, items, mode: mode, optional: optional, "config")
    }

    private func secret(
        _ name: String, _ items: [KeyToPath], mode: Int, optional: Bool
    ) async throws(KubeletFailure) -> AtomicWriter.Payload {
        guard let secret = try await objects.secret(namespace, name) else {
            if optional { return [:] }
            throw .missing("secret", name)
        }
        var contents: [String: [UInt8]] = [:]
        for key in secret.data.keys { contents[key] = secret.bytes(key) ?? [] }
        return try project(contents, items, mode: mode, optional: optional, "secret")
    }

    /// All keys by their own names, or the chosen ones at their paths.
    private func project(
        _ contents: [String: [UInt8]], _ items: [KeyToPath], mode: Int, optional: Bool,
        _ kind: String
    ) throws(KubeletFailure) -> AtomicWriter.Payload {
        if items.isEmpty {
            return contents.mapValues { AtomicWriter.File(bytes: $0, mode: bits(mode)) }
        }
        var payload: AtomicWriter.Payload = [:]
        for item in items {
            guard let bytes = contents[item.key] else {
                if optional { continue }
                throw .config("references non-existent \(kind) key: \(item.key)")
            }
            payload[item.path] = AtomicWriter.File(bytes: bytes, mode: bits(item.mode ?? mode))
        }
        return payload
    }

    private func downward(
        _ items: [DownwardAPIVolumeFile], mode: Int
    ) throws(KubeletFailure) -> AtomicWriter.Payload {
        var payload: AtomicWriter.Payload = [:]
        for item in items {
            let text: String?
            if let field = item.fieldRef {
                text = source.field(field.fieldPath)
            } else if let resource = item.resourceFieldRef {
                text = source.resource(resource, ownContainer: nil)
            } else {
                text = nil
            }
            guard let text else { throw .config("unsupported downward API file \(item.path)") }
            payload[item.path] = AtomicWriter.File(
                bytes: Array(text.utf8), mode: bits(item.mode ?? mode))
        }
        return payload
    }

    /// A token is for its user alone when all containers run as one.
    private func token(
        _ token: ServiceAccountTokenProjection, mode: Int
    ) async throws(KubeletFailure) -> AtomicWriter.Payload {
        let text = try await tokens.token(for: source.pod, token)
        var file = AtomicWriter.File(bytes: Array(text.utf8), mode: bits(mode))
        let context = source.pod.spec.securityContext
        if context.fsGroup != nil {
            file.mode = 0o640
        } else if let user = context.runAsUser {
            file.mode = 0o600
            file.user = user
        }
        return [token.path: file]
    }

    private func bits(_ mode: Int) -> UInt16 { UInt16(truncatingIfNeeded: mode & 0o777) }
}
