import API
import Encoding

/// The opening of a WebSocket: what is asked for, judged, and what is answered.
///
/// Source: RFC 6455, section 4. The refusals are those of Go's golang.org/x/net/websocket.
struct WebSocketHandshake: Sendable {
    /// Why it is no WebSocket; a sentence for whoever wrote the client.
    struct Refusal: Error, Hashable, Sendable {
        var status: Int
        var text: String

        init(_ status: Int, _ text: String) { (self.status, self.text) = (status, text) }
    }
    private static let salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    /// The value of `Sec-WebSocket-Accept`.
    let accept: String
    /// What was agreed on; empty if the client asked for none.
    let subprotocol: String

    /// `offered` are the subprotocols, the client's order decides; empty stands for none at all.
    init(_ request: APIRequest, offered: [String]) throws(Refusal) {
        guard request.method == "GET" else { throw Refusal(405, "bad method") }
        let words = Self.words(request.headers.all("Connection").joined(separator: ","))
        guard words.contains(where: { $0.lowercased() == "upgrade" }) else {
            throw Refusal(400, "not websocket protocol")
        }
        guard request.headers["Sec-WebSocket-Version"] == "13" else {
            throw Refusal(400, "missing or bad WebSocket Version")
        }
        let key = request.headers["Sec-WebSocket-Key"] ?? ""
        guard Base64.decode(key)?.count == 16 else {
            throw Refusal(400, "mismatch challenge/response")
        }
        let asked = Self.words(
            request.headers.all("Sec-WebSocket-Protocol").joined(separator: ","))
        let agreed = asked.isEmpty ? "" : asked.first(where: offered.contains)
        guard let agreed, !agreed.isEmpty || offered.contains("") else {
            throw Refusal(403, "missing or bad WebSocket-Protocol")
        }
        subprotocol = agreed
        accept = Base64.encode(Digest.sha1.bytes(of: Array((key + Self.salt).utf8)))
    }

    /// The header fields of the answer 101.
    var headers: [(String, String)] {
        var fields = [
            ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept),
        ]
        if !subprotocol.isEmpty { fields.append(("Sec-WebSocket-Protocol", subprotocol)) }
        return fields
    }

    private static func words(_ list: String) -> [String] {
        list.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).map(String.init)
    }
}
