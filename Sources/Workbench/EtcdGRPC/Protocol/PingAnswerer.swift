import NIOCore

/// Answers the other side's HTTP/2 pings before nio-http2 counts them.
///
/// ```
///   bytes ──▶ PING ✕ answered here
///             HEADERS, DATA, ... ──▶ NIOHTTP2Handler
/// ```
/// A peer written with grpc-go measures its bandwidth by a ping after each message that it gets.
/// nio-http2 takes more than 200 control frames in 30 seconds for an attack and ends the connection,
/// so that a client would lose etcd after its hundredth request in a row.
///
/// **Bound** While the peer does not read, pings are passed on, and counted.
final class PingAnswerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var frames: PingFilter

    init(behindPreface: Bool) { frames = PingFilter(behindPreface: behindPreface) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let (passed, answers) = frames.take(
            unwrapInboundIn(data), canAnswer: context.channel.isWritable)
        if answers.readableBytes > 0 {
            context.writeAndFlush(wrapOutboundOut(answers), promise: nil)
        }
        if passed.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(passed)) }
    }
}

/// Takes the pings out of a stream of HTTP/2 frames, however the stream is cut into pieces
/// (RFC 9113 §4.1, §6.7).
struct PingFilter {
    private static let prefaceSize = 24
    private static let headSize = 9
    private static let pingType: UInt8 = 6
    private static let acknowledged: UInt8 = 1
    private static let pingSize = 8

    /// What has come and cannot be judged yet: less than a frame's head, or than a ping.
    private var held = ByteBuffer()
    /// Bytes of the present frame that are passed on as they come.
    private var passing: Int

    /// A client's side of the stream begins with a preface of its own.
    init(behindPreface: Bool) { passing = behindPreface ? Self.prefaceSize : 0 }

    /// What of all that has come is to be passed on, and the frames that answer the rest.
    mutating func take(
        _ bytes: ByteBuffer, canAnswer: Bool
    ) -> (passed: ByteBuffer, answers: ByteBuffer) {
        held.writeImmutableBuffer(bytes)
        var (passed, answers) = (ByteBuffer(), ByteBuffer())
        while held.readableBytes > 0 {
            if passing > 0 {
                guard var part = held.readSlice(length: min(passing, held.readableBytes)) else {
                    break
                }
                passing -= part.readableBytes
                passed.writeBuffer(&part)
            } else if let size = frameSize {
                guard isPing, canAnswer else {
                    passing = size
                    continue
                }
                guard held.readableBytes >= size else { break }
                held.moveReaderIndex(forwardBy: Self.headSize)
                guard var payload = held.readSlice(length: Self.pingSize) else { break }
                answers.writeBytes(
                    [0, 0, UInt8(Self.pingSize), Self.pingType, Self.acknowledged, 0, 0, 0, 0])
                answers.writeBuffer(&payload)
            } else {
                break
            }
        }
        held.discardReadBytes()
        return (passed, answers)
    }

    /// Bytes of the frame that `held` begins with; nil if its head is not whole.
    private var frameSize: Int? {
        guard held.readableBytes >= Self.headSize,
            let high: UInt8 = held.getInteger(at: held.readerIndex),
            let low: UInt16 = held.getInteger(at: held.readerIndex + 1)
        else { return nil }
        return Self.headSize + Int(high) << 16 + Int(low)
    }

    /// Whether `held` begins with a ping that wants an answer.
    private var isPing: Bool {
        let type: UInt8? = held.getInteger(at: held.readerIndex + 3)
        let flags: UInt8? = held.getInteger(at: held.readerIndex + 4)
        return type == Self.pingType && flags.map { $0 & Self.acknowledged == 0 } == true
            && frameSize == Self.headSize + Self.pingSize
    }
}
