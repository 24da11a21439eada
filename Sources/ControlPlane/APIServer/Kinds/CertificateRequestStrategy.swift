import API
import PKI
import Simulation

/// Requests for certificates: written once, approved or denied, then signed.
///
/// ```
///   POST ──▶ pending ──/approval──▶ Approved ──/status (certificate)──▶ issued
///                          └──────▶ Denied
/// ```
/// Who asks is taken from the request, not from the object.
///
/// Upstream: kubernetes pkg/registry/certificates/certificates/strategy.go,
/// pkg/apis/certificates/validation/validation.go.
struct CertificateRequestStrategy: Strategy {
    let hasStatus = true
    private static let legacySigner = "kubernetes.io/legacy-unknown"
    private static let decisions: Set<String> = ["Approved", "Denied"]

    func nameProblems(_ name: String, isPrefix: Bool) -> [String] {
        Names.pathSegment(NamePrefix.masked(name, isPrefix: isPrefix))
    }

    func setDefaults(_ object: inout Value) {
        for (index, condition) in (object["status"]["conditions"].array ?? []).enumerated()
        where condition["status"].string ?? "" == "" {
            var conditions = object["status"]["conditions"].array ?? []
            conditions[index]["status"] = "True"
            object["status"]["conditions"] = .array(conditions)
        }
    }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        let user = context.user
        object["spec"]["username"] = .string(user.username)
        object["spec"]["uid"] = user.uid.isEmpty ? nil : .string(user.uid)
        object["spec"]["groups"] = .array(user.groups.map(Value.string))
        object["spec"]["extra"] =
            user.extra.isEmpty ? nil : ReviewHandler.userInfo(user)["extra"]
        object["status"] = [:]
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        let spec = object["spec"]
        var errors: [FieldError] = []
        let request = spec["request"].string ?? ""
        if CertificateWish(base64: request) == nil {
            errors.append(
                .invalid(
                    "spec.request", .string(request),
                    "PEM block type must be CERTIFICATE REQUEST"))
        }
        errors += usages(spec["usages"].array?.compactMap(\.string) ?? [])
        errors += signerName(spec["signerName"].string ?? "")
        if let seconds = spec["expirationSeconds"].int, seconds < 600 {
            errors.append(
                .invalid(
                    "spec.expirationSeconds", .int(Int64(seconds)),
                    "may not specify a duration less than 600 seconds (10 minutes)"))
        }
        return errors
    }

    private static let knownUsages: Set<String> = [
        "signing", "digital signature", "content commitment", "key encipherment", "key agreement",
        "data encipherment", "cert sign", "crl sign", "encipher only", "decipher only", "any",
        "server auth", "client auth", "code signing", "email protection", "s/mime",
        "ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing",
        "microsoft sgc", "netscape sgc",
    ]

    private func usages(_ usages: [String]) -> [FieldError] {
        if usages.isEmpty { return [.required("spec.usages", "usages must be provided")] }
        var errors: [FieldError] = []
        for (index, usage) in usages.enumerated() {
            let path = FieldPath("spec.usages").index(index)
            if usages[..<index].contains(usage) {
                errors.append(.duplicate(path, .string(usage)))
            } else if !Self.knownUsages.contains(usage) {
                errors.append(
                    .notSupported(path, .string(usage), supported: Self.knownUsages.sorted()))
            }
        }
        return errors
    }

    private func signerName(_ name: String) -> [FieldError] {
        if name.isEmpty { return [.required("spec.signerName", "")] }
        if name == Self.legacySigner {
            return [
                .invalid(
                    "spec.signerName", .string(name),
                    "the legacy signerName is not allowed via this API version")
            ]
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].contains("."), !parts[1].isEmpty else {
            return [
                .invalid(
                    "spec.signerName", .string(name),
                    "must be a fully qualified domain and path of the form"
                        + " 'example.com/signer-name'")
            ]
        }
        return Check.invalid(
            "spec.signerName", .string(name), Names.dns1123Subdomain(String(parts[0])))
    }

    // MARK: - Changes

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        let given = object
        let isDecision = { (condition: Value) in
            Self.decisions.contains(condition["type"].string ?? "")
        }
        let before = old["status"]["conditions"].array ?? []
        let wanted = given["status"]["conditions"].array ?? []
        switch context.subresource {
        case "approval":
            // Only a decision may be added here; whether it stands is the validation's question.
            var status = old["status"] ?? [:]
            status["conditions"] = .array(stamped(wanted, before: before, context))
            object = old
            object["metadata"] = given["metadata"]
            object["status"] = status
        case "status":
            // The signer's words, but not its decision.
            let conditions =
                before.filter(isDecision) + wanted.filter { !isDecision($0) }
            object["status"]["conditions"] =
                conditions.isEmpty ? nil : .array(stamped(conditions, before: before, context))
        default:
            object["spec"] = old["spec"]
        }
    }

    private func stamped(
        _ conditions: [Value], before: [Value], _ context: StrategyContext
    ) -> [Value] {
        let now = Value.string(CivilTime(context.now).rfc3339)
        return conditions.map { condition in
            var condition = condition
            let old = before.first { $0["type"] == condition["type"] }
            if condition["lastUpdateTime"] == nil { condition["lastUpdateTime"] = now }
            if condition["lastTransitionTime"] == nil {
                let isSame = old["status"] == condition["status"]
                condition["lastTransitionTime"] = isSame ? old["lastTransitionTime"] ?? now : now
            }
            return condition
        }
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        let path: FieldPath = "status.conditions"
        let types = (object["status"]["conditions"].array ?? []).compactMap { $0["type"].string }
        var errors: [FieldError] = []
        if types.contains("Approved"), types.contains("Denied") {
            errors.append(
                .invalid(
                    path, .string("Approved"),
                    "Approved and Denied conditions are mutually exclusive"
                ))
        }
        let before = (old["status"]["conditions"].array ?? []).compactMap { $0["type"].string }
        for type in before where Self.decisions.contains(type) && !types.contains(type) {
            errors.append(
                .forbidden(path, "updates may not remove a condition of type \"\(type)\""))
        }
        let certificate = old["status"]["certificate"]
        if certificate != nil, certificate != object["status"]["certificate"] {
            errors.append(
                .forbidden(
                    "status.certificate",
                    "updates may not modify certificate content once it is set"))
        }
        return errors
    }

    var selectableFields: [String] { ["spec.signerName"] }
}
