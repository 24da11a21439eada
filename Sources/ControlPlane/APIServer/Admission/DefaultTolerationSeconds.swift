import API

/// Pods stay five minutes on a node that is not ready or out of reach, unless they say otherwise.
///
/// Upstream: kubernetes plugin/pkg/admission/defaulttolerationseconds.
struct DefaultTolerationSeconds: AdmissionPlugin {
    let name = "DefaultTolerationSeconds"

    private static let taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
    /// **Unit**: seconds. Source: `--default-not-ready-toleration-seconds`.
    private static let seconds: Int64 = 300

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        var tolerations = pod["spec"]["tolerations"].array ?? []
        let given = tolerations
        for taint in Self.taints where !given.contains(where: { Self.tolerates($0, taint) }) {
            tolerations.append([
                "key": .string(taint), "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": .int(Self.seconds),
            ])
        }
        guard tolerations.count != given.count else { return }
        pod["spec"]["tolerations"] = .array(tolerations)
        request.object = pod
    }

    private static func tolerates(_ toleration: Value, _ taint: String) -> Bool {
        let key = toleration["key"].string ?? ""
        let effect = toleration["effect"].string ?? ""
        return (key.isEmpty || key == taint) && (effect.isEmpty || effect == "NoExecute")
    }
}
