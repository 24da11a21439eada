import API
import CEL
import Simulation

/// Finds the webhooks that a request concerns and asks them.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/generic/webhook.go.
///
/// Differs: `matchPolicy: Equivalent` does not convert, so a rule must name the version that the
/// client used.
struct WebhookDispatcher: Sendable {
    let registry: Registry
    let transport: any WebhookTransport
    let authorizer: any Authorizer

    /// The webhooks of the configurations of `resource` that want to see `request`, in order.
    func webhooks(of resource: String, for request: AdmissionRequest) -> [Webhook] {
        // Nobody may lock himself out from what would unlock.
        guard request.resource.group != "admissionregistration.k8s.io" else { return [] }
        let configurations = registry.cachedList(
            GroupVersionResource(
                group: "admissionregistration.k8s.io", version: "v1", resource: resource))
        guard !configurations.isEmpty else { return [] }
        let labels =
            registry.namespaceObject(of: request)["metadata"]["labels"].stringMap ?? [:]
        return configurations.flatMap { $0["webhooks"].array ?? [] }.map { Webhook($0) }
            .filter { $0.match.matches(request, namespaceLabels: labels) }
    }

    /// Whether the webhook's conditions hold. **Throws** 403 if that is not known and matters.
    private func isWanted(
        _ webhook: Webhook, _ request: AdmissionRequest
    ) throws(Status) -> Bool {
        let conditions = MatchConditions(webhook.value["matchConditions"].array ?? [])
        guard !conditions.isEmpty else { return true }
        let bindings = AdmissionExpressions.bindings(
            request, namespace: registry.namespaceObject(of: request), authorizer: authorizer)
        var budget = Budget(AdmissionExpressions.budget)
        do throws(CELError) {
            return try conditions.hold({ name, _ throws(CELError) in bindings[name] }, &budget)
        } catch {
            if webhook.ignoresFailures { return false }
            throw request.forbidden(error.description)
        }
    }

    /// What the webhook answers; nil if its conditions do not hold, or if it does not and that is
    /// to be ignored.
    ///
    /// **Throws** its refusal, or 500 if it does not answer and must.
    func ask(
        _ webhook: Webhook, _ request: inout AdmissionRequest
    ) async throws(Status) -> AdmissionReview.Answer? {
        guard try isWanted(webhook, request) else { return nil }
        if request.isDryRun, !webhook.allowsDryRun {
            throw .badRequest(
                "admission webhook \(GoText.quoted(webhook.name)) does not support dry run")
        }
        let answer: AdmissionReview.Answer
        do throws(WebhookFailure) { answer = try await call(webhook, request) } catch {
            let text = "failed calling webhook \(GoText.quoted(webhook.name)): \(error)"
            request.trace?.record(
                "admission", text + (webhook.ignoresFailures ? " (ignored)" : ""))
            if webhook.ignoresFailures { return nil }
            throw .internalError(text)
        }
        request.warnings += answer.warnings
        guard answer.isAllowed else {
            throw AdmissionReview.denial(webhook.name, answer.status)
        }
        request.trace?.record("admission", "webhook \(webhook.name): allowed")
        return answer
    }

    private func call(
        _ webhook: Webhook, _ request: AdmissionRequest
    ) async throws(WebhookFailure) -> AdmissionReview.Answer {
        let uid = registry.simulation.random("admission reviews").uuid()
        let question = JSONWriter.compact(AdmissionReview.question(request, uid: uid))
        let target = webhook.target
        let bytes: [UInt8]
        do throws(WebhookFailure) { bytes = try await transport.post(question, to: target) } catch {
            throw WebhookFailure("failed to call webhook: Post \"\(target.url)\": \(error)")
        }
        return try AdmissionReview.answer(bytes, uid: uid)
    }
}

/// Lets servers of the cluster's owner change objects before they are stored.
///
/// Webhooks are asked one after another, by configuration name. One that wants it
/// (`reinvocationPolicy: IfNeeded`) is asked a second time if others changed the object after it.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go.
struct MutatingAdmissionWebhook: AdmissionPlugin {
    let dispatcher: WebhookDispatcher
    let name = "MutatingAdmissionWebhook"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        let webhooks = dispatcher.webhooks(of: "mutatingwebhookconfigurations", for: request)
        var changed = -1
        for (index, webhook) in webhooks.enumerated()
        where try await isChanged(by: webhook, &request) {
            changed = index
        }
        for (index, webhook) in webhooks.enumerated() where index < changed && webhook.isReinvoked {
            _ = try await isChanged(by: webhook, &request)
        }
    }

    private func isChanged(
        by webhook: Webhook, _ request: inout AdmissionRequest
    ) async throws(Status) -> Bool {
        guard let patch = try await dispatcher.ask(webhook, &request)?.patch,
            let object = request.object
        else { return false }
        let patched: Value
        do throws(Status) { patched = try patch.apply(to: object) } catch {
            throw .internalError(error.message)
        }
        let kind = GroupVersionKind(
            group: request.resource.group, version: request.resource.version, kind: request.kind)
        // Brought into the schema's form, without what the schema does not know.
        let decoded = (try? Schema.shared.decode(patched, as: kind))?.value ?? patched
        request.object = decoded
        return decoded != object
    }
}

/// Lets servers of the cluster's owner refuse objects as they will be stored.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/validating/dispatcher.go.
///
/// Differs: they are asked one after another, not all at once.
struct ValidatingAdmissionWebhook: AdmissionPlugin {
    let dispatcher: WebhookDispatcher
    let name = "ValidatingAdmissionWebhook"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        for webhook in dispatcher.webhooks(of: "validatingwebhookconfigurations", for: request) {
            _ = try await dispatcher.ask(webhook, &request)
        }
    }
}
