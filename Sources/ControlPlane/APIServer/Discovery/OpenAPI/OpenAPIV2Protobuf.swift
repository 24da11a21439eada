import API
import Encoding

/// The OpenAPI v2 document as a message `openapi.v2.Document`, which kubectl asks for.
///
/// Source: the field numbers of github.com/google/gnostic-models openapiv2/OpenAPIv2.proto.
enum OpenAPIV2Protobuf {
    /// What kubectl accepts; others get JSON.
    static let mediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    /// Whether an `Accept` header asks for protobuf, in either way of writing the version.
    static func isWanted(_ accept: String?) -> Bool {
        accept?.contains("proto-openapi.spec.v2") == true
    }

    static func encode(_ document: Value) -> [UInt8] {
        var writer = WireWriter()
        writer.text(1, document["swagger"])
        writer.message(2) { info in
            info.text(1, document["info"]["title"])
            info.text(2, document["info"]["version"])
        }
        writer.message(8) { paths in
            for (path, item) in document["paths"].object ?? Object() {
                paths.named(2, path) { encode(path: item, into: &$0) }
            }
        }
        writer.message(9) { named(document["definitions"], into: &$0) }
        writer.message(10) { parameters in
            for (name, parameter) in document["parameters"].object ?? Object() {
                parameters.named(1, name) { encode(parameter: parameter, into: &$0) }
            }
        }
        return writer.bytes
    }

    // MARK: - Paths

    private static let methods = ["get": 2, "put": 3, "post": 4, "delete": 5, "patch": 8]

    private static func encode(path: Value, into writer: inout WireWriter) {
        for (name, value) in path.object ?? Object() {
            if name == "parameters" {
                items(9, value, into: &writer)
            } else if let field = methods[name] {
                writer.message(field) { encode(operation: value, into: &$0) }
            }
        }
    }

    private static func encode(operation: Value, into writer: inout WireWriter) {
        for (name, value) in operation.object ?? Object() {
            switch name {
            case "tags": writer.texts(1, value)
            case "description": writer.text(3, value)
            case "operationId": writer.text(5, value)
            case "produces": writer.texts(6, value)
            case "consumes": writer.texts(7, value)
            case "parameters": items(8, value, into: &writer)
            case "responses":
                writer.message(9) { responses in
                    for (code, response) in value.object ?? Object() {
                        responses.named(1, code) { choice in
                            choice.message(1) { encode(response: response, into: &$0) }
                        }
                    }
                }
            case "schemes": writer.texts(10, value)
            default: writer.any(13, name, value)
            }
        }
    }

    private static func encode(response: Value, into writer: inout WireWriter) {
        writer.text(1, response["description"])
        guard let schema = response["schema"] else { return }
        writer.message(2) { item in item.message(1) { encode(schema: schema, into: &$0) } }
    }

    /// `ParametersItem`s: a parameter or a reference to one.
    private static func items(_ field: Int, _ parameters: Value, into writer: inout WireWriter) {
        for parameter in parameters.array ?? [] {
            writer.message(field) { item in
                if let reference = parameter["$ref"] {
                    item.message(2) { $0.text(1, reference) }
                } else {
                    item.message(1) { encode(parameter: parameter, into: &$0) }
                }
            }
        }
    }

    private static func encode(parameter: Value, into writer: inout WireWriter) {
        if parameter["in"] == "body" {
            writer.message(1) { body in
                body.text(2, parameter["name"])
                body.text(3, parameter["in"])
                if parameter["required"] == true { body.varint(4, 1) }
                body.message(5) { encode(schema: parameter["schema"] ?? .null, into: &$0) }
            }
            return
        }
        let isInPath = parameter["in"] == "path"
        writer.message(2) { choice in
            choice.message(isInPath ? 4 : 3) { plain in
                if isInPath { plain.varint(1, 1) }
                plain.text(2, parameter["in"])
                plain.text(3, parameter["description"])
                plain.text(4, parameter["name"])
                plain.text(isInPath ? 5 : 6, parameter["type"])
            }
        }
    }

    // MARK: - Types

    /// `Definitions` and `Properties`: schemas by name.
    private static func named(_ schemas: Value?, into writer: inout WireWriter) {
        for (name, schema) in schemas.object ?? Object() {
            writer.named(1, name) { encode(schema: schema, into: &$0) }
        }
    }

    private static func encode(schema: Value, into writer: inout WireWriter) {
        for (name, value) in schema.object ?? Object() {
            switch name {
            case "$ref": writer.text(1, value)
            case "format": writer.text(2, value)
            case "title": writer.text(3, value)
            case "description": writer.text(4, value)
            case "default": writer.yaml(5, value)
            case "required": writer.texts(19, value)
            case "enum": for item in value.array ?? [] { writer.yaml(20, item) }
            case "additionalProperties":
                writer.message(21) { item in item.message(1) { encode(schema: value, into: &$0) } }
            case "type": writer.message(22) { $0.text(1, value) }
            case "items":
                writer.message(23) { item in item.message(1) { encode(schema: value, into: &$0) } }
            case "properties": writer.message(25) { named(value, into: &$0) }
            default: writer.any(31, name, value)
            }
        }
    }
}

extension WireWriter {
    fileprivate mutating func text(_ field: Int, _ value: Value?) {
        if let text = value?.string { bytes(field, Array(text.utf8)) }
    }

    fileprivate mutating func texts(_ field: Int, _ value: Value) {
        for item in value.array ?? [] { text(field, item) }
    }

    fileprivate mutating func message(_ field: Int, _ fill: (inout WireWriter) -> Void) {
        var inner = WireWriter()
        fill(&inner)
        bytes(field, inner.bytes)
    }

    /// A message of a name and a value, as the entries of maps are.
    fileprivate mutating func named(
        _ field: Int, _ name: String, _ fill: (inout WireWriter) -> Void
    ) {
        message(field) { entry in
            entry.bytes(1, Array(name.utf8))
            entry.message(2, fill)
        }
    }

    /// An `Any`, whose value is YAML, of which JSON is a part.
    fileprivate mutating func yaml(_ field: Int, _ value: Value) {
        message(field) { $0.bytes(2, JSONWriter.compact(value)) }
    }

    fileprivate mutating func any(_ field: Int, _ name: String, _ value: Value) {
        message(field) { entry in
            entry.bytes(1, Array(name.utf8))
            entry.yaml(2, value)
        }
    }
}
