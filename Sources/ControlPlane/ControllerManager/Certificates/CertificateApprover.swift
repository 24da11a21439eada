import API
import Client

/// Approves the requests of kubelets for their own client certificates, if they may have them.
///
/// Upstream: kubernetes pkg/controller/certificates/approver/sarapprove.go.
struct CertificateApprover: Reconciler {
    let requests: Informer<CertificateSigningRequest>
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let requests = informers.certificateRequests
        let controller = Controller(
            "certificate-approver", simulation: client.simulation,
            reconciler: Self(requests: requests, client: client))
        let queue = controller.queue
        requests.onChange { change in
            if case .added(let request) = change { queue.add(request.namespacedName) }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard var request = requests.get(name),
            request.signerName == "kubernetes.io/kube-apiserver-client-kubelet",
            !request.isMarked("Approved"), !request.isMarked("Denied")
        else { return .done }
        // A node renews its own certificate; a bootstrap token asks for a node's first one.
        let isSelf = request.username.hasPrefix("system:node:")
        let part = isSelf ? "selfnodeclient" : "nodeclient"
        guard try await may(request, part) else { return .done }
        let message =
            isSelf
            ? "Auto approving self kubelet client certificate after SubjectAccessReview."
            : "Auto approving kubelet client certificate after SubjectAccessReview."
        request.value["status"]["conditions"] = [
            [
                "type": "Approved", "status": "True", "reason": "AutoApproved",
                "message": .string(message),
            ]
        ]
        try await client.update(request, subresource: "approval")
        return .done
    }

    private func may(
        _ request: CertificateSigningRequest, _ subresource: String
    ) async throws(Status) -> Bool {
        let review: Value = [
            "kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
            "spec": [
                "user": .string(request.username),
                "groups": .array(request.groups.map(Value.string)),
                "resourceAttributes": [
                    "group": "certificates.k8s.io", "resource": "certificatesigningrequests",
                    "verb": "create", "subresource": .string(subresource), "version": "*",
                ],
            ],
        ]
        let answer = try await client.value(
            "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", body: review)
        return answer["status"]["allowed"].bool ?? false
    }
}
