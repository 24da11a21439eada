import API
import PKI
import Simulation

/// Makes service-account tokens.
///
/// Source of the claims and their order: `truth/60-in-cluster-token.txt`.
struct TokenIssuer: Sendable {
    let simulation: Simulation
    let key: SignedTokenKey
    /// The `iss` claim, and the audience of tokens for the API server.
    let issuer: String

    /// What a token is for.
    struct Subject: Sendable {
        var namespace: String
        var serviceAccount: String
        var serviceAccountUID: String
        /// The pod that it dies with.
        var pod: (name: String, uid: String)?
        /// The secret that it dies with.
        var secret: (name: String, uid: String)?
        /// The node of that pod, or without a pod the node that it dies with.
        var node: (name: String, uid: String)?
    }

    /// A token and the instant of its end.
    ///
    /// **Unit**: `lifetime` in seconds.
    func issue(
        to subject: Subject, audiences: [String], lifetime: Int
    ) throws(Status) -> (token: String, expiration: SimulatedInstant) {
        let now = simulation.now.secondsSinceEpoch
        let end = now + Int64(lifetime)
        var bound: Value = ["namespace": .string(subject.namespace)]
        if let node = subject.node { bound["node"] = Self.reference(node) }
        if let pod = subject.pod { bound["pod"] = Self.reference(pod) }
        if let secret = subject.secret { bound["secret"] = Self.reference(secret) }
        bound["serviceaccount"] = Self.reference(
            (subject.serviceAccount, subject.serviceAccountUID))
        let account = "system:serviceaccount:\(subject.namespace):\(subject.serviceAccount)"
        let claims: Value = [
            "aud": .array(audiences.map(Value.string)), "exp": .int(end), "iat": .int(now),
            "iss": .string(issuer), "jti": .string(simulation.random("tokens").uuid()),
            "kubernetes.io": bound, "nbf": .int(now), "sub": .string(account),
        ]
        do {
            let token = try key.sign(claims: JSONWriter.compact(claims))
            return (token, SimulatedInstant(secondsSinceEpoch: end))
        } catch { throw .internalError("\(error)") }
    }

    private static func reference(_ object: (name: String, uid: String)) -> Value {
        ["name": .string(object.name), "uid": .string(object.uid)]
    }
}
