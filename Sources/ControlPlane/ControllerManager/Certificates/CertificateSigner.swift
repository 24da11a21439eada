import API
import Client
import Encoding
import Simulation

/// Has the key of a certificate authority.
package protocol RequestSigner: Sendable {
    /// Who asks, as a request in base64 of PEM says it; nil if it is no request.
    func subject(of request: String) -> RequestSubject?
    /// PEM text of the certificate, or nil if the request cannot be fulfilled.
    func sign(_ request: String, usages: [String], lifetime: Duration) -> String?
}

/// What a request for a certificate says of its maker.
package struct RequestSubject: Sendable {
    package var commonName: String
    package var organizations: [String]
    package var hasAlternativeNames: Bool

    package init(commonName: String, organizations: [String], hasAlternativeNames: Bool) {
        (self.commonName, self.organizations) = (commonName, organizations)
        self.hasAlternativeNames = hasAlternativeNames
    }
}

/// Signs approved certificate requests for Kubernetes' own signers.
///
/// Upstream: kubernetes pkg/controller/certificates/signer/signer.go.
struct CertificateSigner: Reconciler {
    let requests: Informer<CertificateSigningRequest>
    let client: KubeClient
    let signer: any RequestSigner

    static func start(
        _ informers: Informers, client: KubeClient, signer: any RequestSigner,
        in group: inout TaskGroup<Void>
    ) {
        let requests = informers.certificateRequests
        let controller = Controller(
            "certificate-controller", simulation: client.simulation,
            reconciler: Self(requests: requests, client: client, signer: signer))
        let queue = controller.queue
        requests.onChange { change in
            if case .deleted = change { return }
            queue.add(change.object.namespacedName)
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard var request = requests.get(name), request.isMarked("Approved"),
            !request.isMarked("Denied"), !request.isMarked("Failed"), request.certificate == nil,
            let rule = Self.rules[request.signerName]
        else { return .done }
        guard let subject = signer.subject(of: request.request),
            rule.problem(subject, request.usages) == nil
        else {
            return try await fail(&request)
        }
        let lifetime = min(
            Duration.seconds(request.expirationSeconds ?? Int.max / 2), Defaults.certificateLifetime
        )
        guard
            let certificate = signer.sign(
                request.request, usages: request.usages, lifetime: lifetime)
        else { return try await fail(&request) }
        request.value["status"]["certificate"] = .string(Base64.encode(Array(certificate.utf8)))
        try await client.updateStatus(request)
        return .done
    }

    /// Says why in the object, since nobody is waiting for an answer.
    private func fail(
        _ request: inout CertificateSigningRequest
    ) async throws(Status) -> ReconcileResult {
        let subject = signer.subject(of: request.request)
        let why =
            subject.flatMap { Self.rules[request.signerName]?.problem($0, request.usages) }
            ?? "the request cannot be fulfilled"
        var conditions = request.value["status"]["conditions"].array ?? []
        conditions.append([
            "type": "Failed", "status": "True", "reason": "SignerValidationFailure",
            "message": .string(why),
        ])
        request.value["status"]["conditions"] = .array(conditions)
        try await client.updateStatus(request)
        return .done
    }

    /// What a signer demands of a request.
    private struct Rule: Sendable {
        var allowed: Set<String>
        var required: Set<String>
        var isForNodes = false
        var allowsAlternativeNames = false

        func problem(_ subject: RequestSubject, _ usages: [String]) -> String? {
            let usages = Set(usages)
            guard usages.isSubset(of: allowed), required.isSubset(of: usages) else {
                return "usages did not match"
            }
            guard isForNodes else { return nil }
            if subject.organizations != ["system:nodes"] {
                return "subject organization is not system:nodes"
            }
            if !subject.commonName.hasPrefix("system:node:") {
                return "subject common name does not begin with system:node:"
            }
            if subject.hasAlternativeNames != allowsAlternativeNames {
                return allowsAlternativeNames
                    ? "DNS or IP subjectAltName is required" : "DNS subjectAltNames are not allowed"
            }
            return nil
        }
    }

    private static let basic: Set<String> = ["digital signature", "key encipherment"]
    private static let rules: [String: Rule] = [
        "kubernetes.io/kube-apiserver-client": Rule(
            allowed: basic.union(["client auth"]), required: ["client auth"]),
        "kubernetes.io/kube-apiserver-client-kubelet": Rule(
            allowed: basic.union(["client auth"]), required: ["client auth", "digital signature"],
            isForNodes: true),
        "kubernetes.io/kubelet-serving": Rule(
            allowed: basic.union(["server auth"]), required: ["server auth", "digital signature"],
            isForNodes: true, allowsAlternativeNames: true),
    ]
}
