import Encoding
import API

/// What is kept inside a namespace to configure pods, and what bounds them.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go.
enum ConfigKinds {
    static let rules: [String: any Strategy] = [
        "configmaps": KindRules(
            hasStatus: false, validation: configMap, updateValidation: configMapUpdate),
        "secrets": KindRules(
            hasStatus: false, defaults: foldStringData, validation: secret,
            updateValidation: secretUpdate),
        "serviceaccounts": KindRules(hasStatus: false),
        "resourcequotas": KindRules(
            initialStatus: [:], defaults: { $0.edit("spec") { _ in } },
            validation: QuotaValidation.problems, updateValidation: QuotaValidation.updateProblems),
        "limitranges": KindRules(
            hasStatus: false, allowsCreateOnUpdate: true, defaults: limitRange,
            validation: LimitRangeValidation.problems),
        "events": KindRules(hasStatus: false, allowsCreateOnUpdate: true, validation: event),
        "events.events.k8s.io": EventStrategy(),
        "leases.coordination.k8s.io": KindRules(
            hasStatus: false, allowsCreateOnUpdate: true, allowsUnconditionalUpdate: false,
            validation: lease),
        "priorityclasses.scheduling.k8s.io": KindRules(
            hasStatus: false,
            preparation: { $0.edit("metadata") { Metadata.fields.set("generation", 1, in: &$0) } },
            defaults: priorityClass.fill, validation: priorityClassProblems,
            updateValidation: priorityClassUpdate),
    ]

    /// **Unit**: bytes, of all the values of a ConfigMap or Secret. Source: `MaxSecretSize`.
    private static let sizeLimit = 1024 * 1024

    // MARK: ConfigMap

    @Sendable private static func configMap(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        let binary = object["binaryData"].object ?? Object()
        for entry in (object["data"].object ?? Object()).sorted {
            let place = FieldPath("data").key(entry.name)
            errors += Check.invalid(place, .string(entry.name), Names.configMapKey(entry.name))
            if binary[entry.name] != nil {
                errors.append(
                    .invalid(
                        FieldPath("data").child(entry.name), .string(entry.name),
                        "duplicate of key present in binaryData"))
            }
            size += (entry.value.string ?? "").utf8.count
        }
        for entry in binary.sorted {
            let place = FieldPath("binaryData").key(entry.name)
            errors += Check.invalid(place, .string(entry.name), Names.configMapKey(entry.name))
            size += decodedCount(entry.value)
        }
        // The path is empty, which upstream writes so.
        if size > sizeLimit { errors.append(.tooLong("[]", limit: sizeLimit)) }
        return errors
    }

    @Sendable private static func configMapUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        frozen(new, old, ["data", "binaryData"])
    }

    private static func frozen(_ new: Value, _ old: Value, _ fields: [String]) -> [FieldError] {
        guard old["immutable"].bool == true else { return [] }
        let text = "field is immutable when `immutable` is set"
        var errors: [FieldError] = []
        if new["immutable"].bool != true { errors.append(.forbidden("immutable", text)) }
        for field in fields where new[field] != old[field] {
            errors.append(.forbidden(FieldPath(field), text))
        }
        return errors
    }

    private static func decodedCount(_ value: Value) -> Int {
        let text = value.string ?? ""
        return text.utf8.count / 4 * 3 - text.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
    }

    // MARK: Secret

    private static let secretFields = DefaultFields("core/v1.Secret", ["type": "Opaque"])

    /// `stringData` is only a way to write `data`.
    @Sendable private static func foldStringData(_ object: inout Object) {
        if let texts = object["stringData"].object {
            var data = object["data"].object ?? Object()
            for entry in texts {
                data[entry.name] = .string(Base64.encode(Array((entry.value.string ?? "").utf8)))
            }
            object["stringData"] = nil
            if !data.isEmpty { secretFields.set("data", .object(data.sorted), in: &object) }
        }
        secretFields.fill(&object)
    }

    private static let requiredKeys: [String: [String]] = [
        "kubernetes.io/tls": ["tls.crt", "tls.key"], "kubernetes.io/ssh-auth": ["ssh-privatekey"],
        "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
        "kubernetes.io/dockercfg": [".dockercfg"],
    ]

    @Sendable private static func secret(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        let data = object["data"].object ?? Object()
        for entry in data.sorted {
            let place = FieldPath("data").key(entry.name)
            errors += Check.invalid(place, .string(entry.name), Names.configMapKey(entry.name))
            size += decodedCount(entry.value)
        }
        if size > sizeLimit { errors.append(.tooLong("data", limit: sizeLimit)) }
        let type = object["type"].string ?? ""
        for key in requiredKeys[type] ?? [] where data[key] == nil {
            errors.append(.required(FieldPath("data").key(key)))
        }
        if type == "kubernetes.io/basic-auth", data["username"] == nil, data["password"] == nil {
            errors.append(.required(FieldPath("data").key("username")))
            errors.append(.required(FieldPath("data").key("password")))
        }
        if type == "kubernetes.io/service-account-token" {
            let note = "kubernetes.io/service-account.name"
            if (object["metadata"]["annotations"][note].string ?? "").isEmpty {
                errors.append(.required(FieldPath("metadata.annotations").key(note)))
            }
        }
        return errors
    }

    @Sendable private static func secretUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        Check.immutable(new["type"], old["type"], "type") + frozen(new, old, ["data"])
    }

    // MARK: Limits

    private static let limitItem = DefaultFields("core/v1.LimitRangeItem")

    /// For containers: the default limit is the maximum, the default request the default limit.
    @Sendable private static func limitRange(_ object: inout Object) {
        object.edit("spec") { spec in
            spec.editItems("limits") { item in
                guard item["type"].string == "Container" else { return }
                inherit("default", from: ["max"], &item)
                inherit("defaultRequest", from: ["default", "min"], &item)
            }
        }
    }

    private static func inherit(_ name: String, from sources: [String], _ item: inout Object) {
        var map = item[name].object ?? Object()
        for source in sources {
            for entry in item[source].object ?? Object() where map[entry.name] == nil {
                map[entry.name] = entry.value
            }
        }
        if !map.isEmpty { limitItem.set(name, .object(map.sorted), in: &item) }
    }

    // MARK: Event, Lease, PriorityClass

    @Sendable private static func event(_ object: Value) -> [FieldError] {
        let inside = object["involvedObject"]["namespace"].string ?? ""
        let own = object["metadata"]["namespace"].string ?? ""
        // Events of cluster-scoped objects lie in the default namespace.
        if inside == own || (inside.isEmpty && own == "default") { return [] }
        return [
            .invalid(
                "involvedObject.namespace", .string(inside), "does not match event.namespace")
        ]
    }

    @Sendable private static func lease(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        if let seconds = object["spec"]["leaseDurationSeconds"].int, seconds <= 0 {
            errors.append(
                .invalid(
                    "spec.leaseDurationSeconds", .int(Int64(seconds)), "must be greater than 0"))
        }
        return errors
            + Check.nonnegative(object["spec"]["leaseTransitions"], "spec.leaseTransitions")
    }

    private static let priorityClass = DefaultFields(
        "scheduling/v1.PriorityClass", ["value": 0, "preemptionPolicy": "PreemptLowerPriority"])

    @Sendable private static func priorityClassProblems(_ object: Value) -> [FieldError] {
        let name = object["metadata"]["name"].string ?? ""
        let value = object["value"].int ?? 0
        let system = [
            "system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000,
        ]
        if name.hasPrefix("system-") {
            return system[name] == value
                ? []
                : [
                    .forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use "
                            + "only. error: \(name) is not a known system priority class")
                ]
        }
        return value > 1_000_000_000
            ? [
                .forbidden(
                    "value", "maximum allowed value of a user defined priority is 1000000000")
            ] : []
    }

    @Sendable private static func priorityClassUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        new["value"] == old["value"]
            ? [] : [.forbidden("value", "may not be changed in an update.")]
    }
}
