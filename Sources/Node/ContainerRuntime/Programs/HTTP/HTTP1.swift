package import Simulation

/// HTTP/1.1 on a byte stream: reading and writing messages (RFC 9112).
///
/// Bodies by `Content-Length`, by chunks, or up to the end of the connection. One `HTTP1.Reader`
/// stays with its connection, because it may have read into the next message.
package enum HTTP1 {
    /// **Unit**: bytes; what a head may have.
    static let headLimit = 65_536
    /// **Unit**: bytes; what a request's body may have. Source: the API server's limit of 3 MiB.
    package static let bodyLimit = 16 << 20

    /// Reads messages from a connection.
    package final class Reader: Sendable {
        private let source: any ByteSource
        private let buffer: Confined<[UInt8]>

        package init(_ simulation: Simulation, _ source: any ByteSource) {
            self.source = source
            buffer = Confined(simulation, [])
        }

        /// A line without its CRLF; nil at the end of the stream.
        func line() async throws(HTTPError) -> String? {
            while true {
                if let end = buffer.value.firstIndex(of: .newline) {
                    var line = Array(buffer.value[..<end])
                    buffer.value.removeFirst(end + 1)
                    if line.last == .carriageReturn { line.removeLast() }
                    return text(line)
                }
                guard buffer.value.count < HTTP1.headLimit else { throw .tooLarge }
                guard let more = try await more(.max) else {
                    if buffer.value.isEmpty { return nil }
                    throw .closed(beforeFirstByte: false)
                }
                buffer.value += more
            }
        }

        /// The next bytes, at most `limit`; nil at the end of the stream.
        package func bytes(upTo limit: Int) async throws(HTTPError) -> [UInt8]? {
            if buffer.value.isEmpty { return try await more(limit) }
            let head = Array(buffer.value.prefix(limit))
            buffer.value.removeFirst(head.count)
            return head
        }

        private func more(_ limit: Int) async throws(HTTPError) -> [UInt8]? {
            do { return try await source.read(upTo: limit) } catch { throw .cancelled }
        }

        func headers() async throws(HTTPError) -> HTTPHeaders {
            var headers = HTTPHeaders()
            while let line = try await line(), !line.isEmpty {
                guard let colon = line.firstIndex(of: ":"), headers.entries.count < 200 else {
                    throw .malformed(line)
                }
                let value = line[line.index(after: colon)...]
                headers.append(String(line[..<colon]), trimmed(value))
            }
            return headers
        }

        private func trimmed(_ value: Substring) -> String {
            var bytes = Array(value.utf8)[...]
            while let first = bytes.first, first.isBlank { bytes.removeFirst() }
            while let last = bytes.last, last.isBlank { bytes.removeLast() }
            return text(bytes)
        }
    }

    // MARK: - Server

    /// The next request with its whole body; nil when the client has closed.
    package static func readRequest(
        from reader: Reader, bodyLimit: Int = HTTP1.bodyLimit
    ) async throws(HTTPError) -> HTTPRequest? {
        guard var first = try await reader.line() else { return nil }
        if first.isEmpty { first = try await reader.line() ?? "" }
        let parts = first.split(separator: " ").map(String.init)
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { throw .malformed(first) }
        var request = HTTPRequest(method: parts[0], target: parts[1], version: parts[2])
        request.headers = try await reader.headers()
        var body: [UInt8] = []
        if let framing = try framing(request.headers) {
            var reading = BodyReader(reader: reader, framing: framing)
            while let piece = try await reading.next() {
                body += piece
                if body.count > bodyLimit { throw .tooLarge }
            }
        }
        request.body = body
        return request
    }

    /// Writes a whole response; `Content-Length` is added where it belongs.
    package static func writeResponse(
        _ response: HTTPResponse, to sink: any ByteSink, isHead: Bool = false
    ) async throws(WriteError) {
        var response = response
        let hasBody = response.status >= 200 && response.status != 204 && response.status != 304
        if hasBody, response.headers["Content-Length"] == nil {
            response.headers["Content-Length"] = String(response.body.count)
        }
        let head = head(response)
        try await sink.write(isHead || !hasBody ? head : head + response.body)
    }

    /// Writes the head of a response whose body follows in chunks, as a watch's does.
    package static func beginChunked(
        _ response: HTTPResponse, to sink: any ByteSink
    ) async throws(WriteError) {
        var response = response
        response.headers["Transfer-Encoding"] = "chunked"
        try await sink.write(head(response))
    }

    package static func writeChunk(
        _ bytes: [UInt8], to sink: any ByteSink
    ) async throws(WriteError) {
        guard !bytes.isEmpty else { return }
        try await sink.write((String(bytes.count, radix: 16) + "\r\n").bytes + bytes + "\r\n".bytes)
    }

    package static func endChunked(_ sink: any ByteSink) async throws(WriteError) {
        try await sink.write("0\r\n\r\n".bytes)
    }

    private static func head(_ response: HTTPResponse) -> [UInt8] {
        fields("\(response.version) \(response.status) \(response.reason)", response.headers)
    }

    private static func fields(_ first: String, _ headers: HTTPHeaders) -> [UInt8] {
        var text = first + "\r\n"
        for (name, value) in headers.entries { text += "\(name): \(value)\r\n" }
        return (text + "\r\n").bytes
    }

    // MARK: - Client

    /// Writes a request; `Content-Length` is added if it has a body.
    package static func writeRequest(
        _ request: HTTPRequest, to sink: any ByteSink
    ) async throws(WriteError) {
        var request = request
        if !request.body.isEmpty, request.headers["Content-Length"] == nil {
            request.headers["Content-Length"] = String(request.body.count)
        }
        let first = "\(request.method) \(request.target) \(request.version)"
        try await sink.write(fields(first, request.headers) + request.body)
    }

    /// The head of the next response, interim ones (1xx) skipped; its body is still to be read.
    package static func readResponseHead(
        from reader: Reader
    ) async throws(HTTPError) -> HTTPResponse {
        while true {
            guard let first = try await reader.line() else { throw .closed(beforeFirstByte: true) }
            let parts = first.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count >= 2, parts[0].hasPrefix("HTTP/"), let status = Int(parts[1]) else {
                throw .malformed(first)
            }
            let headers = try await reader.headers()
            if (100...199).contains(status), status != 101 { continue }
            return HTTPResponse(
                status: status, reason: parts.count > 2 ? parts[2] : "", headers: headers,
                version: parts[0])
        }
    }

    /// Reads the body that follows a response's head.
    package static func body(
        of response: HTTPResponse, method: String, from reader: Reader
    ) throws(HTTPError) -> BodyReader {
        let isEmpty =
            method == "HEAD" || response.status == 204 || response.status == 304
            || response.status == 101
        let framing = isEmpty ? .length(0) : try framing(response.headers) ?? .untilClose
        return BodyReader(reader: reader, framing: framing)
    }

    /// How the end of a body is told.
    enum Framing: Sendable {
        case length(Int)
        case chunked
        case untilClose
    }

    private static func framing(_ headers: HTTPHeaders) throws(HTTPError) -> Framing? {
        if headers["Transfer-Encoding"]?.lowercased().contains("chunked") == true {
            return .chunked
        }
        guard let word = headers["Content-Length"] else { return nil }
        guard let length = Int(word), length >= 0 else {
            throw .malformed("Content-Length: \(word)")
        }
        return .length(length)
    }

    /// Gives a body piece by piece.
    package struct BodyReader: Sendable {
        private let reader: Reader
        private let framing: Framing
        private var left: Int
        private var isFirst = true
        private var isDone = false

        init(reader: Reader, framing: Framing) {
            (self.reader, self.framing) = (reader, framing)
            left = 0
            if case .length(let length) = framing { left = length }
        }

        /// The next piece; nil at the end.
        package mutating func next() async throws(HTTPError) -> [UInt8]? {
            switch framing {
            case .untilClose: return try await reader.bytes(upTo: 65_536)
            case .length: return try await piece()
            case .chunked:
                if isDone { return nil }
                if left == 0 {
                    if !isFirst { _ = try await reader.line() }
                    isFirst = false
                    guard let line = try await reader.line(),
                        let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0
                    else { throw .closed(beforeFirstByte: false) }
                    left = size
                    if size == 0 {
                        isDone = true
                        while let line = try await reader.line(), !line.isEmpty {}
                        return nil
                    }
                }
                return try await piece()
            }
        }

        private mutating func piece() async throws(HTTPError) -> [UInt8]? {
            guard left > 0 else { return nil }
            guard let bytes = try await reader.bytes(upTo: min(left, 65_536)) else {
                throw .closed(beforeFirstByte: false)
            }
            left -= bytes.count
            return bytes
        }
    }
}
