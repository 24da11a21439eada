import API
import Client
import Cluster
import Simulation

/// Rows about one cluster, in process.
enum ClusterBenchmarks {
    /// From nothing to a prompt with three Ready nodes and kube-system Running.
    static let start = Benchmark("start to prompt", aim: "50 ms, 60 MB") {
        func boot() throws -> Cluster {
            let cluster = try Cluster(simulation: Simulation(seed: 1))
            try cluster.boot()
            return cluster
        }
        let first = try boot()
        let memory = ProcessMemory.readable
        withExtendedLifetime(first) {}
        let time = try Stopwatch.median(of: 9) { _ = try boot() }
        return Measurement(median: time, note: "resident after the first: \(memory)")
    }

    /// A node has a block of 64 addresses for its pods, so a thousand pods need this many.
    private static let workers = 20

    /// From the first create to the last of a thousand pods Running.
    static let thousandPods = Benchmark("1000 pods from create to Running", aim: "1 s") {
        let count = 1000
        let cluster = try Cluster(
            simulation: Simulation(seed: 1), topology: Topology(nodeCount: 1 + workers))
        try cluster.boot()
        let client = cluster.admin
        let time = try Stopwatch.time {
            try cluster.simulation.run {
                for index in 0..<count { try await client.create(pod("bench-\(index)")) }
                while try await running(client) < count {
                    try await cluster.simulation.sleep(for: .seconds(1))
                }
            }
        }
        return Measurement(
            median: time, note: "one run, \(workers) workers, memory \(ProcessMemory.readable)")
    }

    private static func running(_ client: KubeClient) async throws -> Int {
        let pods = try await client.list(Pod.self, namespace: "default")
        return pods.items.count { $0.status.phase == "Running" }
    }

    private static func pod(_ name: String) -> Pod {
        var pod = Pod(namespace: "default", name: name)
        pod.value["spec"]["containers"] = [
            ["name": "main", "image": "busybox", "command": ["sleep", "999999"]]
        ]
        return pod
    }

    /// A GET of a pod by a component: network, authentication, authorization, storage.
    static let get = Benchmark("GET of a pod in process") {
        let cluster = try Cluster(simulation: Simulation(seed: 1))
        try cluster.boot()
        let client = cluster.admin
        let name = "etcd-\(cluster.topology.controlPlane.name)"
        let count = 2000
        let time = try Stopwatch.median(of: 5) {
            try cluster.simulation.run {
                for _ in 0..<count {
                    _ = try await client.get(Pod.self, namespace: "kube-system", name: name)
                }
            }
        }
        return Measurement(
            median: time / count, note: "with the cluster's own work going on in virtual time")
    }

    /// A sleep and its wake-up: one timer, one trip through the run queue.
    static let event = Benchmark("one event of the simulation") {
        let simulation = Simulation(seed: 1)
        let count = 200_000
        let time = try Stopwatch.median(of: 5) {
            try simulation.run {
                for _ in 0..<count { try await simulation.sleep(for: .microseconds(1)) }
            }
        }
        return Measurement(median: time / count, note: "timer, run queue, resumption")
    }
}
