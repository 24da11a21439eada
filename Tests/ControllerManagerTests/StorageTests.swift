import API
import Client
import Simulation
import Testing

@testable import ControllerManager

/// Claims and volumes: who gets whom, and what is told. Texts as in truth/15 and truth/22.
@Suite("persistent volumes and claims")
struct StorageTests {
    static func volume(
        _ name: String, size: String, _ members: Value = [:]
    ) -> PersistentVolume {
        var volume = PersistentVolume(namespace: "", name: name)
        volume.value["spec"] = [
            "capacity": ["storage": .string(size)], "accessModes": ["ReadWriteOnce"],
            "hostPath": ["path": .string("/tmp/" + name)],
        ]
        for (member, value) in members.object ?? Object() { volume.value["spec"][member] = value }
        return volume
    }

    static func claim(
        _ name: String, size: String, _ members: Value = [:]
    ) -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim(namespace: "default", name: name)
        claim.value["spec"] = [
            "accessModes": ["ReadWriteOnce"], "storageClassName": "",
            "resources": ["requests": ["storage": .string(size)]],
        ]
        for (member, value) in members.object ?? Object() { claim.value["spec"][member] = value }
        return claim
    }

    private static func consumer(_ name: String, of claim: String) -> Pod {
        var pod = Pod(namespace: "default", name: name)
        pod.value["spec"] = [
            "containers": [["name": "main", "image": "busybox"]],
            "volumes": [
                ["name": "data", "persistentVolumeClaim": ["claimName": .string(claim)]]
            ],
        ]
        return pod
    }

    private static func phases(_ cluster: TestCluster) async throws -> [String: String] {
        var phases: [String: String] = [:]
        for volume in try await cluster.admin.list(PersistentVolume.self).items {
            phases[volume.metadata.name] = volume.phase
        }
        for claim in try await cluster.admin.list(PersistentVolumeClaim.self).items {
            phases["claim " + claim.metadata.name] = claim.status.phase
        }
        return phases
    }

    private static func messages(_ cluster: TestCluster, of name: String) async throws -> [String] {
        try await cluster.admin.list(Event.self, namespace: "default").items
            .filter { $0.value["involvedObject"]["name"].string == name }
            .compactMap {
                "\($0.value["reason"].string ?? ""): \($0.value["message"].string ?? "")"
            }
    }

    @Test("a claim gets the smallest volume that will do, and both say so")
    func binding() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            for (name, size) in [("large", "5Gi"), ("b", "2Gi"), ("a", "2Gi"), ("small", "1Gi")] {
                try await cluster.admin.create(Self.volume(name, size: size))
            }
            try await cluster.admin.create(
                Self.volume("other", size: "2Gi", ["storageClassName": "other"]))
            _ = try await cluster.eventually { try await Self.phases(cluster)["a"] == "Available" }
            try await cluster.admin.create(Self.claim("c", size: "1500Mi"))
            let isBound = try await cluster.eventually {
                try await Self.phases(cluster)["claim c"] == "Bound"
            }
            #expect(isBound)
            let claim: PersistentVolumeClaim = try await cluster.admin.get(
                namespace: "default", name: "c")
            #expect(claim.spec.volumeName == "a")
            #expect(
                claim.metadata.annotations == [
                    "pv.kubernetes.io/bind-completed": "yes",
                    "pv.kubernetes.io/bound-by-controller": "yes",
                ])
            #expect(claim.status.value["capacity"] == ["storage": "2Gi"])
            #expect(claim.status.accessModes == ["ReadWriteOnce"])
            let volume: PersistentVolume = try await cluster.admin.get(name: "a")
            #expect(volume.phase == "Bound")
            #expect(volume.value["spec"]["claimRef"]["uid"].string == claim.metadata.uid)
            #expect(
                volume.metadata.annotations == ["pv.kubernetes.io/bound-by-controller": "yes"])
            #expect(volume.value["status"]["lastPhaseTransitionTime"].string != nil)
        }
    }

    @Test("a retained volume stays with its claim that is gone, a deleted one goes too")
    func reclaiming() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(Self.volume("kept", size: "1Gi"))
            try await cluster.admin.create(Self.claim("c", size: "1Gi"))
            _ = try await cluster.eventually {
                try await Self.phases(cluster)["claim c"] == "Bound"
            }
            try await cluster.admin.delete(
                PersistentVolumeClaim.self, namespace: "default", name: "c")
            let isReleased = try await cluster.eventually {
                try await Self.phases(cluster) == ["kept": "Released"]
            }
            #expect(isReleased)
            for name in ["c", "d"] {
                try await cluster.admin.create(Self.claim(name, size: "1Gi"))
            }
            try await cluster.simulation.sleep(for: .seconds(20))
            try await cluster.admin.delete(
                PersistentVolumeClaim.self, namespace: "default", name: "c")
            try await cluster.simulation.sleep(for: .seconds(2))
            #expect(
                try await Self.phases(cluster) == ["kept": "Released", "claim d": "Pending"])
            // Once when it came, once fifteen seconds later.
            let told = try await cluster.admin.list(Event.self, namespace: "default").items
                .filter { $0.value["involvedObject"]["name"] == "d" }
            #expect(told.map { $0.value["count"].int } == [2])
            #expect(
                told.first?.value["message"].string
                    == "no persistent volumes available for this claim and no storage class is set")
            try await cluster.admin.create(
                Self.volume("gone", size: "1Gi", ["persistentVolumeReclaimPolicy": "Delete"]))
            let isBound = try await cluster.eventually {
                try await Self.phases(cluster)["claim d"] == "Bound"
            }
            #expect(isBound)
            try await cluster.admin.delete(
                PersistentVolumeClaim.self, namespace: "default", name: "d")
            let isGone = try await cluster.eventually {
                try await Self.phases(cluster) == ["kept": "Released"]
            }
            #expect(isGone)
        }
    }

    @Test("a bound claim whose volume vanishes is lost; a named volume must fit")
    func losses() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.admin.create(Self.volume("v", size: "1Gi"))
            try await cluster.admin.create(Self.claim("big", size: "2Gi", ["volumeName": "v"]))
            try await cluster.simulation.sleep(for: .seconds(2))
            #expect(
                try await Self.messages(cluster, of: "big")
                    == [
                        "VolumeMismatch: Cannot bind to requested volume \"v\": "
                            + "requested PV is too small"
                    ])
            try await cluster.admin.create(Self.claim("fits", size: "1Gi", ["volumeName": "v"]))
            _ = try await cluster.eventually {
                try await Self.phases(cluster)["claim fits"] == "Bound"
            }
            var volume: PersistentVolume = try await cluster.admin.get(name: "v")
            volume.metadata.finalizers = []
            try await cluster.admin.update(volume)
            try await cluster.admin.delete(PersistentVolume.self, name: "v")
            let isLost = try await cluster.eventually {
                try await Self.phases(cluster)["claim fits"] == "Lost"
            }
            #expect(isLost)
            #expect(
                try await Self.messages(cluster, of: "fits")
                    == [
                        "ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume "
                            + "is lost!"
                    ])
        }
    }

    @Test("a pod waits for its claims, in upstream's words")
    func waitingPod() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            try await cluster.simulation.sleep(for: .seconds(2))
            try await cluster.admin.create(Self.consumer("web", of: "c"))
            try await cluster.simulation.sleep(for: .seconds(2))
            try await cluster.admin.create(Self.claim("c", size: "1Gi"))
            try await cluster.simulation.sleep(for: .seconds(12))
            #expect(
                try await Self.messages(cluster, of: "web") == [
                    "FailedScheduling: 0/3 nodes are available: persistentvolumeclaim \"c\" not "
                        + "found. not found",
                    "FailedScheduling: 0/3 nodes are available: pod has unbound immediate "
                        + "PersistentVolumeClaims. not found",
                ])
            try await cluster.admin.create(Self.volume("v", size: "1Gi"))
            let isThere = try await cluster.eventually {
                let pod: Pod = try await cluster.admin.get(namespace: "default", name: "web")
                return pod.spec.nodeName != nil
            }
            #expect(isThere)
        }
    }

    @Test("a class that waits for its consumer binds on the pod's node")
    func firstConsumer() throws {
        let cluster = try TestCluster()
        try cluster.run { cluster in
            var local = StorageClass(namespace: "", name: "local")
            local.value["provisioner"] = "kubernetes.io/no-provisioner"
            local.value["volumeBindingMode"] = "WaitForFirstConsumer"
            try await cluster.admin.create(local)
            let affinity: Value = [
                "required": [
                    "nodeSelectorTerms": [
                        [
                            "matchFields": [
                                [
                                    "key": "metadata.name", "operator": "In",
                                    "values": ["node-2"],
                                ]
                            ]
                        ]
                    ]
                ]
            ]
            try await cluster.admin.create(
                Self.volume("v", size: "1Gi", ["storageClassName": "local"]))
            var volume: PersistentVolume = try await cluster.admin.get(name: "v")
            volume.value["spec"]["nodeAffinity"] = affinity
            try await cluster.admin.update(volume)
            for name in ["c", "d"] {
                try await cluster.admin.create(
                    Self.claim(name, size: "1Gi", ["storageClassName": "local"]))
            }
            try await cluster.simulation.sleep(for: .seconds(2))
            #expect(
                try await Self.messages(cluster, of: "c")
                    == [
                        "WaitForFirstConsumer: waiting for first consumer to be created before "
                            + "binding"
                    ])
            try await cluster.admin.create(Self.consumer("web", of: "c"))
            let isPlaced = try await cluster.eventually {
                let pod: Pod = try await cluster.admin.get(namespace: "default", name: "web")
                return pod.spec.nodeName == "node-2"
            }
            #expect(isPlaced)
            #expect(try await Self.phases(cluster)["claim c"] == "Bound")
            try await cluster.admin.create(Self.consumer("late", of: "d"))
            try await cluster.simulation.sleep(for: .seconds(2))
            let told = try await Self.messages(cluster, of: "late").first ?? ""
            #expect(
                told.hasPrefix(
                    "FailedScheduling: 0/3 nodes are available: 3 node(s) didn't find available "
                        + "persistent volumes to bind."), "\(told)")
        }
    }
}
