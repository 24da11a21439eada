import API
import Encoding
import Simulation

/// Sends kubectl's requests and turns what comes back into objects or errors.
struct RESTClient: Sendable {
    let transport: any APITransport
    let config: KubectlConfig
    let invocation: Invocation

    /// The form in which an answer is wanted.
    enum Form {
        case object
        /// Server-side printing: rows and columns.
        case table
        /// Aggregated discovery.
        case discovery
        /// Bytes as any HTTP client gets them.
        case raw

        /// Trees from inside the process, JSON from a real server.
        var accept: String {
            let parameters: String
            switch self {
            case .raw: return "application/json, */*"
            case .object: parameters = ""
            case .table: parameters = ";as=Table;v=v1;g=meta.k8s.io"
            case .discovery: parameters = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
            }
            let wanted = MediaType.valueTree + parameters + "," + MediaType.json + parameters
            guard !parameters.isEmpty else { return wanted }
            return wanted + "," + MediaType.valueTree + "," + MediaType.json
        }
    }

    /// Sends a request; an answer of 400 and above is thrown.
    func send(
        _ method: String, _ path: String, query: [(String, String)] = [],
        body: APIRequest.Body? = nil,
        contentType: String = MediaType.json, form: Form = .object, terminal: (any Terminal)? = nil
    ) async throws(KubectlError) -> APIResponse {
        var request = APIRequest(
            method: method, path: path, query: query.map { (name: $0.0, value: $0.1) })
        request.headers = headers(form)
        request.terminal = terminal
        if let body {
            request.headers["Content-Type"] = contentType
            request.body = body
        }
        let response: APIResponse
        let started = invocation.now
        do { response = try await Deadline(config.requestTimeout).send(request, self) } catch {
            switch error {
            case .cancelled: throw .interrupted
            case .unreachable(let reason): throw .unreachable(host: config.host, reason: reason)
            }
        }
        try await RequestLog(invocation).note(request, response, since: started)
        for warning in response.headers.all("Warning") {
            try await invocation.warn(Self.warningText(warning))
        }
        if response.status >= 400 { throw try await failure(of: response) }
        return response
    }

    /// Sends a request and gives the object that answers it.
    func value(
        _ method: String, _ path: String, query: [(String, String)] = [], body: Value? = nil,
        contentType: String = MediaType.json, form: Form = .object
    ) async throws(KubectlError) -> Value {
        let response = try await send(
            method, path, query: query, body: body.map(APIRequest.Body.value),
            contentType: contentType, form: form)
        return try await Self.value(of: response)
    }

    /// Opens a watch.
    func watch(
        _ path: String, query: [(String, String)], form: Form = .object
    ) async throws(KubectlError) -> WatchStream {
        var query = query + [("watch", "true")]
        if let limit = config.requestTimeout {
            // The server ends the watch in time, so that it ends without an error.
            let seconds = max(1, (limit.nanoseconds + 999_999_999) / 1_000_000_000)
            query.append(("timeoutSeconds", String(seconds)))
        }
        let response = try await send("GET", path, query: query, form: form)
        guard case .watch(let stream) = response.body else {
            throw .message("the server sent no watch")
        }
        return stream
    }

    private func headers(_ form: Form) -> HTTPHeaders {
        var headers = HTTPHeaders([
            ("Accept", form.accept),
            (
                "User-Agent",
                "kubectl/\(Version.client) (\(Version.platform)) kubernetes/\(Version.commit.prefix(7))"
            ),
        ])
        authorize(&headers)
        return headers
    }

    /// Adds who this is, where a certificate does not say it.
    func authorize(_ headers: inout HTTPHeaders) {
        if headers["Authorization"] == nil, let token = config.token, !token.isEmpty {
            headers["Authorization"] = "Bearer \(token)"
        }
        if headers["Authorization"] == nil, let basic = config.basicAuthentication {
            headers["Authorization"] = "Basic \(Base64.encode(Array(basic.utf8)))"
        }
        let flags = invocation.globalFlags
        if let user = flags.string("as") { headers["Impersonate-User"] = user }
        if let uid = flags.string("as-uid") { headers["Impersonate-Uid"] = uid }
        for group in flags.list("as-group") { headers.append("Impersonate-Group", group) }
    }

    private func failure(of response: APIResponse) async throws(KubectlError) -> KubectlError {
        let value = try? await Self.value(of: response)
        if let value, value["kind"].string == "Status" { return .server(Self.status(of: value)) }
        let text = value?.string ?? ""
        return .server(Self.plainStatus(response.status, text))
    }

    /// What Go's client makes of an answer that is no `Status`.
    static func plainStatus(_ code: Int, _ text: String) -> Status {
        switch code {
        case 401:
            Status(code: code, reason: .unauthorized, message: "Unauthorized")
        case 404:
            Status(
                code: code, reason: .notFound,
                message: "the server could not find the requested resource")
        case 403:
            Status(code: code, reason: .forbidden, message: text.isEmpty ? "unknown" : text)
        default:
            Status(
                code: code, reason: .internalError,
                message:
                    "an error on the server (\"\(text)\") has prevented the request from succeeding"
            )
        }
    }

    /// The `Status` that `value` is.
    static func status(of value: Value) -> Status {
        Status(value) ?? plainStatus(500, GoText.json(value))
    }

    /// The body as a tree; plain text becomes a string.
    static func value(of response: APIResponse) async throws(KubectlError) -> Value {
        switch response.body {
        case .value(let value): return value
        case .bytes(let bytes): return parsed(bytes)
        case .stream(let source):
            do { return parsed(try await source.readAll()) } catch { throw .interrupted }
        case .watch, .upgrade:
            throw .message("the server sent a stream where an object was expected")
        }
    }

    private static func parsed(_ bytes: [UInt8]) -> Value {
        (try? JSONParser.parse(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }

    /// The text of a `Warning: 299 - "..."` header.
    static func warningText(_ header: String) -> String {
        guard let start = header.firstIndex(of: "\"") else { return header }
        var text = ""
        var isEscaped = false
        for character in header[header.index(after: start)...] {
            if isEscaped {
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                text.append(character)
            }
        }
        return text
    }
}

/// What this kubectl says it is.
enum Version {
    static let client = "v1.36.4"
    static let kustomize = "v5.8.1"
    static let commit = "bb826b1d48562f110659e64e8ec444327433db95"
    static let platform = "linux/amd64"

    /// Throws, for `--match-server-version`, unless the server is of this very version.
    ///
    /// Upstream: client-go discovery/helper.go MatchesServerVersion.
    static func requireSame(as server: Value) throws(KubectlError) {
        guard server["gitVersion"] != value["gitVersion"] else { return }
        throw .message(
            "server version (&\(goSyntax(server))) differs from client version (\(goSyntax(value)))"
        )
    }

    private static func goSyntax(_ version: Value) -> String {
        let members = [
            "major", "minor", "emulationMajor", "emulationMinor", "minCompatibilityMajor",
            "minCompatibilityMinor", "gitVersion", "gitCommit", "gitTreeState", "buildDate",
            "goVersion", "compiler", "platform",
        ]
        let texts = members.map { (name: String) -> String in
            let title = String(name.prefix(1)).uppercased() + String(name.dropFirst())
            return "\(title):\(GoText.quoted(version[name].string ?? ""))"
        }
        return "version.Info{\(texts.joined(separator: ", "))}"
    }

    static var value: Value {
        [
            "major": "1", "minor": "36", "gitVersion": .string(client),
            "gitCommit": .string(commit), "gitTreeState": "clean",
            "buildDate": "2026-08-20T03:09:25Z", "goVersion": "go1.26.5", "compiler": "gc",
            "platform": .string(platform),
        ]
    }
}
