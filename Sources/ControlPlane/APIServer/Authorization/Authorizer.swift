package import API

/// One question to the authorizers: may this user do that?
///
/// Upstream: kubernetes apiserver/pkg/authorization/authorizer/interfaces.go Attributes.
package struct AccessRequest: Hashable, Sendable {
    package var user: UserInfo
    package var verb: String
    package var group = ""
    package var version = ""
    package var resource = ""
    package var subresource = ""
    package var namespace = ""
    package var name = ""
    /// For what is no resource: `/healthz`.
    package var path = ""
    package var isResourceRequest: Bool

    /// About a resource.
    package init(
        user: UserInfo, verb: String, group: String, version: String = "", resource: String,
        subresource: String = "", namespace: String = "", name: String = ""
    ) {
        (self.user, self.verb, self.group, self.version) = (user, verb, group, version)
        (self.resource, self.subresource) = (resource, subresource)
        (self.namespace, self.name) = (namespace, name)
        isResourceRequest = true
    }

    /// About a path.
    package init(user: UserInfo, verb: String, path: String) {
        (self.user, self.verb, self.path) = (user, verb, path)
        isResourceRequest = false
    }

    package init(user: UserInfo, info: RequestInfo) {
        if info.isResourceRequest {
            self.init(
                user: user, verb: info.verb, group: info.group, version: info.version,
                resource: info.resource, subresource: info.subresource,
                namespace: info.namespace, name: info.name)
        } else {
            self.init(user: user, verb: info.verb, path: info.path)
        }
    }
}

/// The answer, with the reason that `kubectl auth can-i` and the 403 show.
package struct AccessDecision: Sendable {
    package enum Verdict: Sendable { case allow, deny, noOpinion }
    package var verdict: Verdict
    package var reason: String

    package init(_ verdict: Verdict, _ reason: String = "") {
        (self.verdict, self.reason) = (verdict, reason)
    }
    package var isAllowed: Bool { verdict == .allow }
}

/// Decides who may do what.
package protocol Authorizer: Sendable {
    func decide(_ request: AccessRequest) -> AccessDecision
}

/// Several authorizers: the first that has an opinion decides.
package struct AuthorizerUnion: Authorizer {
    package var authorizers: [any Authorizer]

    package init(_ authorizers: [any Authorizer]) { self.authorizers = authorizers }

    package func decide(_ request: AccessRequest) -> AccessDecision {
        // The group that needs no permission, so that a cluster cannot lock its owner out.
        if request.user.groups.contains("system:masters") { return AccessDecision(.allow) }
        var reasons: [String] = []
        for authorizer in authorizers {
            let decision = authorizer.decide(request)
            if decision.verdict != .noOpinion { return decision }
            if !decision.reason.isEmpty { reasons.append(decision.reason) }
        }
        return AccessDecision(.noOpinion, reasons.joined(separator: "\n"))
    }
}
