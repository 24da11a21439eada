import API

/// The configurations of admission webhooks.
///
/// Upstream: kubernetes pkg/apis/admissionregistration/v1/defaults.go and
/// pkg/apis/admissionregistration/validation/validation.go.
enum WebhookKinds {
    private static let group = "admissionregistration.k8s.io"

    static let rules: [String: any Strategy] = [
        "mutatingwebhookconfigurations.\(group)": configuration(
            DefaultFields(
                "admissionregistration/v1.MutatingWebhook",
                [
                    "failurePolicy": "Fail", "matchPolicy": "Equivalent", "namespaceSelector": [:],
                    "objectSelector": [:], "reinvocationPolicy": "Never", "timeoutSeconds": 10,
                ])),
        "validatingwebhookconfigurations.\(group)": configuration(
            DefaultFields(
                "admissionregistration/v1.ValidatingWebhook",
                [
                    "failurePolicy": "Fail", "matchPolicy": "Equivalent", "namespaceSelector": [:],
                    "objectSelector": [:], "timeoutSeconds": 10,
                ])),
    ]

    private static let rule = DefaultFields(
        "admissionregistration/v1.RuleWithOperations", ["scope": "*"])
    private static let service = DefaultFields(
        "admissionregistration/v1.ServiceReference", ["port": 443])

    private static func configuration(_ webhook: DefaultFields) -> KindRules {
        KindRules(
            hasStatus: false, generationMembers: ["webhooks"],
            defaults: { object in
                object.editItems("webhooks") { item in
                    webhook.fill(&item)
                    item.editItems("rules") { rule.fill(&$0) }
                    item.edit("clientConfig") { $0.edit("service") { service.fill(&$0) } }
                }
            },
            validation: { object in
                var errors: [FieldError] = []
                var names: Set<String> = []
                for (index, item) in (object["webhooks"].array ?? []).enumerated() {
                    let path = FieldPath("webhooks").index(index)
                    let name = item["name"].string ?? ""
                    if !names.insert(name).inserted {
                        errors.append(.duplicate(path.child("name"), .string(name)))
                    }
                    errors += problems(item, path)
                }
                return errors
            })
    }

    private static func problems(_ webhook: Value, _ path: FieldPath) -> [FieldError] {
        let name = webhook["name"].string ?? ""
        var errors = Check.invalid(
            path.child("name"), .string(name), Names.dns1123Subdomain(name))
        if errors.isEmpty, name.split(separator: ".").count < 3 {
            errors.append(
                .invalid(
                    path.child("name"), .string(name),
                    "should be a domain with at least three segments separated by dots"))
        }
        for (index, rule) in (webhook["rules"].array ?? []).enumerated() {
            errors += Self.rule(rule, path.child("rules").index(index))
        }
        errors += reviewVersions(webhook, path.child("admissionReviewVersions"))
        let effects = path.child("sideEffects")
        if let value = webhook["sideEffects"].string {
            errors +=
                ["None", "NoneOnDryRun"].contains(value)
                ? []
                : [
                    .notSupported(effects, .string(value), supported: ["None", "NoneOnDryRun"])
                ]
        } else {
            errors.append(
                .required(effects, "must specify one of None, NoneOnDryRun"))
        }
        if let seconds = webhook["timeoutSeconds"].int, seconds < 1 || seconds > 30 {
            errors.append(
                .invalid(
                    path.child("timeoutSeconds"), .int(Int64(seconds)),
                    seconds < 1
                        ? "the timeout cannot be smaller than 1 second"
                        : "the timeout value must be between 1 and 30 seconds"))
        }
        errors += MatchConditions.problems(
            webhook["matchConditions"].array ?? [], path.child("matchConditions"))
        return errors + client(webhook["clientConfig"], path.child("clientConfig"))
    }

    private static func reviewVersions(_ webhook: Value, _ path: FieldPath) -> [FieldError] {
        let versions = webhook["admissionReviewVersions"].array?.compactMap(\.string) ?? []
        if versions.isEmpty {
            return [.required(path, "must specify one of v1, v1beta1")]
        }
        if versions.contains("v1") { return [] }
        return [
            .invalid(
                path, .array(versions.map(Value.string)),
                "must include at least one of v1, v1beta1")
        ]
    }

    static func rule(_ rule: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for member in ["operations", "apiGroups", "apiVersions", "resources"]
        where (rule[member].array ?? []).isEmpty {
            errors.append(.required(path.child(member)))
        }
        let known = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"]
        for (index, operation) in (rule["operations"].array ?? []).enumerated()
        where !known.contains(operation.string ?? "") {
            errors.append(
                .notSupported(
                    path.child("operations").index(index), operation, supported: known))
        }
        return errors
    }

    private static func client(_ config: Value?, _ path: FieldPath) -> [FieldError] {
        let url = config["url"].string
        switch (url, config["service"]) {
        case (nil, nil), (_?, _?):
            return [.required(path, "exactly one of url or service is required")]
        case (let url?, nil):
            if url.hasPrefix("https://") { return [] }
            return [
                .invalid(
                    path.child("url"), .string(url),
                    "'https' is the only allowed URL scheme; desired format: https://host[/path]")
            ]
        case (nil, let service?):
            return ["namespace", "name"].filter { (service[$0].string ?? "").isEmpty }.map {
                .required(path.child("service").child($0), "service \($0) is required")
            }
        }
    }
}
