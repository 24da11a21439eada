/// The addresses behind a service, in the old form.
package struct Endpoints: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "endpoints")
    package static let kind = "Endpoints"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var subsets: [EndpointSubset] {
        get { self["subsets"] }
        set { self["subsets"] = newValue }
    }
}

/// Addresses that share ports.
package struct EndpointSubset: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var addresses: [EndpointAddress] {
        get { self["addresses"] }
        set { self["addresses"] = newValue }
    }
    package var notReadyAddresses: [EndpointAddress] {
        get { self["notReadyAddresses"] }
        set { self["notReadyAddresses"] = newValue }
    }
    package var ports: [EndpointPort] {
        get { self["ports"] }
        set { self["ports"] = newValue }
    }
}

/// One pod (or other backend) behind a service.
package struct EndpointAddress: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var ip: String {
        get { self["ip", default: ""] }
        set { self["ip", default: ""] = newValue }
    }
    package var hostname: String? {
        get { self["hostname"] }
        set { self["hostname"] = newValue }
    }
    package var nodeName: String? {
        get { self["nodeName"] }
        set { self["nodeName"] = newValue }
    }
    package var targetRef: ObjectReference? {
        get { self["targetRef"] }
        set { self["targetRef"] = newValue }
    }
}

/// One port of the backends, in Endpoints and EndpointSlices alike.
package struct EndpointPort: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String? {
        get { self["name"] }
        set { self["name"] = newValue }
    }
    package var port: Int? {
        get { self["port"] }
        set { self["port"] = newValue }
    }
    package var `protocol`: String {
        get { self["protocol"] ?? "TCP" }
        set { self["protocol"] = newValue }
    }
    package var appProtocol: String? {
        get { self["appProtocol"] }
        set { self["appProtocol"] = newValue }
    }
}

/// Some of the addresses behind a service.
package struct EndpointSlice: APIObject {
    package static let resource = GroupVersionResource(
        group: "discovery.k8s.io", version: "v1", resource: "endpointslices")
    package static let kind = "EndpointSlice"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `IPv4`, `IPv6` or `FQDN`.
    package var addressType: String {
        get { self["addressType", default: ""] }
        set { self["addressType", default: ""] = newValue }
    }
    package var endpoints: [Endpoint] {
        get { self["endpoints"] }
        set { self["endpoints"] = newValue }
    }
    package var ports: [EndpointPort] {
        get { self["ports"] }
        set { self["ports"] = newValue }
    }
}

/// One backend of a slice.
package struct Endpoint: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var addresses: [String] {
        get { self["addresses"] }
        set { self["addresses"] = newValue }
    }
    package var conditions: EndpointConditions {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
    package var hostname: String? {
        get { self["hostname"] }
        set { self["hostname"] = newValue }
    }
    package var targetRef: ObjectReference? {
        get { self["targetRef"] }
        set { self["targetRef"] = newValue }
    }
    package var nodeName: String? {
        get { self["nodeName"] }
        set { self["nodeName"] = newValue }
    }
    package var zone: String? {
        get { self["zone"] }
        set { self["zone"] = newValue }
    }
    package var hints: Value? {
        get { value["hints"] }
        set { value["hints"] = newValue }
    }
    package var deprecatedTopology: [String: String] {
        get { self["deprecatedTopology"] }
        set { self["deprecatedTopology"] = newValue }
    }
}

/// Whether a backend may get traffic; nil counts as upstream documents it.
package struct EndpointConditions: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// Nil counts as true.
    package var ready: Bool? {
        get { self["ready"] }
        set { self["ready"] = newValue }
    }
    /// Nil counts as `ready`.
    package var serving: Bool? {
        get { self["serving"] }
        set { self["serving"] = newValue }
    }
    /// Nil counts as false.
    package var terminating: Bool? {
        get { self["terminating"] }
        set { self["terminating"] = newValue }
    }
}
