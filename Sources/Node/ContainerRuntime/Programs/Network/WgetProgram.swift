import PodNetwork
import Simulation

/// `wget`: BusyBox's.
///
/// Differs: BusyBox does not verify certificates; it says so in a note and goes on, and so does this.
struct WgetProgram: Applet {
    static let usage = "[-cqS] [--spider] [-O FILE] [--header STR] [-T SEC] URL..."

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "cqSO:T:U:P:Zxh:d:Yt:",
            long: [
                "spider": "Z", "no-check-certificate": "x", "header": "h", "post-data": "d",
                "timeout": "T", "quiet": "q", "output-document": "O", "user-agent": "U",
                "server-response": "S", "tries": "t",
            ])
        guard !options.operands.isEmpty else { throw AppletFailure("", showsUsage: true) }
        for text in options.operands { try await fetch(call, options, text) }
        return 0
    }

    private func fetch(_ call: Call, _ options: Options, _ text: String) async throws {
        guard var url = WebAddress(text) else { throw AppletFailure("bad address '\(text)'") }
        let seconds = try options.number("T") ?? 900
        for _ in 0..<20 {
            guard url.scheme == "http" || url.scheme == "https" else {
                throw AppletFailure("not an http or ftp url: \(text)")
            }
            let address = try await address(call, url)
            if !options.has("q") {
                try await call.process.error.write(
                    "Connecting to \(url.hostHeader) (\(address):\(url.port))\n")
            }
            let connection = try await connect(
                call, Endpoint(address, url.port), url, seconds)
            defer { connection.close() }
            let (response, reader, method) = try await exchange(call, options, connection, url)
            if options.has("S") { try await show(call, response) }
            if (300...399).contains(response.status), let location = response.headers["Location"],
                let next = url.following(location)
            {
                url = next
                continue
            }
            guard (200...299).contains(response.status) else {
                throw AppletFailure(
                    "server returned error: \(response.version) \(response.status) \(response.reason)"
                )
            }
            return try await save(call, options, response, reader, method, url)
        }
        throw AppletFailure("too many redirections")
    }

    private func address(_ call: Call, _ url: WebAddress) async throws -> IPv4Address {
        do throws(NameResolver.Failure) {
            return try await NameResolver(call.process).address(of: url.host)
        } catch {
            if case .cancelled = error { throw CancellationError() }
            throw AppletFailure("bad address '\(url.host)'")
        }
    }

    private func connect(
        _ call: Call, _ remote: Endpoint, _ url: WebAddress, _ seconds: Int
    ) async throws -> Connection {
        let network = call.process.network
        let outcome = try await TimeLimit.run(call.simulation, .seconds(seconds)) {
            do throws(SocketError) {
                return Result<Connection, SocketError>.success(
                    try await network.connect(to: remote))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let connection):
            guard url.isSecure else { return connection }
            try await call.process.error.write(
                "wget: note: TLS certificate validation not implemented\n")
            do throws(TLSError) {
                _ = try await connection.startTLS(TLSClientOptions(serverName: url.host))
            } catch {
                throw AppletFailure("TLS error from peer (alert code 40): handshake failure")
            }
            return connection
        case .failure(.cancelled): throw CancellationError()
        case .failure(let error):
            throw AppletFailure("can't connect to remote host (\(remote.address)): \(error.text)")
        case nil: throw AppletFailure("download timed out")
        }
    }

    private func exchange(
        _ call: Call, _ options: Options, _ connection: Connection, _ url: WebAddress
    ) async throws -> (HTTPResponse, HTTP1.Reader, String) {
        let body = (options["d"] ?? "").bytes
        let method = options.has("d") ? "POST" : options.has("Z") ? "HEAD" : "GET"
        var request = HTTPRequest(method: method, target: url.target, body: body)
        request.headers.append("Host", url.hostHeader)
        request.headers.append("User-Agent", options["U"] ?? "Wget")
        if options.has("d") {
            request.headers.append("Content-Type", "application/x-www-form-urlencoded")
        }
        request.headers.append("Connection", "close")
        for line in options.all("h") {
            if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                request.headers[String(line[..<colon])] = String(value)
            }
        }
        let reader = HTTP1.Reader(call.simulation, connection)
        do {
            try await HTTP1.writeRequest(request, to: connection)
            return (try await HTTP1.readResponseHead(from: reader), reader, method)
        } catch HTTPError.cancelled {
            throw CancellationError()
        } catch {
            throw AppletFailure("error getting response")
        }
    }

    private func show(_ call: Call, _ response: HTTPResponse) async throws {
        var lines = "  \(response.version) \(response.status) \(response.reason)\n"
        for (name, value) in response.headers.entries { lines += "  \(name): \(value)\n" }
        try await call.process.error.write(lines + "\n")
    }

    private func save(
        _ call: Call, _ options: Options, _ response: HTTPResponse, _ reader: HTTP1.Reader,
        _ method: String, _ url: WebAddress
    ) async throws {
        let isQuiet = options.has("q")
        if options.has("Z") {
            if !isQuiet { try await call.process.error.write("remote file exists\n") }
            return
        }
        let last = Path.name(String(url.target.prefix { $0 != "?" }))
        let name = options["O"] ?? (last == "/" || last.isEmpty ? "index.html" : last)
        var sink: any ByteSink = call.process.output
        if name != "-" {
            if options["O"] == nil, call.files.exists(call.process.resolve(name)) {
                throw AppletFailure("can't open '\(name)': File exists")
            }
            sink = try call.attempt("can't open '\(name)'") { () throws(FileError) in
                try call.process.openForWriting(name, appends: false)
            }
            if !isQuiet { try await call.process.error.write("saving to '\(name)'\n") }
        }
        var body = try HTTP1.body(of: response, method: method, from: reader)
        var size = 0
        while let piece = try await body.next() {
            size += piece.count
            try await sink.write(piece)
        }
        guard !isQuiet else { return }
        let shown = name == "-" ? "-" : String(name.prefix(20))
        let bar =
            "\(shown.leftAligned(20)) 100% |********************************| "
            + "\(HumanSize.render(size).rightAligned(5))  0:00:00 ETA\n"
        try await call.process.error.write(
            name == "-" ? "writing to stdout\n\(bar)written to stdout\n" : "\(bar)'\(name)' saved\n"
        )
    }
}

/// Runs something for no longer than a limit.
enum TimeLimit {
    /// Nil if `limit` passed first.
    static func run<Value: Sendable>(
        _ simulation: Simulation, _ limit: Duration,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await simulation.sleep(for: limit)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
