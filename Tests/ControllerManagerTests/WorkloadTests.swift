import API
import Client
import Simulation
import Testing

@testable import ControllerManager

@Suite("workload controllers on a real API server")
struct WorkloadTests {
    @Test("a deployment rolls out, is updated step by step, and takes its pods with it")
    func deploymentLife() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(cluster.deployment("web", replicas: 3))
            #expect(
                try await cluster.eventually {
                    let web: Deployment = try await cluster.admin.get(
                        namespace: "default", name: "web")
                    return web.status.availableReplicas == 3
                        && web.status.conditions.contains { $0.reason == "NewReplicaSetAvailable" }
                })
            var web: Deployment = try await cluster.admin.get(namespace: "default", name: "web")
            #expect(web.metadata.annotations["deployment.kubernetes.io/revision"] == "1")
            #expect(web.status.conditions.map(\.type).sorted() == ["Available", "Progressing"])
            #expect(try await cluster.pods("app=web").count == 3)

            web.value["spec"]["template"] = TestCluster.template("web", image: "nginx:2")
            try await cluster.admin.update(web)
            #expect(
                try await cluster.eventually {
                    let pods = try await cluster.pods("app=web")
                    return pods.count == 3
                        && pods.allSatisfy { $0.spec.containers.first?.image == "nginx:2" }
                })
            let sets: ObjectList<ReplicaSet> = try await cluster.admin.list(namespace: "default")
            #expect(sets.items.map(\.spec.replicas).sorted() == [0, 3])
            #expect(sets.items.map(\.revision).sorted() == [1, 2])
            let names = sets.items.sorted { $0.revision < $1.revision }.map(\.metadata.name)
            let told = try await cluster.events(of: "ScalingReplicaSet")
            #expect(told.first == "Scaled up replica set \(names[0]) from 0 to 3")
            #expect(told.contains("Scaled up replica set \(names[1]) from 0 to 1"))
            #expect(told.contains("Scaled down replica set \(names[0]) from 1 to 0"))
            let again: Deployment = try await cluster.admin.get(namespace: "default", name: "web")
            #expect(again.metadata.annotations["deployment.kubernetes.io/revision"] == "2")

            try await cluster.admin.delete(Deployment.self, namespace: "default", name: "web")
            #expect(
                try await cluster.eventually {
                    let left: ObjectList<ReplicaSet> = try await cluster.admin.list(
                        namespace: "default")
                    return try await cluster.pods("app=web").isEmpty && left.items.isEmpty
                })
        }
        #expect(cluster.refusals == [])
    }

    @Test("a daemon runs on every node, and a new template replaces it one by one")
    func daemons() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var set = DaemonSet(namespace: "default", name: "agent")
            set.value["spec"] = [
                "selector": ["matchLabels": ["app": "agent"]],
                "template": TestCluster.template("agent"),
            ]
            try await cluster.admin.create(set)
            #expect(
                try await cluster.eventually {
                    let now: DaemonSet = try await cluster.admin.get(
                        namespace: "default", name: "agent")
                    return now.value["status"]["numberAvailable"].int == 3
                })
            let nodes = try await cluster.pods("app=agent").compactMap(\.spec.nodeName).sorted()
            #expect(nodes == ["node-1", "node-2", "node-3"])

            var changed: DaemonSet = try await cluster.admin.get(
                namespace: "default", name: "agent")
            changed.value["spec"]["template"] = TestCluster.template("agent", image: "nginx:2")
            try await cluster.admin.update(changed)
            #expect(
                try await cluster.eventually {
                    let pods = try await cluster.pods("app=agent")
                    return pods.count == 3
                        && pods.allSatisfy { $0.spec.containers.first?.image == "nginx:2" }
                })
            let revisions: ObjectList<ControllerRevision> = try await cluster.admin.list(
                namespace: "default")
            #expect(revisions.items.map(\.revision).sorted() == [1, 2])
        }
        #expect(cluster.refusals == [])
    }

    @Test("a pod that is relabelled leaves its replica set, which makes another")
    func release() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(cluster.deployment("web", replicas: 2))
            #expect(try await cluster.eventually { try await cluster.pods("app=web").count == 2 })
            let pod = try #require(try await cluster.pods("app=web").first)
            try await cluster.admin.patch(
                Pod.self, namespace: "default", name: pod.metadata.name,
                ["metadata": ["labels": ["app": "loose"]]])
            #expect(try await cluster.eventually { try await cluster.pods("app=web").count == 2 })
            let loose = try #require(try await cluster.pods("app=loose").first)
            #expect(loose.metadata.ownerReferences.isEmpty)
        }
        #expect(cluster.refusals == [])
    }

    @Test("a job runs its pods to completion")
    func jobs() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var job = Job(namespace: "default", name: "batch")
            job.value["spec"] = [
                "completions": 3, "parallelism": 2,
                "template": [
                    "metadata": ["annotations": ["fake/ends": "Succeeded"]],
                    "spec": [
                        "restartPolicy": "Never",
                        "containers": [["name": "main", "image": "busybox"]],
                    ],
                ],
            ]
            try await cluster.admin.create(job)
            #expect(
                try await cluster.eventually {
                    let now: Job = try await cluster.admin.get(namespace: "default", name: "batch")
                    return now.status.conditions.contains { $0.type == "Complete" && $0.isTrue }
                })
            let done: Job = try await cluster.admin.get(namespace: "default", name: "batch")
            #expect(done.status.succeeded == 3)
            #expect(done.status.conditions.map(\.type) == ["SuccessCriteriaMet", "Complete"])
            #expect(try await cluster.events(of: "Completed") == ["Job completed"])
            // Counted, and let go.
            #expect(done.status.uncountedTerminatedPods == .object(Object()))
            #expect(try await cluster.pods().allSatisfy { $0.metadata.finalizers.isEmpty })
        }
        #expect(cluster.refusals == [])
    }

    @Test("a job's pod that is deleted is counted before it is gone; a job's end frees its pods")
    func jobTracking() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var job = Job(namespace: "default", name: "batch")
            job.value["spec"] = [
                "template": [
                    "spec": [
                        "restartPolicy": "Never",
                        "containers": [["name": "main", "image": "busybox"]],
                    ]
                ]
            ]
            try await cluster.admin.create(job)
            #expect(try await cluster.eventually { try await cluster.pods().count == 1 })
            let first = try #require(try await cluster.pods().first)
            #expect(first.metadata.finalizers == ["batch.kubernetes.io/job-tracking"])
            try await cluster.admin.delete(
                Pod.self, namespace: "default", name: first.metadata.name)
            #expect(
                try await cluster.eventually {
                    let now: Job = try await cluster.admin.get(namespace: "default", name: "batch")
                    let names = try await cluster.pods().map(\.metadata.name)
                    return now.status.failed == 1 && !names.contains(first.metadata.name)
                        && now.status.uncountedTerminatedPods == .object(Object())
                })
            try await cluster.admin.delete(Job.self, namespace: "default", name: "batch")
            #expect(try await cluster.eventually { try await cluster.pods().isEmpty })
        }
        #expect(cluster.refusals == [])
    }

    @Test("what dies between two writes is counted once")
    func jobTrackingIsExact() throws {
        var job = Job(namespace: "default", name: "batch")
        job.value["spec"] = ["completions": 2, "parallelism": 1, "backoffLimit": 6]
        var pod = Pod(["metadata": ["name": "a", "namespace": "default", "uid": "u1"]])
        pod.value["status"] = ["phase": "Succeeded"]
        pod.metadata.finalizers = [JobTracking.finalizer]
        let now = SimulatedInstant(secondsSinceEpoch: 1_000)
        // First write: noted, not counted.
        let noted = JobPlan(job: job, pods: [pod], now: now).status()
        #expect(noted.succeeded == 0)
        #expect(noted.uncountedTerminatedPods == ["succeeded": ["u1"]])
        job.status = noted
        // The controller died after the finalizer was taken off: counted by the next one, once.
        pod.metadata.finalizers = []
        for _ in 0..<2 {
            job.status = JobPlan(job: job, pods: [pod], now: now).status()
            #expect(job.status.succeeded == 1)
            #expect(job.status.uncountedTerminatedPods == .object(Object()))
        }
        // It died before: the note is not doubled.
        job.status = noted
        pod.metadata.finalizers = [JobTracking.finalizer]
        let again = JobPlan(job: job, pods: [pod], now: now)
        #expect(again.status() == noted)
        #expect(again.status(isReleased: true).succeeded == 1)
    }
}
