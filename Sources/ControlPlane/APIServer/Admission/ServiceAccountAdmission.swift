import API
import Simulation

/// Gives every pod its service account, and the account's token, CA and namespace as files.
///
/// ```
/// /var/run/secrets/kubernetes.io/serviceaccount/{token,ca.crt,namespace}
///    ◀─ projected volume kube-api-access-xxxxx in every container
/// ```
///
/// Upstream: kubernetes plugin/pkg/admission/serviceaccount/admission.go.
struct ServiceAccountAdmission: AdmissionPlugin {
    let registry: Registry
    let name = "ServiceAccount"

    private static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"
    private static let accounts = GroupVersionResource(
        group: "", version: "v1", resource: "serviceaccounts")
    private static let mirrorAnnotation = "kubernetes.io/config.mirror"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        if pod["metadata"]["annotations"][Self.mirrorAnnotation] != nil {
            // The image of a static pod: it runs already, and may not use an account.
            guard pod["spec"]["serviceAccountName"].string ?? "" == "" else {
                throw request.forbidden("a mirror pod may not reference service accounts")
            }
            return
        }
        if pod["spec"]["serviceAccountName"].string ?? "" == "" {
            pod["spec"]["serviceAccountName"] = "default"
        }
        let wanted = pod["spec"]["serviceAccountName"].string ?? "default"
        pod["spec"]["serviceAccount"] = .string(wanted)
        guard let account = try await account(request.namespace, wanted) else {
            throw request.forbidden(
                "error looking up service account \(request.namespace)/\(wanted): "
                    + "serviceaccount \(GoText.quoted(wanted)) not found")
        }
        if Self.shouldMount(pod, account) { mountToken(&pod) }
        if (pod["spec"]["imagePullSecrets"].array ?? []).isEmpty,
            let secrets = account["imagePullSecrets"].array, !secrets.isEmpty
        {
            pod["spec"]["imagePullSecrets"] = .array(secrets)
        }
        request.object = pod
    }

    private func account(_ namespace: String, _ name: String) async throws(Status) -> Value? {
        if let account = registry.cached(Self.accounts, namespace: namespace, name: name) {
            return account
        }
        return try await registry.newest(Self.accounts, namespace: namespace, name: name)
    }

    /// The pod's own word counts before the account's.
    private static func shouldMount(_ pod: Value, _ account: Value) -> Bool {
        pod["spec"]["automountServiceAccountToken"].bool
            ?? account["automountServiceAccountToken"].bool ?? true
    }

    private func mountToken(_ pod: inout Value) {
        let volumes = pod["spec"]["volumes"].array ?? []
        let present = volumes.first {
            $0["name"].string?.hasPrefix("kube-api-access-") == true && $0["projected"] != nil
        }
        let volumeName = present?["name"].string ?? freeName(volumes)
        var isUsed = false
        for list in ["initContainers", "containers"] {
            guard var containers = pod["spec"][list].array else { continue }
            for index in containers.indices {
                var mounts = containers[index]["volumeMounts"].array ?? []
                // Whoever mounts something there has decided for himself.
                if mounts.contains(where: { $0["mountPath"].string == Self.mountPath }) { continue }
                mounts.append([
                    "name": .string(volumeName), "readOnly": true,
                    "mountPath": .string(Self.mountPath),
                ])
                containers[index]["volumeMounts"] = .array(mounts)
                isUsed = true
            }
            pod["spec"][list] = .array(containers)
        }
        if isUsed, present == nil {
            pod["spec"]["volumes"] = .array(volumes + [Self.volume(volumeName)])
        }
    }

    private func freeName(_ volumes: [Value]) -> String {
        let taken = Set(volumes.compactMap { $0["name"].string })
        while true {
            let name = "kube-api-access-" + registry.random.nameSuffix()
            if !taken.contains(name) { return name }
        }
    }

    private static func volume(_ name: String) -> Value {
        let token: Value = [
            "serviceAccountToken": [
                "expirationSeconds": .int(Int64(APIServerDefaults.boundTokenExpiration)),
                "path": "token",
            ]
        ]
        let authority: Value = [
            "configMap": [
                "name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]],
            ]
        ]
        let namespace: Value = [
            "downwardAPI": [
                "items": [
                    [
                        "path": "namespace",
                        "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"],
                    ]
                ]
            ]
        ]
        return [
            "name": .string(name),
            "projected": ["sources": [token, authority, namespace], "defaultMode": 420],
        ]
    }
}
