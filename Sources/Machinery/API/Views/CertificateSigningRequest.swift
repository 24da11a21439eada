/// Somebody's wish for a certificate, and what became of it.
package struct CertificateSigningRequest: APIObject {
    package static let resource = GroupVersionResource(
        group: "certificates.k8s.io", version: "v1", resource: "certificatesigningrequests")
    package static let kind = "CertificateSigningRequest"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var signerName: String { value["spec"]["signerName"].string ?? "" }
    /// Base64 of PEM text.
    package var request: String { value["spec"]["request"].string ?? "" }
    package var usages: [String] { value["spec"]["usages"].array?.compactMap(\.string) ?? [] }
    package var username: String { value["spec"]["username"].string ?? "" }
    package var groups: [String] { value["spec"]["groups"].array?.compactMap(\.string) ?? [] }
    /// **Unit**: seconds; nil for the signer's choice.
    package var expirationSeconds: Int? { value["spec"]["expirationSeconds"].int }
    /// Base64 of PEM text; nil until it is signed.
    package var certificate: String? { value["status"]["certificate"].string }

    /// Whether a condition of this type is there and true.
    package func isMarked(_ type: String) -> Bool {
        (value["status"]["conditions"].array ?? []).contains {
            $0["type"].string == type && $0["status"].string ?? "True" == "True"
        }
    }
}
