/// A machine that runs pods.
package struct Node: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "nodes")
    package static let kind = "Node"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: NodeSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: NodeStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// What the cluster decided about a node.
package struct NodeSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var podCIDR: String? {
        get { self["podCIDR"] }
        set { self["podCIDR"] = newValue }
    }
    package var podCIDRs: [String] {
        get { self["podCIDRs"] }
        set { self["podCIDRs"] = newValue }
    }
    package var providerID: String? {
        get { self["providerID"] }
        set { self["providerID"] = newValue }
    }
    /// Cordoned.
    package var unschedulable: Bool {
        get { self["unschedulable"] ?? false }
        set { self["unschedulable"] = newValue }
    }
    package var taints: [Taint] {
        get { self["taints"] }
        set { self["taints"] = newValue }
    }
}

/// What the kubelet says of its node.
package struct NodeStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var capacity: [String: Quantity] {
        get { self["capacity"] }
        set { self["capacity"] = newValue }
    }
    /// What is left for pods.
    package var allocatable: [String: Quantity] {
        get { self["allocatable"] }
        set { self["allocatable"] = newValue }
    }
    package var phase: String? {
        get { self["phase"] }
        set { self["phase"] = newValue }
    }
    package var conditions: [NodeCondition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
    package var addresses: [NodeAddress] {
        get { self["addresses"] }
        set { self["addresses"] = newValue }
    }
    package var daemonEndpoints: Value? {
        get { value["daemonEndpoints"] }
        set { value["daemonEndpoints"] = newValue }
    }
    package var nodeInfo: NodeSystemInfo {
        get { self["nodeInfo"] }
        set { self["nodeInfo"] = newValue }
    }
    package var images: [ContainerImage] {
        get { self["images"] }
        set { self["images"] = newValue }
    }
    package var volumesInUse: [String] {
        get { self["volumesInUse"] }
        set { self["volumesInUse"] = newValue }
    }

    /// The condition called `type`; assigning replaces it in place or appends it.
    package subscript(condition type: String) -> NodeCondition? {
        get { conditions.first { $0.type == type } }
        set { conditions.replace(newValue, where: { $0.type == type }) }
    }

    /// The address of this type (`InternalIP`, `Hostname`).
    package func address(_ type: String) -> String? { addresses.first { $0.type == type }?.address }
}

/// One thing that holds of a node or not: `Ready`, `MemoryPressure`, ...
package struct NodeCondition: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    /// `True`, `False` or `Unknown`.
    package var status: String {
        get { self["status", default: ""] }
        set { self["status", default: ""] = newValue }
    }
    /// RFC 3339.
    package var lastHeartbeatTime: String? {
        get { self["lastHeartbeatTime"] }
        set { self["lastHeartbeatTime"] = newValue }
    }
    /// RFC 3339.
    package var lastTransitionTime: String? {
        get { self["lastTransitionTime"] }
        set { self["lastTransitionTime"] = newValue }
    }
    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }
}

/// One address of a node: `InternalIP`, `Hostname`, ...
package struct NodeAddress: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    package var address: String {
        get { self["address", default: ""] }
        set { self["address", default: ""] = newValue }
    }
}

/// Versions and ids of a node.
package struct NodeSystemInfo: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var machineID: String {
        get { self["machineID", default: ""] }
        set { self["machineID", default: ""] = newValue }
    }
    package var systemUUID: String {
        get { self["systemUUID", default: ""] }
        set { self["systemUUID", default: ""] = newValue }
    }
    package var bootID: String {
        get { self["bootID", default: ""] }
        set { self["bootID", default: ""] = newValue }
    }
    package var kernelVersion: String {
        get { self["kernelVersion", default: ""] }
        set { self["kernelVersion", default: ""] = newValue }
    }
    package var osImage: String {
        get { self["osImage", default: ""] }
        set { self["osImage", default: ""] = newValue }
    }
    package var containerRuntimeVersion: String {
        get { self["containerRuntimeVersion", default: ""] }
        set { self["containerRuntimeVersion", default: ""] = newValue }
    }
    package var kubeletVersion: String {
        get { self["kubeletVersion", default: ""] }
        set { self["kubeletVersion", default: ""] = newValue }
    }
    package var kubeProxyVersion: String {
        get { self["kubeProxyVersion", default: ""] }
        set { self["kubeProxyVersion", default: ""] = newValue }
    }
    package var operatingSystem: String {
        get { self["operatingSystem", default: ""] }
        set { self["operatingSystem", default: ""] = newValue }
    }
    package var architecture: String {
        get { self["architecture", default: ""] }
        set { self["architecture", default: ""] = newValue }
    }
}

/// An image that a node has pulled.
package struct ContainerImage: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var names: [String] {
        get { self["names"] }
        set { self["names"] = newValue }
    }
    package var sizeBytes: Int {
        get { self["sizeBytes"] ?? 0 }
        set { self["sizeBytes"] = newValue }
    }
}
