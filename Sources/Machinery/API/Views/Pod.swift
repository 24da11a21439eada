/// The smallest thing that is scheduled: containers that share a node, addresses and volumes.
package struct Pod: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "pods")
    package static let kind = "Pod"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: PodSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: PodStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// What a pod should be.
package struct PodSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var volumes: [Volume] {
        get { self["volumes"] }
        set { self["volumes"] = newValue }
    }
    package var initContainers: [Container] {
        get { self["initContainers"] }
        set { self["initContainers"] = newValue }
    }
    package var containers: [Container] {
        get { self["containers"] }
        set { self["containers"] = newValue }
    }
    /// Added to a running pod by `kubectl debug`; they have a container's fields.
    package var ephemeralContainers: [Container] {
        get { self["ephemeralContainers"] }
        set { self["ephemeralContainers"] = newValue }
    }
    /// `Always`, `OnFailure` or `Never`.
    package var restartPolicy: String {
        get { self["restartPolicy"] ?? "Always" }
        set { self["restartPolicy"] = newValue }
    }
    /// Upstream's default is 30.
    package var terminationGracePeriodSeconds: Int? {
        get { self["terminationGracePeriodSeconds"] }
        set { self["terminationGracePeriodSeconds"] = newValue }
    }
    package var activeDeadlineSeconds: Int? {
        get { self["activeDeadlineSeconds"] }
        set { self["activeDeadlineSeconds"] = newValue }
    }
    /// `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` or `None`.
    package var dnsPolicy: String {
        get { self["dnsPolicy"] ?? "ClusterFirst" }
        set { self["dnsPolicy"] = newValue }
    }
    package var nodeSelector: [String: String] {
        get { self["nodeSelector"] }
        set { self["nodeSelector"] = newValue }
    }
    /// Empty before the ServiceAccount admission plugin has filled it.
    package var serviceAccountName: String {
        get { self["serviceAccountName", default: ""] }
        set { self["serviceAccountName", default: ""] = newValue }
    }
    /// The deprecated twin of `serviceAccountName`.
    package var serviceAccount: String? {
        get { self["serviceAccount"] }
        set { self["serviceAccount"] = newValue }
    }
    package var automountServiceAccountToken: Bool? {
        get { self["automountServiceAccountToken"] }
        set { self["automountServiceAccountToken"] = newValue }
    }
    /// Nil until the pod is bound.
    package var nodeName: String? {
        get { self["nodeName"] }
        set { self["nodeName"] = newValue }
    }
    package var hostNetwork: Bool {
        get { self["hostNetwork"] ?? false }
        set { self["hostNetwork"] = newValue }
    }
    package var hostPID: Bool {
        get { self["hostPID"] ?? false }
        set { self["hostPID"] = newValue }
    }
    package var hostIPC: Bool {
        get { self["hostIPC"] ?? false }
        set { self["hostIPC"] = newValue }
    }
    package var shareProcessNamespace: Bool {
        get { self["shareProcessNamespace"] ?? false }
        set { self["shareProcessNamespace"] = newValue }
    }
    package var securityContext: PodSecurityContext {
        get { self["securityContext"] }
        set { self["securityContext"] = newValue }
    }
    package var imagePullSecrets: [LocalObjectReference] {
        get { self["imagePullSecrets"] }
        set { self["imagePullSecrets"] = newValue }
    }
    package var hostname: String? {
        get { self["hostname"] }
        set { self["hostname"] = newValue }
    }
    package var subdomain: String? {
        get { self["subdomain"] }
        set { self["subdomain"] = newValue }
    }
    package var setHostnameAsFQDN: Bool {
        get { self["setHostnameAsFQDN"] ?? false }
        set { self["setHostnameAsFQDN"] = newValue }
    }
    package var affinity: Affinity? {
        get { self["affinity"] }
        set { self["affinity"] = newValue }
    }
    package var schedulerName: String {
        get { self["schedulerName"] ?? "default-scheduler" }
        set { self["schedulerName"] = newValue }
    }
    package var tolerations: [Toleration] {
        get { self["tolerations"] }
        set { self["tolerations"] = newValue }
    }
    package var hostAliases: [HostAlias] {
        get { self["hostAliases"] }
        set { self["hostAliases"] = newValue }
    }
    package var priorityClassName: String? {
        get { self["priorityClassName"] }
        set { self["priorityClassName"] = newValue }
    }
    package var priority: Int {
        get { self["priority"] ?? 0 }
        set { self["priority"] = newValue }
    }
    package var preemptionPolicy: String? {
        get { self["preemptionPolicy"] }
        set { self["preemptionPolicy"] = newValue }
    }
    package var dnsConfig: PodDNSConfig? {
        get { self["dnsConfig"] }
        set { self["dnsConfig"] = newValue }
    }
    package var readinessGates: [PodReadinessGate] {
        get { self["readinessGates"] }
        set { self["readinessGates"] = newValue }
    }
    package var runtimeClassName: String? {
        get { self["runtimeClassName"] }
        set { self["runtimeClassName"] = newValue }
    }
    package var enableServiceLinks: Bool {
        get { self["enableServiceLinks"] ?? true }
        set { self["enableServiceLinks"] = newValue }
    }
    package var overhead: [String: Quantity] {
        get { self["overhead"] }
        set { self["overhead"] = newValue }
    }
    package var topologySpreadConstraints: [TopologySpreadConstraint] {
        get { self["topologySpreadConstraints"] }
        set { self["topologySpreadConstraints"] = newValue }
    }
    package var schedulingGates: [PodSchedulingGate] {
        get { self["schedulingGates"] }
        set { self["schedulingGates"] = newValue }
    }
    package var os: Value? {
        get { value["os"] }
        set { value["os"] = newValue }
    }
    /// Requests and limits of the pod as a whole.
    package var resources: ResourceRequirements? {
        get { self["resources"] }
        set { self["resources"] = newValue }
    }
}

/// The name of an object in the same namespace.
package struct LocalObjectReference: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
}

/// One more line for the pod's `/etc/hosts`.
package struct HostAlias: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var ip: String {
        get { self["ip", default: ""] }
        set { self["ip", default: ""] = newValue }
    }
    package var hostnames: [String] {
        get { self["hostnames"] }
        set { self["hostnames"] = newValue }
    }
}

/// What is added to, or with policy `None` replaces, the pod's `/etc/resolv.conf`.
package struct PodDNSConfig: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var nameservers: [String] {
        get { self["nameservers"] }
        set { self["nameservers"] = newValue }
    }
    package var searches: [String] {
        get { self["searches"] }
        set { self["searches"] = newValue }
    }
    package var options: [PodDNSConfigOption] {
        get { self["options"] }
        set { self["options"] = newValue }
    }
}

/// One resolver option: `ndots:5`.
package struct PodDNSConfigOption: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var optionValue: String? {
        get { self["value"] }
        set { self["value"] = newValue }
    }
}

/// A condition, besides the containers', that a pod needs to be Ready.
package struct PodReadinessGate: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var conditionType: String {
        get { self["conditionType", default: ""] }
        set { self["conditionType", default: ""] = newValue }
    }
}

/// A named reason why the scheduler leaves the pod alone.
package struct PodSchedulingGate: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
}
