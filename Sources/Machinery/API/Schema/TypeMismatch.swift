/// A value of the wrong type in a request, in the words of Go's decoder.
struct TypeMismatch: Error {
    /// Names of members from the root to the value; items of lists and maps add nothing.
    private var path: [String] = []
    private var structName: String?
    private let problem: Problem

    private enum Problem {
        /// What was given, and the Go type that was expected.
        case type(given: String, expected: String)
        /// The text of a type that reads itself, such as a quantity.
        case text(String)
    }

    init(given: Value, expected: String) {
        problem = .type(given: Self.word(for: given), expected: expected)
    }

    init(_ text: String) { problem = .text(text) }

    /// Puts one more member in front of the path; the innermost type is the one that is named.
    mutating func prefix(_ name: String, in type: TypeSchema) {
        path.insert(name, at: 0)
        structName = structName ?? Self.shortName(type.name)
    }

    /// `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type
    /// int32`.
    var description: String {
        switch problem {
        case .text(let text): return text
        case .type(let given, let expected):
            guard let structName else {
                return "json: cannot unmarshal \(given) into Go value of type \(expected)"
            }
            let field = structName + "." + path.joined(separator: ".")
            return
                "json: cannot unmarshal \(given) into Go struct field \(field) of type \(expected)"
        }
    }

    private static func shortName(_ name: String) -> String {
        String(name.split(separator: ".").last ?? "")
    }

    private static func word(for value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .int: "number"
        case .double(let number): "number " + GoNumber.json(number)
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// How Go names the type of a field: `[]v1.Container`, `map[string]string`.
    static func goName(_ type: FieldType) -> String {
        switch type {
        case .string, .bytes, .time, .microTime, .duration, .intOrString: return "string"
        case .bool: return "bool"
        case .int32: return "int32"
        case .int64: return "int64"
        case .double: return "float64"
        case .quantity: return "resource.Quantity"
        case .any: return "map[string]interface {}"
        case .array(let item): return "[]" + goName(item)
        case .map(let item):
            return item == .quantity ? "v1.ResourceList" : "map[string]" + goName(item)
        case .object(let name):
            let version = name.split(separator: "/").last?.split(separator: ".").first ?? ""
            return version + "." + shortName(name)
        }
    }
}
