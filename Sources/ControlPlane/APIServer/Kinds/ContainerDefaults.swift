import API

/// What a container holds after the client's part.
///
/// Upstream: kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Container, SetDefaults_Probe.
enum ContainerDefaults {
    private static let container = DefaultFields(
        "core/v1.Container",
        [
            "resources": [:], "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "File",
        ])
    private static let port = DefaultFields("core/v1.ContainerPort", ["protocol": "TCP"])
    private static let probe = DefaultFields(
        "core/v1.Probe",
        ["timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3])
    private static let httpGet = DefaultFields(
        "core/v1.HTTPGetAction", ["path": "/", "scheme": "HTTP"])
    private static let grpc = DefaultFields("core/v1.GRPCAction", ["service": ""])
    private static let resources = DefaultFields("core/v1.ResourceRequirements")

    static func fill(_ object: inout Object) {
        container.fill(&object)
        if object["imagePullPolicy"] == nil {
            let policy = pullPolicy(image: object["image"].string ?? "")
            container.set("imagePullPolicy", .string(policy), in: &object)
        }
        object.editItems("ports", port.fill)
        object.editItems("env") { variable in
            variable.edit("valueFrom", EnvironmentDefaults.fillReferences)
        }
        for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
            object.edit(name) { probe in
                self.probe.fill(&probe)
                probe.edit("httpGet", httpGet.fill)
                probe.edit("grpc", grpc.fill)
            }
        }
        object.edit("lifecycle") { lifecycle in
            for hook in ["postStart", "preStop"] {
                lifecycle.edit(hook) { $0.edit("httpGet", httpGet.fill) }
            }
        }
    }

    /// An image without a tag, or tagged `latest`, is always pulled.
    static func pullPolicy(image: String) -> String {
        if image.contains("@") { return "IfNotPresent" }
        let name = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let colon = name.lastIndex(of: ":") else { return "Always" }
        return name[name.index(after: colon)...] == "latest" ? "Always" : "IfNotPresent"
    }

    /// What is limited but not requested is requested as far as it is limited.
    static func requestWhatIsLimited(_ object: inout Object) {
        guard let limits = object["resources"]["limits"].object, !limits.isEmpty else { return }
        var requests = object["resources"]["requests"].object ?? Object()
        let missing = limits.filter { requests[$0.name] == nil }
        if missing.isEmpty { return }
        for limit in missing { requests[limit.name] = limit.value }
        object.edit("resources") { resources.set("requests", .object(requests.sorted), in: &$0) }
    }

    /// On the host's network a container's port is the host's.
    static func openHostPorts(_ object: inout Object) {
        object.editItems("ports") { port in
            if let number = port["containerPort"] {
                self.port.setDefault("hostPort", number, in: &port)
            }
        }
    }
}

/// References to fields and resources of the pod, in variables and downward API files.
enum EnvironmentDefaults {
    private static let fieldRef = DefaultFields("core/v1.ObjectFieldSelector", ["apiVersion": "v1"])
    private static let resourceRef = DefaultFields(
        "core/v1.ResourceFieldSelector", ["divisor": "0"])

    static func fillReferences(_ object: inout Object) {
        object.edit("fieldRef", fieldRef.fill)
        object.edit("resourceFieldRef", resourceRef.fill)
    }
}
