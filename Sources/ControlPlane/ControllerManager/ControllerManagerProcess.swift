import API
package import Client
import Simulation

/// kube-controller-manager: loops that each compare one kind of object with the world, and act.
///
/// ```
///   informers ──names──▶ work queue ──▶ reconciler ──writes──▶ API server
///       ▲                                                          │
///       └──────────────────────── watch ◀──────────────────────────┘
/// ```
/// No controller calls another: a Deployment's makes ReplicaSets, and the ReplicaSets' sees them
/// by its own watch.
///
/// Differs: one process without leader election; of upstream's some forty controllers those run
/// that are named in `startAll`.
package final class ControllerManagerProcess: Sendable {
    package let name = "kube-controller-manager"
    private let client: KubeClient
    private let rootAuthority: String
    private let signer: (any RequestSigner)?
    private let clientFor: @Sendable (String) -> KubeClient
    private let simulation: Simulation

    /// `rootAuthority` is the PEM text of the CA that signed the API server's certificate.
    ///
    /// `signer` has the key of the CA that certificate requests are signed with; nil for none.
    ///
    /// `clientFor` gives a controller the client of its own service account in `kube-system`,
    /// whose name it is called with (`replicaset-controller`, `root-ca-cert-publisher`), as
    /// `--use-service-account-credentials` does; without it all use `client`.
    package init(
        client: KubeClient, rootAuthority: String, signer: (any RequestSigner)? = nil,
        clientFor: (@Sendable (String) -> KubeClient)? = nil
    ) {
        (self.client, self.rootAuthority, self.signer) = (client, rootAuthority, signer)
        self.clientFor = clientFor ?? { _ in client }
        simulation = client.simulation
    }

    /// Runs all controllers until the task is cancelled.
    package func run() async {
        let informers = Informers(client: client)
        let graph = GarbageCollector(
            watching: client, client: clientFor("generic-garbage-collector"))
        await withTaskGroup(of: Void.self) { group in
            informers.run(in: &group)
            group.addTask { await graph.run() }
            group.addTask { [self] in
                do { try await informers.waitUntilSynced() } catch { return }
                await startAll(informers, graph)
            }
        }
    }

    private func startAll(_ informers: Informers, _ graph: GarbageCollector) async {
        await withTaskGroup(of: Void.self) { group in
            startKeepers(informers, graph, in: &group)
            NamespaceReconciler.start(
                informers, client: clientFor("namespace-controller"), in: &group)
            ServiceAccountReconciler.start(
                informers, client: clientFor("service-account-controller"), in: &group)
            RootCAPublisher.start(
                informers, client: clientFor("root-ca-cert-publisher"),
                certificate: rootAuthority, in: &group)
            EndpointsReconciler.start(
                informers, client: clientFor("endpoint-controller"), in: &group)
            EndpointSliceReconciler.start(
                informers, client: clientFor("endpointslice-controller"), in: &group)
            ReplicaSetReconciler<ReplicaSet>.start(
                informers, client: clientFor("replicaset-controller"), in: &group)
            DeploymentReconciler.start(
                informers, client: clientFor("deployment-controller"), in: &group)
            ReplicaSetReconciler<ReplicationController>.start(
                informers, client: clientFor("replication-controller"), in: &group)
            DaemonSetReconciler.start(
                informers, client: clientFor("daemon-set-controller"), in: &group)
            StatefulSetReconciler.start(
                informers, client: clientFor("statefulset-controller"), in: &group)
            CronJobReconciler.start(
                informers, client: clientFor("cronjob-controller"), in: &group)
            JobReconciler.start(
                informers, client: clientFor("job-controller"),
                ttlClient: clientFor("ttl-after-finished-controller"), in: &group)
            NodeLifecycle.start(informers, client: clientFor("node-controller"), in: &group)
            TaintEvictionReconciler.start(
                informers, client: clientFor("node-controller"), in: &group)
            PodCollector.start(
                informers, client: clientFor("pod-garbage-collector"), in: &group)
        }
    }

    /// Those who look after rules and storage, not after workloads.
    private func startKeepers(
        _ informers: Informers, _ graph: GarbageCollector, in group: inout TaskGroup<Void>
    ) {
        ResourceQuotaReconciler.start(
            informers, graph: graph, client: clientFor("resourcequota-controller"), in: &group)
        DisruptionReconciler.start(
            informers, client: clientFor("disruption-controller"), in: &group)
        ClusterRoleAggregation.start(
            informers, client: clientFor("clusterrole-aggregation-controller"), in: &group)
        ClaimBinder.start(
            informers, client: clientFor("persistent-volume-binder"), in: &group)
        ClaimProtection.start(
            informers, client: clientFor("pvc-protection-controller"), in: &group)
        VolumeProtection.start(
            informers, client: clientFor("pv-protection-controller"), in: &group)
        CertificateApprover.start(
            informers, client: clientFor("certificate-controller"), in: &group)
        if let signer {
            CertificateSigner.start(
                informers, client: clientFor("certificate-controller"), signer: signer, in: &group)
        }
    }
}
