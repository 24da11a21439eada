import API

/// What a pod's spec holds after the client's part, wherever it stands: in a pod or a template.
///
/// Upstream: kubernetes pkg/apis/core/v1/defaults.go and zz_generated.defaults.go.
enum PodDefaults {
    private static let spec = DefaultFields(
        "core/v1.PodSpec",
        [
            "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
            "dnsPolicy": "ClusterFirst", "securityContext": [:],
            "schedulerName": "default-scheduler",
        ])
    private static let status = DefaultFields("core/v1.PodStatus")
    private static let pod = DefaultFields("core/v1.Pod")
    private static let template = DefaultFields(
        "core/v1.PodTemplateSpec", ["metadata": [:], "spec": [:]])

    /// Fills in a pod: its spec, and what only pods get, not templates.
    static func fillPod(_ object: inout Object) {
        pod.setDefault("spec", [:], in: &object)
        object.edit("spec") { spec in
            self.spec.setDefault("enableServiceLinks", true, in: &spec)
            fillSpec(&spec)
            for list in ["initContainers", "containers"] {
                spec.editItems(list, ContainerDefaults.requestWhatIsLimited)
            }
            if spec["hostNetwork"].bool == true {
                for list in ["initContainers", "containers"] {
                    spec.editItems(list, ContainerDefaults.openHostPorts)
                }
            }
        }
        pod.setDefault("status", [:], in: &object)
        object.edit("status") { status.setDefault("phase", "Pending", in: &$0) }
    }

    /// Fills in a pod template, as workloads hold one.
    static func fillTemplate(_ object: inout Object) {
        template.fill(&object)
        object.edit("spec", fillSpec)
    }

    static func fillSpec(_ object: inout Object) {
        spec.fill(&object)
        // The two names of the service account are one field.
        if let account = object["serviceAccountName"] ?? object["serviceAccount"] {
            spec.set("serviceAccountName", account, in: &object)
            spec.set("serviceAccount", account, in: &object)
        }
        object.editItems("volumes", VolumeDefaults.fill)
        object.editItems("initContainers", ContainerDefaults.fill)
        object.editItems("containers", ContainerDefaults.fill)
        object.editItems("ephemeralContainers", ContainerDefaults.fill)
    }
}
