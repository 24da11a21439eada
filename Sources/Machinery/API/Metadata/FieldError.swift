/// Where in an object something is wrong: `spec.containers[0].env[1].name`.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package private(set) var description: String

    package init(_ description: String = "") { self.description = description }
    package init(stringLiteral text: String) { description = text }

    /// A member of the object at this path.
    package func child(_ name: String) -> FieldPath {
        FieldPath(description.isEmpty ? name : "\(description).\(name)")
    }

    /// An item of the list at this path.
    package func index(_ index: Int) -> FieldPath { FieldPath("\(description)[\(index)]") }

    /// A member of the map at this path.
    package func key(_ key: String) -> FieldPath { FieldPath("\(description)[\(key)]") }
}

/// One thing wrong with one field, in upstream's words.
///
/// Upstream: kubernetes apimachinery/pkg/util/validation/field/errors.go.
package struct FieldError: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        case notFound = "FieldValueNotFound"
        case required = "FieldValueRequired"
        case duplicate = "FieldValueDuplicate"
        case invalid = "FieldValueInvalid"
        case notSupported = "FieldValueNotSupported"
        case forbidden = "FieldValueForbidden"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
        case internalError = "InternalError"
        case typeInvalid = "FieldValueTypeInvalid"

        var title: String {
            switch self {
            case .notFound: "Not found"
            case .required: "Required value"
            case .duplicate: "Duplicate value"
            case .invalid, .typeInvalid: "Invalid value"
            case .notSupported: "Unsupported value"
            case .forbidden: "Forbidden"
            case .tooLong: "Too long"
            case .tooMany: "Too many"
            case .internalError: "Internal error"
            }
        }
    }

    package var kind: Kind
    package var path: FieldPath
    /// The value at fault; nil if the message does not show it.
    package var value: Value?
    package var detail: String

    package init(_ kind: Kind, _ path: FieldPath, value: Value? = nil, detail: String = "") {
        (self.kind, self.path, self.value, self.detail) = (kind, path, value, detail)
    }

    /// What is wrong, without where: `Invalid value: "x": must be ...`.
    package var body: String {
        var text = kind.title
        if let value { text += ": " + Self.shown(value) }
        if !detail.isEmpty { text += ": " + detail }
        return text
    }

    package var description: String { "\(path): \(body)" }

    package var cause: Status.Cause {
        Status.Cause(reason: kind.rawValue, message: body, field: path.description)
    }

    private static func shown(_ value: Value) -> String {
        if case .string(let text) = value { GoText.quoted(text) } else { GoText.json(value) }
    }
}

// MARK: - The usual ones

extension FieldError {
    package static func required(_ path: FieldPath, _ detail: String = "") -> FieldError {
        FieldError(.required, path, detail: detail)
    }
    package static func invalid(_ path: FieldPath, _ value: Value, _ detail: String) -> FieldError {
        FieldError(.invalid, path, value: value, detail: detail)
    }
    package static func typeInvalid(
        _ path: FieldPath, _ value: Value, _ detail: String
    ) -> FieldError {
        FieldError(.typeInvalid, path, value: value, detail: detail)
    }
    package static func forbidden(_ path: FieldPath, _ detail: String) -> FieldError {
        FieldError(.forbidden, path, detail: detail)
    }
    package static func duplicate(_ path: FieldPath, _ value: Value) -> FieldError {
        FieldError(.duplicate, path, value: value)
    }
    package static func notFound(_ path: FieldPath, _ value: Value) -> FieldError {
        FieldError(.notFound, path, value: value)
    }
    /// `supported` in the order in which the message shows them.
    package static func notSupported(
        _ path: FieldPath, _ value: Value, supported: [String]
    ) -> FieldError {
        let list = supported.map(GoText.quoted).joined(separator: ", ")
        return FieldError(
            .notSupported, path, value: value,
            detail: list.isEmpty ? "" : "supported values: " + list)
    }
    package static func tooLong(_ path: FieldPath, limit: Int) -> FieldError {
        FieldError(.tooLong, path, detail: "may not be more than \(limit) bytes")
    }
    package static func tooMany(_ path: FieldPath, count: Int, limit: Int) -> FieldError {
        FieldError(
            .tooMany, path, value: .int(Int64(count)), detail: "must have at most \(limit) items")
    }
    package static func internalError(_ path: FieldPath, _ detail: String) -> FieldError {
        FieldError(.internalError, path, detail: detail)
    }
}

/// All that is wrong with an object: validation reports everything at once.
package typealias FieldErrorList = [FieldError]
