import API

/// Lets everything through. Off by default, and of no use.
///
/// Upstream: kubernetes plugin/pkg/admission/admit.
struct AlwaysAdmit: AdmissionPlugin { let name = "AlwaysAdmit" }

/// Lets nothing through: for trying out what then still works. Off by default.
///
/// Upstream: kubernetes plugin/pkg/admission/deny.
struct AlwaysDeny: AdmissionPlugin {
    let name = "AlwaysDeny"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        // The server's own objects are not asked for by anybody.
        guard request.user != .apiServer else { return }
        throw request.forbidden("admission control is denying all modifications")
    }
}

/// No Service may claim an address outside of the cluster. Off by default.
///
/// Upstream: kubernetes plugin/pkg/admission/denyserviceexternalips.
struct DenyServiceExternalIPs: AdmissionPlugin {
    let name = "DenyServiceExternalIPs"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.isFor("services"), let service = request.object else { return }
        let old = Set(request.oldObject["spec"]["externalIPs"].array ?? [])
        let new = service["spec"]["externalIPs"].array ?? []
        guard !new.allSatisfy(old.contains) else { return }
        throw request.forbidden("Use of external IPs is denied by admission control.")
    }
}

/// Pods keep away from each other only within a node; a wider wish could empty a zone. Off by
/// default.
///
/// Upstream: kubernetes plugin/pkg/admission/antiaffinity.
struct LimitPodHardAntiAffinityTopology: AdmissionPlugin {
    let name = "LimitPodHardAntiAffinityTopology"

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), let pod = request.object else {
            return
        }
        let rule = "requiredDuringSchedulingIgnoredDuringExecution"
        for term in pod["spec"]["affinity"]["podAntiAffinity"][rule].array ?? [] {
            let key = term["topologyKey"].string ?? ""
            guard key != "kubernetes.io/hostname" else { continue }
            throw request.forbidden(
                "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey \(key) but only "
                    + "key kubernetes.io/hostname is allowed")
        }
    }
}
