import API
import PKI
import Simulation

/// Objects that are only questions: they are answered, not stored.
///
/// `SubjectAccessReview` and its two kin, `SelfSubjectRulesReview`, `SelfSubjectReview`,
/// `TokenReview`.
struct ReviewHandler: Sendable {
    let writer: ResponseWriter
    let simulation: Simulation
    let authorizer: any Authorizer
    let tokens: TokenAuthenticator
    let issuer: String
    let rules: RBACIndex

    /// Nil if `resource` is no review.
    func handle(
        _ context: inout RequestContext, resource: ServedResource
    ) async throws(Status) -> APIResponse? {
        let group = resource.resource.group
        guard group == "authorization.k8s.io" || group == "authentication.k8s.io" else {
            return nil
        }
        let options = try RequestOptions(context.request, kind: "CreateOptions")
        let decoded = try BodyDecoder(
            kind: resource.groupVersionKind, validation: options.validation
        ).decode(context.request)
        context.warnings += decoded.warnings
        var review = decoded.value
        if review["metadata"] == nil { review["metadata"] = .object(Object()) }
        switch resource.kind {
        case "SelfSubjectAccessReview":
            review["status"] = await access(review["spec"], user: context.user)
        case "SubjectAccessReview", "LocalSubjectAccessReview":
            try checkNamespace(of: review, context.info.namespace, resource)
            review["status"] = await access(review["spec"], user: try subject(review, resource))
        case "SelfSubjectRulesReview":
            review["status"] = rulesStatus(review["spec"], user: context.user)
        case "SelfSubjectReview":
            review["metadata"]["creationTimestamp"] =
                .string(CivilTime(simulation.now).rfc3339)
            review["status"] = ["userInfo": Self.userInfo(context.user)]
        case "TokenReview":
            review["status"] = await tokenStatus(review["spec"])
        default: throw .methodNotAllowed
        }
        let ordered = Self.ordered(review)
        let negotiation = try Negotiation(context.request)
        // What is answered at once has neither rows nor metadata to show.
        guard negotiation.representation == .object else {
            throw .notAcceptable([MediaType.json, MediaType.yaml, MediaType.protobuf])
        }
        return writer.object(
            ordered, status: 201, negotiation: negotiation,
            warnings: context.warnings)
    }

    private static func ordered(_ review: Value) -> Value {
        var object = Object()
        for name in ["kind", "apiVersion", "metadata", "spec", "status"] {
            object[name] = review[name]
        }
        return .object(object)
    }

    // MARK: - May he?

    /// Who may ask about one namespace asks about that one only.
    private func checkNamespace(
        of review: Value, _ namespace: String, _ resource: ServedResource
    ) throws(Status) {
        guard resource.kind == "LocalSubjectAccessReview" else { return }
        let asked = review["spec"]["resourceAttributes"]["namespace"].string ?? ""
        guard asked != namespace else { return }
        throw .badRequest("spec.resourceAttributes.namespace must match namespace: \(namespace)")
    }

    private func subject(
        _ review: Value, _ resource: ServedResource
    ) throws(Status) -> UserInfo {
        let spec = review["spec"]
        let name = spec["user"].string ?? ""
        let groups = spec["groups"].array?.compactMap(\.string) ?? []
        guard !name.isEmpty || !groups.isEmpty else {
            throw .invalid(
                resource.groupVersionKind, "",
                [
                    .invalid(
                        "spec.user", .string(""), "at least one of user or group must be specified")
                ])
        }
        var extra: [String: [String]] = [:]
        for (key, values) in spec["extra"].object ?? Object() {
            extra[key] = values.array?.compactMap(\.string)
        }
        return UserInfo(
            username: name, uid: spec["uid"].string ?? "", groups: groups, extra: extra)
    }

    private func access(_ spec: Value?, user: UserInfo) async -> Value {
        let question: AccessRequest
        if let path = spec["nonResourceAttributes"] {
            question = AccessRequest(
                user: user, verb: path["verb"].string ?? "", path: path["path"].string ?? "")
        } else {
            let what = spec["resourceAttributes"]
            question = AccessRequest(
                user: user, verb: what["verb"].string ?? "", group: what["group"].string ?? "",
                version: what["version"].string ?? "", resource: what["resource"].string ?? "",
                subresource: what["subresource"].string ?? "",
                namespace: what["namespace"].string ?? "", name: what["name"].string ?? "")
        }
        let decision = authorizer.decide(question)
        var status: Value = ["allowed": .bool(decision.isAllowed)]
        if decision.verdict == .deny { status["denied"] = true }
        if !decision.reason.isEmpty { status["reason"] = .string(decision.reason) }
        return status
    }

    private func rulesStatus(_ spec: Value?, user: UserInfo) -> Value {
        var resources: [Value] = []
        var paths: [Value] = []
        func add(_ rule: AccessRule) {
            func list(_ items: [String]) -> Value { .array(items.map(Value.string)) }
            if !rule.nonResourceURLs.isEmpty {
                paths.append([
                    "verbs": list(rule.verbs), "nonResourceURLs": list(rule.nonResourceURLs),
                ])
                return
            }
            var value: Value = ["verbs": list(rule.verbs), "apiGroups": list(rule.apiGroups)]
            value["resources"] = list(rule.resources)
            if !rule.resourceNames.isEmpty { value["resourceNames"] = list(rule.resourceNames) }
            resources.append(value)
        }
        for grant in rules.grants(of: user, namespace: spec["namespace"].string ?? "") {
            for rule in grant.rules ?? [] { add(rule) }
        }
        return [
            "resourceRules": .array(resources), "nonResourceRules": .array(paths),
            "incomplete": false,
        ]
    }

    // MARK: - Who is it?

    private func tokenStatus(_ spec: Value?) async -> Value {
        var audiences = spec["audiences"].array?.compactMap(\.string) ?? []
        if audiences.isEmpty { audiences = [issuer] }
        guard let claims = tokens.claims(of: spec["token"].string ?? ""),
            let user = await tokens.user(of: claims, audiences: audiences)
        else { return ["user": .object(Object()), "error": "[invalid bearer token]"] }
        let named = claims["aud"].array?.compactMap(\.string) ?? []
        return [
            "authenticated": true, "user": Self.userInfo(user),
            "audiences": .array(audiences.filter { named.contains($0) }.map(Value.string)),
        ]
    }

    static func userInfo(_ user: UserInfo) -> Value {
        var object = Object()
        object["username"] = .string(user.username)
        if !user.uid.isEmpty { object["uid"] = .string(user.uid) }
        if !user.groups.isEmpty { object["groups"] = .array(user.groups.map(Value.string)) }
        if !user.extra.isEmpty {
            object["extra"] = .object(
                Object(
                    user.extra.sorted { $0.key < $1.key }
                        .map { ($0.key, .array($0.value.map(Value.string))) }))
        }
        return .object(object)
    }
}
