import API

/// `Impersonate-User` and its kin: acting as somebody else, if one may.
///
/// There are two ways to be allowed. The old one is the verb `impersonate` on each thing that is
/// taken on: user, groups, uid, extra. The newer one is narrower: a verb that names the mode
/// (`impersonate:user-info`) on the user, and one that names the mode and the action
/// (`impersonate-on:user-info:list`) on what is asked for.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/filters/impersonation.
///
/// Differs: of the newer modes `associated-node` is missing.
struct Impersonation: Sendable {
    let authorizer: any Authorizer

    private static let group = "authentication.k8s.io"
    private static let extraPrefix = "impersonate-extra-"

    /// Whom the request asks to act as; nil if it does not ask.
    ///
    /// **Throws** 403 if it may not, 400 if it asks for groups without a user.
    func user(_ context: RequestContext) async throws(Status) -> UserInfo? {
        let headers = context.request.headers
        guard !headers.fields.isEmpty, let wish = try Self.wish(headers) else { return nil }
        if await mayTakeOnAll(wish, context.user) { return Self.completed(wish) }
        try await checkConstrained(wish, context)
        return Self.completed(wish)
    }

    // MARK: - The wish

    private static func wish(_ headers: HTTPHeaders) throws(Status) -> UserInfo? {
        let name = headers["Impersonate-User"] ?? ""
        let groups = headers.all("Impersonate-Group")
        let uid = headers["Impersonate-Uid"] ?? ""
        var extra: [String: [String]] = [:]
        for field in headers.fields where field.name.lowercased().hasPrefix(extraPrefix) {
            let key = String(field.name.lowercased().dropFirst(extraPrefix.count))
            extra[URLQuery.decode(key) ?? key, default: []].append(field.value)
        }
        if name.isEmpty {
            guard groups.isEmpty, extra.isEmpty, uid.isEmpty else {
                let what = groups.isEmpty ? (extra.isEmpty ? "UID" : "UserExtra") : "Group"
                throw .internalError("requested \(what) without impersonating a user")
            }
            return nil
        }
        return UserInfo(username: name, uid: uid, groups: groups, extra: extra)
    }

    /// The user with the groups that everybody like him is in.
    private static func completed(_ wish: UserInfo) -> UserInfo {
        var user = wish
        if let account = serviceAccount(user.username), user.groups.isEmpty {
            user.groups = ["system:serviceaccounts", "system:serviceaccounts:\(account.namespace)"]
        }
        if user.username == UserInfo.anonymous.username {
            if !user.groups.contains("system:unauthenticated") {
                user.groups.append("system:unauthenticated")
            }
        } else if !user.groups.contains("system:authenticated") {
            user.groups.append("system:authenticated")
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

    // MARK: - The rights

    private func mayTakeOnAll(_ wish: UserInfo, _ user: UserInfo) async -> Bool {
        for question in Self.questions(wish, verb: "impersonate", user: user) {
            guard authorizer.decide(question).isAllowed else { return false }
        }
        return true
    }

    /// One question for each thing that `user` would take on.
    private static func questions(
        _ wish: UserInfo, verb: String, user: UserInfo, isConstrained: Bool = false
    ) -> [AccessRequest] {
        func about(
            _ resource: String, _ name: String, group: String, namespace: String = "",
            subresource: String = ""
        ) -> AccessRequest {
            AccessRequest(
                user: user, verb: verb, group: group, version: "v1", resource: resource,
                subresource: subresource, namespace: namespace, name: name)
        }
        let core = isConstrained ? group : ""
        var questions: [AccessRequest] = []
        if let account = serviceAccount(wish.username) {
            questions.append(
                about(
                    "serviceaccounts", account.name, group: core, namespace: account.namespace))
        } else if isConstrained, let node = nodeName(wish) {
            questions.append(about("nodes", node, group: core))
        } else {
            questions.append(about("users", wish.username, group: core))
        }
        questions += wish.groups.map { about("groups", $0, group: core) }
        if !wish.uid.isEmpty { questions.append(about("uids", wish.uid, group: group)) }
        for (key, values) in wish.extra.sorted(by: { $0.key < $1.key }) {
            questions += values.map {
                about("userextras", $0, group: group, subresource: key)
            }
        }
        return questions
    }

    private static func nodeName(_ wish: UserInfo) -> String? {
        let prefix = "system:node:"
        guard wish.username.hasPrefix(prefix) else { return nil }
        return String(wish.username.dropFirst(prefix.count))
    }

    private func checkConstrained(
        _ wish: UserInfo, _ context: RequestContext
    ) async throws(Status) {
        let mode: String
        if Self.serviceAccount(wish.username) != nil {
            mode = "serviceaccount"
        } else if Self.nodeName(wish) != nil {
            mode = "arbitrary-node"
        } else {
            mode = "user-info"
        }
        var info = context.info
        info.verb = "impersonate-on:\(mode):\(info.verb)"
        let decision = authorizer.decide(AccessRequest(user: context.user, info: info))
        guard decision.isAllowed else {
            throw .forbidden(info, user: context.user.username, why: decision.reason)
        }
        let questions = Self.questions(
            wish, verb: "impersonate:\(mode)", user: context.user, isConstrained: true)
        for question in questions {
            let decision = authorizer.decide(question)
            guard !decision.isAllowed else { continue }
            var about = RequestInfo(method: "GET", path: "/")
            about.isResourceRequest = true
            (about.verb, about.group, about.resource) = (
                question.verb, question.group, question.resource
            )
            (about.subresource, about.namespace, about.name) = (
                question.subresource, question.namespace, question.name
            )
            throw .forbidden(about, user: context.user.username, why: decision.reason)
        }
    }
}
