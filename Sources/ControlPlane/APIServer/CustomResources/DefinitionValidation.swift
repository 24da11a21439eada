import API

/// What is wrong with a definition outside of its schemas.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
///
/// Differs: conversion by webhook is refused by name.
enum DefinitionValidation {
    /// Names who approved a definition in a group of Kubernetes' own.
    static let approval = "api-approved.kubernetes.io"

    private static let spec: FieldPath = "spec"

    static func problems(_ definition: CustomDefinition) -> [FieldError] {
        var errors = nameProblems(definition)
        errors += groupProblems(definition)
        errors += Check.oneOf(
            definition.value["spec"]["scope"], ["Cluster", "Namespaced"], "spec.scope",
            isRequired: true)
        errors += versionProblems(definition)
        errors += namesProblems(definition.requestedNames, "spec.names")
        errors += conversionProblems(definition.value["spec"])
        if definition.value["spec"]["preserveUnknownFields"].bool == true {
            errors.append(
                .invalid(
                    "spec.preserveUnknownFields", true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
                        + "spec.versions[*].schema instead"))
        }
        return errors
    }

    /// What may not change once objects may exist.
    static func changes(_ new: CustomDefinition, old: CustomDefinition) -> [FieldError] {
        var errors: [FieldError] = []
        if old.isEstablished {
            errors += Check.immutable(
                new.value["spec"]["scope"], old.value["spec"]["scope"], "spec.scope")
            errors += Check.immutable(
                new.value["spec"]["names"]["kind"], old.value["spec"]["names"]["kind"],
                "spec.names.kind")
        }
        errors += Check.immutable(
            new.value["spec"]["group"], old.value["spec"]["group"], "spec.group")
        errors += Check.immutable(
            new.value["spec"]["names"]["plural"], old.value["spec"]["names"]["plural"],
            "spec.names.plural")
        let present = new.versions.compactMap { $0["name"].string }
        let stored = (new.value["status"]["storedVersions"].array ?? []).compactMap(\.string)
        for (index, version) in stored.enumerated() where !present.contains(version) {
            errors.append(
                .invalid(
                    FieldPath("status.storedVersions").index(index), .string(version),
                    "missing from spec.versions; \(version) was previously a storage version, and "
                        + "must remain in spec.versions until a storage migration ensures no data "
                        + "remains persisted in \(version) and removes \(version) from "
                        + "status.storedVersions"))
        }
        return errors
    }

    // MARK: - Names

    private static func nameProblems(_ definition: CustomDefinition) -> [FieldError] {
        let wanted = "\(definition.requestedNames.plural).\(definition.group)"
        guard definition.name != wanted else { return [] }
        return [
            .invalid(
                "metadata.name", .string(definition.name),
                "must be spec.names.plural+\".\"+spec.group")
        ]
    }

    /// Groups that only Kubernetes itself may define.
    static func isProtected(group: String) -> Bool {
        ["k8s.io", "kubernetes.io"].contains { group == $0 || group.hasSuffix(".\($0)") }
    }

    private static func groupProblems(_ definition: CustomDefinition) -> [FieldError] {
        let group = definition.group
        let path = spec.child("group")
        if group.isEmpty { return [.required(path)] }
        let problems = Names.dns1123Subdomain(group)
        if !problems.isEmpty { return Check.invalid(path, .string(group), problems) }
        if !group.contains(".") {
            return [
                .invalid(path, .string(group), "should be a domain with at least one dot")
            ]
        }
        guard isProtected(group: group) else { return [] }
        let approved = definition.value["metadata"]["annotations"][approval].string ?? ""
        let place = FieldPath("metadata.annotations").key(approval)
        let pull = "see https://github.com/kubernetes/enhancements/pull/1111"
        if approved.isEmpty {
            return [
                .required(
                    place,
                    "protected groups must have approval annotation \"\(approval)\", \(pull)")
            ]
        }
        let isKnown = ["unapproved", "https://", "http://"].contains { approved.hasPrefix($0) }
        if isKnown { return [] }
        return [
            .invalid(
                place, .string(approved),
                "protected groups must have approval annotation \"\(approval)\" with either a URL "
                    + "or a reason starting with \"unapproved\", \(pull)")
        ]
    }

    static func namesProblems(_ names: CustomNames, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        func label(_ name: String, _ path: FieldPath) {
            if name.isEmpty {
                errors.append(.required(path))
            } else {
                errors += Check.invalid(path, .string(name), Names.dns1035Label(name))
            }
        }
        func mixed(_ name: String, _ path: FieldPath) {
            if name.isEmpty { return errors.append(.required(path)) }
            errors += Names.dns1035Label(name.lowercased()).map {
                .invalid(
                    path, .string(name), "may have mixed case, but should otherwise match: \($0)")
            }
        }
        label(names.plural, path.child("plural"))
        label(names.singular, path.child("singular"))
        mixed(names.kind, path.child("kind"))
        mixed(names.listKind, path.child("listKind"))
        for (index, name) in names.shortNames.enumerated() {
            label(name, path.child("shortNames").index(index))
        }
        if !names.kind.isEmpty, names.kind == names.listKind {
            errors.append(
                .invalid(
                    path.child("listKind"), .string(names.listKind),
                    "kind and listKind may not be the same"))
        }
        for (index, name) in names.categories.enumerated() {
            label(name, path.child("categories").index(index))
        }
        return errors
    }

    // MARK: - Versions

    private static func versionProblems(_ definition: CustomDefinition) -> [FieldError] {
        let path = spec.child("versions")
        let versions = definition.versions
        var errors: [FieldError] = []
        for (index, version) in versions.enumerated() {
            let place = path.index(index)
            let name = version["name"].string ?? ""
            errors += Check.invalid(
                place.child("name"), .string(name), Names.dns1035Label(name))
            errors += partProblems(version, place)
            let schema = version["schema"]["openAPIV3Schema"]
            let schemaPath = place.child("schema").child("openAPIV3Schema")
            if let schema {
                errors += SchemaRules.problems(schema, at: schemaPath)
            } else {
                errors.append(.required(schemaPath, "schemas are required"))
            }
        }
        let names = versions.map { $0["name"].string ?? "" }
        let shown = definition.value["spec"]["versions"] ?? .array([])
        if Set(names).count < names.count {
            errors.append(.invalid(path, shown, "must contain unique version names"))
        }
        if versions.count(where: { $0["storage"].bool == true }) != 1 {
            errors.append(
                .invalid(path, shown, "must have exactly one version marked as storage version"))
        }
        return errors
    }

    /// Columns, selectable fields, scale.
    private static func partProblems(_ version: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, column) in (version["additionalPrinterColumns"].array ?? []).enumerated() {
            errors += columnProblems(column, path.child("additionalPrinterColumns").index(index))
        }
        for (index, field) in (version["selectableFields"].array ?? []).enumerated() {
            errors += pathProblems(
                field["jsonPath"].string ?? "",
                path.child("selectableFields").index(index).child("jsonPath"))
        }
        guard let scale = version["subresources"]["scale"] else { return errors }
        let place = path.child("subresources").child("scale")
        let places = [("specReplicasPath", ["spec"]), ("statusReplicasPath", ["status"])]
        for (name, roots) in places + [("labelSelectorPath", ["spec", "status"])] {
            let text = scale[name].string ?? ""
            if text.isEmpty {
                if name != "labelSelectorPath" { errors.append(.required(place.child(name))) }
                continue
            }
            let problems = pathProblems(text, place.child(name))
            errors += problems
            guard problems.isEmpty, !roots.contains(where: { text.hasPrefix(".\($0).") }) else {
                continue
            }
            let allowed = roots.map { "a json path under .\($0)" }.joined(separator: " or ")
            errors.append(.invalid(place.child(name), .string(text), "should be \(allowed)"))
        }
        return errors
    }

    private static func columnProblems(_ column: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if column["name"].string ?? "" == "" { errors.append(.required(path.child("name"))) }
        let types = ["boolean", "date", "integer", "number", "string"]
        let type = column["type"].string ?? ""
        if type.isEmpty {
            errors.append(
                .required(
                    path.child("type"), "must be one of \(types.joined(separator: ","))"))
        } else if !types.contains(type) {
            errors.append(
                .invalid(
                    path.child("type"), .string(type),
                    "must be one of \(types.joined(separator: ","))"))
        }
        let formats = [
            "byte", "date", "date-time", "double", "float", "int32", "int64", "password",
        ]
        let format = column["format"].string ?? ""
        if !format.isEmpty, !formats.contains(format) {
            errors.append(
                .invalid(
                    path.child("format"), .string(format),
                    "must be one of \(formats.joined(separator: ","))"))
        }
        return errors + pathProblems(column["jsonPath"].string ?? "", path.child("jsonPath"))
    }

    private static func pathProblems(_ text: String, _ path: FieldPath) -> [FieldError] {
        if text.isEmpty { return [.required(path)] }
        if !text.hasPrefix(".") {
            return [
                .invalid(path, .string(text), "must be a simple json path starting with .")
            ]
        }
        do throws(JSONPathError) { _ = try JSONPath(relaxed: text) } catch {
            return [.invalid(path, .string(text), error.description)]
        }
        return []
    }

    private static func conversionProblems(_ spec: Value?) -> [FieldError] {
        let path: FieldPath = "spec.conversion.strategy"
        let strategy = spec["conversion"]["strategy"]
        if strategy.string == "Webhook" {
            return [.forbidden(path, "Webhook is not supported by this API server")]
        }
        return Check.oneOf(strategy, ["None", "Webhook"], path, isRequired: true)
    }
}
