import Foundation

/// Runs `body` on a thread of its own.
///
/// A test that drives a simulation or waits for a process blocks its thread; gRPC needs those of
/// Swift's pool, of which there are as many as cores.
func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try body() })
        }
    }
}
