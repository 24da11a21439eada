/// The usual errors, with upstream's texts, reasons, codes and details.
///
/// Upstream: kubernetes apimachinery/pkg/api/errors/errors.go.
extension Status {
    /// `pods "web" not found`.
    package static func notFound(_ resource: GroupResource, _ name: String) -> Status {
        Status(
            code: 404, reason: .notFound, message: "\(resource) \(GoText.quoted(name)) not found",
            details: details(resource, name))
    }

    /// Nothing is served under that path of a registered group.
    package static var noSuchResource: Status {
        Status(
            code: 404, reason: .notFound,
            message: "the server could not find the requested resource", details: Details())
    }

    /// `pods "web" already exists`.
    package static func alreadyExists(_ resource: GroupResource, _ name: String) -> Status {
        Status(
            code: 409, reason: .alreadyExists,
            message: "\(resource) \(GoText.quoted(name)) already exists",
            details: details(resource, name))
    }

    /// `Operation cannot be fulfilled on pods "web": ` and why.
    package static func conflict(
        _ resource: GroupResource, _ name: String, _ why: String
    ) -> Status {
        Status(
            code: 409, reason: .conflict,
            message: "Operation cannot be fulfilled on \(resource) \(GoText.quoted(name)): \(why)",
            details: details(resource, name))
    }

    /// The conflict of two writers with one resourceVersion.
    package static func objectModified(_ resource: GroupResource, _ name: String) -> Status {
        conflict(
            resource, name,
            "the object has been modified; please apply your changes to the latest version and try"
                + " again")
    }

    /// `name` is empty for a collection; an empty resource stands for a path.
    package static func forbidden(
        _ resource: GroupResource, _ name: String, _ why: String, causes: [Cause] = []
    ) -> Status {
        var subject = ""
        if resource.resource.isEmpty {
            subject = "forbidden"
        } else if name.isEmpty {
            subject = "\(resource) is forbidden"
        } else {
            subject = "\(resource) \(GoText.quoted(name)) is forbidden"
        }
        var details = details(resource, name)
        details.causes = causes
        return Status(
            code: 403, reason: .forbidden, message: "\(subject): \(why)", details: details)
    }

    /// A request for a resource that no authorizer allowed; `why` is what the last one said.
    package static func forbidden(_ request: RequestInfo, user: String, why: String = "")
        -> Status
    {
        let who = "User \(GoText.quoted(user)) cannot \(request.verb)"
        let reason = why.isEmpty ? "" : ": " + why
        guard request.isResourceRequest else {
            return forbidden(
                GroupResource(group: "", resource: ""), "",
                "\(who) path \(GoText.quoted(request.path))\(reason)")
        }
        var resource = request.resource
        if !request.subresource.isEmpty { resource += "/" + request.subresource }
        let scope =
            request.namespace.isEmpty
            ? "at the cluster scope" : "in the namespace \(GoText.quoted(request.namespace))"
        let what =
            "resource \(GoText.quoted(resource)) in API group \(GoText.quoted(request.group))"
        return forbidden(
            GroupResource(group: request.group, resource: request.resource), request.name,
            "\(who) \(what) \(scope)\(reason)")
    }

    /// Nothing new comes into a namespace that is on its way out.
    package static func namespaceTerminating(
        _ resource: GroupResource, _ name: String, namespace: String
    ) -> Status {
        forbidden(
            resource, name,
            "unable to create new content in namespace \(namespace) because it is being terminated",
            causes: [
                Cause(
                    reason: "NamespaceTerminating",
                    message: "namespace \(namespace) is being terminated",
                    field: "metadata.namespace")
            ])
    }

    /// Several things wrong with an object: `Pod "web" is invalid: [a, b]`.
    package static func invalid(
        group: String, kind: String, name: String, _ errors: FieldErrorList
    ) -> Status {
        let qualified = group.isEmpty ? kind : "\(kind).\(group)"
        var texts: [String] = []
        for error in errors where !texts.contains(error.description) {
            texts.append(error.description)
        }
        var message = "\(qualified) \(GoText.quoted(name)) is invalid"
        if texts.count == 1 { message += ": " + texts[0] }
        if texts.count > 1 { message += ": [" + texts.joined(separator: ", ") + "]" }
        return Status(
            code: 422, reason: .invalid, message: message,
            details: Details(
                name: nilIfEmpty(name), group: nilIfEmpty(group), kind: kind,
                causes: errors.map(\.cause)))
    }

    package static func invalid(
        _ kind: GroupVersionKind, _ name: String, _ errors: FieldErrorList
    ) -> Status {
        invalid(group: kind.group, kind: kind.kind, name: name, errors)
    }

    /// A patch that cannot be applied, or another 422 of which the server says no more.
    package static var unprocessable: Status {
        Status(
            code: 422, reason: .invalid,
            message: "the server rejected our request due to an error in our request",
            details: Details())
    }

    package static func badRequest(_ message: String) -> Status {
        Status(code: 400, reason: .badRequest, message: message)
    }

    package static var unauthorized: Status {
        Status(code: 401, reason: .unauthorized, message: "Unauthorized")
    }

    /// The path exists, but not for this method.
    package static var methodNotAllowed: Status {
        Status(
            code: 405, reason: .methodNotAllowed,
            message: "the server does not allow this method on the requested resource",
            details: Details())
    }

    package static func notAcceptable(_ available: [String]) -> Status {
        Status(
            code: 406, reason: .notAcceptable,
            message: "406: Not Acceptable\n\nAvailable representations: "
                + available.joined(separator: ", "),
            details: Details())
    }

    package static func unsupportedMediaType(_ accepted: [String]) -> Status {
        Status(
            code: 415, reason: .unsupportedMediaType,
            message: "the body of the request was in an unknown format - accepted media types"
                + " include: " + accepted.joined(separator: ", "))
    }

    /// 410: the revision or the page asked for is gone.
    package static func expired(_ message: String) -> Status {
        Status(code: 410, reason: .expired, message: message)
    }

    /// A watch from a version that the server has forgotten.
    package static func tooOld(_ version: UInt64, oldest: UInt64) -> Status {
        expired("too old resource version: \(version) (\(oldest))")
    }

    /// A read from a version that is yet to come.
    package static func tooLargeResourceVersion(_ version: UInt64, current: UInt64) -> Status {
        let text = "Too large resource version"
        return Status(
            code: 504, reason: .timeout,
            message: "Timeout: \(text): \(version), current: \(current)",
            details: Details(
                causes: [Cause(reason: "ResourceVersionTooLarge", message: text)],
                retryAfterSeconds: 1))
    }

    package static func timeout(_ message: String, retryAfterSeconds: Int? = nil) -> Status {
        Status(
            code: 504, reason: .timeout, message: "Timeout: \(message)",
            details: Details(retryAfterSeconds: retryAfterSeconds))
    }

    package static func tooManyRequests(
        _ message: String, causes: [Cause] = [], retryAfterSeconds: Int? = nil
    ) -> Status {
        Status(
            code: 429, reason: .tooManyRequests, message: message,
            details: Details(causes: causes, retryAfterSeconds: retryAfterSeconds))
    }

    package static func tooLarge(_ message: String) -> Status {
        Status(
            code: 413, reason: .requestEntityTooLarge,
            message: "Request entity too large: \(message)")
    }

    /// `Internal error occurred: ` and what.
    package static func internalError(_ message: String) -> Status {
        Status(
            code: 500, reason: .internalError, message: "Internal error occurred: \(message)",
            details: Details(causes: [Cause(reason: "", message: message)]))
    }

    /// A 500 of which upstream says only the text.
    package static func plainInternal(_ message: String) -> Status {
        Status(code: 500, reason: nil, message: message)
    }

    package static func serviceUnavailable(_ message: String) -> Status {
        Status(code: 503, reason: .serviceUnavailable, message: message)
    }

    private static func details(_ resource: GroupResource, _ name: String) -> Details {
        Details(
            name: nilIfEmpty(name), group: nilIfEmpty(resource.group),
            kind: nilIfEmpty(resource.resource))
    }

    private static func nilIfEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}
