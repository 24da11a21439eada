import API

/// Judges a value by a schema, in the words of upstream's OpenAPI validation.
///
/// What an update leaves as it was is not judged again ("ratcheting"): a stricter schema does not
/// make it impossible to change another field.
///
/// Upstream: kube-openapi pkg/validation/validate; apiextensions-apiserver/pkg/apiserver/validation.
struct SchemaValidator {
    private(set) var errors: [FieldError] = []

    /// Everything wrong with `value`; `path` is where it stands, empty for a whole object.
    static func problems(
        _ value: Value, _ schema: StructuralSchema, at path: FieldPath = "", old: Value? = nil
    ) -> [FieldError] {
        var validator = SchemaValidator()
        validator.check(value, schema, path, old: old)
        return validator.errors
    }

    private mutating func check(
        _ value: Value, _ schema: StructuralSchema, _ path: FieldPath, old: Value?
    ) {
        if let old, old == value { return }
        guard checkType(value, schema, path) else { return }
        guard !value.isNull else { return checkEnum(value, schema, path) }
        checkJunctors(value, schema, path)
        switch value {
        case .string(let text): checkString(text, schema, path)
        case .int(let number): checkNumber(Double(number), value, schema, path)
        case .double(let number): checkNumber(number, value, schema, path)
        case .array(let items): checkItems(items, schema, path, old: old?.array)
        default: break
        }
        checkEnum(value, schema, path)
        if case .object(let object) = value { checkMembers(object, schema, path, old: old?.object) }
    }

    private mutating func invalid(_ path: FieldPath, _ value: Value, _ text: String) {
        errors.append(.invalid(path, value, "\(path) in body \(text)"))
    }

    // MARK: - Types

    /// False if the value is of another type, which leaves nothing more to say of it.
    private mutating func checkType(
        _ value: Value, _ schema: StructuralSchema, _ path: FieldPath
    ) -> Bool {
        let wanted = schema.isIntOrString ? ["integer", "string"] : [schema.type]
        if wanted == [""] || (value.isNull && schema.isNullable) { return true }
        let given = Self.typeName(value)
        if wanted.contains(given) { return true }
        if given == "integer", wanted.contains("number") { return true }
        errors.append(
            .typeInvalid(
                path, .string(given),
                "\(path) in body must be of type \(wanted.joined(separator: ",")): \"\(given)\""))
        return false
    }

    private static func typeName(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double(let number):
            number == number.rounded() && number.magnitude < 1e15 ? "integer" : "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private mutating func checkEnum(
        _ value: Value, _ schema: StructuralSchema, _ path: FieldPath
    ) {
        guard let allowed = schema.source["enum"].array, !allowed.contains(value) else { return }
        errors.append(
            .notSupported(
                path, value, supported: allowed.map { $0.string ?? GoText.json($0) }))
    }

    // MARK: - Scalars

    private mutating func checkString(
        _ text: String, _ schema: StructuralSchema, _ path: FieldPath
    ) {
        let source = schema.source
        let length = text.unicodeScalars.count
        if let most = source["maxLength"].int, length > most {
            errors.append(.tooLong(path, limit: most))
        }
        if let least = source["minLength"].int, length < least {
            invalid(path, .string(text), "should be at least \(least) chars long")
        }
        if let pattern = schema.pattern, !pattern.matches(text) {
            invalid(path, .string(text), "should match '\(pattern.source)'")
        }
        if let format = source["format"].string, !StringFormat.accepts(text, format: format) {
            errors.append(
                .typeInvalid(
                    path, .string(text),
                    "\(path) in body must be of type \(format): \(GoText.quoted(text))"))
        }
    }

    private mutating func checkNumber(
        _ number: Double, _ value: Value, _ schema: StructuralSchema, _ path: FieldPath
    ) {
        let source = schema.source
        if let limit = Self.number(source["maximum"]) {
            let isExclusive = source["exclusiveMaximum"].bool ?? false
            if isExclusive ? number >= limit : number > limit {
                let words = isExclusive ? "less than" : "less than or equal to"
                invalid(path, value, "should be \(words) \(Self.shown(source["maximum"]))")
            }
        }
        if let limit = Self.number(source["minimum"]) {
            let isExclusive = source["exclusiveMinimum"].bool ?? false
            if isExclusive ? number <= limit : number < limit {
                let words = isExclusive ? "greater than" : "greater than or equal to"
                invalid(path, value, "should be \(words) \(Self.shown(source["minimum"]))")
            }
        }
        if let factor = Self.number(source["multipleOf"]), factor != 0 {
            let turns = number / factor
            if turns != turns.rounded() {
                invalid(path, value, "should be a multiple of \(Self.shown(source["multipleOf"]))")
            }
        }
        checkRange(number, value, schema, path)
    }

    /// `format: int32` and `int64` limit what an integer may be.
    private mutating func checkRange(
        _ number: Double, _ value: Value, _ schema: StructuralSchema, _ path: FieldPath
    ) {
        guard schema.type == "integer" else { return }
        let limit: Double
        switch schema.source["format"].string {
        case "int32": limit = 2_147_483_648
        case "int64": limit = 9_223_372_036_854_775_808
        default: return
        }
        guard number < -limit || number >= limit else { return }
        errors.append(
            .invalid(
                path, value,
                "Checked value must be of type integer with format "
                    + "\(schema.source["format"].string ?? "") in \(path)"))
    }

    private static func number(_ value: Value?) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    private static func shown(_ value: Value?) -> String { value.map(GoText.plain) ?? "" }

    // MARK: - Lists

    private mutating func checkItems(
        _ items: [Value], _ schema: StructuralSchema, _ path: FieldPath, old: [Value]?
    ) {
        let source = schema.source
        for (index, item) in items.enumerated() {
            guard let itemSchema = schema.items else { break }
            let before = Self.counterpart(of: item, in: old, schema)
            check(item, itemSchema, path.index(index), old: before)
        }
        if let least = source["minItems"].int, items.count < least {
            invalid(path, .int(Int64(items.count)), "should have at least \(least) items")
        }
        if let most = source["maxItems"].int, items.count > most {
            errors.append(.tooMany(path, count: items.count, limit: most))
        }
        checkUnique(items, schema, path)
    }

    /// The item that was there under the same keys; only lists of type `map` have such.
    static func counterpart(
        of item: Value, in old: [Value]?, _ schema: StructuralSchema
    ) -> Value? {
        guard let old, schema.listType == "map" else { return nil }
        return old.first { candidate in
            schema.listMapKeys.allSatisfy { candidate[$0] == item[$0] }
        }
    }

    /// Sets hold each item once, maps each key once.
    private mutating func checkUnique(
        _ items: [Value], _ schema: StructuralSchema, _ path: FieldPath
    ) {
        guard ["set", "map"].contains(schema.listType) else { return }
        var seen: Set<Value> = []
        for (index, item) in items.enumerated() {
            var key = item
            if schema.listType == "map" {
                key = .object(
                    Object(
                        schema.listMapKeys.sorted().compactMap { name in
                            (item[name] ?? schema.items?.property(name)?.defaultValue)
                                .map { (name, $0) }
                        }))
            }
            if !seen.insert(key).inserted { errors.append(.duplicate(path.index(index), key)) }
        }
    }

    // MARK: - Objects

    private mutating func checkMembers(
        _ object: Object, _ schema: StructuralSchema, _ path: FieldPath, old: Object?
    ) {
        let source = schema.source
        if let least = source["minProperties"].int, object.count < least {
            invalid(path, .int(Int64(object.count)), "should have at least \(least) properties")
        }
        if let most = source["maxProperties"].int, object.count > most {
            errors.append(.tooMany(path, count: object.count, limit: most))
        }
        for (name, value) in object.sorted {
            // Metadata has rules of its own.
            if path.description.isEmpty, name == "metadata" { continue }
            guard let known = schema.member(name) else { continue }
            check(value, known, path.child(name), old: old?[name])
        }
        for name in (source["required"].array ?? []).compactMap(\.string)
        where object[name] == nil {
            errors.append(.required(path.child(name)))
        }
        if schema.isEmbeddedResource { checkEmbedded(object, path) }
    }

    private mutating func checkEmbedded(_ object: Object, _ path: FieldPath) {
        for name in ["apiVersion", "kind"] where object[name].string ?? "" == "" {
            errors.append(.required(path.child(name), "must not be empty"))
        }
    }

    // MARK: - allOf, anyOf, oneOf, not

    /// Upstream says these of no field in particular, which it writes as `<nil>`.
    private mutating func junctor(_ path: FieldPath, _ text: String) {
        errors.append(.invalid("<nil>", "", "\(GoText.quoted(path.description)) must \(text)"))
    }

    private mutating func checkJunctors(
        _ value: Value, _ schema: StructuralSchema, _ path: FieldPath
    ) {
        func tried(_ schemas: [StructuralSchema]) -> [[FieldError]] {
            schemas.map { Self.problems(value, $0, at: path) }
        }
        if !schema.anyOf.isEmpty {
            let results = tried(schema.anyOf)
            if !results.contains(where: \.isEmpty) {
                junctor(path, "validate at least one schema (anyOf)")
                errors += Self.nearest(results)
            }
        }
        if !schema.oneOf.isEmpty {
            let results = tried(schema.oneOf)
            let valid = results.count { $0.isEmpty }
            if valid != 1 {
                let found = valid == 0 ? "Found none valid" : "Found \(valid) valid alternatives"
                junctor(path, "validate one and only one schema (oneOf). \(found)")
                if valid == 0 { errors += Self.nearest(results) }
            }
        }
        if !schema.allOf.isEmpty {
            let results = tried(schema.allOf)
            errors += results.flatMap { $0 }
            if results.contains(where: { !$0.isEmpty }) {
                junctor(path, "validate all the schemas (allOf)")
            }
        }
        if let not = schema.not, Self.problems(value, not, at: path).isEmpty {
            junctor(path, "not validate the schema (not)")
        }
    }

    /// The alternative that failed least, the first of several.
    private static func nearest(_ results: [[FieldError]]) -> [FieldError] {
        results.min { $0.count < $1.count } ?? []
    }
}
