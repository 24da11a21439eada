import API
import Encoding
import Simulation

/// Registrations of groups and versions.
///
/// Upstream: kubernetes kube-aggregator/pkg/registry/apiservice/strategy.go and
/// pkg/apis/apiregistration/validation.
///
/// Differs: no request is passed on to a service; such a group is only registered.
struct APIServiceStrategy: Strategy {
    var hasStatus: Bool { true }
    var allowsUnconditionalUpdate: Bool { false }

    func nameProblems(_ name: String, isPrefix: Bool) -> [String] { Names.pathSegment(name) }

    /// What this server serves itself is there at once.
    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        object["status"] = .object(Object())
        guard object["spec"]["service"] == nil else { return }
        object["status"]["conditions"] = [
            [
                "type": "Available", "status": "True",
                "lastTransitionTime": .string(CivilTime(context.now).rfc3339), "reason": "Local",
                "message": "Local APIServices are always available",
            ]
        ]
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        let spec = object["spec"]
        let name = object["metadata"]["name"].string ?? ""
        let wanted = "\(spec["version"].string ?? "").\(spec["group"].string ?? "")"
        var errors: [FieldError] = []
        if name != wanted {
            errors.append(
                .invalid(
                    "metadata.name", .string(name),
                    "must be `spec.version+\".\"+spec.group`: \(GoText.quoted(wanted))"))
        }
        errors += number(spec["groupPriorityMinimum"], below: 20_000, "spec.groupPriorityMinimum")
        errors += number(spec["versionPriority"], below: 1000, "spec.versionPriority")
        guard let service = spec["service"] else {
            if let bundle = spec["caBundle"].string, !bundle.isEmpty {
                errors.append(
                    .invalid(
                        "spec.caBundle",
                        .string("\(Base64.decode(bundle)?.count ?? 0) bytes"),
                        "local APIServices may not have a caBundle"))
            }
            if spec["insecureSkipTLSVerify"].bool == true {
                errors.append(
                    .invalid(
                        "spec.insecureSkipTLSVerify", true,
                        "local APIServices may not have insecureSkipTLSVerify"))
            }
            return errors
        }
        for field in ["namespace", "name"] where (service[field].string ?? "").isEmpty {
            errors.append(.required(FieldPath("spec.service").child(field)))
        }
        return errors
    }

    private func number(_ value: Value?, below limit: Int, _ path: FieldPath) -> [FieldError] {
        let number = value.int ?? 0
        guard number <= 0 || number > limit else { return [] }
        return [.invalid(path, .int(Int64(number)), "must be positive and less than \(limit)")]
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        context.subresource.isEmpty ? validate(object, context) : []
    }
}
