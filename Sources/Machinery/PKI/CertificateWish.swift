import Foundation
import Simulation
import SwiftASN1
import X509

/// A request for a certificate (PKCS #10): a name, a public key, and the proof that whoever asks has
/// the private one.
package struct CertificateWish: Sendable {
    package let commonName: String
    package let organizations: [String]
    package let dnsNames: [String]
    /// Dotted quads.
    package let addresses: [String]
    fileprivate let request: CertificateSigningRequest

    /// Base64 of PEM text, as `spec.request` of a CertificateSigningRequest holds it; nil if it is no
    /// request, or not signed with its own key.
    package init?(base64: String) {
        guard let data = Data(base64Encoded: base64),
            let text = String(bytes: data, encoding: .utf8)
        else { return nil }
        self.init(pem: text)
    }

    /// PEM text; nil if it is no request, or not signed with its own key.
    package init?(pem: String) {
        guard let der = PEM.decode(pem, type: "CERTIFICATE REQUEST").first,
            let request = try? CertificateSigningRequest(derEncoded: der),
            request.publicKey.isValidSignature(request.signature, for: request)
        else { return nil }
        self.request = request
        var (name, organizations) = ("", [String]())
        for part in request.subject {
            for attribute in part {
                let text = attribute.value.description
                if attribute.type == .RDNAttributeType.commonName { name = text }
                if attribute.type == .RDNAttributeType.organizationName {
                    organizations.append(text)
                }
            }
        }
        (commonName, self.organizations) = (name, organizations)
        let extensions = try? request.attributes.extensionRequest?.extensions
        let names = try? extensions?.subjectAlternativeNames
        var (dnsNames, addresses) = ([String](), [String]())
        for name in names ?? SubjectAlternativeNames([]) {
            switch name {
            case .dnsName(let text): dnsNames.append(text)
            case .ipAddress(let octets):
                addresses.append(octets.bytes.map(String.init).joined(separator: "."))
            default: break
            }
        }
        (self.dnsNames, self.addresses) = (dnsNames, addresses)
    }
}

extension CertificateAuthority {
    /// Fulfils a wish: the certificate (DER) for its name and key, as long as `lifetime`.
    ///
    /// `usages` are those of `spec.usages`: `client auth`, `server auth`, `digital signature`, ...
    package func sign(
        _ wish: CertificateWish, usages: [String], lifetime: Duration
    ) throws(PKIError) -> [UInt8] {
        try sign(
            subject: wish.request.subject, key: wish.request.publicKey,
            names: wish.dnsNames.map { .dnsName($0) }
                + wish.addresses.compactMap(octets).map {
                    .ipAddress(ASN1OctetString(contentBytes: $0[...]))
                },
            usage: KeyUsage(
                digitalSignature: usages.contains("digital signature"),
                keyEncipherment: usages.contains("key encipherment")),
            extended: (usages.contains("server auth") ? [.serverAuth] : [])
                + (usages.contains("client auth") ? [.clientAuth] : []),
            lifetime: lifetime)
    }
}
