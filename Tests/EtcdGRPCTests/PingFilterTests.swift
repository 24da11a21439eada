import NIOCore
import Testing

@testable import EtcdGRPC

@Suite("PingFilter")
struct PingFilterTests {
    private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    private static let acknowledgement: [UInt8] = [
        0, 0, 8, 6, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]
    /// A frame of data whose payload looks like a ping.
    private static let data: [UInt8] = [0, 0, 17, 0, 0, 0, 0, 0, 1] + ping

    /// What comes out of `bytes`, given in pieces of `size`.
    private func take(
        _ bytes: [UInt8], piece size: Int, behindPreface: Bool = false, canAnswer: Bool = true
    ) -> (passed: [UInt8], answers: [UInt8]) {
        var filter = PingFilter(behindPreface: behindPreface)
        var found: (passed: [UInt8], answers: [UInt8]) = ([], [])
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
            let (passed, answers) = filter.take(piece, canAnswer: canAnswer)
            found.passed += Array(passed.readableBytesView)
            found.answers += Array(answers.readableBytesView)
        }
        return found
    }

    @Test("pings are answered and all else passes, however the bytes are cut", arguments: 1...40)
    func cuts(size: Int) {
        let stream = Self.settings + Self.ping + Self.data + Self.acknowledgement + Self.ping
        let found = take(stream, piece: size)
        #expect(found.passed == Self.settings + Self.data + Self.acknowledgement)
        #expect(found.answers == Self.acknowledgement + Self.acknowledgement)
    }

    @Test("a client's preface is no frame")
    func preface() {
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        let found = take(preface + Self.settings + Self.ping, piece: 5, behindPreface: true)
        #expect(found.passed == preface + Self.settings)
        #expect(found.answers == Self.acknowledgement)
    }

    @Test("a peer that does not read gets no answers from here")
    func unread() {
        let found = take(Self.ping + Self.data, piece: 100, canAnswer: false)
        #expect(found.passed == Self.ping + Self.data && found.answers.isEmpty)
    }
}
