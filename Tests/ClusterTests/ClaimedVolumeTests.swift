import API
import Client
import ContainerRuntime
import Simulation
import Testing

@testable import Cluster

/// A pod's claim, from the volume's object down to the bytes on the node.
@Suite("Claimed volumes", .serialized)
struct ClaimedVolumeTests {
    private static func volume(_ name: String, policy: String) -> Value {
        [
            "apiVersion": "v1", "kind": "PersistentVolume", "metadata": ["name": .string(name)],
            "spec": [
                "capacity": ["storage": "1Gi"], "accessModes": ["ReadWriteOnce"],
                "persistentVolumeReclaimPolicy": .string(policy),
                "hostPath": ["path": .string("/tmp/" + name)],
            ],
        ]
    }

    private static let claim: Value = [
        "apiVersion": "v1", "kind": "PersistentVolumeClaim",
        "metadata": ["name": "data", "namespace": "default"],
        "spec": [
            "accessModes": ["ReadWriteOnce"], "storageClassName": "",
            "resources": ["requests": ["storage": "1Gi"]],
        ],
    ]

    private static func pod(_ name: String, _ script: String) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "default"],
            "spec": [
                "restartPolicy": "Never",
                "containers": [
                    [
                        "name": "main", "image": "busybox",
                        "command": ["sh", "-c", .string(script)],
                        "volumeMounts": [["name": "d", "mountPath": "/data"]],
                    ]
                ],
                "volumes": [["name": "d", "persistentVolumeClaim": ["claimName": "data"]]],
            ],
        ]
    }

    @Test("what a pod wrote the next one finds; a recycled volume is empty and free again")
    func life() throws {
        let simulation = Simulation(seed: 5)
        let cluster = try Cluster(simulation: simulation, topology: Topology(nodeCount: 2))
        try cluster.boot()
        let files = try #require(cluster.node("server5-node1")).files
        try simulation.run(limit: .minutes(10)) { [client = cluster.admin] in
            let ends: @Sendable (String) async throws -> Void = { name in
                for _ in 0..<60 {
                    let pod: Pod = try await client.get(namespace: "default", name: name)
                    if pod.status.phase == "Succeeded" { return }
                    try await simulation.sleep(for: .seconds(1))
                }
                Issue.record("\(name) has not ended")
            }
            try await client.create(PersistentVolume(Self.volume("pv-a", policy: "Recycle")))
            try await client.create(PersistentVolumeClaim(Self.claim))
            try await client.create(Pod(Self.pod("writer", "echo kept > /data/file")))
            try await ends("writer")
            #expect(try files.read("/tmp/pv-a/file") == Array("kept\n".utf8))
            try await client.create(
                Pod(Self.pod("reader", "test \"$(cat /data/file)\" = kept")))
            try await ends("reader")
            for name in ["writer", "reader"] {
                try await client.delete(Pod.self, namespace: "default", name: name)
            }
            try await client.delete(
                PersistentVolumeClaim.self, namespace: "default", name: "data")
            try await simulation.sleep(for: .seconds(60))
            let volume: PersistentVolume = try await client.get(name: "pv-a")
            #expect(volume.phase == "Available" && volume.claim == nil)
            #expect(try files.list("/tmp/pv-a") == [])
        }
    }
}
