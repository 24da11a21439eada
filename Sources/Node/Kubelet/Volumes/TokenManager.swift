import API
import Client
import Simulation

/// Tokens of service accounts for pods, asked for once and again before they expire.
///
/// Upstream: kubernetes pkg/kubelet/token/token_manager.go: renewed after 80% of their life or a
/// day, whichever comes first.
final class TokenManager: Sendable {
    private struct Key: Hashable {
        var podUID: String
        var audience: String
        var expirationSeconds: Int
    }
    private struct Entry {
        var token: String
        var renewAt: SimulatedInstant
    }
    private let client: KubeClient
    private let entries: Confined<[Key: Entry]>

    init(client: KubeClient) {
        self.client = client
        entries = Confined(client.simulation, [:])
    }

    func token(
        for pod: Pod, _ wanted: ServiceAccountTokenProjection
    ) async throws(KubeletFailure) -> String {
        let now = client.simulation.now
        let key = Key(
            podUID: pod.metadata.uid, audience: wanted.audience ?? "",
            expirationSeconds: wanted.expirationSeconds)
        let known = entries.value[key]
        if let known, now < known.renewAt { return known.token }
        do {
            let status = try await request(pod, wanted)
            let end = CivilTime(rfc3339: status.expirationTimestamp)?.instant ?? now
            let life = max(now.duration(to: end), .seconds(1))
            entries.value[key] = Entry(
                token: status.token, renewAt: now.advanced(by: min(life * 4 / 5, .hours(24))))
            return status.token
        } catch {
            // An old token that still holds is better than none.
            if let known { return known.token }
            throw .config("failed to fetch token: \(error.message)")
        }
    }

    func forget(podUID: String) {
        entries.value = entries.value.filter { $0.key.podUID != podUID }
    }

    private func request(
        _ pod: Pod, _ wanted: ServiceAccountTokenProjection
    ) async throws(Status) -> TokenRequestStatus {
        let account = pod.spec.serviceAccountName.isEmpty ? "default" : pod.spec.serviceAccountName
        var spec: Value = [
            "audiences": .array(wanted.audience.map { [.string($0)] } ?? []),
            "expirationSeconds": .int(Int64(wanted.expirationSeconds)),
        ]
        spec["boundObjectRef"] = [
            "kind": "Pod", "apiVersion": "v1", "name": .string(pod.metadata.name),
            "uid": .string(pod.metadata.uid),
        ]
        let body: Value = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec,
        ]
        let path = "/api/v1/namespaces/\(pod.metadata.namespace)/serviceaccounts/\(account)/token"
        return TokenRequest(try await client.value("POST", path, body: body)).status
    }
}
