package import API
import ContainerRuntime
import Simulation

/// The kubelet's own HTTPS interface, port 10250 of its node, as the node proxy and curl see it.
///
/// ```
///   /healthz[/ping|log|syncloop]   ok
///   /pods, /runningpods/           the pods it was given, the pods that run
///   /configz                       what it was told
///   /logs/...                      the files under /var/log
///   /containerLogs/NS/POD/NAME     the log of a container, as `kubectl logs` gets it
/// ```
/// Every request passes `KubeletAccess` first.
///
/// Differs: no `/metrics` and no `/stats`, as nothing here is measured; commands and forwarded ports
/// come by `KubeletProcess+Server` from the API server only.
/// Upstream: kubernetes pkg/kubelet/server/server.go.
struct KubeletServer: Sendable {
    let kubelet: KubeletProcess

    func answer(_ request: APIRequest) async -> APIResponse {
        let access = KubeletAccess(context: kubelet.context)
        if let refusal = await access.refusal(of: request) { return refusal }
        let words = request.path.split(separator: "/").map(String.init)
        switch words.first {
        case "healthz" where ["", "ping", "log", "syncloop"].contains(Self.rest(words)):
            return .text("ok")
        case "pods" where words.count == 1:
            return .json(Self.list(kubelet.workers.pods.map { described($0) }), isLine: true)
        case "runningpods" where words.count == 1:
            return .json(Self.list(kubelet.workers.pods.compactMap { running($0) }), isLine: true)
        case "configz" where words.count == 1:
            return .json(["kubeletconfig": kubelet.context.configuration.described])
        case "logs": return NodeLogFiles(kubelet.context.configuration.hostFiles).answer(request)
        case "containerLogs" where words.count == 4: return containerLog(words, request)
        case "metrics", "stats", "exec", "attach", "portForward", "run", "checkpoint":
            return .text(
                "/\(words[0]) is not offered by Kubarium's kubelet; see docs/kubelet.md\n",
                status: 501)
        default: return .text("404 page not found\n", status: 404)
        }
    }

    private static func rest(_ words: [String]) -> String {
        words.dropFirst().joined(separator: "/")
    }

    private func containerLog(_ words: [String], _ request: APIRequest) -> APIResponse {
        do throws(Status) {
            let options = try LogOptions(request, now: kubelet.context.simulation.now)
            let log = try kubelet.logs(
                namespace: words[1], pod: words[2], container: words[3], options: options)
            return APIResponse(
                status: 200, headers: HTTPHeaders([("Content-Type", "text/plain")]),
                body: .stream(log))
        } catch {
            return .text(error.message + "\n", status: error.code)
        }
    }

    // MARK: - Pods

    private static func list(_ pods: [Value]) -> Value {
        ["kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(pods)]
    }

    /// A pod with the status that the kubelet holds of it, told to the API server or not.
    private func described(_ pod: Pod) -> Value {
        var pod = pod
        if let status = kubelet.context.statuses.status(pod.metadata.uid) { pod.status = status }
        return pod.value
    }

    /// Who the pod is and which of its containers run; nil if none does.
    private func running(_ pod: Pod) -> Value? {
        let state = kubelet.context.state(of: pod)
        let containers = pod.spec.containers.filter { state.latest($0.name)?.state == .running }
        guard !containers.isEmpty else { return nil }
        let metadata = pod.metadata
        return [
            "metadata": [
                "name": .string(metadata.name), "namespace": .string(metadata.namespace),
                "uid": .string(metadata.uid),
            ],
            "spec": [
                "containers": .array(
                    containers.map {
                        ["name": .string($0.name), "image": .string($0.image), "resources": [:]]
                    })
            ],
            "status": [:],
        ]
    }
}

extension KubeletProcess {
    /// Answers a request that came to port 10250 of the node.
    package func answer(_ request: APIRequest) async -> APIResponse {
        await KubeletServer(kubelet: self).answer(request)
    }
}

extension APIResponse {
    static func text(
        _ text: String, status: Int = 200, contentType: String = "text/plain; charset=utf-8"
    ) -> APIResponse {
        APIResponse(
            status: status, headers: HTTPHeaders([("Content-Type", contentType)]),
            body: .bytes(Array(text.utf8)))
    }

    fileprivate static func json(_ value: Value, isLine: Bool = false) -> APIResponse {
        APIResponse(
            status: 200, headers: HTTPHeaders([("Content-Type", MediaType.json)]),
            body: .bytes(JSONWriter.compact(value) + (isLine ? [UInt8(ascii: "\n")] : [])))
    }
}
