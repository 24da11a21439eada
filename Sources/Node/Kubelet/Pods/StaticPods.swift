import API
import Client
import ContainerRuntime
import Simulation

/// Pods from files of the node, and their mirrors in the API.
///
/// The file makes the pod; the mirror only shows it, so that `kubectl get pods -n kube-system` has
/// the control plane. A mirror carries the pod's hash; its uid is the API server's, the static
/// pod's own is the hash.
///
/// Upstream: kubernetes pkg/kubelet/config/file.go, common.go; pkg/kubelet/pod/mirror_client.go.
final class StaticPods: Sendable {
    static let hashAnnotation = "kubernetes.io/config.hash"
    static let mirrorAnnotation = "kubernetes.io/config.mirror"
    static let seenAnnotation = "kubernetes.io/config.seen"
    static let sourceAnnotation = "kubernetes.io/config.source"

    private let context: KubeletContext
    /// By uid.
    private let known: Confined<[String: Pod]>
    /// What the directory's files held at the last look, so that only a changed one is read anew.
    private let manifests: Confined<[String: Manifest]>

    private struct Manifest: Sendable {
        var bytes: [UInt8]
        var pod: Pod
    }

    init(_ context: KubeletContext) {
        self.context = context
        known = Confined(context.simulation, [:])
        manifests = Confined(context.simulation, [:])
    }

    /// What a look at the directory found.
    struct Changes: Sendable {
        var added: [Pod] = []
        var removed: [Pod] = []
    }

    /// Reads the directory again.
    func read(seen: String) -> Changes {
        let (files, directory) = (
            context.configuration.hostFiles, context.configuration.staticPodPath
        )
        var found: [String: Pod] = [:]
        let last = manifests.value
        manifests.value = [:]
        for name in (try? files.list(directory)) ?? [] where !name.hasPrefix(".") {
            guard let bytes = try? files.read(directory + "/" + name) else { continue }
            var manifest = last[name]
            if manifest?.bytes != bytes { manifest = decode(bytes, seen: seen) }
            guard let manifest else {
                context.simulation.note("kubelet", "cannot read manifest \(directory)/\(name)")
                continue
            }
            manifests.value[name] = manifest
            let pod = manifest.pod
            found[pod.metadata.uid] = known.value[pod.metadata.uid] ?? pod
        }
        let old = known.value
        known.value = found
        return Changes(
            added: found.filter { old[$0.key] == nil }.map(\.value)
                .sorted { $0.namespacedName < $1.namespacedName },
            removed: old.filter { found[$0.key] == nil }.map(\.value)
                .sorted { $0.namespacedName < $1.namespacedName })
    }

    /// Nil for bytes that are no Pod.
    private func decode(_ bytes: [UInt8], seen: String) -> Manifest? {
        guard let value = context.configuration.decodeManifest(bytes),
            value["kind"].string == "Pod"
        else { return nil }
        return Manifest(bytes: bytes, pod: staticPod(Pod(value), bytes, seen: seen))
    }

    private func staticPod(_ manifest: Pod, _ bytes: [UInt8], seen: String) -> Pod {
        let node = context.configuration.nodeName
        var pod = manifest
        var generator = SeededGenerator(
            seed: 0, stream: node + String(decoding: bytes, as: UTF8.self))
        let hash = generator.bytes(16).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
        pod.metadata.uid = hash
        pod.metadata.name += "-" + node
        if pod.metadata.namespace.isEmpty { pod.metadata.namespace = "default" }
        var annotations = pod.metadata.annotations
        annotations[Self.hashAnnotation] = hash
        annotations[Self.seenAnnotation] = seen
        annotations[Self.sourceAnnotation] = "file"
        pod.metadata.annotations = annotations
        pod.spec.nodeName = node
        // A static pod stays on its node whatever befalls it.
        pod.spec.tolerations = [Toleration(["operator": "Exists", "effect": "NoExecute"])]
        for index in pod.spec.containers.indices
        where pod.spec.containers[index].imagePullPolicy.isEmpty {
            pod.spec.containers[index].imagePullPolicy = "IfNotPresent"
        }
        return pod
    }

    /// The static pod that a mirror shows.
    func original(of mirror: Pod) -> Pod? {
        mirror.metadata.annotations[Self.mirrorAnnotation].flatMap { known.value[$0] }
    }

    static func isMirror(_ pod: Pod) -> Bool {
        pod.metadata.annotations[mirrorAnnotation] != nil
    }

    var all: [Pod] { known.value.values.sorted { $0.namespacedName < $1.namespacedName } }

    /// Whether mirrors are missing, or left over.
    func needMirrors(_ informer: Informer<Pod>) -> Bool {
        known.value.values.contains { informer.get($0.namespacedName) == nil }
            || informer.list().contains { Self.isMirror($0) && original(of: $0) == nil }
    }

    /// Makes the mirrors that are missing, and removes those whose pod is no more.
    func reconcileMirrors(_ informer: Informer<Pod>, node: Node?) async {
        for mirror in informer.list() where Self.isMirror(mirror) && original(of: mirror) == nil {
            try? await context.client.delete(
                Pod.self, namespace: mirror.metadata.namespace, name: mirror.metadata.name,
                options: [
                    "kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0,
                    "preconditions": ["uid": .string(mirror.metadata.uid)],
                ])
        }
        for pod in all where informer.get(pod.namespacedName) == nil {
            _ = try? await context.client.create(mirror(of: pod, node: node))
        }
    }

    private func mirror(of pod: Pod, node: Node?) -> Pod {
        var mirror = pod
        mirror.value["status"] = nil
        mirror.value["apiVersion"] = "v1"
        mirror.value["kind"] = "Pod"
        mirror.value["metadata"]["uid"] = nil
        var annotations = pod.metadata.annotations
        annotations[Self.mirrorAnnotation] = annotations[Self.hashAnnotation]
        mirror.metadata.annotations = annotations
        if let node {
            mirror.metadata.ownerReferences = [
                OwnerReference([
                    "apiVersion": "v1", "kind": "Node", "name": .string(node.metadata.name),
                    "uid": .string(node.metadata.uid), "controller": true,
                ])
            ]
        }
        return mirror
    }
}
