import Foundation
import NIOSSL

/// What a client of etcd shows, and whom it believes.
package struct EtcdCredentials: Sendable {
    /// The authorities that may vouch for etcd; nil for those of the machine.
    var authorityPEM: [UInt8]?
    var certificatePEM: [UInt8]?
    var keyPEM: [UInt8]?
    /// Takes any certificate of the server.
    var skipsVerification = false

    package static let none = EtcdCredentials()

    init() {}

    /// Reads PEM files; an empty path stands for none.
    ///
    /// **Throws** a sentence naming the file that cannot be used.
    package init(
        authority: String, certificate: String, key: String, skipsVerification: Bool = false
    ) throws(EtcdGRPCError) {
        guard certificate.isEmpty == key.isEmpty else {
            throw EtcdGRPCError("a client certificate and its key belong together")
        }
        authorityPEM = try Self.read(authority)
        certificatePEM = try Self.read(certificate)
        keyPEM = try Self.read(key)
        self.skipsVerification = skipsVerification
        try check(authorityPEM, authority) { _ = try NIOSSLCertificate.fromPEMBytes($0) }
        try check(certificatePEM, certificate) { _ = try NIOSSLCertificate.fromPEMBytes($0) }
        try check(keyPEM, key) { _ = try NIOSSLPrivateKey(bytes: $0, format: .pem) }
    }

    private static func read(_ path: String) throws(EtcdGRPCError) -> [UInt8]? {
        if path.isEmpty { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            // As Go prints it.
            let why = access(path, R_OK) == 0 ? "is a directory" : String(cString: strerror(errno))
            throw EtcdGRPCError("open \(path): \(why.lowercased())")
        }
        return Array(bytes)
    }

    private func check(
        _ bytes: [UInt8]?, _ path: String, _ parse: ([UInt8]) throws -> Void
    ) throws(EtcdGRPCError) {
        guard let bytes else { return }
        do { try parse(bytes) } catch {
            throw EtcdGRPCError("\(path) holds no certificate or key in PEM form")
        }
    }
}

/// Where an etcd member listens for clients.
package struct EtcdAddress: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: Int
    package var usesTLS: Bool

    /// `https://192.168.2.204:2379`, `http://localhost:2379`, or `192.168.2.204:2379`, which speaks
    /// TLS if the client has credentials.
    ///
    /// **Throws** a sentence for anything else.
    package init(_ text: String, usesTLSByDefault: Bool = false) throws(EtcdGRPCError) {
        var rest = Substring(text)
        usesTLS = usesTLSByDefault
        for (scheme, isSecure) in [("https://", true), ("http://", false)]
        where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            usesTLS = isSecure
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = Int(parts[1]), (1...65_535).contains(port),
            !parts[0].isEmpty, !parts[0].contains("/")
        else {
            throw EtcdGRPCError(
                "\(text) is no address of etcd; one looks like https://192.168.2.204:2379")
        }
        (host, self.port) = (String(parts[0]), port)
    }

    package var hostAndPort: String { "\(host):\(port)" }
    package var description: String { (usesTLS ? "https://" : "http://") + hostAndPort }
}
