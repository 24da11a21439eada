/// The one error of the API: what a request was answered instead of an object.
///
/// The texts are upstream's, because learners will meet them again; the makers for the usual ones
/// are in `Status+Makers.swift`.
package struct Status: Error, Hashable, Sendable {
    package var code: Int
    /// Nil for an internal error without one.
    package var reason: Reason?
    package var message: String
    package var details: Details?
    /// Where a list whose `continue` token is too old can go on; nil for every other error.
    package var continueToken: String?

    package init(
        code: Int, reason: Reason?, message: String, details: Details? = nil,
        continueToken: String? = nil
    ) {
        self.continueToken = continueToken
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    /// Upstream: kubernetes apimachinery/pkg/apis/meta/v1/types.go StatusReason.
    package enum Reason: String, Hashable, Sendable {
        case unauthorized = "Unauthorized"
        case forbidden = "Forbidden"
        case notFound = "NotFound"
        case alreadyExists = "AlreadyExists"
        case conflict = "Conflict"
        case gone = "Gone"
        case expired = "Expired"
        case invalid = "Invalid"
        case serverTimeout = "ServerTimeout"
        case timeout = "Timeout"
        case tooManyRequests = "TooManyRequests"
        case badRequest = "BadRequest"
        case methodNotAllowed = "MethodNotAllowed"
        case notAcceptable = "NotAcceptable"
        case requestEntityTooLarge = "RequestEntityTooLarge"
        case unsupportedMediaType = "UnsupportedMediaType"
        case internalError = "InternalError"
        case serviceUnavailable = "ServiceUnavailable"
    }

    package struct Details: Hashable, Sendable {
        package var name: String?
        package var group: String?
        /// The resource or the kind, as upstream fills it for that error.
        package var kind: String?
        package var uid: String?
        package var causes: [Cause]
        package var retryAfterSeconds: Int?

        package init(
            name: String? = nil, group: String? = nil, kind: String? = nil, uid: String? = nil,
            causes: [Cause] = [], retryAfterSeconds: Int? = nil
        ) {
            (self.name, self.group, self.kind, self.uid) = (name, group, kind, uid)
            (self.causes, self.retryAfterSeconds) = (causes, retryAfterSeconds)
        }
    }

    /// One thing wrong, with the field it is in.
    package struct Cause: Hashable, Sendable {
        /// `FieldValueRequired`, `FieldValueInvalid`, ...
        package var reason: String
        package var message: String
        /// `spec.containers[0].image`; nil if the cause is not a field.
        package var field: String?

        package init(reason: String, message: String, field: String? = nil) {
            (self.reason, self.message, self.field) = (reason, message, field)
        }
    }
}
