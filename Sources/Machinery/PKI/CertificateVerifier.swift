import Foundation
package import Simulation
import SwiftASN1
import X509

/// Judges the certificates that the other end of a connection has shown.
///
/// It walks from the leaf to one of its roots by issuer name and signature; the cryptography and
/// the parsing are swift-certificates'. Its reasons are OpenSSL's, because curl prints them.
package struct CertificateVerifier: Sendable {
    private let roots: [Certificate]

    /// Roots that cannot be parsed are left out, as OpenSSL does with a bundle.
    package init(roots: [[UInt8]]) {
        self.roots = roots.compactMap { try? Certificate(derEncoded: $0) }
    }

    /// Why a chain was not accepted; `opensslText` is OpenSSL's wording.
    package enum Failure: Error, Hashable, Sendable {
        case unknownIssuer
        case selfSigned
        case expired
        case notYetValid
        case wrongPurpose
        case malformed
        /// None of the certificate's names is `hostname`.
        case nameMismatch(hostname: String)

        package var opensslText: String {
            switch self {
            case .unknownIssuer: "unable to get local issuer certificate"
            case .selfSigned: "self-signed certificate"
            case .expired: "certificate has expired"
            case .notYetValid: "certificate is not yet valid"
            case .wrongPurpose: "unsuitable certificate purpose"
            case .malformed: "bad certificate"
            case .nameMismatch(let hostname):
                "no alternative certificate subject name matches target host name '\(hostname)'"
            }
        }
    }

    /// Who a certificate says its owner is.
    package struct Subject: Hashable, Sendable {
        package var commonName: String
        package var organizations: [String]
        package var dnsNames: [String]
        package var addresses: [String]
        /// Of the certificate's signing authority.
        package var issuerCommonName: String
        package var notBefore: SimulatedInstant
        package var notAfter: SimulatedInstant
    }

    /// Accepts a server's chain for `hostname`, a DNS name or a dotted quad.
    package func verifyServer(
        chain: [[UInt8]], hostname: String, now: SimulatedInstant
    ) throws(Failure) {
        let leaf = try verify(chain, now: now, usage: .serverAuth)
        let subject = Self.subject(of: leaf)
        let matches =
            subject.addresses.contains(hostname)
            || subject.dnsNames.contains { Self.matches($0.lowercased(), hostname.lowercased()) }
        if !matches { throw .nameMismatch(hostname: hostname) }
    }

    /// Accepts a client's chain and tells who it is.
    package func verifyClient(chain: [[UInt8]], now: SimulatedInstant) throws(Failure) -> Subject {
        Self.subject(of: try verify(chain, now: now, usage: .clientAuth))
    }

    /// What a certificate says of itself, unverified; nil if it cannot be parsed.
    package static func subject(ofDER der: [UInt8]) -> Subject? {
        (try? Certificate(derEncoded: der)).map { subject(of: $0) }
    }

    // MARK: - The walk

    private func verify(
        _ chain: [[UInt8]], now: SimulatedInstant, usage: ExtendedKeyUsage.Usage
    ) throws(Failure) -> Certificate {
        var certificates: [Certificate] = []
        for der in chain.prefix(Defaults.chainDepthMax) {
            guard let certificate = try? Certificate(derEncoded: der) else { throw .malformed }
            certificates.append(certificate)
        }
        guard let leaf = certificates.first else { throw .malformed }
        let date = Date(now)
        try checkPath(from: leaf, through: certificates.dropFirst(), at: date)
        try checkValidity(of: leaf, at: date)
        if let usages = try? leaf.extensions.extendedKeyUsage,
            !usages.contains(usage), !usages.contains(.any)
        {
            throw .wrongPurpose
        }
        return leaf
    }

    private func checkPath(
        from leaf: Certificate, through intermediates: ArraySlice<Certificate>, at date: Date
    ) throws(Failure) {
        var current = leaf
        for _ in 0..<Defaults.chainDepthMax {
            if let root = roots.first(where: { signs($0, current) }) {
                return try checkValidity(of: root, at: date)
            }
            guard let next = intermediates.first(where: { $0 != current && signs($0, current) })
            else {
                throw current == leaf && signs(leaf, leaf) ? .selfSigned : .unknownIssuer
            }
            try checkValidity(of: next, at: date)
            current = next
        }
        throw .unknownIssuer
    }

    /// Whether `issuer` is an authority that signed `certificate`.
    private func signs(_ issuer: Certificate, _ certificate: Certificate) -> Bool {
        guard issuer.subject == certificate.issuer,
            case .isCertificateAuthority? = try? issuer.extensions.basicConstraints
        else { return false }
        return issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    private func checkValidity(of certificate: Certificate, at date: Date) throws(Failure) {
        if date < certificate.notValidBefore { throw .notYetValid }
        if date > certificate.notValidAfter { throw .expired }
    }

    private static func subject(of certificate: Certificate) -> Subject {
        var subject = Subject(
            commonName: commonName(certificate.subject), organizations: [], dnsNames: [],
            addresses: [], issuerCommonName: commonName(certificate.issuer),
            notBefore: SimulatedInstant(
                secondsSinceEpoch: Int64(certificate.notValidBefore.timeIntervalSince1970)),
            notAfter: SimulatedInstant(
                secondsSinceEpoch: Int64(certificate.notValidAfter.timeIntervalSince1970)))
        for part in certificate.subject {
            for attribute in part where attribute.type == .RDNAttributeType.organizationName {
                subject.organizations.append(attribute.value.description)
            }
        }
        guard let names = try? certificate.extensions.subjectAlternativeNames else {
            return subject
        }
        for name in names {
            switch name {
            case .dnsName(let text): subject.dnsNames.append(text)
            case .ipAddress(let octets):
                subject.addresses.append(octets.bytes.map(String.init).joined(separator: "."))
            default: break
            }
        }
        return subject
    }

    private static func commonName(_ name: DistinguishedName) -> String {
        for part in name {
            for attribute in part where attribute.type == .RDNAttributeType.commonName {
                return attribute.value.description
            }
        }
        return ""
    }

    /// A pattern may have `*` as its whole first label (RFC 6125).
    private static func matches(_ pattern: String, _ hostname: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == hostname }
        guard let dot = hostname.firstIndex(of: ".") else { return false }
        return hostname[dot...] == pattern.dropFirst()
    }
}
