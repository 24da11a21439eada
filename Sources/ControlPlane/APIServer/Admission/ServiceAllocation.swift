import API
import Simulation

/// Gives services their cluster IPs and node ports on the way to the store.
///
/// Differs: upstream allocates in the registry of services, after admission, and keeps IPAddress
/// objects; here it is the last of the mutating plugins, and the services are the record.
struct ServiceAllocation: AdmissionPlugin {
    let registry: Registry
    let addresses: ServiceAddresses
    let name = "ServiceAllocation"

    private static let services = GroupVersionResource(
        group: "", version: "v1", resource: "services")

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.isFor("services"), var service = request.object,
            let store = registry.store(Self.services)
        else { return }
        // What the validation refuses anyway must not be given an address first.
        let type = service["spec"]["type"].string ?? "ClusterIP"
        guard ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"].contains(type),
            store.strategy.validate(service, store.context(WriteOptions(user: request.user)))
                .allSatisfy({ $0.path.description.hasPrefix("spec.clusterIP") })
        else { return }
        keepOld(&service, request)
        let uid = request.oldObject["metadata"]["uid"]
        let others = registry.cachedList(Self.services).filter {
            uid == nil || $0["metadata"]["uid"] != uid
        }
        let errors = addresses.allocate(
            &service, services: others, random: registry.simulation.random("service addresses"))
        if !errors.isEmpty {
            let name = service["metadata"]["name"].string ?? ""
            throw .invalid(GroupVersionKind(apiVersion: "v1", kind: "Service"), name, errors)
        }
        request.object = service
    }

    /// An update that does not mention addresses keeps those that the service has.
    private func keepOld(_ service: inout Value, _ request: AdmissionRequest) {
        guard request.operation == .update, let old = request.oldObject,
            service["spec"]["type"].string ?? "ClusterIP" != "ExternalName"
        else { return }
        for name in ["clusterIP", "clusterIPs"] where service["spec"][name] == nil {
            service["spec"][name] = old["spec"][name]
        }
        guard ["NodePort", "LoadBalancer"].contains(service["spec"]["type"].string ?? ""),
            var ports = service["spec"]["ports"].array
        else { return }
        for index in ports.indices where ports[index]["nodePort"].int ?? 0 == 0 {
            let same = old["spec"]["ports"].array?.first {
                $0["port"] == ports[index]["port"] && $0["protocol"] == ports[index]["protocol"]
            }
            ports[index]["nodePort"] = same["nodePort"]
        }
        service["spec"]["ports"] = .array(ports)
    }
}
