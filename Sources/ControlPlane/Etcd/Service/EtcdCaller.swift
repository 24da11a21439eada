/// Who asks etcd for something, as far as etcd can tell.
///
/// A token comes before a certificate. While authentication is off, everybody may do everything.
package struct EtcdCaller: Sendable, Hashable {
    /// What `authenticate` returned.
    package var token: String?
    /// The common name of the certificate that the client came with.
    package var commonName: String?

    package init(token: String? = nil, commonName: String? = nil) {
        (self.token, self.commonName) = (token, commonName)
    }

    package static let nobody = EtcdCaller()
}
