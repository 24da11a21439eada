import API

/// Types that are a string, a number or anything: they have names but no fields.
///
/// Upstream: kubernetes apimachinery, the `OpenAPISchemaType` methods of these types.
enum OpenAPIPlainType: String, CaseIterable {
    case quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    case intOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
    case time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time"
    case microTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"
    case patch = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch"
    case fields = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"
    case raw = "io.k8s.apimachinery.pkg.runtime.RawExtension"
    case json = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"
    case schemaOrArray =
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray"
    case schemaOrBool =
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool"
    case schemaOrStrings =
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray"

    /// What an untyped field holds, which its name and its type's tell.
    static func any(in type: String, field: String) -> OpenAPIPlainType {
        guard type == "apiextensions/v1.JSONSchemaProps" else {
            return field == "fieldsV1" ? .fields : .raw
        }
        return switch field {
        case "additionalItems", "additionalProperties": .schemaOrBool
        case "items": .schemaOrArray
        case "dependencies": .schemaOrStrings
        default: .json
        }
    }

    func schema(_ version: OpenAPINames.Version) -> Value {
        var schema = Object([("description", .string(description))])
        switch self {
        case .quantity:
            if version == .v3 {
                schema["oneOf"] = [["type": "string"], ["type": "number"]]
            } else {
                schema["type"] = "string"
            }
        case .intOrString:
            if version == .v3 {
                schema["oneOf"] = [["type": "integer"], ["type": "string"]]
            } else {
                schema["type"] = "string"
            }
            schema["format"] = "int-or-string"
        case .time, .microTime:
            schema["type"] = "string"
            schema["format"] = "date-time"
        case .patch, .fields, .raw: schema["type"] = "object"
        case .json, .schemaOrArray, .schemaOrBool, .schemaOrStrings: break
        }
        return .object(schema)
    }

    private var description: String {
        switch self {
        case .quantity: "An amount with an optional unit: 500m, 2, 64Mi."
        case .intOrString: "A number or a string, such as a port's number or name."
        case .time: "A point in time, to the second."
        case .microTime: "A point in time, to the microsecond."
        case .patch: "A patch; the Content-Type says of which sort."
        case .fields: "A set of fields as a tree of names."
        case .raw: "Any object."
        case .json: "Any value."
        case .schemaOrArray: "A JSON schema, or a list of them."
        case .schemaOrBool: "A JSON schema, or true or false."
        case .schemaOrStrings: "A JSON schema, or names of fields."
        }
    }
}
