package import API
import Simulation

/// Requests that nobody in their right mind sends, the same ones for the same seed.
///
/// Each begins as a good request and is spoiled a few times: bytes are changed, cut out, doubled
/// or nested. So most of them get past the first check, which plain noise would not.
package struct RequestFuzz {
    private var generator: SeededGenerator
    private let bodies: [Body]

    private struct Body {
        var method: String
        var contentType: String
        var path: String
        var bytes: [UInt8]
    }

    /// `seed` decides everything that comes.
    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        var bodies = Samples.bodies.map {
            Body(method: $0.method, contentType: $0.type, path: $0.path, bytes: Array($0.text.utf8))
        }
        for sample in Samples.bodies where sample.type == MediaType.json {
            guard let value = try? JSONParser.parse(sample.text),
                let bytes = try? ProtobufCodec.encode(value)
            else { continue }
            bodies.append(
                Body(
                    method: sample.method, contentType: MediaType.protobuf, path: sample.path,
                    bytes: bytes))
        }
        self.bodies = bodies
    }

    /// The next request, of somebody with these certificates.
    package mutating func next(certificateChain: [[UInt8]] = []) -> APIRequest {
        let peer = APIRequest.Peer(certificateChain: certificateChain)
        if int(3) == 0 { return reading(peer) }
        let body = bodies[int(bodies.count)]
        var target = body.path
        if int(4) == 0 { target += "?" + spoiledQuery() }
        if int(10) == 0 { target = spoiled(target) }
        var request = Self.request(body.method, target, peer)
        var bytes = body.bytes
        for _ in 0..<int(5) { spoil(&bytes) }
        request.body = .bytes(bytes)
        // Sometimes the bytes are not what the header says.
        let type = int(12) == 0 ? bodies[int(bodies.count)].contentType : body.contentType
        request.headers["Content-Type"] = int(30) == 0 ? spoiled(type) : type
        return request
    }

    private mutating func reading(_ peer: APIRequest.Peer) -> APIRequest {
        var target = Samples.paths[int(Samples.paths.count)]
        for _ in 0..<int(3) { target = spoiled(target) }
        if int(2) == 0 { target += "?" + spoiledQuery() }
        let method = Samples.methods[int(Samples.methods.count)]
        var request = Self.request(method, target, peer)
        let accept = Samples.accepts[int(Samples.accepts.count)]
        request.headers["Accept"] = int(5) == 0 ? spoiled(accept) : accept
        return request
    }

    private static func request(
        _ method: String, _ target: String, _ peer: APIRequest.Peer
    ) -> APIRequest {
        let (path, query) = URLQuery.split(target)
        return APIRequest(
            method: method, path: path, query: query,
            headers: HTTPHeaders([("Accept", MediaType.json)]), peer: peer)
    }

    // MARK: - Spoiling

    private mutating func spoiledQuery() -> String {
        let query = Samples.queries[int(Samples.queries.count)]
        return int(2) == 0 ? query : spoiled(query)
    }

    private mutating func spoiled(_ text: String) -> String {
        var bytes = Array(text.utf8)
        spoil(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        let place = int(bytes.count + 1)
        let end = min(bytes.count, place + int(12))
        switch int(6) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: int(bytes.count + 1))
        case 2 where place < bytes.count: bytes[place] = UInt8(int(256))
        case 3 where int(20) == 0: nest(&bytes, at: place)
        case 4: bytes.removeSubrange(place...)
        default:
            let token = Samples.tokens[int(Samples.tokens.count)]
            bytes.replaceSubrange(place..<(int(2) == 0 ? place : end), with: token.utf8)
        }
    }

    /// Thousands of brackets: what recurses without a bound falls over them.
    private mutating func nest(_ bytes: inout [UInt8], at place: Int) {
        let opening = ["[", "{\"a\":", "- ", "(", "{a: "][int(5)]
        let text = String(repeating: opening, count: 20_000)
        bytes.insert(contentsOf: text.utf8, at: place)
    }

    private mutating func int(_ bound: Int) -> Int { .random(in: 0..<bound, using: &generator) }
}
