import API
import CEL

/// One entry of `x-kubernetes-validations`: an expression over `self`, and on updates `oldSelf`,
/// which must be true.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go.
struct ValidationRule: Sendable {
    let rule: String
    let message: String
    let reason: String
    let fieldPath: String
    /// Whether `oldSelf` is an optional, so that the rule counts on creation too.
    let hasOptionalOldSelf: Bool
    let usesOldSelf: Bool
    let program: Result<Program, CompileIssues>
    let messageProgram: Result<Program, CompileIssues>?

    /// A rule that compares an object with what it was: it counts on updates only.
    var isTransition: Bool { usesOldSelf && !hasOptionalOldSelf }

    init(_ source: Value, type: CELType) {
        rule = source["rule"].string ?? ""
        message = source["message"].string ?? ""
        reason = source["reason"].string ?? ""
        fieldPath = source["fieldPath"].string ?? ""
        hasOptionalOldSelf = source["optionalOldSelf"].bool ?? false
        let variables = ["self": type, "oldSelf": hasOptionalOldSelf ? .optional(type) : type]
        func compiled(_ text: String) -> Result<Program, CompileIssues> {
            Result { () throws(CompileIssues) in try Program(text, variables: variables) }
        }
        program = compiled(rule)
        messageProgram = source["messageExpression"].string.map(compiled)
        usesOldSelf = (try? program.get())?.mentions("oldSelf") ?? false
    }

    /// The message, or what the rule says if it has none.
    var shownRule: String { (message.isEmpty ? rule : message).trimmed }

    /// The broken rule as an error at `path`.
    func failure(_ detail: String, at path: FieldPath, _ schema: StructuralSchema) -> FieldError {
        let place = FieldPath(
            path.description + (path.description.isEmpty ? fieldPath.dropFirst() : fieldPath[...]))
        let value = Value.string(schema.type)
        return switch reason {
        case "FieldValueForbidden": .forbidden(place, detail)
        case "FieldValueRequired": .required(place, detail)
        case "FieldValueDuplicate": .duplicate(place, value)
        default: .invalid(place, value, detail)
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
