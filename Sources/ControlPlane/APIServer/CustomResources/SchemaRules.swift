import API

/// Whether a schema is structural, and free of what custom resources may not use.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema/validation.go, and
/// pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema.
struct SchemaRules {
    private var errors: [FieldError] = []

    /// Where in an object a schema stands, for what is required of it.
    private enum Level { case root, field, item }

    /// Everything wrong with the schema of a whole object.
    static func problems(_ schema: Value, at path: FieldPath) -> [FieldError] {
        var rules = SchemaRules()
        rules.check(schema, path, .root)
        rules.checkRoot(schema, path)
        if rules.errors.isEmpty {
            let structure = StructuralSchema(schema)
            rules.checkDefaults(structure, path)
            rules.errors += RuleRules.problems(structure, at: path)
        }
        return rules.errors
    }

    // MARK: - The structure

    private mutating func check(_ schema: Value, _ path: FieldPath, _ level: Level) {
        checkUnsupported(schema, path)
        checkType(schema, path, level)
        checkList(schema, path)
        checkPattern(schema, path)
        for (name, property) in (schema["properties"].object ?? Object()).sorted {
            check(property, path.child("properties").key(name), .field)
        }
        let additional = schema["additionalProperties"]
        if additional != nil, additional.bool != false, schema["properties"] != nil {
            errors.append(
                .forbidden(
                    path.child("additionalProperties"),
                    "additionalProperties and properties are mutual exclusive"))
        }
        if additional.bool == false {
            errors.append(
                .forbidden(
                    path.child("additionalProperties"),
                    "additionalProperties cannot be set to false"))
        }
        if additional.object != nil, let additional {
            check(additional, path.child("additionalProperties"), .field)
        }
        if let items = schema["items"] { check(items, path.child("items"), .item) }
        for name in ["allOf", "anyOf", "oneOf"] {
            for (index, nested) in (schema[name].array ?? []).enumerated() {
                checkNested(nested, path.child(name).index(index), within: schema)
            }
        }
        if let nested = schema["not"] { checkNested(nested, path.child("not"), within: schema) }
    }

    private mutating func checkUnsupported(_ schema: Value, _ path: FieldPath) {
        let unsupported = [
            "$ref", "id", "$schema", "definitions", "dependencies", "patternProperties",
            "additionalItems",
        ]
        for name in unsupported where schema[name] != nil {
            errors.append(.forbidden(path.child(name), "\(name) is not supported"))
        }
        if schema["uniqueItems"].bool == true {
            errors.append(
                .forbidden(
                    path.child("uniqueItems"),
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
                ))
        }
        if schema["items"].array != nil {
            errors.append(
                .forbidden(
                    path.child("items"), "items must be a schema object and not an array"))
        }
        if schema["x-kubernetes-preserve-unknown-fields"].bool == false {
            errors.append(
                .invalid(
                    path.child("x-kubernetes-preserve-unknown-fields"), false,
                    "must be true or undefined"))
        }
    }

    private mutating func checkType(_ schema: Value, _ path: FieldPath, _ level: Level) {
        let type = schema["type"].string ?? ""
        let isFree = schema["x-kubernetes-preserve-unknown-fields"].bool == true
        let isIntOrString = schema["x-kubernetes-int-or-string"].bool == true
        if type.isEmpty {
            guard level == .root || (!isFree && !isIntOrString) else { return }
            let place =
                switch level {
                case .root: "at the root"
                case .field: "for specified object fields"
                case .item: "for specified array items"
                }
            return errors.append(.required(path.child("type"), "must not be empty \(place)"))
        }
        let types = ["array", "boolean", "integer", "number", "object", "string"]
        if !types.contains(type) {
            errors.append(
                .notSupported(path.child("type"), .string(type), supported: types))
        }
        if level == .root, type != "object" {
            errors.append(
                .invalid(path.child("type"), .string(type), "must be object at the root"))
        }
        if isIntOrString {
            errors.append(
                .invalid(
                    path.child("type"), .string(type),
                    "must be empty if x-kubernetes-int-or-string is true"))
        }
        if type == "array", schema["items"] == nil {
            errors.append(.required(path.child("items"), "must be specified"))
        }
        if schema["x-kubernetes-embedded-resource"].bool == true {
            checkEmbedded(schema, path, type: type, isFree: isFree)
        }
    }

    private mutating func checkEmbedded(
        _ schema: Value, _ path: FieldPath, type: String, isFree: Bool
    ) {
        if type != "object" {
            errors.append(
                .invalid(
                    path.child("type"), .string(type),
                    "must be object if x-kubernetes-embedded-resource is true"))
        }
        if schema["properties"] == nil, !isFree {
            errors.append(
                .required(
                    path.child("properties"),
                    "must not be empty if x-kubernetes-embedded-resource is true without "
                        + "x-kubernetes-preserve-unknown-fields"))
        }
    }

    private mutating func checkList(_ schema: Value, _ path: FieldPath) {
        let place = path.child("x-kubernetes-list-type")
        guard let type = schema["x-kubernetes-list-type"].string else { return }
        guard ["atomic", "set", "map"].contains(type) else {
            return errors.append(
                .notSupported(place, .string(type), supported: ["atomic", "map", "set"]))
        }
        if schema["type"].string != "array" {
            errors.append(
                .invalid(
                    path.child("type"), .string(schema["type"].string ?? ""),
                    "must be array if x-kubernetes-list-type is set"))
        }
        guard type == "map" else { return }
        let keyPath = path.child("x-kubernetes-list-map-keys")
        let keys = (schema["x-kubernetes-list-map-keys"].array ?? []).compactMap(\.string)
        if keys.isEmpty {
            errors.append(
                .required(keyPath, "must not be empty if x-kubernetes-list-type is map"))
        }
        let required = (schema["items"]["required"].array ?? []).compactMap(\.string)
        for (index, key) in keys.enumerated() {
            let property = schema["items"]["properties"][key]
            if property == nil {
                errors.append(
                    .invalid(
                        keyPath.index(index), .string(key),
                        "entries must all be names of item properties"))
            } else if !required.contains(key), property["default"] == nil {
                errors.append(
                    .required(
                        path.child("items").child("properties").key(key).child("default"),
                        "this property is in x-kubernetes-list-map-keys, so it must have a default "
                            + "or be a required property"))
            }
        }
    }

    private mutating func checkPattern(_ schema: Value, _ path: FieldPath) {
        guard let pattern = schema["pattern"].string else { return }
        do throws(LinearPattern.Failure) { _ = try LinearPattern(pattern) } catch {
            errors.append(
                .invalid(
                    path.child("pattern"), .string(pattern),
                    "must be a valid regular expression, but isn't: \(error.description)"))
        }
    }

    // MARK: - Inside of allOf, anyOf, oneOf and not

    /// These may only restrict what is specified outside of them.
    private mutating func checkNested(_ nested: Value, _ path: FieldPath, within outer: Value) {
        let isIntOrString = outer["x-kubernetes-int-or-string"].bool == true
        let structure = [
            "type", "title", "description", "default", "nullable", "additionalProperties",
            "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string", "x-kubernetes-list-type", "x-kubernetes-list-map-keys",
        ]
        for name in structure where nested[name] != nil {
            // The two alternatives of int-or-string may say so.
            if name == "type", isIntOrString { continue }
            errors.append(.forbidden(path.child(name), "must be empty to be structural"))
        }
        checkPattern(nested, path)
        for (name, property) in (nested["properties"].object ?? Object()).sorted {
            let place = path.child("properties").key(name)
            guard let counterpart = outer["properties"][name] else {
                errors.append(
                    .required(
                        FieldPath(outerPath(path)).child("properties").key(name),
                        "because it is defined in \(place)"))
                continue
            }
            checkNested(property, place, within: counterpart)
        }
        if let items = nested["items"], let counterpart = outer["items"] {
            checkNested(items, path.child("items"), within: counterpart)
        }
        for name in ["allOf", "anyOf", "oneOf"] {
            for (index, inner) in (nested[name].array ?? []).enumerated() {
                checkNested(inner, path.child(name).index(index), within: outer)
            }
        }
        if let inner = nested["not"] { checkNested(inner, path.child("not"), within: outer) }
    }

    /// The path of the schema around an alternative: without its last step.
    private func outerPath(_ path: FieldPath) -> String {
        let text = path.description
        return text.lastIndex(of: ".").map { String(text[..<$0]) } ?? text
    }

    // MARK: - The root, and defaults

    private mutating func checkRoot(_ schema: Value, _ path: FieldPath) {
        guard let metadata = schema["properties"]["metadata"] else { return }
        let allowed: Set<String> = ["name", "generateName"]
        let named = (metadata["properties"].object ?? Object()).map(\.name)
        let other = ["additionalProperties", "required", "default"].contains { metadata[$0] != nil }
        guard other || !Set(named).isSubset(of: allowed) else { return }
        errors.append(
            .forbidden(
                path.child("properties").key("metadata"),
                "must not specify anything other than name and generateName, but metadata is "
                    + "implicitly specified"))
    }

    /// A default must be a value that the schema itself accepts.
    private mutating func checkDefaults(_ schema: StructuralSchema, _ path: FieldPath) {
        if let value = schema.defaultValue {
            let place = path.child("default")
            let (pruned, unknown) = schema.pruned(value)
            if !unknown.isEmpty, !schema.isEmbeddedResource, pruned != value {
                errors.append(.invalid(place, value, "must not have unknown fields"))
            }
            errors += SchemaValidator.problems(value, schema, at: place)
        }
        for (name, property) in schema.properties {
            checkDefaults(property, path.child("properties").key(name))
        }
        if let items = schema.items { checkDefaults(items, path.child("items")) }
        if case .only(let additional) = schema.additional {
            checkDefaults(additional, path.child("additionalProperties"))
        }
    }
}
