import Encoding
import PKI
import PodNetwork
import Simulation

/// `curl`: transfers with curl's own texts and exit codes.
///
/// Start with `main`: options, then each URL (`CurlTransfer` connects and speaks), then `-w`.
struct CurlProgram: Applet {
    static let usage = "[options...] <url>"

    /// What is known after one URL, for `-w`.
    private struct Result {
        var response: HTTPResponse?
        var size = 0
        var address: IPv4Address?
        var seconds = 0.0
        var url = ""
        var redirects = 0
    }

    func main(_ call: Call) async throws -> Int32 {
        let options: CurlOptions
        do throws(CurlOptions.Failure) { options = try CurlOptions(call.arguments) } catch {
            try await call.process.error.write(
                "curl: \(error.text)\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
            )
            return 2
        }
        if options.wantsVersion {
            try await call.print("curl 8.4.0 (x86_64-pc-linux-musl) libcurl/8.4.0 OpenSSL/3.1.4")
            try await call.print("Protocols: http https")
            return 0
        }
        if options.wantsHelp {
            try await call.print("Usage: curl [options...] <url>")
            return 0
        }
        if options.urls.isEmpty {
            try await call.process.error.write(
                "curl: (2) no URL specified\n"
                    + "curl: try 'curl --help' or 'curl --manual' for more information\n")
            return 2
        }
        var status: Int32 = 0
        for url in options.urls { status = try await transfer(call, options, url) }
        return status
    }

    private func transfer(_ call: Call, _ options: CurlOptions, _ url: String) async throws -> Int32
    {
        var result = Result(url: url)
        let began = call.simulation.now
        var meter = CurlMeter(call, options)
        do {
            try await run(call, options, url, &result, &meter)
            result.seconds = began.duration(to: call.simulation.now).inSeconds
            try await meter.finish(
                result.size, of: result.response?.contentLength, result.seconds)
            try await writeOut(call, options, result)
            return 0
        } catch let failure as CurlFailure {
            result.seconds = began.duration(to: call.simulation.now).inSeconds
            try await call.flush()
            try await meter.fail()
            if !options.isSilent || options.showsErrors {
                var text = "curl: (\(failure.code)) \(failure.text)\n"
                if failure.code == 60 { text += CurlFailure.certificateHelp }
                try await call.process.error.write(text)
            }
            try await writeOut(call, options, result)
            return failure.code
        }
    }

    private func run(
        _ call: Call, _ options: CurlOptions, _ text: String, _ result: inout Result,
        _ meter: inout CurlMeter
    ) async throws {
        guard var url = WebAddress(text) else {
            throw CurlFailure(3, "URL rejected: No host part in the URL")
        }
        let deadline = options.maxTime.map { call.simulation.now.advanced(by: .seconds($0)) }
        var request = try await request(call, options, &url)
        while true {
            guard url.scheme == "http" || url.scheme == "https" else {
                throw CurlFailure(1, "Protocol \"\(url.scheme)\" not supported")
            }
            let transfer = CurlTransfer(call, options, url, deadline: deadline)
            try await meter.begin()
            let opened = try await transfer.open()
            defer { opened.connection.close() }
            result.address = opened.address
            let response = try await transfer.exchange(opened, request)
            result.response = response
            result.url = "\(url.scheme)://\(url.hostHeader)\(url.target)"
            if options.followsRedirects, (300...399).contains(response.status),
                let location = response.headers["Location"], let next = url.following(location)
            {
                if options.includesHeaders { try await showHead(call, transfer, response) }
                result.redirects += 1
                guard result.redirects <= 50 else {
                    throw CurlFailure(47, "Maximum (50) redirects followed")
                }
                try await meter.finishLeg()
                redirect(&request, from: url, to: next, response.status)
                url = next
                continue
            }
            if options.failsOnErrors, response.status >= 400 {
                throw CurlFailure(22, "The requested URL returned error: \(response.status)")
            }
            try await receive(call, options, transfer, opened, response, request.method, &result)
            try await transfer.note(
                "* Connection #\(result.redirects) to host \(url.host) left intact")
            if options.failsWithBody, response.status >= 400 {
                throw CurlFailure(22, "The requested URL returned error: \(response.status)")
            }
            return
        }
    }

    private func redirect(
        _ request: inout HTTPRequest, from url: WebAddress, to next: WebAddress, _ status: Int
    ) {
        if status == 303 || (status < 303 && request.method == "POST") {
            request.method = "GET"
            request.body = []
            request.headers["Content-Type"] = nil
            request.headers["Content-Length"] = nil
        }
        request.target = next.target
        request.headers["Host"] = next.hostHeader
        if next.host != url.host { request.headers["Authorization"] = nil }
    }

    // MARK: - The request

    private func request(
        _ call: Call, _ options: CurlOptions, _ url: inout WebAddress
    ) async throws -> HTTPRequest {
        var body: [UInt8] = []
        for (index, item) in options.data.enumerated() {
            if index > 0 { body.append(UInt8(ascii: "&")) }
            body += try await data(call, item)
        }
        var method = options.isHead ? "HEAD" : "GET"
        if options.sendsDataInURL {
            if !body.isEmpty { url.target += (url.target.contains("?") ? "&" : "?") + text(body) }
            body = []
        } else if !options.data.isEmpty {
            method = "POST"
        }
        var request = HTTPRequest(
            method: options.method ?? method, target: url.target, body: body)
        request.headers.append("Host", url.hostHeader)
        if let user = options.user ?? url.user {
            request.headers.append("Authorization", "Basic \(Base64.encode(user.bytes))")
        } else if let bearer = options.bearer {
            request.headers.append("Authorization", "Bearer \(bearer)")
        }
        request.headers.append("User-Agent", options.userAgent ?? "curl/8.4.0")
        request.headers.append("Accept", "*/*")
        if !options.data.isEmpty, !options.sendsDataInURL {
            request.headers.append("Content-Length", String(body.count))
            request.headers.append("Content-Type", "application/x-www-form-urlencoded")
        }
        try await add(call, options.headers, to: &request)
        return request
    }

    /// `Name: value` sets, `Name:` removes, `Name;` sends an empty one, `@file` reads lines.
    private func add(
        _ call: Call, _ lines: [String], to request: inout HTTPRequest
    ) async throws {
        for line in lines {
            if line.hasPrefix("@") {
                let content = try await file(call, String(line.dropFirst()))
                try await add(call, content.lines.map { text($0) }, to: &request)
                continue
            }
            if let colon = line.firstIndex(of: ":") {
                let name = String(line[..<colon])
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                request.headers[name] = value.isEmpty ? nil : String(value)
            } else if line.hasSuffix(";") {
                request.headers[String(line.dropLast())] = ""
            }
        }
    }

    private func data(_ call: Call, _ item: CurlOptions.Data) async throws -> [UInt8] {
        switch item {
        case .raw(let value): return value.bytes
        case .ascii(let value):
            guard value.hasPrefix("@") else { return value.bytes }
            let content = try await file(call, String(value.dropFirst()))
            return content.filter { $0 != .newline && $0 != .carriageReturn && $0 != 0 }
        case .binary(let value):
            guard value.hasPrefix("@") else { return value.bytes }
            return try await file(call, String(value.dropFirst()))
        case .urlEncoded(let value):
            guard let sign = value.firstIndex(of: "=") else {
                return Self.percentEncoded(value).bytes
            }
            let name = value[..<sign]
            let content = String(value[value.index(after: sign)...])
            return ((name.isEmpty ? "" : name + "=") + Self.percentEncoded(content)).bytes
        }
    }

    private func file(_ call: Call, _ path: String) async throws -> [UInt8] {
        do { return try await call.content(path) } catch is AppletFailure {
            throw CurlFailure(26, "Failed to open \(path)")
        }
    }

    private static func percentEncoded(_ value: String) -> String {
        value.utf8.map { byte in
            byte.isAlphanumeric || "-._~".utf8.contains(byte)
                ? text([byte])
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    // MARK: - The answer

    private func showHead(
        _ call: Call, _ transfer: CurlTransfer, _ response: HTTPResponse
    ) async throws {
        let lines = transfer.headLines(response).map { $0 + "\r\n" }.joined()
        try await call.write(lines.bytes)
    }

    private func receive(
        _ call: Call, _ options: CurlOptions, _ transfer: CurlTransfer,
        _ opened: CurlTransfer.Opened, _ response: HTTPResponse, _ method: String,
        _ result: inout Result
    ) async throws {
        var sink: (any ByteSink)?
        if let name = outputName(options, transfer.url) {
            do throws(FileError) {
                sink = try call.process.openForWriting(name, appends: false)
            } catch {
                throw CurlFailure(23, "Failure writing output to destination")
            }
        }
        if let path = options.headerFile, path != "-" {
            let lines = transfer.headLines(response).map { $0 + "\r\n" }.joined()
            try? await call.process.openForWriting(path, appends: false).write(lines)
        }
        if options.includesHeaders || options.isHead || options.headerFile == "-" {
            let lines = transfer.headLines(response).map { $0 + "\r\n" }.joined()
            if let sink { try await sink.write(lines) } else { try await call.write(lines.bytes) }
        }
        var body = try await transfer.limited { () throws(HTTPError) in
            try HTTP1.body(of: response, method: method, from: opened.reader)
        }
        while true {
            let current = body
            let (piece, rest) = try await transfer.limited(received: result.size) {
                () throws(HTTPError) -> ([UInt8]?, HTTP1.BodyReader) in
                var reader = current
                return (try await reader.next(), reader)
            }
            body = rest
            guard let piece else { break }
            result.size += piece.count
            if let sink {
                try await sink.write(piece)
            } else {
                try await call.write(piece)
                // A watch is shown as it comes.
                try await call.flush()
            }
        }
    }

    private func outputName(_ options: CurlOptions, _ url: WebAddress) -> String? {
        if let name = options.output { return name == "-" ? nil : name }
        guard options.usesRemoteName else { return nil }
        return Path.name(String(url.target.prefix { $0 != "?" }))
    }

    // MARK: - After the transfer

    private func writeOut(_ call: Call, _ options: CurlOptions, _ result: Result) async throws {
        guard let format = options.writeOut else { return }
        var shown = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            if character == "%", rest.hasPrefix("{"), let end = rest.firstIndex(of: "}") {
                shown += variable(String(rest[rest.index(after: rest.startIndex)..<end]), result)
                rest = rest[rest.index(after: end)...]
            } else if character == "\\", let next = rest.popFirst() {
                shown += ["n": "\n", "t": "\t", "r": "\r"][next] ?? "\\\(next)"
            } else {
                shown.append(character)
            }
        }
        try await call.write(shown.bytes)
    }

    private func variable(_ name: String, _ result: Result) -> String {
        switch name {
        case "http_code", "response_code": return padded(result.response?.status ?? 0, 3)
        case "size_download": return String(result.size)
        case "content_type": return result.response?.headers["Content-Type"] ?? ""
        case "time_total", "time_connect", "time_starttransfer", "time_namelookup":
            return FloatText.render(result.seconds, kind: UInt8(ascii: "f"), precision: 6)
        case "remote_ip": return result.address?.description ?? ""
        case "url_effective", "url": return result.url
        case "num_redirects": return String(result.redirects)
        case "http_version": return result.url.hasPrefix("https") ? "2" : "1.1"
        case "redirect_url": return result.response?.headers["Location"] ?? ""
        default: return ""
        }
    }
}
