import API

/// Every container pulls its image anew, so that nobody runs a private image from a node's cache
/// without the right to pull it. Off by default.
///
/// Upstream: kubernetes plugin/pkg/admission/alwayspullimages.
struct AlwaysPullImages: AdmissionPlugin {
    let name = "AlwaysPullImages"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            guard var containers = pod["spec"][list].array else { continue }
            for index in containers.indices { containers[index]["imagePullPolicy"] = "Always" }
            pod["spec"][list] = .array(containers)
        }
        request.object = pod
    }
}
