/// A stable name and address for a changing set of pods.
package struct Service: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "services")
    package static let kind = "Service"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: ServiceSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: Value? {
        get { value["status"] }
        set { value["status"] = newValue }
    }
}

/// Which pods, at which ports, under which addresses.
package struct ServiceSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var ports: [ServicePort] {
        get { self["ports"] }
        set { self["ports"] = newValue }
    }
    /// Empty: somebody else keeps the endpoints.
    package var selector: [String: String] {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
    /// `None` makes it headless; empty before one is allocated.
    package var clusterIP: String {
        get { self["clusterIP", default: ""] }
        set { self["clusterIP", default: ""] = newValue }
    }
    package var clusterIPs: [String] {
        get { self["clusterIPs"] }
        set { self["clusterIPs"] = newValue }
    }
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    package var type: String {
        get { self["type"] ?? "ClusterIP" }
        set { self["type"] = newValue }
    }
    package var externalIPs: [String] {
        get { self["externalIPs"] }
        set { self["externalIPs"] = newValue }
    }
    /// `None` or `ClientIP`.
    package var sessionAffinity: String {
        get { self["sessionAffinity"] ?? "None" }
        set { self["sessionAffinity"] = newValue }
    }
    package var sessionAffinityConfig: Value? {
        get { value["sessionAffinityConfig"] }
        set { value["sessionAffinityConfig"] = newValue }
    }
    package var loadBalancerIP: String? {
        get { self["loadBalancerIP"] }
        set { self["loadBalancerIP"] = newValue }
    }
    package var loadBalancerSourceRanges: [String] {
        get { self["loadBalancerSourceRanges"] }
        set { self["loadBalancerSourceRanges"] = newValue }
    }
    package var externalName: String? {
        get { self["externalName"] }
        set { self["externalName"] = newValue }
    }
    package var externalTrafficPolicy: String? {
        get { self["externalTrafficPolicy"] }
        set { self["externalTrafficPolicy"] = newValue }
    }
    package var healthCheckNodePort: Int? {
        get { self["healthCheckNodePort"] }
        set { self["healthCheckNodePort"] = newValue }
    }
    package var publishNotReadyAddresses: Bool {
        get { self["publishNotReadyAddresses"] ?? false }
        set { self["publishNotReadyAddresses"] = newValue }
    }
    package var ipFamilies: [String] {
        get { self["ipFamilies"] }
        set { self["ipFamilies"] = newValue }
    }
    package var ipFamilyPolicy: String? {
        get { self["ipFamilyPolicy"] }
        set { self["ipFamilyPolicy"] = newValue }
    }
    package var allocateLoadBalancerNodePorts: Bool? {
        get { self["allocateLoadBalancerNodePorts"] }
        set { self["allocateLoadBalancerNodePorts"] = newValue }
    }
    package var loadBalancerClass: String? {
        get { self["loadBalancerClass"] }
        set { self["loadBalancerClass"] = newValue }
    }
    package var internalTrafficPolicy: String? {
        get { self["internalTrafficPolicy"] }
        set { self["internalTrafficPolicy"] = newValue }
    }
    package var trafficDistribution: String? {
        get { self["trafficDistribution"] }
        set { self["trafficDistribution"] = newValue }
    }

    package var isHeadless: Bool { clusterIP == "None" }
}

/// One port of a service.
package struct ServicePort: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// Empty only in a service of a single port.
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var `protocol`: String {
        get { self["protocol"] ?? "TCP" }
        set { self["protocol"] = newValue }
    }
    package var appProtocol: String? {
        get { self["appProtocol"] }
        set { self["appProtocol"] = newValue }
    }
    package var port: Int {
        get { self["port"] ?? 0 }
        set { self["port"] = newValue }
    }
    /// A number, or the name of a port of the pods.
    package var targetPort: IntOrString? {
        get { self["targetPort"] }
        set { self["targetPort"] = newValue }
    }
    package var nodePort: Int? {
        get { self["nodePort"] }
        set { self["nodePort"] = newValue }
    }
}
