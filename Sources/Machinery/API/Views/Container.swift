/// One container of a pod.
package struct Container: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var image: String {
        get { self["image", default: ""] }
        set { self["image", default: ""] = newValue }
    }
    /// Replaces the image's entry point.
    package var command: [String] {
        get { self["command"] }
        set { self["command"] = newValue }
    }
    package var args: [String] {
        get { self["args"] }
        set { self["args"] = newValue }
    }
    package var workingDir: String? {
        get { self["workingDir"] }
        set { self["workingDir"] = newValue }
    }
    package var ports: [ContainerPort] {
        get { self["ports"] }
        set { self["ports"] = newValue }
    }
    package var envFrom: [EnvFromSource] {
        get { self["envFrom"] }
        set { self["envFrom"] = newValue }
    }
    package var env: [EnvVar] {
        get { self["env"] }
        set { self["env"] = newValue }
    }
    package var resources: ResourceRequirements {
        get { self["resources"] }
        set { self["resources"] = newValue }
    }
    /// `Always` makes an init container a sidecar.
    package var restartPolicy: String? {
        get { self["restartPolicy"] }
        set { self["restartPolicy"] = newValue }
    }
    package var volumeMounts: [VolumeMount] {
        get { self["volumeMounts"] }
        set { self["volumeMounts"] = newValue }
    }
    package var livenessProbe: Probe? {
        get { self["livenessProbe"] }
        set { self["livenessProbe"] = newValue }
    }
    package var readinessProbe: Probe? {
        get { self["readinessProbe"] }
        set { self["readinessProbe"] = newValue }
    }
    package var startupProbe: Probe? {
        get { self["startupProbe"] }
        set { self["startupProbe"] = newValue }
    }
    package var lifecycle: Lifecycle? {
        get { self["lifecycle"] }
        set { self["lifecycle"] = newValue }
    }
    package var terminationMessagePath: String {
        get { self["terminationMessagePath"] ?? "/dev/termination-log" }
        set { self["terminationMessagePath"] = newValue }
    }
    package var terminationMessagePolicy: String {
        get { self["terminationMessagePolicy"] ?? "File" }
        set { self["terminationMessagePolicy"] = newValue }
    }
    /// `Always`, `IfNotPresent` or `Never`; empty before defaulting.
    package var imagePullPolicy: String {
        get { self["imagePullPolicy", default: ""] }
        set { self["imagePullPolicy", default: ""] = newValue }
    }
    package var securityContext: SecurityContext? {
        get { self["securityContext"] }
        set { self["securityContext"] = newValue }
    }
    package var stdin: Bool {
        get { self["stdin"] ?? false }
        set { self["stdin"] = newValue }
    }
    package var stdinOnce: Bool {
        get { self["stdinOnce"] ?? false }
        set { self["stdinOnce"] = newValue }
    }
    package var tty: Bool {
        get { self["tty"] ?? false }
        set { self["tty"] = newValue }
    }
}

/// A port that a container says it listens on.
package struct ContainerPort: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String? {
        get { self["name"] }
        set { self["name"] = newValue }
    }
    package var hostPort: Int? {
        get { self["hostPort"] }
        set { self["hostPort"] = newValue }
    }
    package var containerPort: Int {
        get { self["containerPort"] ?? 0 }
        set { self["containerPort"] = newValue }
    }
    package var `protocol`: String {
        get { self["protocol"] ?? "TCP" }
        set { self["protocol"] = newValue }
    }
    package var hostIP: String? {
        get { self["hostIP"] }
        set { self["hostIP"] = newValue }
    }
}

/// What a container asks for (`requests`) and may use at most (`limits`).
package struct ResourceRequirements: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var limits: [String: Quantity] {
        get { self["limits"] }
        set { self["limits"] = newValue }
    }
    package var requests: [String: Quantity] {
        get { self["requests"] }
        set { self["requests"] = newValue }
    }
}

/// Where a container sees a volume of its pod.
package struct VolumeMount: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var readOnly: Bool {
        get { self["readOnly"] ?? false }
        set { self["readOnly"] = newValue }
    }
    package var mountPath: String {
        get { self["mountPath", default: ""] }
        set { self["mountPath", default: ""] = newValue }
    }
    package var subPath: String? {
        get { self["subPath"] }
        set { self["subPath"] = newValue }
    }
    package var subPathExpr: String? {
        get { self["subPathExpr"] }
        set { self["subPathExpr"] = newValue }
    }
    package var mountPropagation: String? {
        get { self["mountPropagation"] }
        set { self["mountPropagation"] = newValue }
    }
}

/// As whom, and with which rights, a container runs.
package struct SecurityContext: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var capabilities: Capabilities? {
        get { self["capabilities"] }
        set { self["capabilities"] = newValue }
    }
    package var privileged: Bool? {
        get { self["privileged"] }
        set { self["privileged"] = newValue }
    }
    package var runAsUser: Int? {
        get { self["runAsUser"] }
        set { self["runAsUser"] = newValue }
    }
    package var runAsGroup: Int? {
        get { self["runAsGroup"] }
        set { self["runAsGroup"] = newValue }
    }
    package var runAsNonRoot: Bool? {
        get { self["runAsNonRoot"] }
        set { self["runAsNonRoot"] = newValue }
    }
    package var readOnlyRootFilesystem: Bool? {
        get { self["readOnlyRootFilesystem"] }
        set { self["readOnlyRootFilesystem"] = newValue }
    }
    package var allowPrivilegeEscalation: Bool? {
        get { self["allowPrivilegeEscalation"] }
        set { self["allowPrivilegeEscalation"] = newValue }
    }
    package var seccompProfile: Value? {
        get { value["seccompProfile"] }
        set { value["seccompProfile"] = newValue }
    }
}

/// Linux capabilities added and dropped.
package struct Capabilities: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var add: [String] {
        get { self["add"] }
        set { self["add"] = newValue }
    }
    package var drop: [String] {
        get { self["drop"] }
        set { self["drop"] = newValue }
    }
}

/// As whom all containers of a pod run, unless they say otherwise.
package struct PodSecurityContext: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var runAsUser: Int? {
        get { self["runAsUser"] }
        set { self["runAsUser"] = newValue }
    }
    package var runAsGroup: Int? {
        get { self["runAsGroup"] }
        set { self["runAsGroup"] = newValue }
    }
    package var runAsNonRoot: Bool? {
        get { self["runAsNonRoot"] }
        set { self["runAsNonRoot"] = newValue }
    }
    package var supplementalGroups: [Int] {
        get { self["supplementalGroups"] }
        set { self["supplementalGroups"] = newValue }
    }
    /// The group that owns the pod's volumes.
    package var fsGroup: Int? {
        get { self["fsGroup"] }
        set { self["fsGroup"] = newValue }
    }
    package var fsGroupChangePolicy: String? {
        get { self["fsGroupChangePolicy"] }
        set { self["fsGroupChangePolicy"] = newValue }
    }
    package var seccompProfile: Value? {
        get { value["seccompProfile"] }
        set { value["seccompProfile"] = newValue }
    }
    package var sysctls: Value? {
        get { value["sysctls"] }
        set { value["sysctls"] = newValue }
    }
}
