/// Who asks, as authentication found out.
package struct UserInfo: Hashable, Sendable {
    /// `kubernetes-admin`, `system:serviceaccount:default:default`, `system:node:server5-node1`.
    package var username: String
    /// A service account's uid; empty for certificates.
    package var uid: String
    package var groups: [String]
    /// Further facts, such as the pod that a token is bound to. Names in sorted order.
    package var extra: [String: [String]]

    package init(
        username: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]
    ) {
        (self.username, self.uid, self.groups, self.extra) = (username, uid, groups, extra)
    }

    /// Whoever shows neither certificate nor token.
    package static let anonymous = UserInfo(
        username: "system:anonymous", groups: ["system:unauthenticated"])

    /// The API server itself, when it writes objects of its own.
    package static let apiServer = UserInfo(
        username: "system:apiserver", groups: ["system:masters", "system:authenticated"])
}
