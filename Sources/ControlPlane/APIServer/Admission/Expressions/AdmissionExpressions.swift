import API
import CEL

/// What expressions about a request may use, and what it is worth for one request.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/cel/compile.go.
enum AdmissionExpressions {
    /// What an expression that is asked of every request may cost.
    ///
    /// Source: kubernetes apiserver/pkg/apis/cel/config.go RuntimeCELCostBudget.
    static let budget = 10_000_000

    static let functions: FunctionTable = {
        var table = FunctionTable.shared
        table.addAuthorizer()
        return table
    }()

    /// With the messages that mutations write down: `JSONPatch`, and `Object` with the types of its
    /// fields, which are called by their paths and may hold anything.
    ///
    /// Upstream: kubernetes apiserver/pkg/cel/mutation/typeresolver.go, jsonpatch.go.
    static let mutationFunctions: FunctionTable = {
        var table = functions
        let patch = type(
            jsonPatch, ["op": .string, "path": .string, "from": .string, "value": .dyn])
        table.message = { name in
            if name == jsonPatch { return patch }
            guard name == "Object" || name.hasPrefix("Object.") else { return nil }
            return ObjectType(name: name) { .init(name: $0, type: .dyn) }
        }
        return table
    }()
    private static let jsonPatch = "JSONPatch"

    /// What a mutation must come to.
    static func mutationType(isJSONPatch: Bool) -> CELType {
        let name = isJSONPatch ? jsonPatch : "Object"
        let type = mutationFunctions.message(name).map { CELType.object($0) } ?? .dyn
        return isJSONPatch ? .list(type) : type
    }

    /// The variables that every expression has.
    static func variables() -> [String: CELType] {
        [
            "object": .dyn, "oldObject": .dyn, "namespaceObject": .dyn,
            "request": .object(requestType), "authorizer": .opaque(AuthorizerValue.typeName),
            "authorizer.requestResource": .opaque(ResourceCheckValue.typeName),
        ]
    }

    private static func type(_ name: String, _ fields: [String: CELType]) -> ObjectType {
        ObjectType(name: name) { field in fields[field].map { .init(name: field, type: $0) } }
    }

    private static let requestType: ObjectType = {
        let kind = type(
            "kubernetes.GroupVersionKind", ["group": .string, "version": .string, "kind": .string])
        let resource = type(
            "kubernetes.GroupVersionResource",
            ["group": .string, "version": .string, "resource": .string])
        let user = type(
            "kubernetes.UserInfo",
            [
                "username": .string, "uid": .string, "groups": .list(.string),
                "extra": .map(.string, .list(.string)),
            ])
        return type(
            "kubernetes.AdmissionRequest",
            [
                "kind": .object(kind), "resource": .object(resource), "subResource": .string,
                "requestKind": .object(kind), "requestResource": .object(resource),
                "requestSubResource": .string, "name": .string, "namespace": .string,
                "operation": .string, "userInfo": .object(user), "dryRun": .bool, "options": .dyn,
            ])
    }()

    /// The variables' values for one request.
    static func bindings(
        _ request: AdmissionRequest, namespace: Value?, authorizer: any Authorizer
    ) -> [String: CELValue] {
        var asked = AdmissionReview.question(request, uid: "")["request"] ?? .null
        asked["object"] = nil
        asked["oldObject"] = nil
        asked["uid"] = nil
        let resource = AccessRequest(
            user: request.user, verb: "", group: request.resource.group,
            version: request.resource.version, resource: request.resource.resource,
            subresource: request.subresource, namespace: request.namespace, name: request.name)
        return [
            "object": request.object.map { CELValue($0) } ?? .null,
            "oldObject": request.oldObject.map { CELValue($0) } ?? .null,
            "namespaceObject": namespace.map { CELValue($0) } ?? .null,
            "request": CELValue(asked, as: .object(requestType)),
            "authorizer": .opaque(AuthorizerValue(authorizer: authorizer, user: request.user)),
            "authorizer.requestResource": .opaque(
                ResourceCheckValue(authorizer: authorizer, question: resource)),
        ]
    }

    /// Whether `source` can be asked, and comes to `type`.
    static func problems(
        _ source: String, _ path: FieldPath, type: CELType = .bool,
        variables: [String: CELType], functions: FunctionTable = functions
    ) -> [FieldError] {
        guard !source.trimmed.isEmpty else {
            return [.required(path, "expression is not specified")]
        }
        do throws(CompileIssues) {
            let program = try Program(source, variables: variables, functions: functions)
            if program.type == type || program.type == .dyn { return [] }
            // A list of anything, such as an empty one, fits any.
            if case (.list(.dyn), .list) = (program.type, type) { return [] }
            return [.invalid(path, .string(source), "must evaluate to \(type)")]
        } catch {
            return [.invalid(path, .string(source), "compilation failed: \(error)")]
        }
    }
}
