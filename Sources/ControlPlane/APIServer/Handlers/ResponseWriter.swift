import API
import Simulation

/// Turns what a handler made into bytes, or leaves it a tree for a caller in this process.
///
/// Long answers are packed by the gateway, for clients that accept gzip.
struct ResponseWriter: Sendable {
    let simulation: Simulation
    let random: RandomStream

    /// An object, a list or a Status.
    func object(
        _ value: Value, status: Int = 200, negotiation: Negotiation, warnings: [String] = []
    ) -> APIResponse {
        if case .tree = negotiation.encoding {
            var headers = HTTPHeaders()
            add(warnings, to: &headers)
            return APIResponse(status: status, headers: headers, body: .value(value))
        }
        let type: String
        let bytes: [UInt8]
        switch negotiation.encoding {
        case .tree, .json:
            type = MediaType.json
            bytes = Self.json(Self.wireForm(value), isPretty: negotiation.isPretty)
        case .yaml:
            type = MediaType.yaml
            bytes = Array(YAMLWriter.write(Self.wireForm(value), sortedKeys: true).utf8)
        case .protobuf:
            let kind = GroupVersionKind(
                apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
            if let encoded = try? ProtobufCodec.encode(Self.wireForm(value), as: kind) {
                (type, bytes) = (MediaType.protobuf, encoded)
            } else {
                (type, bytes) = (MediaType.json, Self.json(Self.wireForm(value), isPretty: false))
            }
        }
        var headers = headers(contentType: type)
        add(warnings, to: &headers)
        return APIResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    func error(_ error: Status, for request: APIRequest, warnings: [String] = []) -> APIResponse {
        var response = object(
            error.value, status: error.code, negotiation: .forError(request), warnings: warnings)
        if let seconds = error.details?.retryAfterSeconds, seconds > 0 {
            response.headers["Retry-After"] = String(seconds)
        }
        return response
    }

    func text(_ text: String, status: Int = 200) -> APIResponse {
        var headers = headers(contentType: "text/plain; charset=utf-8")
        headers.append("X-Content-Type-Options", "nosniff")
        return APIResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }

    func watch(
        _ stream: WatchStream, negotiation: Negotiation, warnings: [String] = []
    ) -> APIResponse {
        var type = MediaType.json
        // Metadata alone and tables have no protobuf form.
        if case .protobuf = negotiation.encoding, negotiation.representation == .object {
            type = MediaType.protobuf + ";stream=watch"
        }
        var headers = headers(contentType: type)
        add(warnings, to: &headers)
        return APIResponse(status: 200, headers: headers, body: .watch(stream))
    }

    private func headers(contentType: String) -> HTTPHeaders {
        HTTPHeaders([
            ("Audit-Id", random.uuid()), ("Cache-Control", "no-cache, private"),
            ("Content-Type", contentType),
        ])
    }

    private func add(_ warnings: [String], to headers: inout HTTPHeaders) {
        for warning in warnings {
            headers.append("Warning", "299 - \(GoText.quoted(warning))")
        }
    }

    /// Lines end in a newline only when there is one line.
    static func json(_ value: Value, isPretty: Bool) -> [UInt8] {
        if isPretty { return JSONWriter.pretty(value) }
        return JSONWriter.compact(value) + [0x0a]
    }

    /// As objects are written outside: kind and apiVersion first, and none on a list's items.
    static func wireForm(_ value: Value) -> Value {
        guard let object = value.object else { return value }
        if let items = object["items"]?.array, object["kind"].string?.hasSuffix("List") == true,
            object["kind"].string?.hasSuffix("ResourceList") != true
        {
            // Custom resources, which have no Go type, say in a list too what they are.
            if let first = items.first, isCustom(first) { return value }
            // Metadata alone says so in each item.
            if object["kind"].string == "PartialObjectMetadataList" { return value }
            var list = value
            list["items"] = .array(items.map(withoutKind))
            return list
        }
        return isCustom(value) ? value : value.withKindFirst
    }

    private static func isCustom(_ object: Value) -> Bool {
        guard let version = object["apiVersion"].string, let kind = object["kind"].string,
            version.utf8.contains(UInt8(ascii: "/")), !version.hasPrefix("meta.k8s.io/")
        else { return false }
        return Schema.shared.type(of: GroupVersionKind(apiVersion: version, kind: kind)) == nil
    }

    private static func withoutKind(_ item: Value) -> Value {
        guard let object = item.object, object["kind"] != nil else { return item }
        return .object(
            Object(uniqueMembers: object.filter { $0.name != "kind" && $0.name != "apiVersion" }))
    }
}
