import Encoding
import API

/// The query of a list or a watch, read and checked.
///
/// Upstream: kubernetes apimachinery/pkg/apis/meta/internalversion/validation.
struct ListOptions: Sendable {
    enum Match: String, Sendable {
        case exact = "Exact"
        case notOlderThan = "NotOlderThan"
    }
    var labels = Selector.everything
    var fields = FieldSelector()
    var resourceVersion = ""
    var match: Match?
    /// 0 for no limit.
    var limit = 0
    var continueToken: ContinueToken?
    var allowWatchBookmarks = false
    var sendInitialEvents: Bool?
    /// **Unit**: seconds; nil for no end.
    var timeoutSeconds: Int?
    /// Who watches, for traces.
    var client = ""

    init() {}

    /// **Throws** 400 for a value that cannot be read, 422 for values that do not go together.
    init(
        _ request: APIRequest, resource: ServedResource, isWatch: Bool
    ) throws(Status) {
        do throws(SelectorError) {
            labels = try Selector(parsing: request.parameter("labelSelector") ?? "")
            fields = try FieldSelector(parsing: request.parameter("fieldSelector") ?? "")
        } catch { throw .badRequest(error.description) }
        try SelectableFields.check(
            fields, for: resource.groupVersionKind,
            beside: resource.custom?.selectableFields ?? [])
        limit = max(0, try Self.integer(request.parameter("limit")) ?? 0)
        timeoutSeconds = try Self.integer(request.parameter("timeoutSeconds"))
        resourceVersion = request.parameter("resourceVersion") ?? ""
        allowWatchBookmarks = try Self.flag(request.parameter("allowWatchBookmarks")) ?? false
        sendInitialEvents = try Self.flag(request.parameter("sendInitialEvents"))
        let matchText = request.parameter("resourceVersionMatch") ?? ""
        match = Match(rawValue: matchText)
        let continuation = request.parameter("continue") ?? ""
        try check(matchText, isWatch: isWatch, continues: !continuation.isEmpty)
        if !continuation.isEmpty, !isWatch {
            continueToken = try ContinueToken(continuation)
            guard resourceVersion.isEmpty || resourceVersion == "0" else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
        }
    }

    private func check(
        _ matchText: String, isWatch: Bool, continues: Bool
    ) throws(Status) {
        let path: FieldPath = "resourceVersionMatch"
        var errors: FieldErrorList = []
        if isWatch {
            if sendInitialEvents != nil, match != .notOlderThan {
                errors.append(
                    .forbidden(
                        path,
                        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
            } else if sendInitialEvents == nil, !matchText.isEmpty {
                errors.append(
                    .forbidden(
                        path,
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
                    ))
            }
        } else {
            if sendInitialEvents != nil {
                errors.append(
                    .forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
            }
            if !matchText.isEmpty {
                if resourceVersion.isEmpty {
                    errors.append(
                        .forbidden(
                            path,
                            "resourceVersionMatch is forbidden unless resourceVersion is provided"
                        ))
                }
                if continues {
                    errors.append(
                        .forbidden(
                            path, "resourceVersionMatch is forbidden when continue is provided"))
                }
                if match == nil {
                    errors.append(
                        .notSupported(
                            path, .string(matchText),
                            supported: ["Exact", "NotOlderThan", ""]))
                } else if match == .exact, resourceVersion == "0" {
                    errors.append(
                        .forbidden(
                            path,
                            "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
                    )
                }
            }
        }
        if !errors.isEmpty {
            throw .invalid(group: "meta.k8s.io", kind: "ListOptions", name: "", errors)
        }
    }

    static func integer(_ text: String?) throws(Status) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            throw .badRequest("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax")
        }
        return number
    }

    /// A flag of a query: anything but `false` and `0` is true, as upstream reads it.
    static func flag(_ text: String?) throws(Status) -> Bool? {
        guard let text else { return nil }
        return !["false", "0"].contains(text.lowercased())
    }
}

/// Where a list that was cut by `limit` goes on: `{"v":"meta.k8s.io/v1","rv":4020,"start":"dup\u0000"}`.
///
/// Upstream: kubernetes apiserver/pkg/storage/continue.go.
struct ContinueToken: Sendable {
    /// -1 for whatever is the newest.
    var revision: Int64
    /// The key to go on from, behind the resource's or the namespace's prefix.
    var start: String

    static let expiredText =
        "The provided continue parameter is too old to display a consistent list result. You can "
        + "start a new list without the continue parameter, or use the continue token in this "
        + "response to retrieve the remainder of the results. Continuing with the provided token "
        + "results in an inconsistent list - objects that were created, modified, or deleted "
        + "between the time the first chunk was returned and now may show up in the list."

    init(revision: Int64, start: String) { (self.revision, self.start) = (revision, start) }

    /// **Throws** 400 for what no server has made.
    init(_ text: String) throws(Status) {
        guard let bytes = Base64.decodeURL(text[...]) else {
            throw .badRequest(
                "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"
            )
        }
        let value: Value
        do { value = try JSONParser.parse(bytes) } catch {
            throw .badRequest("invalid continue token: continue key is not valid: \(error)")
        }
        guard value["v"].string == "meta.k8s.io/v1", let start = value["start"].string,
            let revision = value["rv"].int, revision != 0, !start.contains("/../")
        else {
            throw .badRequest(
                "invalid continue token: continue key is not valid: encoded start key is not valid")
        }
        // A token of one namespace or of all begins with a slash when it was made for the latter.
        self.start = start.hasPrefix("/") ? String(start.dropFirst()) : start
        self.revision = Int64(revision)
    }

    /// As the client gets it: base64url without padding.
    var encoded: String {
        let prefix = revision < 0 ? "" : "/"
        let json = JSONWriter.compact([
            "v": "meta.k8s.io/v1", "rv": .int(revision), "start": .string(prefix + start),
        ])
        return Base64.encodeURL(json)
    }
}
