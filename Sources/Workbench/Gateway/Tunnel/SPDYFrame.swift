/// A frame of SPDY/3.1, as far as port-forward speaks it.
///
/// ```
///   control   1 | version 3 | type     flags | length     what the type has
///   data      0 | stream               flags | length     bytes
/// ```
/// Source: SPDY Protocol draft 3.1, section 2.2. Upstream: moby/spdystream spdy/types.go.
enum SPDYFrame: Hashable, Sendable {
    /// A client opens a stream; `isFinal` if it will send nothing on it.
    case synStream(id: UInt32, headers: [SPDYHeader], isFinal: Bool)
    case synReply(id: UInt32)
    case reset(id: UInt32, status: UInt32)
    case ping(id: UInt32)
    case goAway
    case data(id: UInt32, bytes: [UInt8], isFinal: Bool)

    /// Why the other end cannot be understood.
    enum Failure: Error, Hashable, Sendable {
        case tooLarge
        case malformed
    }

    enum Kind {
        static let synStream: UInt16 = 1
        static let synReply: UInt16 = 2
        static let reset: UInt16 = 3
        static let ping: UInt16 = 6
        static let goAway: UInt16 = 7
        static let headers: UInt16 = 8
    }
    static let headBytes = 8
    static let finalFlag: UInt8 = 1
    /// The status of a stream that there is no room for.
    static let refusedStream: UInt32 = 3
    /// The status of a stream whose headers say nothing that makes sense.
    static let protocolError: UInt32 = 1
}

/// A header field of a stream; names are in lower case.
struct SPDYHeader: Hashable, Sendable {
    var name: String
    var value: String
}

/// Reads frames from bytes that come in any pieces.
struct SPDYReader: Sendable {
    private var pending: [UInt8] = []
    private var headers = SPDYHeaderReader()

    /// Takes more bytes and gives the frames that are whole now.
    mutating func read(_ bytes: [UInt8]) throws(SPDYFrame.Failure) -> [SPDYFrame] {
        pending += bytes
        var frames: [SPDYFrame] = []
        var start = 0
        while pending.count - start >= SPDYFrame.headBytes {
            let length = Int(pending[start + 5]) << 16 | Int(number16(start + 6))
            guard length <= Defaults.messageBytesMax else { throw .tooLarge }
            let end = start + SPDYFrame.headBytes + length
            guard pending.count >= end else { break }
            if let frame = try frame(start, end) { frames.append(frame) }
            start = end
        }
        pending.removeFirst(start)
        return frames
    }

    /// Nil for a frame that asks for nothing.
    private mutating func frame(_ start: Int, _ end: Int) throws(SPDYFrame.Failure) -> SPDYFrame? {
        let body = start + SPDYFrame.headBytes
        let isFinal = pending[start + 4] & SPDYFrame.finalFlag != 0
        guard pending[start] & 0x80 != 0 else {
            return .data(
                id: number32(start) & 0x7fff_ffff, bytes: Array(pending[body..<end]),
                isFinal: isFinal)
        }
        guard number16(start) & 0x7fff == 3 else { throw .malformed }
        let kind = number16(start + 2)
        let least = kind == SPDYFrame.Kind.synStream ? 10 : 4
        switch kind {
        case SPDYFrame.Kind.synStream, SPDYFrame.Kind.synReply, SPDYFrame.Kind.headers:
            guard end - body >= least else { throw .malformed }
            let fields = try headers.read(Array(pending[(body + least)..<end]))
            guard kind == SPDYFrame.Kind.synStream else { return nil }
            return .synStream(
                id: number32(body) & 0x7fff_ffff, headers: fields, isFinal: isFinal)
        case SPDYFrame.Kind.reset:
            guard end - body >= 8 else { throw .malformed }
            return .reset(id: number32(body) & 0x7fff_ffff, status: number32(body + 4))
        case SPDYFrame.Kind.ping:
            guard end - body >= 4 else { throw .malformed }
            return .ping(id: number32(body))
        case SPDYFrame.Kind.goAway: return .goAway
        default: return nil
        }
    }

    private func number16(_ offset: Int) -> UInt16 {
        UInt16(pending[offset]) << 8 | UInt16(pending[offset + 1])
    }

    private func number32(_ offset: Int) -> UInt32 {
        UInt32(number16(offset)) << 16 | UInt32(number16(offset + 2))
    }
}

/// Writes frames.
struct SPDYWriter: Sendable {
    private var headers = SPDYHeaderWriter()

    mutating func bytes(of frame: SPDYFrame) -> [UInt8] {
        switch frame {
        case .data(let id, let bytes, let isFinal):
            return Self.big(id) + Self.lengthWord(bytes.count, isFinal: isFinal) + bytes
        case .synReply(let id):
            return control(SPDYFrame.Kind.synReply, Self.big(id) + headers.write([]))
        case .synStream(let id, let fields, let isFinal):
            let start: [UInt8] = Self.big(id) + [0, 0, 0, 0, 0, 0]
            return control(
                SPDYFrame.Kind.synStream, start + headers.write(fields), isFinal: isFinal)
        case .reset(let id, let status):
            return control(SPDYFrame.Kind.reset, Self.big(id) + Self.big(status))
        case .ping(let id): return control(SPDYFrame.Kind.ping, Self.big(id))
        case .goAway: return control(SPDYFrame.Kind.goAway, [0, 0, 0, 0, 0, 0, 0, 0])
        }
    }

    private func control(_ kind: UInt16, _ body: [UInt8], isFinal: Bool = false) -> [UInt8] {
        let head: [UInt8] = [0x80, 3, UInt8(kind >> 8), UInt8(kind & 0xff)]
        return head + Self.lengthWord(body.count, isFinal: isFinal) + body
    }

    private static func lengthWord(_ length: Int, isFinal: Bool) -> [UInt8] {
        let flags: UInt8 = isFinal ? SPDYFrame.finalFlag : 0
        return [flags] + big(UInt32(truncatingIfNeeded: length)).dropFirst()
    }

    static func big(_ number: UInt32) -> [UInt8] {
        [
            UInt8(number >> 24), UInt8(number >> 16 & 0xff), UInt8(number >> 8 & 0xff),
            UInt8(number & 0xff),
        ]
    }
}
