import ControllerManager
import PKI

/// The cluster's CA, as the controller that signs certificate requests uses it.
struct AuthoritySigner: RequestSigner {
    let authority: CertificateAuthority

    func subject(of request: String) -> RequestSubject? {
        CertificateWish(base64: request).map {
            RequestSubject(
                commonName: $0.commonName, organizations: $0.organizations,
                hasAlternativeNames: !$0.dnsNames.isEmpty || !$0.addresses.isEmpty)
        }
    }

    func sign(_ request: String, usages: [String], lifetime: Duration) -> String? {
        guard let wish = CertificateWish(base64: request),
            let certificate = try? authority.sign(wish, usages: usages, lifetime: lifetime)
        else { return nil }
        return PEM.encode(certificate, as: "CERTIFICATE")
    }
}
