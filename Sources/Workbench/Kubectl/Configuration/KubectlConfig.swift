/// Which server kubectl talks to and as whom: what is left of a kubeconfig once it is read.
package struct KubectlConfig: Hashable, Sendable {
    /// `https://192.168.2.204:6443`.
    package var server: String
    /// PEM; nil trusts nobody, as there is no system store here.
    package var certificateAuthority: [UInt8]?
    package var insecureSkipTLSVerify: Bool
    package var tlsServerName: String?
    /// PEM.
    package var clientCertificate: [UInt8]?
    /// PEM.
    package var clientKey: [UInt8]?
    package var token: String?
    /// `user:password`; the servers of today take it for nobody.
    package var basicAuthentication: String?
    /// How long a request may take; nil for as long as it likes.
    package var requestTimeout: Duration?
    /// Never empty.
    package var namespace: String

    package init(
        server: String, certificateAuthority: [UInt8]? = nil, insecureSkipTLSVerify: Bool = false,
        tlsServerName: String? = nil, clientCertificate: [UInt8]? = nil,
        clientKey: [UInt8]? = nil, token: String? = nil, namespace: String = "default"
    ) {
        self.server = server
        self.certificateAuthority = certificateAuthority
        self.insecureSkipTLSVerify = insecureSkipTLSVerify
        self.tlsServerName = tlsServerName
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.token = token
        self.namespace = namespace
    }

    /// `192.168.2.204:6443`, as errors name the server.
    package var host: String {
        var rest = server[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        let host = String(rest.prefix { $0 != "/" })
        if host.hasSuffix("]") || !host.contains(":") {
            return host + (server.hasPrefix("https") ? ":443" : ":80")
        }
        return host
    }
}
