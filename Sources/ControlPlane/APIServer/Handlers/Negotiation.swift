import API

/// The form in which a client wants its answer, read from `Accept`, the query and `User-Agent`.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/negotiation.
struct Negotiation: Sendable {
    enum Encoding: Sendable { case tree, json, yaml, protobuf }
    /// Into what an object is turned before it is encoded.
    enum Representation: Hashable, Sendable {
        case object
        case table(version: String)
        case metadata(version: String)
        case metadataList(version: String)
    }
    var encoding: Encoding
    var representation: Representation
    var isPretty: Bool

    static let json = Negotiation(encoding: .json, representation: .object, isPretty: false)

    /// **Throws** 406 if none of what the client accepts can be made.
    init(_ request: APIRequest) throws(Status) {
        let accept = request.headers["Accept"] ?? ""
        if accept == MediaType.valueTree {
            (encoding, representation, isPretty) = (.tree, .object, false)
            return
        }
        isPretty = Self.wantsPretty(request)
        if accept.isEmpty {
            (encoding, representation) = (.json, .object)
            return
        }
        for clause in Self.clauses(accept) {
            guard let encoding = Self.encoding(clause.type),
                let representation = Self.representation(clause)
            else { continue }
            (self.encoding, self.representation) = (encoding, representation)
            return
        }
        throw .notAcceptable([MediaType.json, MediaType.yaml, MediaType.protobuf])
    }

    private init(encoding: Encoding, representation: Representation, isPretty: Bool) {
        (self.encoding, self.representation) = (encoding, representation)
        self.isPretty = isPretty
    }

    /// The form for an error when nothing else is known of the client.
    static func forError(_ request: APIRequest) -> Negotiation {
        let accept = request.headers["Accept"] ?? ""
        return Negotiation(
            encoding: accept.contains(MediaType.valueTree) ? .tree : .json, representation: .object,
            isPretty: wantsPretty(request))
    }

    /// People at curl, wget and browsers get lines; programs get one.
    private static func wantsPretty(_ request: APIRequest) -> Bool {
        if let asked = request.parameter("pretty"), !asked.isEmpty {
            return ["1", "t", "T", "true", "TRUE", "True"].contains(asked)
        }
        let agent = request.headers["User-Agent"] ?? ""
        return ["curl", "Wget", "Mozilla/5.0"].contains { agent.hasPrefix($0) }
    }

    private struct Clause {
        var type: String
        var parameters: [String: String]
        var quality: Double
    }

    /// The parts of `Accept`, the most wanted first.
    private static func clauses(_ accept: String) -> [Clause] {
        let clauses = accept.split(separator: ",").map { text in
            var parts = text.split(separator: ";").map { Self.trimmed($0) }
            let type = parts.isEmpty ? "" : parts.removeFirst().lowercased()
            var parameters: [String: String] = [:]
            for part in parts {
                guard let sign = part.firstIndex(of: "=") else { continue }
                parameters[part[..<sign].lowercased()] = String(part[part.index(after: sign)...])
            }
            // A client that takes both gets JSON, which is what is at hand.
            let penalty = type == MediaType.protobuf ? 0.0005 : 0
            let quality = parameters["q"].flatMap(Double.init) ?? 1
            return Clause(type: type, parameters: parameters, quality: quality - penalty)
        }
        return clauses.enumerated()
            .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
            .map(\.element)
    }

    private static func encoding(_ type: String) -> Encoding? {
        switch type {
        case MediaType.json, "*/*", "application/*": .json
        case MediaType.yaml: .yaml
        case MediaType.protobuf: .protobuf
        case MediaType.valueTree: .tree
        default: nil
        }
    }

    private static func representation(_ clause: Clause) -> Representation? {
        guard let kind = clause.parameters["as"] else { return .object }
        let version = clause.parameters["v"] ?? ""
        guard clause.parameters["g"] == "meta.k8s.io", version == "v1" || version == "v1beta1"
        else {
            return nil
        }
        switch kind {
        case "Table": return .table(version: version)
        case "PartialObjectMetadata": return .metadata(version: version)
        case "PartialObjectMetadataList": return .metadataList(version: version)
        default: return nil
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
