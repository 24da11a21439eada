import API

/// `Impersonate-User` and its kin: acting as somebody else, if one may.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/filters/impersonation.
struct Impersonation: Sendable {
    let authorizer: any Authorizer

    /// Whom the request asks to act as; nil if it does not ask.
    func user(_ context: RequestContext) async throws(Status) -> UserInfo? {
        let headers = context.request.headers
        guard !headers.fields.isEmpty, let name = headers["Impersonate-User"] else { return nil }
        let groups = headers.all("Impersonate-Group")
        try await check(context, resource: "users", name: name)
        for group in groups { try await check(context, resource: "groups", name: group) }
        var user = UserInfo(username: name, uid: headers["Impersonate-Uid"] ?? "", groups: groups)
        if name == UserInfo.anonymous.username {
            user.groups.append("system:unauthenticated")
        } else {
            if let account = Self.serviceAccount(name) {
                if groups.isEmpty {
                    user.groups = [
                        "system:serviceaccounts", "system:serviceaccounts:\(account.namespace)",
                    ]
                }
            }
            if !user.groups.contains("system:authenticated") {
                user.groups.append("system:authenticated")
            }
        }
        return user
    }

    /// Namespace and name in `system:serviceaccount:NAMESPACE:NAME`.
    static func serviceAccount(_ username: String) -> (namespace: String, name: String)? {
        let parts = username.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" else {
            return nil
        }
        return (String(parts[2]), String(parts[3]))
    }

    private func check(
        _ context: RequestContext, resource: String, name: String
    ) async throws(Status) {
        let attributes = AccessRequest(
            user: context.user, verb: "impersonate", group: "", version: "v1", resource: resource,
            name: name)
        let decision = await authorizer.decide(attributes)
        guard decision.isAllowed else {
            // Since 1.36 the refusal names the verb on the request's own resource.
            var info = context.info
            info.verb = "impersonate-on:user-info:\(info.verb)"
            throw .forbidden(info, user: context.user.username, why: decision.reason)
        }
    }
}
