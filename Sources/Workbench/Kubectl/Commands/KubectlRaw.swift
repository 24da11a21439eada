import API
import Simulation

/// `kubectl get --raw`: what the server answers, byte by byte.
enum KubectlRaw {
    static func get(_ target: String, _ invocation: Invocation) async throws(KubectlError) {
        let (path, query) = URLQuery.split(target)
        let response = try await invocation.client().send(
            "GET", path, query: query.map { ($0.name, $0.value) }, form: .raw)
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
