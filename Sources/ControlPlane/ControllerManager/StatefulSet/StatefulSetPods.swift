import API

/// The pods of a StatefulSet as they are made: numbered, with claims of their own.
///
/// Upstream: kubernetes pkg/controller/statefulset/stateful_set_utils.go.
extension StatefulSet {
    private func name(_ ordinal: Int) -> String { "\(metadata.name)-\(ordinal)" }

    func pod(_ ordinal: Int, template: PodTemplateSpec, revision: String) -> Pod {
        var pod = PodControl.pod(from: template, of: self)
        let name = name(ordinal)
        pod.metadata.name = name
        pod.metadata.labels["statefulset.kubernetes.io/pod-name"] = name
        pod.metadata.labels["apps.kubernetes.io/pod-index"] = String(ordinal)
        pod.metadata.labels[StatefulSetPlan.hashLabel] = revision
        pod.spec.hostname = name
        if !serviceName.isEmpty { pod.spec.subdomain = serviceName }
        let own = claimTemplates.map { claim -> Value in
            [
                "name": .string(claim.metadata.name),
                "persistentVolumeClaim": [
                    "claimName": .string("\(claim.metadata.name)-\(name)")
                ],
            ]
        }
        let names = Set(own.compactMap { $0["name"].string })
        let others = (pod.value["spec"]["volumes"].array ?? []).filter {
            !names.contains($0["name"].string ?? "")
        }
        let volumes = own + others
        if !volumes.isEmpty { pod.value["spec"]["volumes"] = .array(volumes) }
        return pod
    }

    /// The claims that the pod of this number mounts.
    func claims(_ ordinal: Int) -> [PersistentVolumeClaim] {
        claimTemplates.map { template in
            var claim = PersistentVolumeClaim(
                namespace: metadata.namespace, name: "\(template.metadata.name)-\(name(ordinal))")
            var labels = template.metadata.labels
            for (key, value) in selector.matchLabels { labels[key] = value }
            claim.metadata.labels = labels
            claim.metadata.annotations = template.metadata.annotations
            claim.spec = template.spec
            if deletesClaims { claim.metadata.ownerReferences = [controllerReference(to: self)] }
            return claim
        }
    }
}
