import API
import Encoding

/// How several streams share one WebSocket: each message begins with the number of its stream.
///
/// ```
///   v4.channel.k8s.io          01 68 69          stream 1: "hi"
///   base64.channel.k8s.io      "1" "aGk="        the same as text
///   v5.channel.k8s.io          ff 00             stream 0 is at its end
/// ```
/// Upstream: kubernetes apimachinery/pkg/util/remotecommand/constants.go,
/// apiserver/pkg/util/wsstream/conn.go.
struct ChannelForm: Sendable {
    /// What a subprotocol says beyond the framing.
    private static let all: [String: ChannelForm] = [
        "": ChannelForm(isBase64: false, version: 1),
        "channel.k8s.io": ChannelForm(isBase64: false, version: 1),
        "base64.channel.k8s.io": ChannelForm(isBase64: true, version: 1),
        "v4.channel.k8s.io": ChannelForm(isBase64: false, version: 4),
        "v4.base64.channel.k8s.io": ChannelForm(isBase64: true, version: 4),
        "v5.channel.k8s.io": ChannelForm(isBase64: false, version: 5),
    ]
    /// What a client of exec or attach may ask for.
    static let ofCommands = all.keys.sorted()
    /// What a client of port-forward may ask for.
    static let ofPorts = ["", "v4.base64.channel.k8s.io", "v4.channel.k8s.io"]
    /// The number that announces the end of the stream whose number follows.
    static let endOfStream: UInt8 = 255

    let isBase64: Bool
    private let version: Int

    private init(isBase64: Bool, version: Int) {
        (self.isBase64, self.version) = (isBase64, version)
    }

    init?(subprotocol: String) {
        guard let form = Self.all[subprotocol] else { return nil }
        self = form
    }

    /// Whether the client can tell the end of its standard input.
    var tellsEnds: Bool { version >= 5 }

    /// Whether the last message is a `Status`; the oldest form knows only texts of errors.
    var hasStatus: Bool { version >= 4 }

    func message(_ stream: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        guard isBase64 else { return [stream] + bytes }
        return [UInt8(ascii: "0") + stream] + Array(Base64.encode(bytes).utf8)
    }

    /// The stream and the bytes of a message; nil if it is none.
    func parse(_ message: [UInt8]) -> (stream: UInt8, bytes: [UInt8])? {
        guard let first = message.first else { return nil }
        let rest = Array(message.dropFirst())
        guard isBase64 else { return (first, rest) }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard digits.contains(first),
            let bytes = Base64.decode(String(decoding: rest, as: UTF8.self))
        else { return nil }
        return (first - UInt8(ascii: "0"), bytes)
    }
}
