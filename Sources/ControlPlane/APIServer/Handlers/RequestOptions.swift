import API

/// The options of a write, from its query (and for a delete from its body).
struct RequestOptions: Sendable {
    var isDryRun = false
    var validation = BodyDecoder.Validation.warn
    var force = false

    /// `kind` is `CreateOptions`, `UpdateOptions` or `PatchOptions`, for the error texts.
    ///
    /// **Throws** 422 for a value that there is not.
    init(_ request: APIRequest, kind: String) throws(Status) {
        var errors = Self.managerProblems(request, isPatch: kind == "PatchOptions")
        let dryRun = request.parameters("dryRun").filter { !$0.isEmpty }
        if !dryRun.isEmpty {
            isDryRun = true
            if dryRun != ["All"] { errors.append(Self.dryRunError(dryRun)) }
        }
        if let text = request.parameter("fieldValidation"), !text.isEmpty {
            if let validation = BodyDecoder.Validation(rawValue: text) {
                self.validation = validation
            } else {
                errors.append(
                    .notSupported(
                        "fieldValidation", .string(text),
                        supported: ["", "Ignore", "Strict", "Warn"]))
            }
        }
        force = try ListOptions.flag(request.parameter("force")) ?? false
        if !errors.isEmpty {
            throw .invalid(group: "meta.k8s.io", kind: kind, name: "", errors)
        }
    }

    /// What is wrong with `fieldManager` and `force`.
    ///
    /// Upstream: kubernetes apimachinery/pkg/apis/meta/v1/validation/validation.go.
    private static func managerProblems(_ request: APIRequest, isPatch: Bool) -> FieldErrorList {
        var errors: FieldErrorList = []
        let manager = request.parameter("fieldManager") ?? ""
        if isPatch {
            if !request.isApply, request.parameter("force") ?? "" != "" {
                errors.append(.forbidden("force", "may not be specified for non-apply patch"))
            } else if request.isApply, manager.isEmpty {
                errors.append(.required("fieldManager", "is required for apply patch"))
            }
        }
        if manager.utf8.count > managerBytesMax {
            errors.append(.tooLong("fieldManager", limit: managerBytesMax))
        }
        for (index, scalar) in zip(manager.unicodeScalars.indices, manager.unicodeScalars)
        where GoText.quoted(String(scalar)).hasPrefix("\"\\")
            && !["\"", "\\"].contains(scalar)
        {
            let place = manager.utf8.distance(from: manager.startIndex, to: index)
            let code = String(scalar.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - code.count))
            errors.append(
                .invalid(
                    "fieldManager", .string(manager),
                    "invalid character U+\(padding)\(code) (at position \(place))"))
        }
        return errors
    }

    /// **Unit**: bytes. Upstream: `FieldManagerMaxLength`.
    private static let managerBytesMax = 128

    static func dryRunError(_ values: [String]) -> FieldError {
        .notSupported("dryRun", .array(values.map(Value.string)), supported: ["All"])
    }
}

extension APIRequest {
    /// The type of the body, without parameters.
    var bodyType: String {
        let type = headers["Content-Type"] ?? ""
        return type.split(separator: ";").first.map { String($0).lowercased() } ?? ""
    }

    /// Whether the body is a configuration for server-side apply.
    var isApply: Bool { bodyType == MediaType.applyPatch }
}

extension DeleteOptions {
    /// From the body, if there is one, and the query.
    ///
    /// **Throws** 400 for a body that is no `DeleteOptions`, 422 for values that there are not.
    init(request: APIRequest) throws(Status) {
        self.init()
        var errors: FieldErrorList = []
        let body = try Self.body(request)
        gracePeriodSeconds = body["gracePeriodSeconds"].int
        if let seconds = try ListOptions.integer(request.parameter("gracePeriodSeconds")) {
            gracePeriodSeconds = seconds
        }
        preconditionUID = body["preconditions"]["uid"].string
        preconditionResourceVersion = body["preconditions"]["resourceVersion"].string
        let dryRun =
            (body["dryRun"].array?.compactMap(\.string) ?? []) + request.parameters("dryRun")
        if !dryRun.isEmpty {
            isDryRun = true
            if dryRun.contains(where: { $0 != "All" }) {
                errors.append(RequestOptions.dryRunError(dryRun))
            }
        }
        if let text = request.parameter("propagationPolicy") ?? body["propagationPolicy"].string {
            propagation = Propagation(rawValue: text)
            if propagation == nil {
                errors.append(
                    .notSupported(
                        "propagationPolicy", .string(text),
                        supported: ["Foreground", "Background", "Orphan", "nil"]))
            }
        }
        let orphan = try ListOptions.flag(request.parameter("orphanDependents"))
        if let orphan = orphan ?? body["orphanDependents"].bool {
            if propagation != nil {
                errors.append(
                    .invalid(
                        "propagationPolicy", .string(propagation?.rawValue ?? ""),
                        "orphanDependents and deletionPropagation cannot be both set"))
            }
            propagation = orphan ? .orphan : .background
        }
        if !errors.isEmpty {
            throw .invalid(group: "meta.k8s.io", kind: "DeleteOptions", name: "", errors)
        }
    }

    private static func body(_ request: APIRequest) throws(Status) -> Value {
        switch request.body {
        case .none: return .object(Object())
        case .value(let value): return value
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return .object(Object()) }
            // The group of the object, or meta/v1: both are understood.
            var request = request
            if request.headers["Content-Type"] == nil {
                request.headers["Content-Type"] = MediaType.json
            }
            do throws(Status) {
                return try BodyDecoder.plain(bytes, type: request.headers["Content-Type"] ?? "")
            } catch { throw error }
        }
    }
}

extension BodyDecoder {
    /// A body of a kind that is the same in every group, such as `DeleteOptions`: only parsed.
    static func plain(_ bytes: [UInt8], type: String) throws(Status) -> Value {
        let media = type.split(separator: ";").first.map { String($0).lowercased() } ?? ""
        do {
            switch media {
            case MediaType.json: return try JSONParser.parse(bytes)
            case MediaType.yaml: return try YAMLParser.parse(String(decoding: bytes, as: UTF8.self))
            case MediaType.protobuf: return try ProtobufCodec.decode(bytes)
            default:
                throw Status.unsupportedMediaType([
                    MediaType.json, MediaType.yaml, MediaType.protobuf,
                ])
            }
        } catch let status as Status {
            throw status
        } catch {
            throw .badRequest("couldn't get version/kind; json parse error: \(error)")
        }
    }
}
