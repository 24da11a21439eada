import Etcd
import Simulation

/// How results are printed.
enum OutputFormat: String, Sendable { case simple, json, fields, table }

/// One run of etcdctl: what was asked, and the ways out.
///
/// Printing is here, asking etcd in `Session+Requests`.
struct Session: Sendable {
    let simulation: Simulation
    let flags: ParsedFlags
    let environment: [String: String]
    let input: (any ByteSource)?
    let output: any ByteSink
    let error: any ByteSink
    let files: (any EtcdctlFiles)?
    let resolve: EtcdResolver
    let format: OutputFormat
    /// Who `--user` says is asking; nil for nobody.
    var user: (name: String, password: String)?

    var arguments: [String] { flags.arguments }

    var endpoints: [EtcdEndpoint] {
        flags.strings("endpoints").map { address in
            EtcdEndpoint(
                address: address, cacert: flags.string("cacert"), cert: flags.string("cert"),
                key: flags.string("key"),
                skipsVerification: flags.bool("insecure-skip-tls-verify"))
        }
    }

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

    /// An answer that is nothing but a header, and what it means.
    func show(_ header: ResponseHeader, simple: String) async throws(Exit) {
        switch format {
        case .simple: try await print(simple)
        case .json: try await print(jsonObject([("header", header.json)]))
        case .fields: try await print(Array(header.fields.utf8))
        case .table: throw unsupportedFormat()
        }
    }

    func unsupportedFormat() -> Exit {
        Exit(.badFeature, "\(format.rawValue) not supported as output format")
    }

    /// A line of etcd's own log on standard error.
    func log(_ message: String, _ fields: [(String, String)]) async throws(Exit) {
        try await complain(logLine("info", caller: "snapshot/v3_snapshot.go", message, fields))
    }

    private func logLine(
        _ level: String, logger: String? = nil, caller: String, _ message: String,
        _ fields: [(String, String)]
    ) -> String {
        let time = CivilTime(simulation.now).rfc3339(fractionDigits: 6)
        let head: [(String, String?)] = [
            ("level", jsonString(level)), ("ts", jsonString(time)),
            ("logger", logger.map(jsonString)), ("caller", jsonString(caller)),
            ("msg", jsonString(message)),
        ]
        return jsonObject(head + fields.map { ($0.0, jsonString($0.1)) })
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
        let line = logLine(
            "warn", logger: logger, caller: "v3/retry_interceptor.go:65",
            "retrying of unary invoker failed",
            [("target", target), ("method", "/etcdserverpb." + method)])
        // Of all the fields only this one is a number.
        let error = jsonString("rpc error: code = \(code) desc = \(description)")
        return line.dropLast() + ",\"attempt\":0,\"error\":\(error)}"
    }

    // MARK: - Time

    func sleep(_ duration: Duration) async throws(Exit) {
        do { try await simulation.sleep(for: duration) } catch {
            throw Exit(.cancelled, lines: "")
        }
    }

    func waitForTimeout() async throws(Exit) {
        try await sleep(flags.duration("command-timeout"))
    }

    /// A little while that a request might have taken, for those who print it.
    ///
    /// Differs: requests take no simulated time; the number is drawn so that output looks real.
    func plausibleLatency() -> String {
        let nanoseconds = simulation.random("etcdctl").int(in: 1_100_000..<3_900_000)
        return "\(nanoseconds / 1_000_000).\(padded(nanoseconds % 1_000_000, 6))ms"
    }
}
