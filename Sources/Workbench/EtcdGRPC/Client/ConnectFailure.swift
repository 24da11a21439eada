import NIOCore
import NIOPosix
import NIOSSL

/// Why there is no connection to a member.
enum ConnectFailure: Error, Sendable {
    case refused
    case noSuchHost
    case timedOut
    /// The server's certificate is not one of an authority that is believed.
    case untrustedServer
    /// The server's certificate is not for this address.
    case wrongName
    /// The server does not take this client's certificate, or that it has none.
    case clientNotAccepted
    /// What answers speaks no TLS, or something else than was expected.
    case notTLS
    case other(String)

    init(_ error: any Error) {
        switch error {
        case let failure as ConnectFailure: self = failure
        case let error as NIOConnectionError:
            if error.dnsAError != nil || error.dnsAAAAError != nil {
                self = .noSuchHost
            } else {
                self = error.connectionErrors.first.map { ConnectFailure($0.error) } ?? .refused
            }
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused
        case let error as ChannelError:
            if case .connectTimeout = error { self = .timedOut } else { self = .other("EOF") }
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .wrongName
        default: self.init(text: String(describing: error))
        }
    }

    /// BoringSSL tells its reasons by name only.
    private init(text: String) {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrustedServer
        } else if text.contains("ALERT") || text.contains("uncleanShutdown") {
            self = .clientNotAccepted
        } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST")
            || text.contains("EOF during handshake")
        {
            self = .notTLS
        } else {
            self = .other(text)
        }
    }

    /// A sentence for whoever started the program.
    func sentence(_ address: EtcdAddress) -> String {
        switch self {
        case .refused: "nothing listens at \(address): connection refused"
        case .noSuchHost: "there is no host called \(address.host)"
        case .timedOut: "\(address) does not answer"
        case .untrustedServer:
            "the certificate of etcd at \(address) is not of the authority that was given for it"
        case .wrongName: "the certificate of etcd at \(address) is not for that address"
        case .clientNotAccepted:
            "etcd at \(address) does not accept the client's certificate"
        case .notTLS: "what listens at \(address) does not speak TLS"
        case .other(let why): "cannot connect to etcd at \(address): \(why)"
        }
    }

    /// As Go's gRPC describes it.
    func goText(_ address: EtcdAddress) -> String {
        let dialing = "transport: Error while dialing: dial tcp \(address.hostAndPort): "
        return switch self {
        case .refused: dialing + "connect: connection refused"
        case .noSuchHost: dialing + "lookup \(address.host): no such host"
        case .timedOut: dialing + "i/o timeout"
        case .untrustedServer:
            "transport: authentication handshake failed: tls: failed to verify certificate: x509: "
                + "certificate signed by unknown authority"
        case .wrongName:
            "transport: authentication handshake failed: tls: failed to verify certificate: x509: "
                + "certificate is not valid for \(address.host)"
        case .clientNotAccepted:
            "error reading server preface: remote error: tls: certificate required"
        case .notTLS:
            "transport: authentication handshake failed: tls: first record does not look like a "
                + "TLS handshake"
        case .other(let why): "error reading server preface: \(why)"
        }
    }
}
