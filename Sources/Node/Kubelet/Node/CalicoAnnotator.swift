import API
package import Client
package import ContainerRuntime
import PodNetwork

/// Notes on a pod what its network plugin gave it, as Calico's plugin does.
///
/// The client carries the plugin's own identity (`calico-node`), not the kubelet's.
package struct CalicoAnnotator: Sendable {
    private let client: KubeClient

    package init(_ client: KubeClient) { self.client = client }

    package func annotate(_ attachment: PodAttachment) async {
        guard let address = attachment.address else { return }
        let block = "\(address)/32"
        let annotations: Value = [
            "cni.projectcalico.org/containerID": .string(attachment.sandboxID),
            "cni.projectcalico.org/podIP": .string(block),
            "cni.projectcalico.org/podIPs": .string(block),
        ]
        _ = try? await client.patch(
            Pod.self, namespace: attachment.podNamespace, name: attachment.podName,
            type: MediaType.mergePatch, ["metadata": ["annotations": annotations]])
    }
}
