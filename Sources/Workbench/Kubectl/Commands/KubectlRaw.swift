import API
import Simulation

/// `kubectl get --raw`: what the server answers, byte by byte.
enum KubectlRaw {
    static func get(_ target: String, _ invocation: Invocation) async throws(KubectlError) {
        try await show(try await request("GET", target, nil, invocation), invocation)
    }

    /// `create|replace|delete --raw`: sends the only file that `-f` names, as it is.
    static func send(
        _ method: String, _ target: String, _ invocation: Invocation
    ) async throws(KubectlError) {
        let files = invocation.flags.list("filename")
        guard files.count == 1 || (files.isEmpty && method == "DELETE") else {
            throw invocation.usage("--raw can only use a single local file or stdin")
        }
        var body: [UInt8]?
        if let file = files.first { body = try await ManifestReader(invocation).bytes(of: file) }
        try await show(try await request(method, target, body, invocation), invocation)
    }

    private static func request(
        _ method: String, _ target: String, _ body: [UInt8]?, _ invocation: Invocation
    ) async throws(KubectlError) -> APIResponse {
        let (path, query) = URLQuery.split(target)
        return try await invocation.client().send(
            method, path, query: query.map { ($0.name, $0.value) },
            body: body.map(APIRequest.Body.bytes), form: .raw)
    }

    private static func show(
        _ response: APIResponse, _ invocation: Invocation
    ) async throws(KubectlError) {
        switch response.body {
        case .bytes(let bytes):
            try await invocation.write(bytes, to: invocation.environment.standardOutput)
        case .value(let value):
            try await invocation.print(value.string ?? JSONWriter.text(value))
        case .stream(let source): try await copy(source, invocation)
        case .watch(let stream): try await show(stream, invocation)
        case .upgrade: throw .message("unexpected upgrade")
        }
    }

    /// Copies a stream to standard output until it ends.
    static func copy(_ source: any ByteSource, _ invocation: Invocation) async throws(KubectlError)
    {
        while true {
            let bytes: [UInt8]?
            do { bytes = try await source.read(upTo: 65_536) } catch { throw .interrupted }
            guard let bytes else { return }
            try await invocation.write(bytes, to: invocation.environment.standardOutput)
        }
    }

    private static func show(_ stream: WatchStream, _ invocation: Invocation)
        async throws(KubectlError)
    {
        defer { stream.stop() }
        while true {
            let event: WatchEvent?
            do { event = try await stream.next() } catch { throw .interrupted }
            guard let event else { return }
            let line: Value = ["type": .string(event.type.rawValue), "object": event.object]
            try await invocation.print(JSONWriter.text(line) + "\n")
        }
    }
}
