import API
import Simulation
import Testing

@testable import Kubectl

/// A machine whose port is asked a few things as soon as it is open.
struct FakeHost: KubectlHost {
    var requests: [APIRequest] = []
    let answers: Confined<[APIResponse]>
    var isTaken = false

    init(_ simulation: Simulation) { answers = Confined(simulation, []) }

    func serve(
        on address: String, port: Int, onListening: @escaping @Sendable (Int) async -> Void,
        handle: @escaping @Sendable (APIRequest) async -> APIResponse
    ) async throws(KubectlError) {
        if isTaken {
            throw .message("listen tcp \(address):\(port): bind: address already in use")
        }
        await onListening(port)
        for request in requests {
            let answer = await handle(request)
            answers.value.append(answer)
        }
    }

    /// Enough for these tests: `^`, `$` and literal text.
    func matcher(of pattern: String) -> (@Sendable (String) -> Bool)? {
        if pattern == "(" { return nil }
        let plain = pattern.filter { !"^$\\*".contains($0) }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
        let isWhole = pattern.hasPrefix("^") && pattern.hasSuffix("$")
        return { text in
            if isWhole { return text == plain }
            var rest = text[...]
            for part in parts {
                guard let range = rest.firstRange(of: part) else { return false }
                rest = rest[range.upperBound...]
            }
            return true
        }
    }
}

@Suite("kubectl proxy")
struct ProxyTests {
    let simulation = Simulation(seed: 1)

    private static func request(
        _ path: String, host: String = "127.0.0.1:8001", _ method: String = "GET"
    ) -> APIRequest {
        APIRequest(method: method, path: path, headers: HTTPHeaders([("Host", host)]))
    }

    private func run(
        _ line: String, _ requests: [APIRequest] = []
    ) throws -> (printed: Printed, answers: [APIResponse]) {
        var host = FakeHost(simulation)
        host.requests = requests
        host.isTaken = line.contains("taken")
        let server = FakeServer(
            simulation,
            otherwise: { request, _ in
                APIResponse(status: 200, body: .bytes(Array("\(request.path)".utf8)))
            })
        let words = shellWords(line).filter { $0 != "taken" }
        let printed = try kubectl(words, simulation, server, host: host)
        return (printed, host.answers.value)
    }

    private func text(_ response: APIResponse) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return "\(response.status) " + String(decoding: bytes, as: UTF8.self)
    }

    @Test("it says where it serves, and why it cannot")
    func banner() throws {
        #expect(try run("proxy").printed.output == "Starting to serve on 127.0.0.1:8001\n")
        #expect(try run("proxy -p 9000").printed.output == "Starting to serve on 127.0.0.1:9000\n")
        let taken = try run("proxy taken").printed
        #expect(taken.error == "error: listen tcp 127.0.0.1:8001: bind: address already in use\n")
        #expect(taken.code == 1)
        #expect(try run("proxy --port=70000").printed.error.contains("invalid port"))
        #expect(try run("proxy --accept-hosts=(").printed.code == 1)
    }

    @Test("requests go through, but not by another name and not into containers")
    func filter() throws {
        let answers = try run(
            "proxy",
            [
                Self.request("/version"), Self.request("/version", host: "evil.com"),
                Self.request("/version", host: "localhost:8001"),
                Self.request("/api/v1/namespaces/default/pods/nope/exec"),
            ]
        ).answers
        #expect(
            answers.map(text) == [
                "200 /version", "403 Forbidden\n", "200 /version", "403 Forbidden\n",
            ])
    }

    @Test("flags move the filter and the prefix")
    func flags() throws {
        let open = try run(
            "proxy --disable-filter", [Self.request("/version", host: "evil.com")])
        #expect(open.answers.map(text) == ["200 /version"])
        #expect(open.printed.error.contains("vulnerable to XSRF"))
        let prefixed = try run(
            "proxy --api-prefix=/k8s", [Self.request("/k8s/api/v1"), Self.request("/api/v1")])
        #expect(prefixed.answers.map(text) == ["200 /api/v1", "404 404 page not found\n"])
        let methods = try run(
            "proxy --reject-methods=^POST$ --accept-paths=/api",
            [
                Self.request("/api"), Self.request("/api", "POST"), Self.request("/version"),
            ])
        #expect(methods.answers.map(\.status) == [200, 403, 403])
    }
}
