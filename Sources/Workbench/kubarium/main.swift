import API
import Client
import Cluster
import Simulation

let simulation = Simulation(seed: 1)
let cluster = try Cluster(simulation: simulation)
for node in cluster.nodes { node.start() }
let clock = ContinuousClock()
var start = clock.now
for _ in 0..<30 {
    simulation.advance(to: simulation.now.advanced(by: .seconds(2)))
    if cluster.apiServer != nil { break }
}
print("api server", cluster.apiServer != nil, CivilTime(simulation.now).rfc3339, clock.now - start)
do { try cluster.boot() } catch { print(error) }
print("booted", CivilTime(simulation.now).rfc3339, clock.now - start)
for event in simulation.trace.all.prefix(60) { print(CivilTime(event.instant).rfc3339, event.source, event.message) }
if cluster.apiServer != nil {
    try simulation.run {
        for node in try await cluster.admin.list(Node.self).items {
            print(node.metadata.name, node.status.conditions.map { "\($0.type)=\($0.status) \($0.message ?? "")" })
        }
        for pod in try await cluster.admin.list(Pod.self).items {
            print(pod.namespacedName, pod.status.phase, pod.status.podIP ?? "", pod.spec.nodeName ?? "", pod.status.containerStatuses.map { String(decoding: JSONWriter.compact($0.state.value), as: UTF8.self) })
        }
        for event in try await cluster.admin.list(Event.self).items.suffix(40) {
            print(event.value["involvedObject"]["name"].string ?? "", event.value["reason"].string ?? "", event.value["message"].string ?? "")
        }
    }
}
