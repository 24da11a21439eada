package import Etcd
import Simulation

/// Where and how etcdctl wants to connect.
package struct EtcdEndpoint: Sendable, Hashable {
    /// As the user wrote it: `127.0.0.1:2379` or `https://192.168.2.204:2379`.
    package var address: String
    /// Paths of files; empty if not given.
    package var cacert: String
    package var cert: String
    package var key: String
    package var skipsVerification: Bool

    /// The address without its scheme.
    package var hostAndPort: String {
        for scheme in ["https://", "http://"] where address.hasPrefix(scheme) {
            return String(address.dropFirst(scheme.count))
        }
        return address
    }
}

/// Why no connection came about.
package enum EtcdConnectionError: Error, Sendable {
    /// A certificate or key cannot be read; the text is the whole error.
    case unusableFile(String)
    /// What the connection failed of, in gRPC's words, for example
    /// `transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused`.
    case unreachable(String)
}

/// Finds the store behind an endpoint.
package typealias EtcdResolver =
    @Sendable (EtcdEndpoint) async throws(EtcdConnectionError) -> any EtcdService

/// How results are printed.
enum OutputFormat: String, Sendable { case simple, json, fields, table }

/// One run of etcdctl: what was asked, and the ways out.
struct Session: Sendable {
    let simulation: Simulation
    let flags: ParsedFlags
    let input: (any ByteSource)?
    let output: any ByteSink
    let error: any ByteSink
    let resolve: EtcdResolver
    let format: OutputFormat

    var arguments: [String] { flags.arguments }

    // MARK: - Printing

    func print(_ bytes: [UInt8]) async throws(Exit) {
        do { try await output.write(bytes) } catch {
            throw Exit(error == .cancelled ? .cancelled : .brokenPipe, lines: "")
        }
    }

    func print(_ line: String) async throws(Exit) { try await print(Array((line + "\n").utf8)) }

    func complain(_ line: String) async throws(Exit) {
        do { try await error.write(line + "\n") } catch {
            throw Exit(error == .cancelled ? .cancelled : .brokenPipe, lines: "")
        }
    }

    func unsupportedFormat() -> Exit {
        Exit(.badFeature, "\(format.rawValue) not supported as output format")
    }

    // MARK: - Connecting

    var endpoints: [EtcdEndpoint] {
        flags.strings("endpoints").map { address in
            EtcdEndpoint(
                address: address, cacert: flags.string("cacert"), cert: flags.string("cert"),
                key: flags.string("key"),
                skipsVerification: flags.bool("insecure-skip-tls-verify"))
        }
    }

    /// Carries out one request at the first endpoint that can be reached.
    ///
    /// **Throws** what etcdctl prints and returns: the client's warning, then the error.
    func call<Response>(
        _ method: String, wrap: (String) -> String = { $0 },
        _ body: (any EtcdService) async throws(EtcdError) -> Response
    ) async throws(Exit) -> Response {
        let store = try await connect(method)
        do {
            return try await body(store)
        } catch EtcdError.cancelled {
            throw Exit(.cancelled, lines: "")
        } catch {
            let line = warning(method, code: error.grpcCode.name, error.description)
            throw Exit(.error, lines: line + "\nError: " + wrap(error.description) + "\n")
        }
    }

    /// The store behind the first endpoint that can be reached.
    ///
    /// With none, etcdctl keeps trying until the command's time is over.
    func connect(_ method: String) async throws(Exit) -> any EtcdService {
        guard !endpoints.isEmpty else {
            throw Exit(.badConnection, "etcdclient: no available endpoints")
        }
        var reason = ""
        for endpoint in endpoints {
            do { return try await resolve(endpoint) } catch {
                switch error {
                case .unusableFile(let text): throw Exit(.badArguments, text)
                case .unreachable(let text): reason = text
                }
            }
        }
        try await waitForTimeout()
        let line = warning(method, code: "DeadlineExceeded", lastError(reason))
        throw Exit(.error, lines: line + "\nError: context deadline exceeded\n")
    }

    func waitForTimeout() async throws(Exit) {
        do { try await simulation.sleep(for: flags.duration("command-timeout")) } catch {
            throw Exit(.cancelled, lines: "")
        }
    }

    func lastError(_ reason: String) -> String {
        "latest balancer error: connection error: desc = \(goQuoted(reason))"
    }

    /// The line that etcd's client logs when a request fails for good.
    func warning(
        _ method: String, endpoint: String? = nil, code: String, _ description: String,
        logger: String = "etcd-client"
    ) -> String {
        let address = endpoint ?? endpoints.first?.hostAndPort ?? ""
        // The client's own address in memory stands in the name of its target.
        let pointer = simulation.random("etcdctl").int(in: 0x1_0000_0000..<0x40_0000_0000)
        let target = "etcd-endpoints://0x\(String(pointer, radix: 16))000/\(address)"
        let error = "rpc error: code = \(code) desc = \(description)"
        let fields: [(String, String)] = [
            ("level", "warn"), ("ts", CivilTime(simulation.now).rfc3339(fractionDigits: 6)),
            ("logger", logger), ("caller", "v3/retry_interceptor.go:65"),
            ("msg", "retrying of unary invoker failed"), ("target", target),
            ("method", "/etcdserverpb." + method),
        ]
        let texts = fields.map { "\"\($0.0)\":\(jsonString($0.1))" }.joined(separator: ",")
        return "{\(texts),\"attempt\":0,\"error\":\(jsonString(error))}"
    }

    /// A little while that a request might have taken, for those who print it.
    ///
    /// Differs: requests take no simulated time; the number is drawn so that output looks real.
    func plausibleLatency() -> String {
        let nanoseconds = simulation.random("etcdctl").int(in: 1_100_000..<3_900_000)
        return "\(nanoseconds / 1_000_000).\(padded(nanoseconds % 1_000_000, 6))ms"
    }

    /// The numbers that head every answer; etcdctl prints them in all formats but `simple`.
    func header(
        _ store: any EtcdService, revision: Int64? = nil
    ) async throws(Exit) -> Header {
        do {
            let status = try await store.status()
            return Header(
                clusterID: status.clusterID, memberID: status.memberID,
                revision: revision ?? status.revision, raftTerm: status.raftTerm)
        } catch {
            throw Exit(.error, error.description)
        }
    }
}
