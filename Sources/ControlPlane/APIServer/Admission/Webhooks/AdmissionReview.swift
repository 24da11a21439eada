import API
import Encoding

/// The question to a webhook and its answer, as `admission.k8s.io/v1` writes them.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/request/admissionreview.go.
enum AdmissionReview {
    static func question(_ request: AdmissionRequest, uid: String) -> Value {
        let resource = request.resource
        let body = request.bodyKind
        let kind: Value = [
            "group": .string(body?.group ?? resource.group),
            "version": .string(body?.version ?? resource.version),
            "kind": .string(body?.kind ?? request.kind),
        ]
        let named: Value = [
            "group": .string(resource.group), "version": .string(resource.version),
            "resource": .string(resource.resource),
        ]
        var question: Value = ["uid": .string(uid), "kind": kind, "resource": named]
        if !request.subresource.isEmpty { question["subResource"] = .string(request.subresource) }
        question["requestKind"] = kind
        question["requestResource"] = named
        if !request.subresource.isEmpty {
            question["requestSubResource"] = .string(request.subresource)
        }
        if !request.name.isEmpty { question["name"] = .string(request.name) }
        if !request.namespace.isEmpty { question["namespace"] = .string(request.namespace) }
        question["operation"] = .string(request.operation.rawValue)
        question["userInfo"] = ReviewHandler.userInfo(request.user)
        question["object"] = request.object ?? .null
        question["oldObject"] = request.oldObject ?? .null
        question["dryRun"] = .bool(request.isDryRun)
        question["options"] = [
            "kind": .string(optionsKind(request.operation)), "apiVersion": "meta.k8s.io/v1",
        ]
        return [
            "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": question,
        ]
    }

    private static func optionsKind(_ operation: AdmissionRequest.Operation) -> String {
        switch operation {
        case .update: "UpdateOptions"
        case .delete: "DeleteOptions"
        case .create, .connect: "CreateOptions"
        }
    }

    /// What the webhook decided.
    struct Answer: Sendable {
        var isAllowed: Bool
        var status: Value?
        /// A JSON patch; nil without one.
        var patch: JSONPatch?
        var warnings: [String]
    }

    /// **Throws** what is wrong with the answer, in upstream's words.
    static func answer(_ bytes: [UInt8], uid: String) throws(WebhookFailure) -> Answer {
        let review: Value
        do { review = try JSONParser.parse(bytes) } catch {
            throw WebhookFailure("couldn't get version/kind; json parse error: \(error)")
        }
        guard review["kind"].string == "AdmissionReview",
            review["apiVersion"].string == "admission.k8s.io/v1"
        else {
            throw WebhookFailure(
                "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got "
                    + "\(review["apiVersion"].string ?? ""), Kind=\(review["kind"].string ?? "")")
        }
        let response = review["response"]
        guard response.object != nil else { throw WebhookFailure("webhook response was absent") }
        let given = response["uid"].string ?? ""
        guard given == uid else {
            throw WebhookFailure("expected response.uid=\"\(uid)\", got \"\(given)\"")
        }
        return Answer(
            isAllowed: response["allowed"].bool ?? false, status: response["status"],
            patch: try patch(response),
            warnings: response["warnings"].array?.compactMap(\.string) ?? [])
    }

    private static func patch(_ response: Value?) throws(WebhookFailure) -> JSONPatch? {
        guard let text = response["patch"].string, !text.isEmpty else { return nil }
        let type = response["patchType"].string ?? ""
        guard type == "JSONPatch" else {
            throw WebhookFailure(
                "webhook returned response.patch but not response.patchType=JSONPatch")
        }
        do {
            return try JSONPatch(JSONParser.parse(Base64.decode(text) ?? []))
        } catch { throw WebhookFailure("received undecodable patch: \(error)") }
    }

    /// The refusal as the client sees it: at least 400, and who refused.
    static func denial(_ name: String, _ status: Value?) -> Status {
        let who = "admission webhook \(GoText.quoted(name)) denied the request"
        let message = status["message"].string ?? ""
        let reason = status["reason"].string ?? ""
        let text: String
        if !message.isEmpty {
            text = "\(who): \(message)"
        } else if !reason.isEmpty {
            text = "\(who): \(reason)"
        } else {
            text = who + " without explanation"
        }
        return Status(
            code: max(status["code"].int ?? 0, 400),
            reason: reason.isEmpty ? nil : Status.Reason(rawValue: reason), message: text)
    }
}
