import API
import Client
import Simulation
import Testing

@testable import ControllerManager

@Suite("stateful sets, cron jobs and replication controllers")
struct OrderedWorkloadTests {
    private static func set(_ name: String, _ members: Value) -> StatefulSet {
        var set = StatefulSet(namespace: "default", name: name)
        var spec: Value = [
            "serviceName": .string(name), "selector": ["matchLabels": ["app": .string(name)]],
            "template": TestCluster.template(name),
        ]
        for (member, value) in members.object ?? Object() { spec[member] = value }
        set.value["spec"] = spec
        return set
    }

    /// As `kubectl get po` would show it at that moment.
    private static func names(_ cluster: TestCluster) async throws -> [String] {
        try await cluster.pods("app=kubia").map(\.metadata.name).sorted()
    }

    @Test("pods come and go in order, with names, labels and claims of their own")
    func statefulSet() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            for name in ["pv-a", "pv-b", "pv-c"] {
                try await cluster.admin.create(StorageTests.volume(name, size: "1Mi"))
            }
            let claim: Value = [
                "metadata": ["name": "data"],
                "spec": [
                    "accessModes": ["ReadWriteOnce"],
                    "resources": ["requests": ["storage": "1Mi"]],
                ],
            ]
            try await cluster.admin.create(
                Self.set("kubia", ["replicas": 2, "volumeClaimTemplates": [claim]]))
            var isOrdered = true
            let isUp = try await cluster.eventually {
                let pods = try await cluster.pods("app=kubia")
                if pods.count == 2 {
                    isOrdered =
                        isOrdered
                        && pods.contains { $0.metadata.name == "kubia-0" && $0.isReady }
                }
                let set: StatefulSet = try await cluster.admin.get(
                    namespace: "default", name: "kubia")
                return set.value["status"]["availableReplicas"].int == 2
            }
            #expect(isUp && isOrdered)
            let first = try #require(try await cluster.pods("app=kubia").first)
            let revision = try #require(
                first.metadata.labels[StatefulSetPlan.hashLabel])
            #expect(revision.hasPrefix("kubia-"))
            #expect(first.metadata.labels["apps.kubernetes.io/pod-index"] == "0")
            #expect(first.spec.hostname == "kubia-0" && first.spec.subdomain == "kubia")
            #expect(
                first.value["spec"]["volumes"].array?.first?["persistentVolumeClaim"]["claimName"]
                    == "data-kubia-0")
            var set: StatefulSet = try await cluster.admin.get(namespace: "default", name: "kubia")
            #expect(set.value["status"]["currentRevision"].string == revision)
            #expect(set.value["status"]["currentReplicas"] == 2)
            #expect(
                try await cluster.events(of: "SuccessfulCreate") == [
                    "Create Claim data-kubia-0 Pod kubia-0 in StatefulSet kubia success",
                    "Create Pod kubia-0 in StatefulSet kubia successful",
                    "Create Claim data-kubia-1 Pod kubia-1 in StatefulSet kubia success",
                    "Create Pod kubia-1 in StatefulSet kubia successful",
                ])

            set.value["spec"]["replicas"] = 4
            try await cluster.admin.update(set)
            #expect(
                try await cluster.eventually { try await Self.names(cluster).count == 4 })
            set = try await cluster.admin.get(namespace: "default", name: "kubia")
            set.value["spec"]["replicas"] = 1
            try await cluster.admin.update(set)
            #expect(
                try await cluster.eventually { try await Self.names(cluster) == ["kubia-0"] })
            let told = try await cluster.events(of: "SuccessfulDelete")
            #expect(
                told
                    == ["3", "2", "1"].map {
                        "Delete Pod kubia-\($0) in StatefulSet kubia successful"
                    })
            let claims: ObjectList<PersistentVolumeClaim> = try await cluster.admin.list(
                namespace: "default")
            #expect(claims.items.count == 4)

            // A pod that is deleted comes back under its name.
            try await cluster.admin.delete(Pod.self, namespace: "default", name: "kubia-0")
            #expect(
                try await cluster.eventually {
                    let pods = try await cluster.pods("app=kubia")
                    return pods.map(\.metadata.name) == ["kubia-0"]
                        && pods.first?.metadata.uid != first.metadata.uid
                })
        }
        #expect(cluster.refusals == [])
    }

    @Test("a new template goes from the highest number down to the partition")
    func rollout() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(
                Self.set("kubia", ["replicas": 3, "podManagementPolicy": "Parallel"]))
            func images() async throws -> [String] {
                try await cluster.pods("app=kubia").sorted { $0.metadata.name < $1.metadata.name }
                    .map { $0.spec.containers.first?.image ?? "" }
            }
            func status() async throws -> Value? {
                let set: StatefulSet = try await cluster.admin.get(
                    namespace: "default", name: "kubia")
                return set.value["status"]
            }
            #expect(
                try await cluster.eventually { try await status()["readyReplicas"] == 3 })
            var set: StatefulSet = try await cluster.admin.get(namespace: "default", name: "kubia")
            set.value["spec"]["template"] = TestCluster.template("kubia", image: "nginx:2")
            set.value["spec"]["updateStrategy"]["rollingUpdate"] = ["partition": 2]
            try await cluster.admin.update(set)
            #expect(
                try await cluster.eventually { try await status()["updatedReplicas"] == 1 })
            try await cluster.simulation.sleep(for: .seconds(30))
            #expect(try await images() == ["nginx:1", "nginx:1", "nginx:2"])
            let between = try await status()
            #expect(between["currentRevision"] != between["updateRevision"])
            #expect(between["currentReplicas"] == 2)
            // One of the old numbers comes back with the old template.
            try await cluster.admin.delete(Pod.self, namespace: "default", name: "kubia-0")
            #expect(
                try await cluster.eventually {
                    let ready = try await status()["readyReplicas"]
                    return try await images().count == 3 && ready == 3
                })
            #expect(try await images() == ["nginx:1", "nginx:1", "nginx:2"])

            set = try await cluster.admin.get(namespace: "default", name: "kubia")
            set.value["spec"]["updateStrategy"]["rollingUpdate"] = ["partition": 0]
            try await cluster.admin.update(set)
            #expect(
                try await cluster.eventually {
                    let now = try await status()
                    return now["currentRevision"] == now["updateRevision"]
                })
            #expect(try await images() == ["nginx:2", "nginx:2", "nginx:2"])
            let revisions: ObjectList<ControllerRevision> = try await cluster.admin.list(
                namespace: "default")
            #expect(revisions.items.map(\.revision).sorted() == [1, 2])
        }
        #expect(cluster.refusals == [])
    }

    private static func cronJob(_ name: String, _ members: Value = [:]) -> CronJob {
        var job = CronJob(namespace: "default", name: name)
        var template = TestCluster.template(name)
        template["spec"]["restartPolicy"] = "Never"
        template["metadata"]["annotations"] = ["fake/ends": "Succeeded"]
        var spec: Value = [
            "schedule": "* * * * *", "jobTemplate": ["spec": ["template": template]],
        ]
        for (member, value) in members.object ?? Object() { spec[member] = value }
        job.value["spec"] = spec
        return job
    }

    @Test("a job each minute, three of which are remembered")
    func cron() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(
                Self.cronJob("tick", ["successfulJobsHistoryLimit": 2]))
            func jobs() async throws -> [Job] {
                let list: ObjectList<Job> = try await cluster.admin.list(namespace: "default")
                return list.items
            }
            #expect(
                try await cluster.eventually(within: .seconds(70)) {
                    try await jobs().first?.ended == "Complete"
                })
            let first = try #require(try await jobs().first)
            let due = try #require(
                first.metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"]
                    .flatMap { CivilTime(rfc3339: $0)?.instant })
            #expect(due.secondsSinceEpoch % 60 == 0)
            #expect(first.metadata.name == "tick-\(due.secondsSinceEpoch / 60)")
            #expect(
                try await cluster.events(of: "SuccessfulCreate").contains(
                    "Created job \(first.metadata.name)"))
            #expect(
                try await cluster.eventually {
                    try await cluster.events(of: "SawCompletedJob")
                        == ["Saw completed job: \(first.metadata.name), condition: Complete"]
                })
            try await cluster.simulation.sleep(for: .minutes(5))
            let later = try await jobs()
            #expect(later.count { $0.ended == "Complete" } == 2)
            #expect(!later.contains { $0.metadata.name == first.metadata.name })
            let tick: CronJob = try await cluster.admin.get(namespace: "default", name: "tick")
            #expect(tick.active.isEmpty)
            let last = try #require(tick.value["status"]["lastSuccessfulTime"].string)
            #expect(last > (first.status.completionTime ?? ""))
            #expect(try await cluster.events(of: "UnexpectedJob").isEmpty)
            #expect(try await cluster.events(of: "MissingJob").isEmpty)
        }
        #expect(cluster.refusals == [])
    }

    @Test("a job that still runs is waited for, or replaced; a suspended one rests")
    func concurrency() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            func job(_ name: String, _ policy: String, suspended: Bool = false) -> CronJob {
                var job = Self.cronJob(
                    name,
                    ["concurrencyPolicy": .string(policy), "suspend": .bool(suspended)])
                // Its pods run on.
                job.value["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["annotations"] =
                    nil
                return job
            }
            try await cluster.admin.create(job("waits", "Forbid"))
            try await cluster.admin.create(job("hurries", "Replace"))
            try await cluster.admin.create(job("rests", "Allow", suspended: true))
            try await cluster.simulation.sleep(for: .seconds(190))
            let list: ObjectList<Job> = try await cluster.admin.list(namespace: "default")
            let owners = list.items.compactMap(\.metadata.controller?.name).sorted()
            #expect(owners == ["hurries", "waits"])
            let waits: CronJob = try await cluster.admin.get(namespace: "default", name: "waits")
            let hurries: CronJob = try await cluster.admin.get(
                namespace: "default", name: "hurries")
            #expect(waits.active.count == 1 && hurries.active.count == 1)
            let (old, new) = (
                try #require(waits.lastScheduleTime), try #require(hurries.lastScheduleTime)
            )
            #expect(old < new)
            #expect(
                try await cluster.events(of: "JobAlreadyActive").first
                    == "Not starting job because prior execution is running and concurrency "
                    + "policy is Forbid")
        }
        #expect(cluster.refusals == [])
    }

    @Test("a replication controller keeps its pods, and lets go of one that is renamed")
    func replicationController() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var controller = ReplicationController(namespace: "default", name: "kubia")
            controller.value["spec"] = [
                "replicas": 2, "selector": ["app": "kubia"],
                "template": TestCluster.template("kubia"),
            ]
            try await cluster.admin.create(controller)
            func status() async throws -> ReplicaSetStatus {
                try await cluster.admin.get(
                    ReplicationController.self, namespace: "default", name: "kubia"
                ).status
            }
            #expect(try await cluster.eventually { try await status().availableReplicas == 2 })
            #expect(try await status().terminatingReplicas == nil)
            var pod = try #require(try await cluster.pods("app=kubia").first)
            pod.metadata.labels["app"] = "other"
            try await cluster.admin.update(pod)
            #expect(
                try await cluster.eventually { try await cluster.pods("app=kubia").count == 2 })
            let freed = try #require(try await cluster.pods("app=other").first)
            #expect(freed.metadata.ownerReferences.isEmpty)
            #expect(
                try await cluster.events(of: "SuccessfulCreate").allSatisfy {
                    $0.hasPrefix("Created pod: kubia-")
                })
        }
        #expect(cluster.refusals == [])
    }
}
