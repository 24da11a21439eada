/// A change of an object, in one of the three forms that a PATCH request may send.
///
/// Server-side apply is no patch in this sense: it needs the field managers of the live object.
package enum Patch: Sendable {
    case json(JSONPatch)
    case merge(Object)
    case strategic(Object)

    /// Reads a decoded body. `mediaType` is one of `MediaType`'s patch types, without parameters.
    ///
    /// **Throws** a bad request in Go's words when the body has the wrong shape.
    package init(mediaType: String, body: Value) throws(Status) {
        switch mediaType {
        case MediaType.jsonPatch: self = .json(try JSONPatch(body))
        case MediaType.mergePatch:
            guard let object = body.object else {
                throw .badRequest("error decoding patch: " + Self.notAnObject(body))
            }
            self = .merge(object)
        case MediaType.strategicMergePatch:
            guard let object = body.object else { throw .badRequest(Self.notAnObject(body)) }
            self = .strategic(object)
        default:
            throw .unsupportedMediaType([
                MediaType.jsonPatch, MediaType.mergePatch, MediaType.strategicMergePatch,
                MediaType.applyPatch,
            ])
        }
    }

    /// The patched object; `type` is the kind's schema, nil for custom resources.
    ///
    /// **Throws** what the API server answers when the patch does not fit.
    package func apply(
        to object: Value, type: TypeSchema?, in schema: some SchemaLookup
    ) throws(Status) -> Value {
        let patched: Value
        switch self {
        case .json(let patch): patched = try patch.apply(to: object)
        case .merge(let patch): patched = MergePatch.apply(.object(patch), to: object)
        case .strategic(let patch):
            guard let original = object.object else { throw .unprocessable }
            let merger = StrategicMergePatch(schema: schema)
            patched = .object(try merger.apply(patch, to: original, type: type))
        }
        if ValueDepth.exceeds(patched, limit: PatchLimits.depth) { throw .unprocessable }
        return patched
    }

    private static func notAnObject(_ body: Value) -> String {
        "json: cannot unmarshal \(body.jsonTypeName) into Go value of type map[string]interface {}"
    }
}

extension Value {
    /// The type as Go's JSON decoder names it in errors.
    package var jsonTypeName: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// What a patch may do at most.
enum PatchLimits {
    /// Operations of one JSON patch. Upstream: apiserver/pkg/endpoints/handlers/patch.go.
    static let operations = 10_000
    /// Values that the `copy` operations of one JSON patch may multiply.
    static let copiedValues = 300_000
    /// Levels of a patched object; no object of the API comes near.
    static let depth = 400
}

enum ValueDepth {
    /// Whether `value` has more than `limit` levels; looks no deeper than that.
    static func exceeds(_ value: Value, limit: Int) -> Bool {
        switch value {
        case .array(let items): limit == 0 || items.contains { exceeds($0, limit: limit - 1) }
        case .object(let object):
            limit == 0 || object.contains { exceeds($0.value, limit: limit - 1) }
        default: false
        }
    }
}
