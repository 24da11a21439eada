import API

/// Reads the body of a request into a tree of the kind that is expected.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/rest.go, apimachinery/pkg/runtime/serializer.
struct BodyDecoder: Sendable {
    /// What `fieldValidation` asks to do about unknown and duplicate fields.
    enum Validation: String, Sendable, CaseIterable {
        case ignore = "Ignore"
        case strict = "Strict"
        case warn = "Warn"
    }
    struct Decoded: Sendable {
        var value: Value
        /// Unknown and duplicate fields, where the client wants to be warned.
        var warnings: [String] = []
    }
    let kind: GroupVersionKind
    let validation: Validation
    /// Set for a custom resource, which is read by its definition's schema.
    var custom: CustomKind?

    /// **Throws** 413, 415, and 400 for a body that is no object of the kind.
    func decode(_ request: APIRequest) throws(Status) -> Decoded {
        switch request.body {
        case .value(let value): return try canonical(value, duplicates: [])
        case .none: return try decode([], type: request.headers["Content-Type"] ?? "")
        case .bytes(let bytes):
            return try decode(bytes, type: request.headers["Content-Type"] ?? "")
        }
    }

    private func decode(_ bytes: [UInt8], type: String) throws(Status) -> Decoded {
        // Who does not say what it sends sends JSON, as the Python client does.
        let media = type.split(separator: ";").first.map { String($0).lowercased() }
        switch media ?? MediaType.json {
        case MediaType.json:
            let document: JSONParser.Document
            do { document = try JSONParser.document(bytes) } catch {
                throw unrecognized("couldn't get version/kind; json parse error: \(error)", bytes)
            }
            return try canonical(document.value, duplicates: document.duplicateFields)
        case MediaType.yaml:
            return try canonical(try yaml(bytes), duplicates: [], problems: repeatedKeys(bytes))
        case MediaType.protobuf where custom == nil:
            do { return try canonical(try ProtobufCodec.decode(bytes), duplicates: []) } catch {
                throw unrecognized("\(error)", bytes)
            }
        default:
            let own = custom == nil ? [MediaType.protobuf] : []
            throw .unsupportedMediaType([MediaType.json, MediaType.yaml] + own)
        }
    }

    private func yaml(_ bytes: [UInt8]) throws(Status) -> Value {
        do { return try YAMLParser.parse(String(decoding: bytes, as: UTF8.self)) } catch {
            throw unrecognized("\(error)", bytes)
        }
    }

    /// What YAML has against keys that are there twice, where the client wants to know.
    private func repeatedKeys(_ bytes: [UInt8]) -> [String] {
        guard validation != .ignore else { return [] }
        do {
            _ = try YAMLParser.parse(
                String(decoding: bytes, as: UTF8.self), rejectsDuplicates: true)
            return []
        } catch { return ["\(error)"] }
    }

    private func unrecognized(_ why: String, _ bytes: [UInt8]) -> Status {
        .badRequest(
            "the object provided is unrecognized (must be of type \(kind.kind)): "
                + "\(why) (\(Self.summary(bytes)))")
    }

    /// The beginning of a body for an error text.
    private static func summary(_ bytes: [UInt8]) -> String {
        let limit = 30
        if bytes.isEmpty { return "<empty>" }
        if bytes[0] == 0x7b {
            let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
            return bytes.count > limit ? text + " ..." : text
        }
        var text = ""
        for byte in bytes.prefix(limit) {
            let digits = String(byte, radix: 16)
            text += digits.count == 1 ? "0" + digits : digits
        }
        return bytes.count > limit ? text + " ..." : text
    }

    // MARK: - From any tree to the kind's

    /// Checks version and kind, then puts the fields in order and judges them.
    /// `problems` are what strict decoding has against the text already.
    func canonical(
        _ value: Value, duplicates: [String], problems: [String] = []
    ) throws(Status) -> Decoded {
        var decoded: DecodedObject
        if let custom {
            decoded = try custom.decode(value, duplicates: duplicates)
        } else {
            decoded = try Schema.shared.decode(
                try named(value), as: kind, duplicates: duplicates)
        }
        decoded.strictErrors = problems + decoded.strictErrors
        if validation == .strict, let failure = decoded.strictFailure(kind) { throw failure }
        return Decoded(
            value: decoded.value, warnings: validation == .warn ? decoded.strictErrors : [])
    }

    /// The tree with the kind and version of the path, which a body may leave out.
    private func named(_ value: Value) throws(Status) -> Value {
        var value = value
        let given = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        if given == kind { return value }
        let name = given.kind.isEmpty ? kind.kind : given.kind
        if !given.version.isEmpty, given.groupVersion != kind.groupVersion {
            if given.group == kind.group || Schema.shared.type(of: given) == nil {
                throw .badRequest(
                    "\(name) in version \(GoText.quoted(given.version)) cannot be handled as a "
                        + "\(kind.kind): no kind \(GoText.quoted(name)) is registered for version "
                        + "\(GoText.quoted(given.apiVersion)) in scheme \"pkg/runtime/scheme.go:111\""
                )
            }
        }
        guard name == kind.kind, given.group == kind.group || given.version.isEmpty else {
            throw .badRequest(
                "\(name) in version \(GoText.quoted(given.version.isEmpty ? kind.version : given.version)) "
                    + "cannot be handled as a \(kind.kind): converting "
                    + "(\(given.version).\(name)) to (\(Self.package(of: kind.group)).\(kind.kind)): "
                    + "unknown conversion")
        }
        value["apiVersion"] = .string(kind.apiVersion)
        value["kind"] = .string(kind.kind)
        return value
    }

    /// How Go calls the group's package of internal types.
    private static func package(of group: String) -> String {
        group.isEmpty ? "core" : String(group.prefix { $0 != "." })
    }
}
