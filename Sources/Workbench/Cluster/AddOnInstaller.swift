import API
import Client
import Etcd
import Simulation

/// Makes a cluster out of nodes: what `kubeadm init` and Calico's manifest do once the API answers.
struct AddOnInstaller: Sendable {
    let cluster: Cluster

    /// Creates the add-ons' objects; those that are there (a kept data directory) stay.
    func install() async throws {
        let client = cluster.client("admin", userAgent: "kubeadm/v1.36.2")
        try await waitForServer()
        try await markControlPlane(client)
        let text = AddOnManifests.yaml(cluster.topology)
        for object in try Manifest.documents(text) {
            try await create(object, client)
        }
    }

    /// A kubelet may not give itself a role; kubeadm does, with the first node.
    private func markControlPlane(_ client: KubeClient) async throws {
        let labels: Value = [
            "node-role.kubernetes.io/control-plane": "",
            "node.kubernetes.io/exclude-from-external-load-balancers": "",
        ]
        for node in cluster.nodes where node.plan.isControlPlane {
            while true {
                do {
                    try await client.patch(
                        Node.self, name: node.plan.name, ["metadata": ["labels": labels]])
                    break
                } catch {
                    guard error.reason == .notFound else { throw error }
                    try await cluster.simulation.sleep(for: Defaults.bootPoll)
                }
            }
        }
    }

    /// Looks first: a Service that is there would be refused for its address, not for its name.
    private func create(_ object: Value, _ client: KubeClient) async throws {
        let collection = try Self.path(for: object)
        let name = object["metadata"]["name"].string ?? ""
        do {
            _ = try await client.value("GET", collection + "/" + name)
        } catch {
            guard error.reason == .notFound else { throw error }
            _ = try await client.value("POST", collection, body: object)
        }
    }

    private func waitForServer() async throws {
        while cluster.apiServer == nil {
            try checkStore()
            try await cluster.simulation.sleep(for: .milliseconds(50))
        }
    }

    /// **Throws** why nothing can be written, if so: a cluster does not come up then.
    private func checkStore() throws {
        guard let refusal = cluster.store.refusal else { return }
        throw ClusterError("etcd cannot write its data directory: \(refusal)")
    }

    /// The collection that an object is posted to.
    private static func path(for object: Value) throws -> String {
        let kind = GroupVersionKind(
            apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
        guard let resource = ResourceCatalog.shared.resource(of: kind) else {
            throw ClusterError("no resource for \(kind)")
        }
        var path = kind.group.isEmpty ? "/api/" : "/apis/\(kind.group)/"
        path += kind.version
        if let namespace = object["metadata"]["namespace"].string {
            path += "/namespaces/\(namespace)"
        }
        return path + "/" + resource.name
    }

    /// Waits until every node is Ready and every pod of kube-system Running and ready.
    ///
    /// **Throws** what is still missing when the time is over.
    func waitUntilUp() async throws {
        let client = cluster.client("admin", userAgent: "kubeadm/v1.36.2")
        let end = cluster.simulation.now.advanced(by: Defaults.bootLimit)
        while let missing = try await missing(client) {
            try checkStore()
            if cluster.simulation.now > end { throw ClusterError(missing) }
            try await cluster.simulation.sleep(for: Defaults.bootPoll)
        }
    }

    /// Waits, for a while, until the pods of a kept cluster have been started again and it is up.
    ///
    /// What the API server shows of pods before is from another life; and what a learner has made
    /// of the cluster may never be up as a new one is.
    func waitForRecalled(since boot: SimulatedInstant) async throws {
        let client = cluster.client("admin", userAgent: "kubeadm/v1.36.2")
        let end = cluster.simulation.now.advanced(by: Defaults.recallLimit)
        while cluster.simulation.now < end {
            try checkStore()
            let pods = try await client.list(Pod.self)
            let areRecalled = pods.items.allSatisfy { Reboot.isOfThisLife($0, since: boot) }
            if areRecalled, try await missing(client) == nil { return }
            try await cluster.simulation.sleep(for: Defaults.bootPoll)
        }
    }

    /// The first thing that is not as it should be; nil when all is.
    private func missing(_ client: KubeClient) async throws -> String? {
        // A kept cluster may have had more nodes; nobody waits for those.
        let nodes = try await client.list(Node.self).items.filter {
            cluster.node($0.metadata.name) != nil
        }
        if nodes.count < cluster.nodes.count { return "some nodes have not registered" }
        for node in nodes {
            let ready = node.status[condition: "Ready"]
            if ready?.status != "True" {
                return "node \(node.metadata.name) is not Ready: \(ready?.message ?? "")"
            }
        }
        let pods = try await client.list(Pod.self, namespace: "kube-system").items.filter {
            cluster.node($0.spec.nodeName ?? "") != nil
        }
        // Static pods, two of DNS, Calico's controllers, and two daemons for each node.
        let expected =
            StaticPods.manifests(cluster.topology).count + 2 + 1 + 2 * cluster.nodes.count
        if pods.count < expected {
            return "kube-system has \(pods.count) of \(expected) pods"
        }
        for pod in pods where pod.status[condition: "Ready"]?.isTrue != true {
            let why = pod.status.conditions.first { !$0.isTrue }?.message ?? "not ready"
            return "pod \(pod.metadata.name) is \(pod.status.phase): \(why)"
        }
        return nil
    }
}
