import API
import Encoding

/// The OpenAPI v2 document, which kubectl asks for where it finds a kind in no v3 document: the
/// types of all kinds, without paths.
enum OpenAPIV2 {
    /// What kubectl accepts; others get JSON.
    static let protobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    /// Whether an `Accept` header asks for protobuf, in either way of writing the version.
    static func wantsProtobuf(_ accept: String?) -> Bool {
        accept?.contains("proto-openapi.spec.v2") == true
    }

    static func document(_ catalog: ResourceCatalog, custom: [CustomKind] = []) -> Value {
        let schemas = OpenAPISchemas(root: "#/definitions/", catalog: catalog, custom: custom)
        return [
            "swagger": "2.0", "info": ["title": "Kubernetes", "version": "v1.36.2"],
            "paths": .object(Object()),
            "definitions": .object(Object(schemas.closure(of: catalog.kinds).map { ($0, $1) })),
        ]
    }

    // MARK: - Protobuf

    /// The document as a message `openapi.v2.Document`.
    ///
    /// Source: the field numbers of github.com/google/gnostic-models openapiv2/OpenAPIv2.proto.
    static func encode(_ document: Value) -> [UInt8] {
        var writer = WireWriter()
        writer.bytes(1, Array((document["swagger"].string ?? "").utf8))
        var info = WireWriter()
        info.bytes(1, Array((document["info"]["title"].string ?? "").utf8))
        info.bytes(2, Array((document["info"]["version"].string ?? "").utf8))
        writer.bytes(2, info.bytes)
        writer.bytes(8, [])
        writer.bytes(9, named(document["definitions"].object ?? Object()))
        return writer.bytes
    }

    /// `Definitions` and `Properties`: schemas by name.
    private static func named(_ schemas: Object) -> [UInt8] {
        var writer = WireWriter()
        for (name, schema) in schemas {
            var entry = WireWriter()
            entry.bytes(1, Array(name.utf8))
            entry.bytes(2, encode(schema: schema))
            writer.bytes(1, entry.bytes)
        }
        return writer.bytes
    }

    private static func encode(schema: Value) -> [UInt8] {
        var writer = WireWriter()
        for (name, value) in schema.object ?? Object() {
            switch name {
            case "$ref": writer.bytes(1, Array((value.string ?? "").utf8))
            case "format": writer.bytes(2, Array((value.string ?? "").utf8))
            case "required":
                for item in value.array ?? [] { writer.bytes(19, Array((item.string ?? "").utf8)) }
            case "additionalProperties": writer.bytes(21, only(encode(schema: value)))
            case "type": writer.bytes(22, only(Array((value.string ?? "").utf8)))
            case "items": writer.bytes(23, only(encode(schema: value)))
            case "properties": writer.bytes(25, named(value.object ?? Object()))
            default:
                var `extension` = WireWriter()
                `extension`.bytes(1, Array(name.utf8))
                // Its value is YAML, of which JSON is a part.
                var any = WireWriter()
                any.bytes(2, JSONWriter.compact(value))
                `extension`.bytes(2, any.bytes)
                writer.bytes(31, `extension`.bytes)
            }
        }
        return writer.bytes
    }

    /// A message with its first field only.
    private static func only(_ content: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.bytes(1, content)
        return writer.bytes
    }
}
