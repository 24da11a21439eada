import API
import Client
import Simulation

/// The local copies that all controllers of this process share.
struct Informers: Sendable {
    let namespaces: Informer<Namespace>
    let serviceAccounts: Informer<ServiceAccount>
    let configMaps: Informer<ConfigMap>
    let pods: Informer<Pod>
    let nodes: Informer<Node>
    let leases: Informer<Lease>
    let services: Informer<Service>
    let endpoints: Informer<Endpoints>
    let endpointSlices: Informer<EndpointSlice>
    let replicaSets: Informer<ReplicaSet>
    let deployments: Informer<Deployment>
    let daemonSets: Informer<DaemonSet>
    let controllerRevisions: Informer<ControllerRevision>
    let statefulSets: Informer<StatefulSet>
    let replicationControllers: Informer<ReplicationController>
    let jobs: Informer<Job>
    let cronJobs: Informer<CronJob>
    let quotas: Informer<ResourceQuota>
    let budgets: Informer<PodDisruptionBudget>
    let clusterRoles: Informer<ClusterRole>
    let certificateRequests: Informer<CertificateSigningRequest>
    let claims: Informer<PersistentVolumeClaim>
    let volumes: Informer<PersistentVolume>
    let storageClasses: Informer<StorageClass>

    init(client: KubeClient) {
        namespaces = Informer(client: client)
        serviceAccounts = Informer(client: client)
        configMaps = Informer(client: client, fieldSelector: "metadata.name=kube-root-ca.crt")
        pods = Informer(client: client)
        nodes = Informer(client: client)
        leases = Informer(client: client, namespace: "kube-node-lease")
        services = Informer(client: client)
        endpoints = Informer(client: client)
        endpointSlices = Informer(client: client)
        replicaSets = Informer(client: client)
        deployments = Informer(client: client)
        daemonSets = Informer(client: client)
        controllerRevisions = Informer(client: client)
        statefulSets = Informer(client: client)
        replicationControllers = Informer(client: client)
        jobs = Informer(client: client)
        cronJobs = Informer(client: client)
        quotas = Informer(client: client)
        budgets = Informer(client: client)
        clusterRoles = Informer(client: client)
        certificateRequests = Informer(client: client)
        claims = Informer(client: client)
        volumes = Informer(client: client)
        storageClasses = Informer(client: client)
    }

    /// Keeps all copies true until the task is cancelled.
    func run(in group: inout TaskGroup<Void>) {
        group.addTask { await namespaces.run() }
        group.addTask { await serviceAccounts.run() }
        group.addTask { await configMaps.run() }
        group.addTask { await pods.run() }
        group.addTask { await nodes.run() }
        group.addTask { await leases.run() }
        group.addTask { await services.run() }
        group.addTask { await endpoints.run() }
        group.addTask { await endpointSlices.run() }
        group.addTask { await replicaSets.run() }
        group.addTask { await deployments.run() }
        group.addTask { await daemonSets.run() }
        group.addTask { await controllerRevisions.run() }
        group.addTask { await statefulSets.run() }
        group.addTask { await replicationControllers.run() }
        group.addTask { await jobs.run() }
        group.addTask { await cronJobs.run() }
        group.addTask { await quotas.run() }
        group.addTask { await budgets.run() }
        group.addTask { await clusterRoles.run() }
        group.addTask { await certificateRequests.run() }
        group.addTask { await claims.run() }
        group.addTask { await volumes.run() }
        group.addTask { await storageClasses.run() }
    }

    func waitUntilSynced() async throws(CancellationError) {
        try await namespaces.waitUntilSynced()
        try await serviceAccounts.waitUntilSynced()
        try await configMaps.waitUntilSynced()
        try await pods.waitUntilSynced()
        try await nodes.waitUntilSynced()
        try await leases.waitUntilSynced()
        try await services.waitUntilSynced()
        try await endpoints.waitUntilSynced()
        try await endpointSlices.waitUntilSynced()
        try await replicaSets.waitUntilSynced()
        try await deployments.waitUntilSynced()
        try await daemonSets.waitUntilSynced()
        try await controllerRevisions.waitUntilSynced()
        try await statefulSets.waitUntilSynced()
        try await replicationControllers.waitUntilSynced()
        try await jobs.waitUntilSynced()
        try await cronJobs.waitUntilSynced()
        try await quotas.waitUntilSynced()
        try await budgets.waitUntilSynced()
        try await clusterRoles.waitUntilSynced()
        try await certificateRequests.waitUntilSynced()
        try await claims.waitUntilSynced()
        try await volumes.waitUntilSynced()
        try await storageClasses.waitUntilSynced()
    }
}
