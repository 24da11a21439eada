import Etcd
import GRPCCore

/// etcd's errors as gRPC carries them: a code, and etcd's own text.
extension RPCError {
    init(_ error: EtcdError) {
        let code = Status.Code(rawValue: error.grpcCode.rawValue).flatMap(RPCError.Code.init)
        self.init(code: code ?? .unknown, message: error.description)
    }
}

extension EtcdError {
    /// What an RPC failed with: etcd's error, or gRPC's own in the words of Go's client.
    init(_ error: any Error) {
        switch error {
        case let error as EtcdError: self = error
        case is CancellationError: self = .cancelled
        case let error as RPCError:
            let code = GRPCCode(rawValue: error.code.rawValue) ?? .unknown
            switch code {
            case .deadlineExceeded: self = .timeout
            case .cancelled where !error.message.hasPrefix("etcdserver"): self = .cancelled
            case .unavailable where !error.message.hasPrefix("etcdserver"):
                self = .unreachable(
                    "rpc error: code = Unavailable desc = error reading from server: EOF")
            default: self = EtcdError(code, error.message)
            }
        default: self = .other(.unknown, "\(error)")
        }
    }

    /// Whether another member may know better: nothing was decided.
    var isOfTheConnection: Bool {
        switch self {
        case .unreachable, .timeout, .unavailable, .leaderChanged, .stopped, .requestTimedOut:
            true
        default: false
        }
    }
}
