import PKI
import PodNetwork
import Simulation

/// Why a transfer failed: curl's number and words.
struct CurlFailure: Error, Sendable {
    var code: Int32
    var text: String

    init(_ code: Int32, _ text: String) { (self.code, self.text) = (code, text) }

    /// The lines after the first that only error 60 has. Source: curl's own output.
    static let certificateHelp = """
        More details here: https://curl.se/docs/sslcerts.html

        curl failed to verify the legitimacy of the server and therefore could not
        establish a secure connection to it. To learn more about this situation and
        how to fix it, please visit the web page mentioned above.

        """
}

/// One request and its answer, redirects aside.
struct CurlTransfer {
    let call: Call
    let options: CurlOptions
    let url: WebAddress
    let deadline: SimulatedInstant?
    private let began: SimulatedInstant

    init(_ call: Call, _ options: CurlOptions, _ url: WebAddress, deadline: SimulatedInstant?) {
        (self.call, self.options, self.url, self.deadline) = (call, options, url, deadline)
        began = call.simulation.now
    }

    /// The connection and what is known of it.
    struct Opened {
        var connection: Connection
        var reader: HTTP1.Reader
        var address: IPv4Address
    }

    /// **Unit**: milliseconds since this transfer began.
    var elapsed: Int64 { began.duration(to: call.simulation.now).nanoseconds / 1_000_000 }

    // MARK: - Connecting

    /// Connects, with TLS if the URL says so.
    func open() async throws -> Opened {
        let (host, port) = destination()
        let address = try await resolve(host, port)
        try await note("*   Trying \(address):\(port)...")
        let connection = try await connect(host, Endpoint(address, port))
        try await note("* Connected to \(url.host) (\(address)) port \(port)")
        if url.isSecure {
            do { try await secure(connection) } catch {
                connection.close()
                throw error
            }
        }
        return Opened(
            connection: connection, reader: HTTP1.Reader(call.simulation, connection),
            address: address)
    }

    func note(_ line: String) async throws {
        guard options.isVerbose else { return }
        try await call.flush()
        try await call.process.error.write(line + "\n")
    }

    /// Host and port after `--connect-to`.
    private func destination() -> (String, Int) {
        for rule in options.connectTo {
            let parts = rule.split(separator: ":", omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count == 4, parts[0].isEmpty || parts[0] == url.host,
                parts[1].isEmpty || Int(parts[1]) == url.port
            else { continue }
            return (parts[2].isEmpty ? url.host : parts[2], Int(parts[3]) ?? url.port)
        }
        return (url.host, url.port)
    }

    private func resolve(_ host: String, _ port: Int) async throws -> IPv4Address {
        for rule in options.resolve {
            let parts = rule.split(separator: ":").map(String.init)
            if parts.count == 3, parts[0] == host || parts[0] == "*", Int(parts[1]) == port,
                let address = IPv4Address(parts[2])
            {
                return address
            }
        }
        do throws(NameResolver.Failure) {
            return try await NameResolver(call.process).address(of: host)
        } catch {
            if case .cancelled = error { throw CancellationError() }
            throw CurlFailure(6, "Could not resolve host: \(host)")
        }
    }

    private func connect(_ host: String, _ remote: Endpoint) async throws -> Connection {
        let network = call.process.network
        let limit = options.connectTimeout ?? options.maxTime ?? 300
        // Whoever is first, the connection or the clock, decides.
        let outcome = try await withThrowingTaskGroup(
            of: Result<Connection, SocketError>?.self
        ) { group in
            group.addTask {
                do throws(SocketError) {
                    return .success(try await network.connect(to: remote))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [simulation = call.simulation] in
                try await simulation.sleep(for: .seconds(limit))
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
        switch outcome {
        case .success(let connection): return connection
        case .failure(.cancelled): throw CancellationError()
        case .failure(let error):
            try await note(
                "* connect to \(remote.address) port \(remote.port) failed: \(error.text)")
            throw CurlFailure(
                7,
                "Failed to connect to \(host) port \(remote.port) after \(elapsed) ms: "
                    + "Couldn't connect to server")
        case nil:
            let isWhole = options.connectTimeout == nil && options.maxTime != nil
            throw CurlFailure(
                28,
                isWhole
                    ? "Connection timed out after \(elapsed) milliseconds"
                    : "Failed to connect to \(host) port \(remote.port) after \(elapsed) ms: "
                        + "Timeout was reached")
        }
    }

    // MARK: - TLS

    private func secure(_ connection: Connection) async throws {
        let roots = try await certificateAuthorities()
        let identity = try clientCertificate()
        let session: TLSSession
        do throws(TLSError) {
            session = try await connection.startTLS(
                TLSClientOptions(serverName: url.host, certificateChain: identity))
        } catch {
            switch error {
            case .cancelled: throw CancellationError()
            case .notTLS:
                throw CurlFailure(
                    35, "OpenSSL/3.1.4: error:0A00010B:SSL routines::wrong version number")
            case .closed:
                throw CurlFailure(
                    35,
                    "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to "
                        + "\(url.host):\(url.port) ")
            case .alert(let reason):
                throw CurlFailure(35, "OpenSSL/3.1.4: error:0A000410:SSL routines::\(reason)")
            }
        }
        if !options.isInsecure { try verify(session, roots) }
        try await noteSession(session)
    }

    private func verify(_ session: TLSSession, _ roots: [[UInt8]]) throws {
        do throws(CertificateVerifier.Failure) {
            try CertificateVerifier(roots: roots).verifyServer(
                chain: session.peerCertificateChain, hostname: url.host, now: call.simulation.now)
        } catch {
            if case .nameMismatch = error { throw CurlFailure(60, "SSL: \(error.opensslText)") }
            throw CurlFailure(60, "SSL certificate problem: \(error.opensslText)")
        }
    }

    /// Where distributions keep what they trust: Debian's and Alpine's place, CentOS's.
    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt", PublicAuthority.hostBundle,
    ]

    private func certificateAuthorities() async throws -> [[UInt8]] {
        if options.isInsecure { return [] }
        let environment = call.process.environment
        let named = options.caFile ?? environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"]
        let path = named ?? Self.bundles.first(where: call.files.exists) ?? Self.bundles[0]
        guard let bytes = try? call.process.readFile(path) else {
            if named == nil { return [] }
            throw CurlFailure(77, "error setting certificate file: \(path)")
        }
        let roots = PEM.decode(text(bytes), type: "CERTIFICATE")
        if roots.isEmpty, named != nil {
            throw CurlFailure(77, "error setting certificate file: \(path)")
        }
        return roots
    }

    private func clientCertificate() throws -> [[UInt8]] {
        guard let path = options.certificate else { return [] }
        guard let bytes = try? call.process.readFile(path),
            case let chain = PEM.decode(text(bytes), type: "CERTIFICATE"), !chain.isEmpty
        else {
            throw CurlFailure(
                58,
                "could not load PEM client certificate from \(path), OpenSSL error "
                    + "error:80000002:system library::No such file or directory, "
                    + "(no key found, wrong pass phrase, or wrong file format?)")
        }
        guard let key = try? call.process.readFile(options.key ?? path),
            text(key).contains("PRIVATE KEY")
        else {
            throw CurlFailure(
                58, "unable to set private key file: '\(options.key ?? path)' type PEM")
        }
        return chain
    }

    private func noteSession(_ session: TLSSession) async throws {
        guard options.isVerbose, let leaf = session.peerCertificateChain.first,
            let subject = CertificateVerifier.subject(ofDER: leaf)
        else { return }
        try await note("* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256")
        try await note("* Server certificate:")
        try await note("*  subject: CN=\(subject.commonName)")
        for (name, instant) in [("start", subject.notBefore), ("expire", subject.notAfter)] {
            let date = TimeFormat.render(CivilTime(instant), "%b %e %H:%M:%S %Y GMT")
            try await note("*  \(name) date: \(date)")
        }
        try await note("*  issuer: CN=\(subject.issuerCommonName)")
        try await note(
            options.isInsecure
                ? "*  SSL certificate verify result: unable to get local issuer certificate (20), "
                    + "continuing anyway."
                : "*  SSL certificate verify ok.")
    }

    // MARK: - Speaking

    /// Whether the answer is shown as one of HTTP/2.
    ///
    /// Differs: the wire always carries HTTP/1.1; over TLS curl shows HTTP/2, which real servers of
    /// Kubernetes agree on with it.
    var showsHTTP2: Bool { url.isSecure && !options.usesHTTP1 }

    /// Sends the request and reads the head of the answer.
    func exchange(_ opened: Opened, _ request: HTTPRequest) async throws -> HTTPResponse {
        let shown = showsHTTP2 ? "HTTP/2" : "HTTP/1.1"
        try await note("> \(request.method) \(request.target) \(shown)")
        for (name, value) in request.headers.entries { try await note("> \(name): \(value)") }
        try await note("> ")
        do throws(WriteError) { try await HTTP1.writeRequest(request, to: opened.connection) } catch
        {
            if error == .cancelled { throw CancellationError() }
            throw CurlFailure(55, "Send failure: Broken pipe")
        }
        let response = try await limited { () throws(HTTPError) in
            try await HTTP1.readResponseHead(from: opened.reader)
        }
        for line in headLines(response) { try await note("< \(line)") }
        return response
    }

    /// The head as curl shows it, without line ends.
    func headLines(_ response: HTTPResponse) -> [String] {
        var lines = [
            showsHTTP2
                ? "HTTP/2 \(response.status) "
                : "\(response.version) \(response.status) \(response.reason)"
        ]
        for (name, value) in response.headers.entries
        where !(showsHTTP2 && ["transfer-encoding", "connection"].contains(name.lowercased())) {
            lines.append("\(showsHTTP2 ? name.lowercased() : name): \(value)")
        }
        return lines + [""]
    }

    /// Runs `body`, but no longer than `--max-time` allows.
    func limited<Value: Sendable>(
        received: Int = 0, _ body: @escaping @Sendable () async throws(HTTPError) -> Value
    ) async throws -> Value {
        guard let deadline else { return try await Self.worded(body) }
        let simulation = call.simulation
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await Self.worded(body) }
            group.addTask {
                try await simulation.sleep(until: deadline)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let value else {
            throw CurlFailure(
                28,
                "Operation timed out after \(elapsed) milliseconds with \(received) bytes received")
        }
        return value
    }

    private static func worded<Value: Sendable>(
        _ body: @Sendable () async throws(HTTPError) -> Value
    ) async throws -> Value {
        do throws(HTTPError) { return try await body() } catch {
            switch error {
            case .cancelled: throw CancellationError()
            case .closed(let beforeFirstByte):
                throw beforeFirstByte
                    ? CurlFailure(52, "Empty reply from server")
                    : CurlFailure(18, "transfer closed with outstanding read data remaining")
            case .malformed: throw CurlFailure(1, "Received HTTP/0.9 when not allowed")
            case .tooLarge: throw CurlFailure(27, "Out of memory")
            }
        }
    }
}
