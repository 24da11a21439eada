import API

/// Roles and bindings.
///
/// Upstream: kubernetes pkg/apis/rbac/v1/defaults.go and pkg/apis/rbac/validation/validation.go.
enum RBACKinds {
    private static let group = "rbac.authorization.k8s.io"

    static let rules: [String: any Strategy] = [
        "roles.\(group)": role(isNamespaced: true),
        "clusterroles.\(group)": role(isNamespaced: false),
        "rolebindings.\(group)": binding(isNamespaced: true),
        "clusterrolebindings.\(group)": binding(isNamespaced: false),
    ]

    private static func role(isNamespaced: Bool) -> KindRules {
        KindRules(
            hasStatus: false, allowsCreateOnUpdate: true, nameRule: { Names.pathSegment($0) },
            validation: { object in
                var errors: [FieldError] = []
                for (index, rule) in (object["rules"].array ?? []).enumerated() {
                    errors += Self.rule(
                        rule, isNamespaced: isNamespaced, FieldPath("rules").index(index))
                }
                return errors
            })
    }

    private static func rule(
        _ rule: Value, isNamespaced: Bool, _ path: FieldPath
    ) -> [FieldError] {
        func isEmpty(_ field: String) -> Bool { (rule[field].array ?? []).isEmpty }
        var errors: [FieldError] = []
        if isEmpty("verbs") {
            errors.append(.required(path.child("verbs"), "verbs must contain at least one value"))
        }
        if !isEmpty("nonResourceURLs") {
            if isNamespaced {
                errors.append(
                    .invalid(
                        path.child("nonResourceURLs"), rule["nonResourceURLs"] ?? .null,
                        "namespaced rules cannot apply to non-resource URLs"))
            }
            if !isEmpty("apiGroups") || !isEmpty("resources") || !isEmpty("resourceNames") {
                errors.append(
                    .invalid(
                        path.child("nonResourceURLs"), rule["nonResourceURLs"] ?? .null,
                        "rules cannot apply to both regular resources and non-resource URLs"))
            }
            return errors
        }
        if isEmpty("apiGroups") {
            errors.append(
                .required(
                    path.child("apiGroups"), "resource rules must supply at least one api group"))
        }
        if isEmpty("resources") {
            errors.append(
                .required(
                    path.child("resources"), "resource rules must supply at least one resource"))
        }
        return errors
    }

    private static let roleRef = DefaultFields("rbac/v1.RoleRef", ["apiGroup": .string(group)])
    private static let subject = DefaultFields("rbac/v1.Subject")

    private static func binding(isNamespaced: Bool) -> KindRules {
        KindRules(
            hasStatus: false, allowsCreateOnUpdate: true, nameRule: { Names.pathSegment($0) },
            defaults: { object in
                object.edit("roleRef") { reference in
                    if reference["apiGroup"].string == "" { reference["apiGroup"] = nil }
                    roleRef.fill(&reference)
                }
                object.editItems("subjects") { subject in
                    guard ["User", "Group"].contains(subject["kind"].string) else { return }
                    Self.subject.setDefault("apiGroup", .string(group), in: &subject)
                }
            },
            validation: { object in
                var errors = reference(object["roleRef"], isNamespaced: isNamespaced)
                for (index, item) in (object["subjects"].array ?? []).enumerated() {
                    errors += Self.subject(
                        item, isNamespaced: isNamespaced, FieldPath("subjects").index(index))
                }
                return errors
            },
            updateValidation: { new, old in
                new["roleRef"] == old["roleRef"]
                    ? []
                    : [.invalid("roleRef", new["roleRef"] ?? .null, "cannot change roleRef")]
            })
    }

    private static func reference(_ role: Value?, isNamespaced: Bool) -> [FieldError] {
        let path: FieldPath = "roleRef"
        var errors: [FieldError] = []
        if role["apiGroup"].string != group {
            errors.append(
                .notSupported(path.child("apiGroup"), role["apiGroup"] ?? "", supported: [group]))
        }
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        if !kinds.contains(role["kind"].string ?? "") {
            errors.append(
                .notSupported(path.child("kind"), role["kind"] ?? "", supported: kinds))
        }
        let name = role["name"].string ?? ""
        errors +=
            name.isEmpty
            ? [.required(path.child("name"))]
            : Check.invalid(path.child("name"), .string(name), Names.pathSegment(name))
        return errors
    }

    private static func subject(
        _ subject: Value, isNamespaced: Bool, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        let name = subject["name"].string ?? ""
        if name.isEmpty { errors.append(.required(path.child("name"))) }
        let apiGroup = subject["apiGroup"].string ?? ""
        switch subject["kind"].string {
        case "ServiceAccount":
            if !name.isEmpty {
                errors += Check.invalid(
                    path.child("name"), .string(name), Names.dns1123Subdomain(name))
            }
            if !apiGroup.isEmpty {
                errors.append(
                    .notSupported(path.child("apiGroup"), .string(apiGroup), supported: [""]))
            }
            if !isNamespaced, (subject["namespace"].string ?? "").isEmpty {
                errors.append(.required(path.child("namespace")))
            }
        case "User", "Group":
            if apiGroup != group {
                errors.append(
                    .notSupported(path.child("apiGroup"), .string(apiGroup), supported: [group]))
            }
        default:
            errors.append(
                .notSupported(
                    path.child("kind"), subject["kind"] ?? "",
                    supported: ["ServiceAccount", "User", "Group"]))
        }
        return errors
    }
}
