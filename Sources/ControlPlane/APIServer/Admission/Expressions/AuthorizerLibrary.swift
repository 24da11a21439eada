import CEL

/// Questions to the authorizer from inside an expression:
/// `authorizer.group("apps").resource("deployments").namespace("x").check("create").allowed()`.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/authz.go.
extension FunctionTable {
    mutating func addAuthorizer() {
        addQuestions()
        addResourceQuestions()
        addDecisions()
    }

    private mutating func addQuestions() {
        let authorizer = CELType.opaque(AuthorizerValue.typeName)
        addMember("path", [authorizer, .string], .opaque(PathCheckValue.typeName)) {
            arguments, _ throws(CELError) in
            let value = try AuthorizerValue(arguments[0])
            let question = AccessRequest(
                user: value.user, verb: "", path: arguments[1].string ?? "")
            return .opaque(PathCheckValue(authorizer: value.authorizer, question: question))
        }
        addMember("group", [authorizer, .string], .opaque(GroupCheckValue.typeName)) {
            arguments, _ throws(CELError) in
            .opaque(
                GroupCheckValue(
                    asker: try AuthorizerValue(arguments[0]), group: arguments[1].string ?? ""))
        }
        addMember("serviceAccount", [authorizer, .string, .string], authorizer) {
            arguments, _ throws(CELError) in
            let value = try AuthorizerValue(arguments[0])
            let (namespace, name) = (arguments[1].string ?? "", arguments[2].string ?? "")
            let user = UserInfo(
                username: "system:serviceaccount:\(namespace):\(name)",
                groups: [
                    "system:serviceaccounts", "system:serviceaccounts:\(namespace)",
                    "system:authenticated",
                ])
            return .opaque(AuthorizerValue(authorizer: value.authorizer, user: user))
        }
        addMember(
            "check", [.opaque(PathCheckValue.typeName), .string], .opaque(DecisionValue.typeName)
        ) { arguments, budget throws(CELError) in
            let check = try PathCheckValue(arguments[0])
            return try Self.decide(check.question, arguments[1], check.authorizer, &budget)
        }
    }

    private mutating func addResourceQuestions() {
        let check = CELType.opaque(ResourceCheckValue.typeName)
        addMember("resource", [.opaque(GroupCheckValue.typeName), .string], check) {
            arguments, _ throws(CELError) in
            let group = try GroupCheckValue(arguments[0])
            let question = AccessRequest(
                user: group.asker.user, verb: "", group: group.group, version: "*",
                resource: arguments[1].string ?? "")
            return .opaque(
                ResourceCheckValue(authorizer: group.asker.authorizer, question: question))
        }
        let parts: [(String, @Sendable (inout AccessRequest, String) -> Void)] = [
            ("subresource", { $0.subresource = $1 }), ("namespace", { $0.namespace = $1 }),
            ("name", { $0.name = $1 }),
        ]
        for (name, set) in parts {
            addMember(name, [check, .string], check) { arguments, _ throws(CELError) in
                var value = try ResourceCheckValue(arguments[0])
                set(&value.question, arguments[1].string ?? "")
                return .opaque(value)
            }
        }
        addMember("check", [check, .string], .opaque(DecisionValue.typeName)) {
            arguments, budget throws(CELError) in
            let value = try ResourceCheckValue(arguments[0])
            return try Self.decide(value.question, arguments[1], value.authorizer, &budget)
        }
    }

    /// Source: library/cost.go: a question costs as much as 350,000 steps.
    private static let costOfQuestion = 350_000

    private static func decide(
        _ question: AccessRequest, _ verb: CELValue, _ authorizer: any Authorizer,
        _ budget: inout Budget
    ) throws(CELError) -> CELValue {
        budget.take(costOfQuestion)
        var question = question
        question.verb = verb.string ?? ""
        return .opaque(DecisionValue(decision: authorizer.decide(question)))
    }

    private mutating func addDecisions() {
        let type = CELType.opaque(DecisionValue.typeName)
        let answers: [(String, CELType, @Sendable (AccessDecision) -> CELValue)] = [
            ("allowed", .bool, { .bool($0.isAllowed) }),
            ("reason", .string, { .string($0.reason) }),
            // The authorizers here always come to a decision.
            ("errored", .bool, { _ in .bool(false) }), ("error", .string, { _ in .string("") }),
        ]
        for (name, result, answer) in answers {
            addMember(name, [type], result) { arguments, _ throws(CELError) in
                answer(try DecisionValue(arguments[0]).decision)
            }
        }
    }
}

/// Whom to ask, and for whom.
struct AuthorizerValue: CELOpaque {
    static let typeName = "kubernetes.authorization.Authorizer"
    let authorizer: any Authorizer
    let user: UserInfo

    func isEqual(to other: any CELOpaque) -> Bool {
        (other as? AuthorizerValue).map { $0.user == user } ?? false
    }

}

private struct PathCheckValue: CELOpaque {
    static let typeName = "kubernetes.authorization.PathCheck"
    let authorizer: any Authorizer
    let question: AccessRequest

    func isEqual(to other: any CELOpaque) -> Bool {
        (other as? PathCheckValue).map { $0.question == question } ?? false
    }
}

private struct GroupCheckValue: CELOpaque {
    static let typeName = "kubernetes.authorization.GroupCheck"
    let asker: AuthorizerValue
    let group: String

    func isEqual(to other: any CELOpaque) -> Bool {
        (other as? GroupCheckValue).map { $0.group == group && $0.asker.isEqual(to: asker) }
            ?? false
    }
}

/// A question that lacks its verb.
struct ResourceCheckValue: CELOpaque {
    static let typeName = "kubernetes.authorization.ResourceCheck"
    let authorizer: any Authorizer
    var question: AccessRequest

    func isEqual(to other: any CELOpaque) -> Bool {
        (other as? ResourceCheckValue).map { $0.question == question } ?? false
    }

}

private struct DecisionValue: CELOpaque {
    static let typeName = "kubernetes.authorization.Decision"
    let decision: AccessDecision

    func isEqual(to other: any CELOpaque) -> Bool {
        (other as? DecisionValue).map { $0.decision.verdict == decision.verdict } ?? false
    }
}
