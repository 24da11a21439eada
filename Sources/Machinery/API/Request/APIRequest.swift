package import Simulation

/// A request to the API server, before anybody has looked at it.
///
/// The same type carries what a real socket received and what a component inside the cluster asks:
/// the pipeline cannot tell them apart, except that the latter may pass value trees unencoded.
package struct APIRequest: Sendable {
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`.
    package var method: String
    /// The path as sent, still percent-encoded, without the query: `/api/v1/pods`.
    package var path: String
    /// The query's pairs, decoded, in order.
    package var query: [(name: String, value: String)]
    package var headers: HTTPHeaders
    package var body: Body
    /// Who is at the other end of the connection.
    package var peer: Peer
    /// The caller's own terminal, for an `exec` with a tty from inside the process.
    package var terminal: (any Terminal)?

    package init(
        method: String, path: String, query: [(name: String, value: String)] = [],
        headers: HTTPHeaders = HTTPHeaders(), body: Body = .none, peer: Peer = Peer()
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.headers, self.body, self.peer) = (headers, body, peer)
    }

    package enum Body: Sendable {
        case none
        /// Encoded as the `Content-Type` header says.
        case bytes([UInt8])
        /// From inside the process: a tree of the kind that its `apiVersion` and `kind` name, or a
        /// patch of the type that `Content-Type` names.
        case value(Value)
    }

    /// The other end of the connection that a request came on.
    package struct Peer: Sendable {
        /// DER of the client certificate that the TLS layer was shown (not yet judged), leaf first.
        package var certificateChain: [[UInt8]]
        package var address: String

        package init(certificateChain: [[UInt8]] = [], address: String = "") {
            self.certificateChain = certificateChain
            self.address = address
        }
    }

    /// The first value of the query parameter `name`.
    package func parameter(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// All values of the query parameter `name` (`command` of exec comes several times).
    package func parameters(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }
}

/// Header fields in the order in which they were sent; names compare without case.
package struct HTTPHeaders: Sendable {
    package private(set) var fields: [(name: String, value: String)] = []

    package init(_ fields: [(String, String)] = []) {
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// The first value of `name`; assigning replaces all of them, nil removes them.
    package subscript(name: String) -> String? {
        get {
            for index in fields.indices where Self.areSame(fields[index].name, name) {
                return fields[index].value
            }
            return nil
        }
        set {
            fields.removeAll { Self.areSame($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    package mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }

    package func all(_ name: String) -> [String] {
        fields.filter { Self.areSame($0.name, name) }.map(\.value)
    }

    /// Names are ASCII (RFC 9110), so their bytes are compared, without making strings.
    private static func areSame(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        for (first, second) in zip(left.utf8, right.utf8) where first != second {
            let isLetter = 0x61...0x7a ~= first | 0x20
            guard isLetter, first | 0x20 == second | 0x20 else { return false }
        }
        return true
    }
}

/// What the API server answers.
package struct APIResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: Body

    package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: Body) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    package enum Body: Sendable {
        case bytes([UInt8])
        /// An object, list or `Status`, for a caller that asked for `MediaType.valueTree`.
        case value(Value)
        /// A watch: events until the stream ends.
        case watch(WatchStream)
        /// Bytes of unknown length, such as a followed log.
        case stream(any ByteSource)
        /// The connection is to carry streams instead, once the caller has agreed on how.
        case upgrade(RemoteUpgrade)
    }
}

package enum MediaType {
    package static let json = "application/json"
    package static let yaml = "application/yaml"
    package static let protobuf = "application/vnd.kubernetes.protobuf"
    package static let jsonPatch = "application/json-patch+json"
    package static let mergePatch = "application/merge-patch+json"
    package static let strategicMergePatch = "application/strategic-merge-patch+json"
    package static let applyPatch = "application/apply-patch+yaml"
    /// Our own: in `Accept`, from inside the process, it asks for trees instead of bytes.
    package static let valueTree = "application/vnd.kubarium.value-tree"
}

/// Sends a request and gives its answer: over the simulated network, or straight to a handler.
package protocol APITransport: Sendable {
    /// **Throws** when no answer came at all (refused, unreachable, cancelled).
    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse
}

/// Why a request got no answer.
package enum TransportError: Error, Hashable, Sendable {
    /// The text as Go's client has it: `dial tcp 192.168.2.204:6443: connect: connection refused`.
    case unreachable(String)
    case cancelled
}
