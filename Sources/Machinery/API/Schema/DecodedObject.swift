/// An object as it was received, in canonical form, and what strict decoding has against it.
package struct DecodedObject: Sendable {
    package var value: Value
    /// `unknown field "spec.foo"`, `duplicate field "spec.x"`, in the order of the text.
    package var strictErrors: [String]

    package init(value: Value, strictErrors: [String] = []) {
        (self.value, self.strictErrors) = (value, strictErrors)
    }

    /// The answer to a request with `fieldValidation=Strict`; nil if there is nothing to refuse.
    ///
    /// `expected` is the kind of the resource; the object's own is usually the same.
    package func strictFailure(_ kind: GroupVersionKind, expected: String? = nil) -> Status? {
        if strictErrors.isEmpty { return nil }
        let text = "strict decoding error: " + strictErrors.joined(separator: ", ")
        return Self.cannotHandle(kind, expected: expected, because: text)
    }

    /// `Pod in version "v1" cannot be handled as a Pod: ...`
    package static func cannotHandle(
        _ kind: GroupVersionKind, expected: String? = nil, because problem: String
    ) -> Status {
        .badRequest(
            "\(kind.kind) in version \"\(kind.version)\" cannot be handled as a "
                + "\(expected ?? kind.kind): \(problem)")
    }
}

extension Schema {
    /// The metadata of an object whose kind has no type, in canonical form.
    ///
    /// **Throws** a 400 that names the first value of a wrong type.
    package func decodeMetadata(
        _ metadata: Value, of kind: GroupVersionKind
    ) throws(Status) -> DecodedObject {
        guard let type = type(named: "meta/v1.ObjectMeta") else {
            return DecodedObject(value: metadata)
        }
        do throws(TypeMismatch) {
            guard let object = metadata.object else {
                throw TypeMismatch(
                    given: metadata, expected: TypeMismatch.goName(.object(type.name)))
            }
            var decoder = ObjectDecoder(schema: self, fillsZeros: true)
            let decoded = try decoder.decode(object, as: type)
            return DecodedObject(
                value: .object(decoded),
                strictErrors: decoder.unknownFields.map { "unknown field \"metadata.\($0)\"" })
        } catch {
            throw DecodedObject.cannotHandle(kind, because: error.description)
        }
    }

    /// Brings an object of a kind into canonical form; one without a type passes as it is.
    ///
    /// `duplicates` are the paths that `JSONParser.document` found. With `fillsZeros` the fields
    /// that upstream always writes are added (`"resources": {}`), as for objects to be stored.
    /// `known` is a canonical object of the kind that `value` was made from; what they share in
    /// memory is taken as it is.
    ///
    /// **Throws** a 400 that names the first value of a wrong type.
    package func decode(
        _ value: Value, as kind: GroupVersionKind, duplicates: [String] = [],
        fillsZeros: Bool = true, like known: Value? = nil
    ) throws(Status) -> DecodedObject {
        let strictErrors = StrictErrors(unknown: [], duplicates: duplicates, in: value).texts
        guard let entry = entry(of: kind) else {
            return DecodedObject(value: value, strictErrors: strictErrors)
        }
        let type = entry.schema
        guard case .object(let object) = value else {
            let mismatch = TypeMismatch(
                given: value, expected: TypeMismatch.goName(.object(type.name)))
            throw DecodedObject.cannotHandle(kind, because: mismatch.description)
        }
        if CanonicalCheck(schema: self, fillsZeros: fillsZeros)
            .isCanonical(object, entry.canonicalForm, like: known?.object)
        {
            return DecodedObject(value: value, strictErrors: strictErrors)
        }
        var decoder = ObjectDecoder(schema: self, fillsZeros: fillsZeros)
        do throws(TypeMismatch) {
            let object = try decoder.decode(object, as: type, like: known?.object)
            let errors = StrictErrors(
                unknown: decoder.unknownFields, duplicates: duplicates, in: value)
            return DecodedObject(value: .object(object), strictErrors: errors.texts)
        } catch {
            throw DecodedObject.cannotHandle(kind, because: error.description)
        }
    }
}
