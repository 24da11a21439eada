package import PKI
import Simulation

/// The authority that certifies the world outside the cluster; hosts and images trust it.
///
/// It has nothing to do with the cluster's own: whoever trusts only this one still refuses the API
/// server.
package enum PublicAuthority {
    /// Where a host of the CentOS family keeps what it trusts.
    package static let hostBundle = "/etc/pki/tls/certs/ca-bundle.crt"

    /// The authority, the same for every cluster.
    package static func make() throws(PKIError) -> CertificateAuthority {
        // Its key comes from a world of its own, so that making it draws nothing from the cluster's.
        try CertificateAuthority(
            commonName: "Public Example Root X1", simulation: Simulation(seed: 1))
    }
}
