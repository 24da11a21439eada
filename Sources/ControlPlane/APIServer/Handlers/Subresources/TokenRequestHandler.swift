import API
import Simulation

/// Makes a token for a service account: what a kubelet asks for each pod, and
/// `kubectl create token`.
///
/// Upstream: kubernetes pkg/registry/core/serviceaccount/storage/token.go.
struct TokenRequestHandler: Sendable {
    let registry: Registry
    let writer: ResponseWriter
    let simulation: Simulation
    let issuer: TokenIssuer

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "CreateOptions")
        let kind = GroupVersionKind(apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest")
        let decoded = try BodyDecoder(kind: kind, validation: options.validation)
            .decode(context.request)
        let spec = decoded.value["spec"]
        let account = try await target.store.get(namespace: target.namespace, name: target.name)
        try await SubresourceAdmission.check(
            context, target, "token", kind: kind, body: decoded.value, isDryRun: options.isDryRun)
        let lifetime = try lifetime(spec)
        var subject = TokenIssuer.Subject(
            namespace: target.namespace, serviceAccount: target.name,
            serviceAccountUID: account["metadata"]["uid"].string ?? "")
        try await bind(&subject, to: spec["boundObjectRef"], account: target.name)
        var audiences = spec["audiences"].array?.compactMap(\.string) ?? []
        if audiences.isEmpty { audiences = [issuer.issuer] }
        let (token, end) = try issuer.issue(to: subject, audiences: audiences, lifetime: lifetime)
        let expiration = Value.string(CivilTime(end).rfc3339)
        let shownSpec: Value = [
            "audiences": .array(audiences.map(Value.string)),
            "expirationSeconds": .int(Int64(lifetime)),
            "boundObjectRef": spec["boundObjectRef"] ?? .null,
        ]
        let answer: Value = [
            "kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1",
            "metadata": [
                "name": .string(target.name), "namespace": .string(target.namespace),
                "creationTimestamp": .string(CivilTime(simulation.now).rfc3339),
            ],
            "spec": shownSpec,
            "status": ["token": .string(token), "expirationTimestamp": expiration],
        ]
        return writer.object(
            answer, status: 201, negotiation: target.negotiation, warnings: context.warnings)
    }

    private func lifetime(_ spec: Value?) throws(Status) -> Int {
        let seconds = spec["expirationSeconds"].int ?? APIServerDefaults.tokenExpirationDefault
        var problem: String?
        if seconds < APIServerDefaults.tokenExpirationMin {
            problem = "may not specify a duration less than 10 minutes"
        } else if seconds > APIServerDefaults.tokenExpirationMax {
            problem = "may not specify a duration larger than 2^32 seconds"
        }
        guard let problem else { return seconds }
        throw .invalid(
            group: "authentication.k8s.io", kind: "TokenRequest", name: "",
            [.invalid("spec.expirationSeconds", .int(Int64(seconds)), problem)])
    }

    /// Ties the token to a pod that uses the account, to a secret or to a node: it dies with it.
    private func bind(
        _ subject: inout TokenIssuer.Subject, to reference: Value?, account: String
    ) async throws(Status) {
        guard let reference, !reference.isNull else { return }
        let kind = reference["kind"].string ?? ""
        switch (reference["apiVersion"].string ?? "v1", kind) {
        case ("v1", "Pod"):
            let pod = try await find("pods", reference, in: subject.namespace)
            try tie(&subject, to: pod, account: account)
        case ("v1", "Secret"):
            subject.secret = Self.identity(
                try await find("secrets", reference, in: subject.namespace))
        case ("v1", "Node"):
            subject.node = Self.identity(try await find("nodes", reference, in: ""))
        default:
            throw .badRequest("cannot bind token to object of type \(Self.typeText(reference))")
        }
    }

    /// As Go prints a GroupVersionKind.
    private static func typeText(_ reference: Value) -> String {
        let kind = GroupVersionKind(
            apiVersion: reference["apiVersion"].string ?? "", kind: reference["kind"].string ?? "")
        let version = kind.group.isEmpty ? "/" + kind.version : "\(kind.group)/\(kind.version)"
        return "\(version), Kind=\(kind.kind)"
    }

    private static func identity(_ object: Value) -> (name: String, uid: String) {
        (object["metadata"]["name"].string ?? "", object["metadata"]["uid"].string ?? "")
    }

    /// **Throws** 404, and 409 if the object is another one than the reference means.
    private func find(
        _ name: String, _ reference: Value, in namespace: String
    ) async throws(Status) -> Value {
        let resource = GroupVersionResource(group: "", version: "v1", resource: name)
        let wantedName = reference["name"].string ?? ""
        guard
            let found = try await registry.newest(
                resource, namespace: namespace, name: wantedName)
        else { throw .notFound(resource.groupResource, wantedName) }
        let uid = Self.identity(found).uid
        if let wanted = reference["uid"].string, !wanted.isEmpty, wanted != uid {
            throw .conflict(
                GroupResource(group: "", resource: reference["kind"].string ?? ""), wantedName,
                "the UID in the bound object reference (\(wanted)) does not match the UID in "
                    + "record. The object might have been deleted and then recreated")
        }
        return found
    }

    private func tie(
        _ subject: inout TokenIssuer.Subject, to pod: Value, account: String
    ) throws(Status) {
        guard pod["spec"]["serviceAccountName"].string == account else {
            throw .badRequest(
                "cannot bind token for serviceaccount \(GoText.quoted(account)) to pod running "
                    + "with different serviceaccount name.")
        }
        subject.pod = Self.identity(pod)
        let nodes = GroupVersionResource(group: "", version: "v1", resource: "nodes")
        if let nodeName = pod["spec"]["nodeName"].string, !nodeName.isEmpty {
            subject.node = registry.cached(nodes, name: nodeName).map(Self.identity)
        }
    }
}
