import API
import PKI

/// Only who may approve for a signer approves or denies its certificate requests.
///
/// Upstream: kubernetes plugin/pkg/admission/certificates/approval.
struct CertificateApproval: AdmissionPlugin {
    let signers: SignerAuthorization
    let name = "CertificateApproval"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .update, SignerAuthorization.isRequest(request, "approval"),
            let old = request.oldObject
        else { return }
        try await signers.check("approve", signer: old, request)
    }
}

/// Only who may sign for a signer hands out its certificates.
///
/// Upstream: kubernetes plugin/pkg/admission/certificates/signing.
struct CertificateSigning: AdmissionPlugin {
    let signers: SignerAuthorization
    let name = "CertificateSigning"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .update, SignerAuthorization.isRequest(request, "status"),
            let old = request.oldObject, let new = request.object,
            old["status"]["certificate"] != new["status"]["certificate"]
        else { return }
        try await signers.check("sign", signer: old, request)
    }
}

/// Nobody asks for a certificate that would stand above all rules.
///
/// Upstream: kubernetes plugin/pkg/admission/certificates/subjectrestriction.
struct CertificateSubjectRestriction: AdmissionPlugin {
    let name = "CertificateSubjectRestriction"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, SignerAuthorization.isRequest(request, ""),
            let object = request.object,
            object["spec"]["signerName"].string == "kubernetes.io/kube-apiserver-client",
            let text = object["spec"]["request"].string,
            let wish = CertificateWish(base64: text), wish.organizations.contains("system:masters")
        else { return }
        throw request.forbidden(
            "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                + " allowed")
    }
}

/// Whether somebody may act for a signer: a right on `signers`, by name or for its whole domain.
///
/// Upstream: kubernetes pkg/registry/certificates/certificates/authorization.
struct SignerAuthorization: Sendable {
    let authorizer: any Authorizer

    static func isRequest(_ request: AdmissionRequest, _ subresource: String) -> Bool {
        request.resource.group == "certificates.k8s.io"
            && request.resource.resource == "certificatesigningrequests"
            && request.subresource == subresource
    }

    /// **Throws** 403 unless the user may `verb` for the signer that `object` names.
    func check(
        _ verb: String, signer object: Value, _ request: AdmissionRequest
    ) async throws(Status) {
        let signer = object["spec"]["signerName"].string ?? ""
        let domain = signer.prefix { $0 != "/" }
        for name in [signer, "\(domain)/*"] {
            let question = AccessRequest(
                user: request.user, verb: verb, group: "certificates.k8s.io", version: "*",
                resource: "signers", name: name)
            if authorizer.decide(question).isAllowed { return }
        }
        throw request.forbidden(
            "user not permitted to \(verb) requests with signerName \(GoText.quoted(signer))")
    }
}
