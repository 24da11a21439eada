import API
import Client
import ContainerRuntime
import PKI
import Simulation

/// Who may use the kubelet's port: known by a certificate of the cluster's authority or by a token,
/// and allowed by the API server.
///
/// ```
///   /pods by bob ──▶ TokenReview or certificate ──▶ SubjectAccessReview: get nodes/pods, nodes/proxy
/// ```
/// As kubeadm sets it up: nobody is anonymous, and both reviews are asked of the API server.
/// Upstream: kubernetes pkg/kubelet/server/auth.go, cmd/kubelet/app/auth.go.
struct KubeletAccess: Sendable {
    let context: KubeletContext

    private struct User {
        var name: String
        var groups: [String]
    }

    /// The answer to somebody who may not; nil for who may.
    func refusal(of request: APIRequest) async -> APIResponse? {
        guard let user = await user(of: request) else {
            return .text("Unauthorized", status: 401)
        }
        let verb = Self.verbs[request.method] ?? ""
        let subresources = Self.subresources(of: request.path)
        for subresource in subresources where await isAllowed(user, verb, subresource) {
            return nil
        }
        return .text(
            "Forbidden (user=\(user.name), verb=\(verb), resource=nodes, "
                + "subresource(s)=[\(subresources.joined(separator: " "))])\n", status: 403)
    }

    private static let verbs = [
        "GET": "get", "HEAD": "get", "POST": "create", "PUT": "update", "PATCH": "patch",
        "DELETE": "delete",
    ]

    /// What of the node a path is, finest first: one of them must be granted.
    private static func subresources(of path: String) -> [String] {
        switch path.split(separator: "/").first {
        case "stats": ["stats"]
        case "metrics": ["metrics"]
        case "logs": ["log"]
        case "checkpoint": ["checkpoint"]
        case "healthz": ["healthz", "proxy"]
        case "configz": ["configz", "proxy"]
        case "pods", "runningpods": ["pods", "proxy"]
        default: ["proxy"]
        }
    }

    // MARK: - Who

    private func user(of request: APIRequest) async -> User? {
        if let user = holder(of: request.peer.certificateChain) { return user }
        let words = request.headers["Authorization"]?.split(separator: " ") ?? []
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        let review = try? await context.client.value(
            "POST", "/apis/authentication.k8s.io/v1/tokenreviews",
            body: [
                "apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview",
                "spec": ["token": .string(String(words[1]))],
            ])
        guard let status = review?["status"], status["authenticated"].bool == true,
            let name = status["user"]["username"].string
        else { return nil }
        return User(name: name, groups: (status["user"]["groups"].array ?? []).compactMap(\.string))
    }

    /// By a certificate of the authority in `clientCAFile`.
    private func holder(of chain: [[UInt8]]) -> User? {
        guard !chain.isEmpty,
            let file = try? context.configuration.hostFiles.read(
                context.configuration.clientCAFile),
            let subject = try? CertificateVerifier(
                roots: PEM.decode(String(decoding: file, as: UTF8.self), type: "CERTIFICATE")
            ).verifyClient(chain: chain, now: context.simulation.now)
        else { return nil }
        return User(
            name: subject.commonName, groups: subject.organizations + ["system:authenticated"])
    }

    // MARK: - What

    private func isAllowed(_ user: User, _ verb: String, _ subresource: String) async -> Bool {
        let review = try? await context.client.value(
            "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            body: [
                "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
                "spec": [
                    "user": .string(user.name), "groups": .array(user.groups.map(Value.string)),
                    "resourceAttributes": [
                        "verb": .string(verb), "version": "v1", "resource": "nodes",
                        "subresource": .string(subresource),
                        "name": .string(context.configuration.nodeName),
                    ],
                ],
            ])
        return review?["status"]["allowed"].bool == true
    }
}
