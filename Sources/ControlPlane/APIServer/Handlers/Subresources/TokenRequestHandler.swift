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

    /// Ties the token to a pod that uses the account.
    ///
    /// Differs: tokens bound to a Secret or a Node are refused by name.
    private func bind(
        _ subject: inout TokenIssuer.Subject, to reference: Value?, account: String
    ) async throws(Status) {
        guard let reference, !reference.isNull else { return }
        let kind = reference["kind"].string ?? ""
        guard kind == "Pod" else {
            throw .badRequest("cannot bind token to object of type \(kind)")
        }
        let name = reference["name"].string ?? ""
        let pods = GroupVersionResource(group: "", version: "v1", resource: "pods")
        guard let pod = try await registry.newest(pods, namespace: subject.namespace, name: name)
        else { throw .notFound(pods.groupResource, name) }
        let uid = pod["metadata"]["uid"].string ?? ""
        if let wanted = reference["uid"].string, !wanted.isEmpty, wanted != uid {
            throw .conflict(
                GroupResource(group: "", resource: "Pod"), name,
                "the UID in the bound object reference (\(wanted)) does not match the UID in "
                    + "record. The object might have been deleted and then recreated")
        }
        guard pod["spec"]["serviceAccountName"].string == account else {
            throw .badRequest(
                "cannot bind token for serviceaccount \(GoText.quoted(account)) to pod running "
                    + "with different serviceaccount name.")
        }
        subject.pod = (name, uid)
        let nodes = GroupVersionResource(group: "", version: "v1", resource: "nodes")
        if let nodeName = pod["spec"]["nodeName"].string, !nodeName.isEmpty {
            let node = registry.cached(nodes, name: nodeName)
            subject.node = node.map { (nodeName, $0["metadata"]["uid"].string ?? "") }
        }
    }
}
