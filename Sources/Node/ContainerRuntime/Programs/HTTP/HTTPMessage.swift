import Simulation

/// Header fields of an HTTP message, in their order; names compare without case.
package struct HTTPHeaders: Sendable {
    package var entries: [(name: String, value: String)]

    package init(_ entries: [(name: String, value: String)] = []) { self.entries = entries }

    /// The first field of a name; setting replaces all of that name.
    package subscript(name: String) -> String? {
        get {
            let wanted = name.lowercased()
            return entries.first { $0.name.lowercased() == wanted }?.value
        }
        set {
            let wanted = name.lowercased()
            let place = entries.firstIndex { $0.name.lowercased() == wanted }
            entries.removeAll { $0.name.lowercased() == wanted }
            guard let newValue else { return }
            entries.insert((name, newValue), at: min(place ?? entries.count, entries.count))
        }
    }

    package mutating func append(_ name: String, _ value: String) { entries.append((name, value)) }
}

/// A request of HTTP/1.1.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Path and query as sent: `/api/v1/pods?limit=5`.
    package var target: String
    package var version: String
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(
        method: String, target: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
        version: String = "HTTP/1.1"
    ) {
        (self.method, self.target, self.headers) = (method, target, headers)
        (self.body, self.version) = (body, version)
    }

    /// Whether the sender wants to use the connection again.
    package var keepsAlive: Bool {
        let connection = headers["Connection"]?.lowercased()
        return version == "HTTP/1.0" ? connection == "keep-alive" : connection != "close"
    }
}

/// The head of a response, or a whole one with its body.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var reason: String
    package var version: String
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(
        status: Int, reason: String? = nil, headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8] = [], version: String = "HTTP/1.1"
    ) {
        (self.status, self.headers, self.body) = (status, headers, body)
        self.reason = reason ?? Self.reason(for: status)
        self.version = version
    }

    /// The usual words for a status. Source: RFC 9110, section 15.
    package static func reason(for status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 413: "Request Entity Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Entity"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }
}

/// Why an HTTP message could not be read.
package enum HTTPError: Error, Hashable, Sendable {
    /// The other end closed in the middle, or before any byte of a response.
    case closed(beforeFirstByte: Bool)
    case malformed(String)
    /// A head beyond 64 KiB, or a body beyond the limit.
    case tooLarge
    case cancelled
}
