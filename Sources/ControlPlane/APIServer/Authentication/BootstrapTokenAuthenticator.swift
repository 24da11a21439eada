import API
import Simulation

/// Users by bootstrap token, with which a new node asks for its first certificate.
///
/// ```
/// Authorization: Bearer 07401b.f395accd246ae52d
///                       id     secret   ─▶ Secret bootstrap-token-07401b in kube-system
/// ```
/// Upstream: kubernetes plugin/pkg/auth/authenticator/token/bootstrap.
struct BootstrapTokenAuthenticator: Sendable {
    let registry: Registry

    private static let secrets = GroupVersionResource(
        group: "", version: "v1", resource: "secrets")
    private static let type = "bootstrap.kubernetes.io/token"
    private static let groupPrefix = "system:bootstrappers:"

    /// Nil for anything but a bootstrap token that is good now.
    func user(of token: String) -> UserInfo? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Self.isWord(parts[0], length: 6), Self.isWord(parts[1], length: 16)
        else { return nil }
        let found = registry.cached(
            Self.secrets, namespace: "kube-system", name: "bootstrap-token-\(parts[0])")
        guard let found, found["type"].string == Self.type,
            found["metadata"]["deletionTimestamp"] == nil
        else { return nil }
        let secret = Secret(found)
        func text(_ key: String) -> String? {
            secret.bytes(key).map { String(decoding: $0, as: UTF8.self) }
        }
        guard text("token-id") == parts[0], text("token-secret") == parts[1],
            text("usage-bootstrap-authentication") == "true",
            !isOver(text("expiration"))
        else { return nil }
        let extra = (text("auth-extra-groups") ?? "").split(separator: ",").map(String.init)
        guard extra.allSatisfy({ $0.hasPrefix(Self.groupPrefix) }) else { return nil }
        return UserInfo(
            username: "system:bootstrap:\(parts[0])",
            groups: ["system:bootstrappers"] + Set(extra).sorted() + ["system:authenticated"])
    }

    private func isOver(_ expiration: String?) -> Bool {
        guard let expiration else { return false }
        return expiration <= CivilTime(registry.simulation.now).rfc3339
    }

    private static func isWord(_ text: String, length: Int) -> Bool {
        text.utf8.count == length
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
