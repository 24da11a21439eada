import API
import PKI
import Simulation

/// Users by service-account token.
///
/// A token is good as long as its signature and time are, its audience is the API server, and what
/// it is bound to still exists with the same uid: the service account always, its pod, secret or
/// node if it names one.
///
/// Upstream: kubernetes pkg/serviceaccount/claims.go.
final class TokenAuthenticator: Sendable {
    private let simulation: Simulation
    private let registry: Registry
    private let issuer: TokenIssuer
    /// **Shape**: token to its claims, signature checked already.
    private let known: Confined<[String: Value]>

    init(_ simulation: Simulation, registry: Registry, issuer: TokenIssuer) {
        (self.simulation, self.registry, self.issuer) = (simulation, registry, issuer)
        known = Confined(simulation, [:])
    }

    /// Nil for a token that is not good here and now.
    func user(of token: String) async -> UserInfo? {
        guard let claims = claims(of: token) else { return nil }
        return await user(of: claims, audiences: [issuer.issuer])
    }

    /// The claims of a token with a valid signature.
    func claims(of token: String) -> Value? {
        if let cached = known.value[token] { return cached }
        guard let bytes = issuer.key.verify(token), let claims = try? JSONParser.parse(bytes) else {
            return nil
        }
        if known.value.count >= 1024 { known.value.removeAll() }
        known.value[token] = claims
        return claims
    }

    /// Checks time, audience and bindings.
    func user(of claims: Value, audiences: [String]) async -> UserInfo? {
        let now = Int(simulation.now.secondsSinceEpoch)
        let audience = claims["aud"].array?.compactMap(\.string) ?? []
        guard claims["iss"].string == issuer.issuer,
            audience.contains(where: { audiences.contains($0) }),
            let end = claims["exp"].int, now < end, let start = claims["nbf"].int, now >= start
        else { return nil }
        let bound = claims["kubernetes.io"]
        guard let namespace = bound["namespace"].string,
            let name = bound["serviceaccount"]["name"].string,
            let uid = bound["serviceaccount"]["uid"].string,
            await exists("serviceaccounts", namespace, name, uid: uid)
        else { return nil }
        if let pod = bound["pod"]["name"].string {
            let podUID = bound["pod"]["uid"].string ?? ""
            guard await exists("pods", namespace, pod, uid: podUID) else { return nil }
        } else if let secret = bound["secret"]["name"].string {
            let secretUID = bound["secret"]["uid"].string ?? ""
            guard await exists("secrets", namespace, secret, uid: secretUID) else { return nil }
        } else if let node = bound["node"]["name"].string {
            // The node of a pod may go before the pod; one that the token is bound to may not.
            let nodeUID = bound["node"]["uid"].string ?? ""
            guard await exists("nodes", "", node, uid: nodeUID) else { return nil }
        }
        return Self.user(claims)
    }

    /// Asks the cache first and etcd only before refusing.
    private func exists(
        _ resource: String, _ namespace: String, _ name: String, uid: String
    ) async -> Bool {
        let resource = GroupVersionResource(group: "", version: "v1", resource: resource)
        if registry.cached(resource, namespace: namespace, name: name)["metadata"]["uid"].string
            == uid
        {
            return true
        }
        let newest = try? await registry.newest(resource, namespace: namespace, name: name)
        return newest.flatMap { $0 }["metadata"]["uid"].string == uid
    }

    private static func user(_ claims: Value) -> UserInfo {
        let bound = claims["kubernetes.io"]
        let namespace = bound["namespace"].string ?? ""
        let name = bound["serviceaccount"]["name"].string ?? ""
        var extra: [String: [String]] = [:]
        let facts = [
            (
                "authentication.kubernetes.io/credential-id",
                claims["jti"].string.map { "JTI=" + $0 }
            ),
            ("authentication.kubernetes.io/node-name", bound["node"]["name"].string),
            ("authentication.kubernetes.io/node-uid", bound["node"]["uid"].string),
            ("authentication.kubernetes.io/pod-name", bound["pod"]["name"].string),
            ("authentication.kubernetes.io/pod-uid", bound["pod"]["uid"].string),
        ]
        for (key, fact) in facts { extra[key] = fact.map { [$0] } }
        return UserInfo(
            username: "system:serviceaccount:\(namespace):\(name)",
            uid: bound["serviceaccount"]["uid"].string ?? "",
            groups: [
                "system:serviceaccounts", "system:serviceaccounts:\(namespace)",
                "system:authenticated",
            ], extra: extra)
    }
}
