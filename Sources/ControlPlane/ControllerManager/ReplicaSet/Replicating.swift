import API
import Client

/// What asks for a number of pods that are all alike.
protocol Replicating: APIObject {
    var spec: ReplicaSetSpec { get }
    var status: ReplicaSetStatus { get set }
    /// Its controller's name in Events.
    static var controllerName: String { get }
    /// Whether its status tells how many pods are going.
    static var countsTerminating: Bool { get }
    static func informer(in informers: Informers) -> Informer<Self>
}

extension ReplicaSet: Replicating {
    static let controllerName = "replicaset-controller"
    static let countsTerminating = true
    static func informer(in informers: Informers) -> Informer<Self> { informers.replicaSets }
}

/// A ReplicaSet's elder: its selector is a plain map of labels.
struct ReplicationController: Replicating {
    static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "replicationcontrollers")
    static let kind = "ReplicationController"
    static let isNamespaced = true
    static let controllerName = "replication-controller"
    static let countsTerminating = false

    var value: Value
    init(_ value: Value) { self.value = value }

    /// As a ReplicaSet would say it.
    var spec: ReplicaSetSpec {
        var spec = value["spec"] ?? .object(Object())
        spec["selector"] = ["matchLabels": spec["selector"] ?? .object(Object())]
        return ReplicaSetSpec(spec)
    }
    var status: ReplicaSetStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
    static func informer(in informers: Informers) -> Informer<Self> {
        informers.replicationControllers
    }
}
