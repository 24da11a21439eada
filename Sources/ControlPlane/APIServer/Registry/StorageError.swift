import API
import Etcd

extension Status {
    /// What a client sees when the store behind the API server fails.
    ///
    /// Upstream: kubernetes apiserver/pkg/storage/errors, apiserver/pkg/endpoints/handlers/responsewriters/status.go.
    init(_ error: EtcdError) {
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

    /// A list asked for at an exact version that nobody remembers.
    static let listTooOld = Status(
        code: 410, reason: .expired,
        message: "The resourceVersion for the provided list is too old.")
}
