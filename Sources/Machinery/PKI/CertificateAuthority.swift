import Crypto
import Foundation
package import Simulation
import SwiftASN1
import X509

/// A certificate with its private key: who a component or user is.
package struct Identity: Sendable {
    /// DER, leaf first; the authority's own certificate is not part of it.
    package var chain: [[UInt8]]
    /// The 32 bytes of the Ed25519 private key.
    package var privateKey: [UInt8]

    package init(chain: [[UInt8]], privateKey: [UInt8]) {
        self.chain = chain
        self.privateKey = privateKey
    }

    /// The leaf certificate as PEM text.
    package var certificatePEM: String {
        chain.map { PEM.encode($0, as: "CERTIFICATE") }.joined()
    }

    /// The private key as PKCS #8 PEM text.
    package var privateKeyPEM: String {
        // RFC 8410: version 0, algorithm 1.3.101.112, an octet string within an octet string.
        let prefix: [UInt8] = [
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22,
            0x04, 0x20,
        ]
        return PEM.encode(prefix + privateKey, as: "PRIVATE KEY")
    }
}

/// A certificate authority whose keys follow from the cluster's seed.
///
/// All keys are Ed25519: its signatures are a function of key and message, so that one seed gives
/// one `ca.crt` on every machine; RSA and ECDSA draw random numbers of their own.
///
/// Differs: kubeadm makes RSA-2048 keys; certificates and tokens here are Ed25519 and shorter.
package final class CertificateAuthority: Sendable {
    package let commonName: String
    /// DER of the self-signed certificate.
    package let certificate: [UInt8]
    private let privateKey: Certificate.PrivateKey
    private let issuer: DistinguishedName
    private let random: RandomStream
    private let simulation: Simulation

    /// An authority called `commonName` (`kubernetes`, `etcd-ca`), valid for ten years.
    package init(commonName: String, simulation: Simulation) throws(PKIError) {
        self.commonName = commonName
        self.simulation = simulation
        random = simulation.random("pki \(commonName)")
        do {
            let raw = random.bytes(32)
            privateKey = Certificate.PrivateKey(
                try Curve25519.Signing.PrivateKey(rawRepresentation: raw))
            let name = try DistinguishedName { CommonName(commonName) }
            issuer = name
            let now = Date(simulation.now)
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(0),
                publicKey: privateKey.publicKey, notValidBefore: now.addingTimeInterval(-300),
                notValidAfter: now.addingTimeInterval(Defaults.authorityLifetime.inSeconds),
                issuer: name, subject: name, signatureAlgorithm: .ed25519,
                extensions: try Certificate.Extensions {
                    Critical(
                        KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true))
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    SubjectAlternativeNames([.dnsName(commonName)])
                },
                issuerPrivateKey: privateKey)
            self.certificate = try certificate.derBytes()
        } catch { throw PKIError("cannot make the authority \(commonName): \(error)") }
    }

    package var certificatePEM: String { PEM.encode(certificate, as: "CERTIFICATE") }

    /// What a certificate is good for.
    package enum Purpose: Sendable { case server, client, serverAndClient }

    /// Signs a certificate for a new key. `names` are DNS names, `addresses` dotted quads.
    package func issue(
        commonName: String, organizations: [String] = [], names: [String] = [],
        addresses: [String] = [], for purpose: Purpose, lifetime: Duration = Defaults.leafLifetime
    ) throws(PKIError) -> Identity {
        let raw = random.bytes(32)
        do {
            let key = Certificate.PrivateKey(
                try Curve25519.Signing.PrivateKey(rawRepresentation: raw))
            let subject = try DistinguishedName {
                for organization in organizations { OrganizationName(organization) }
                CommonName(commonName)
            }
            let alternatives: [GeneralName] =
                names.map { .dnsName($0) }
                + addresses.compactMap(octets).map {
                    .ipAddress(ASN1OctetString(contentBytes: $0[...]))
                }
            let certificate = try sign(
                subject: subject, key: key.publicKey, names: alternatives,
                usage: KeyUsage(digitalSignature: true, keyEncipherment: true),
                extended: purpose.usages, lifetime: lifetime)
            return Identity(chain: [certificate], privateKey: raw)
        } catch { throw PKIError("cannot issue a certificate for \(commonName): \(error)") }
    }

    /// A certificate (DER) for somebody's public key.
    func sign(
        subject: DistinguishedName, key: Certificate.PublicKey, names: [GeneralName],
        usage: KeyUsage, extended: [ExtendedKeyUsage.Usage], lifetime: Duration
    ) throws(PKIError) -> [UInt8] {
        let now = Date(simulation.now)
        do {
            return try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(bytes: serial()),
                publicKey: key, notValidBefore: now.addingTimeInterval(-300),
                notValidAfter: now.addingTimeInterval(lifetime.inSeconds), issuer: issuer,
                subject: subject, signatureAlgorithm: .ed25519,
                extensions: try Certificate.Extensions {
                    Critical(usage)
                    if !extended.isEmpty { try ExtendedKeyUsage(extended) }
                    Critical(BasicConstraints.notCertificateAuthority)
                    if !names.isEmpty { SubjectAlternativeNames(names) }
                },
                issuerPrivateKey: privateKey
            ).derBytes()
        } catch { throw PKIError("cannot sign a certificate: \(error)") }
    }

    /// A positive number of 63 bits that is never 0.
    private func serial() -> [UInt8] {
        var bytes = random.bytes(8)
        bytes[0] = bytes[0] & 0x7f | 0x40
        return bytes
    }

    func octets(_ address: String) -> [UInt8]? {
        let parts = address.split(separator: ".").compactMap { UInt8($0) }
        return parts.count == 4 ? parts : nil
    }
}

extension CertificateAuthority.Purpose {
    fileprivate var usages: [ExtendedKeyUsage.Usage] {
        switch self {
        case .server: [.serverAuth]
        case .client: [.clientAuth]
        case .serverAndClient: [.serverAuth, .clientAuth]
        }
    }
}

/// Something about keys or certificates that cannot be done; the text says what and why.
package struct PKIError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

extension Certificate {
    func derBytes() throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(self)
        return serializer.serializedBytes
    }
}

extension Date {
    init(_ instant: SimulatedInstant) {
        self.init(timeIntervalSince1970: Double(instant.nanosecondsSinceEpoch) / 1e9)
    }
}
