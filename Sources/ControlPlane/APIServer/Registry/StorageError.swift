package import API
package import Etcd

extension Status {
    /// What a client sees when the store behind the API server fails.
    ///
    /// Upstream: kubernetes apiserver/pkg/storage/errors, apiserver/pkg/endpoints/handlers/responsewriters/status.go.
    package init(_ error: EtcdError) {
        switch error {
        case .timeout:
            self.init(
                code: 504, reason: .timeout,
                message:
                    "Timeout: request did not complete within requested timeout - context deadline exceeded"
            )
        case .requestTooLarge:
            self.init(
                code: 413, reason: .requestEntityTooLarge,
                message: "Request entity too large: limit is 1572864")
        default:
            self.init(code: 500, reason: nil, message: error.description)
        }
    }

    /// The version asked for lies ahead of what the store has.
    static func tooLargeResourceVersion(_ version: UInt64, current: Int64) -> Status {
        Status(
            code: 504, reason: .timeout,
            message: "Timeout: Too large resource version: \(version), current: \(current)",
            details: Details(
                causes: [
                    Cause(
                        reason: "ResourceVersionTooLarge", message: "Too large resource version")
                ], retryAfterSeconds: 1))
    }

    /// A list asked for at an exact version that nobody remembers.
    static let listTooOld = Status(
        code: 410, reason: .expired, message: "The resourceVersion for the provided list is too old.")

    /// A watch from a version before the first that is remembered.
    static func watchTooOld(_ version: Int64, oldest: Int64) -> Status {
        Status(
            code: 410, reason: .expired,
            message: "too old resource version: \(version) (\(oldest))")
    }
}
