import PodNetwork
import Simulation

/// `kubia`: the book's server that tells which pod was hit.
struct KubiaProgram: Program {
    func run(_ process: Process) async -> Int32 {
        try? await process.output.write("Kubia server starting...\n")
        guard let listener = try? process.listen(8080) else {
            try? await process.error.write(
                "Error: listen EADDRINUSE: address already in use :::8080\n")
            return 1
        }
        let hostname = process.machine.hostname
        await HTTPServer(process.simulation) { request, connection in
            try? await process.output.write(
                "Received request from ::ffff:\(connection.remote.address)\n")
            var headers = HTTPHeaders()
            headers.append("Date", CivilTime(process.simulation.now).httpDate)
            headers.append("Connection", "keep-alive")
            let body = "You've hit \(hostname)\n".bytes
            return HTTPResponse(status: 200, headers: headers, body: body)
        }.serve(listener)
        return 143
    }
}

/// `nginx`: files under `/usr/share/nginx/html`, an access log, 404 pages.
struct NginxProgram: Program {
    private static let server = "nginx/\(StandardImages.nginxVersion)"
    static let root = "/usr/share/nginx/html"

    /// A short page of our own, in the place of nginx's.
    static let welcome = """
        <!DOCTYPE html>
        <html>
        <head>
        <title>Welcome to nginx!</title>
        </head>
        <body>
        <h1>Welcome to nginx!</h1>
        <p>The web server of this pod is running.</p>
        </body>
        </html>

        """

    func run(_ process: Process) async -> Int32 {
        process.endOnRequest()
        let port = Self.port(process)
        guard let listener = try? process.listen(port) else {
            try? await process.error.write(
                "nginx: [emerg] bind() to 0.0.0.0:\(port) failed (98: Address already in use)\n")
            return 1
        }
        let time = CivilTime(process.simulation.now)
        let stamp = TimeFormat.render(time, "%Y/%m/%d %H:%M:%S")
        try? await process.error.write(
            "\(stamp) [notice] \(process.id)#\(process.id): start worker processes\n")
        await HTTPServer(process.simulation) { request, connection in
            let response = Self.answer(request, process)
            await Self.log(request, response, connection, process)
            return response
        }.serve(listener)
        return 0
    }

    /// The port that the configuration listens on; 80 if it does not say.
    private static func port(_ process: Process) -> Int {
        for path in ["/etc/nginx/conf.d/default.conf", "/etc/nginx/nginx.conf"] {
            for line in ((try? process.files.read(path)) ?? []).lines {
                let words = text(line).split(whereSeparator: {
                    $0 == " " || $0 == ";" || $0 == "\t"
                })
                if words.first == "listen", words.count > 1,
                    let port = Int(words[1].split(separator: ":").last ?? "")
                {
                    return port
                }
            }
        }
        return 80
    }

    private static func answer(_ request: HTTPRequest, _ process: Process) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers.append("Server", server)
        headers.append("Date", CivilTime(process.simulation.now).httpDate)
        guard request.method == "GET" || request.method == "HEAD" else {
            return page(405, headers)
        }
        let target = String(request.target.prefix { $0 != "?" })
        var path = process.resolve(root + "/" + target)
        guard path == root || path.hasPrefix(root + "/") else { return page(400, headers) }
        if (try? process.files.stat(path))?.kind == .directory { path += "/index.html" }
        guard let status = try? process.files.stat(path), let body = try? process.files.read(path)
        else {
            return page(404, headers)
        }
        headers.append("Content-Type", type(of: path))
        headers.append("Content-Length", String(body.count))
        headers.append("Last-Modified", CivilTime(status.modified).httpDate)
        headers.append("Connection", "keep-alive")
        headers.append("Accept-Ranges", "bytes")
        return HTTPResponse(status: 200, headers: headers, body: body)
    }

    private static func page(_ status: Int, _ headers: HTTPHeaders) -> HTTPResponse {
        var headers = headers
        headers.append("Content-Type", "text/html")
        let title = "\(status) \(HTTPResponse.reason(for: status))"
        let body = [
            "<html>", "<head><title>\(title)</title></head>", "<body>",
            "<center><h1>\(title)</h1></center>", "<hr><center>\(server)</center>", "</body>",
            "</html>", "",
        ].joined(separator: "\r\n")
        return HTTPResponse(status: status, headers: headers, body: body.bytes)
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html", "htm": "text/html"
        case "css": "text/css"
        case "js": "application/javascript"
        case "json": "application/json"
        case "txt": "text/plain"
        default: "application/octet-stream"
        }
    }

    private static func log(
        _ request: HTTPRequest, _ response: HTTPResponse, _ connection: Connection,
        _ process: Process
    ) async {
        let time = TimeFormat.render(CivilTime(process.simulation.now), "%d/%b/%Y:%H:%M:%S +0000")
        let line =
            "\(connection.remote.address) - - [\(time)] "
            + "\"\(request.method) \(request.target) \(request.version)\" "
            + "\(response.status) \(response.body.count) "
            + "\"\(request.headers["Referer"] ?? "-")\" "
            + "\"\(request.headers["User-Agent"] ?? "-")\" \"-\"\n"
        try? await process.output.write(line)
    }
}

/// `pause`: holds a pod's namespaces and does nothing.
struct PauseProgram: Program {
    func run(_ process: Process) async -> Int32 {
        process.endOnRequest()
        while !Task.isCancelled {
            do { try await process.simulation.sleep(for: .hours(24 * 365)) } catch { break }
        }
        return 0
    }
}
