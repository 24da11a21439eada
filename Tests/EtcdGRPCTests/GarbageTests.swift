import Etcd
import Foundation
import GRPCCore
import NIOCore
import NIOPosix
import RealEtcd
import Testing

@testable import EtcdGRPC

@Suite("etcd's gRPC port")
struct GarbageTests {
    /// Serves an etcd for as long as the tests run; gives its port.
    private func serve(_ keys: EtcdKeys) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let own = Result { try OwnEtcd(keys) }
                continuation.resume(with: own.map(\.port))
                // Its clients are asynchronous, so it must outlive this thread's turn.
                withExtendedLifetime(own) { Thread.sleep(forTimeInterval: 30) }
            }
        }
    }

    @Test("what is no TLS is closed, and the next client is served")
    func garbage() async throws {
        let keys = try EtcdKeys()
        let port = try await serve(keys)
        for text in [
            "GET / HTTP/1.1\r\n\r\n", "\u{0}\u{0}\u{0}", String(repeating: "x", count: 1 << 16),
        ] {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: port).get()
            try? await channel.writeAndFlush(ByteBuffer(string: text)).get()
            try? await channel.closeFuture.get()
        }
        let tls = try EtcdTLS.clientContext(keys.credentials())
        let address = try EtcdAddress("https://127.0.0.1:\(port)")
        let endpoints = EtcdEndpoints(
            [address], tls: tls, on: MultiThreadedEventLoopGroup.singleton)
        let status = await endpoints.call(EtcdMethods.status, .init(), [:])
        #expect(try status.get().revision == 1)
        // A message that is none of etcd's gets gRPC's answer.
        let connection = try await endpoints.connection()
        let broken = EtcdMethods.range.sending { _ in [0xFF, 0xFF] }
        do {
            _ = try await connection.unary(
                broken, RangeRequest(.all), [:], timeout: .seconds(5))
            Issue.record("was taken")
        } catch {
            #expect(EtcdError(error).grpcCode == .internalError)
        }
        await endpoints.close()
    }
}

extension EtcdMethod {
    /// The same method with requests of other bytes.
    fileprivate func sending(_ encode: @escaping @Sendable (Request) -> [UInt8]) -> EtcdMethod {
        var method = self
        method.request = MessageCoding(encode: encode, decode: request.decode)
        return method
    }
}
