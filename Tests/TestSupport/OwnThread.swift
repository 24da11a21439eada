import Foundation

/// Runs `body` on a thread of its own.
///
/// A test that drives a simulation or waits for a process blocks its thread, and Swift's pool has
/// only as many as there are cores. Whoever blocks one *and* waits for work that needs another
/// (`Simulation.outside`, gRPC) can wait for ever beside a second test that does the same.
package func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try body() })
        }
    }
}
