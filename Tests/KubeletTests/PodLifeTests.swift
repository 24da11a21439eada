import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation
import Testing

@testable import Kubelet

@Suite("Kubelet: a pod's life")
struct PodLifeTests {
    private let sleeper: Value = [
        "containers": [
            [
                "name": "main", "image": "busybox", "command": ["sleep", "9999"],
                "imagePullPolicy": "Always",
            ]
        ]
    ]

    @Test("a bound pod is pulled, created, started, and told as Running and Ready")
    func becomesRunning() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create("web", sleeper)
            try await fixture.wait(10)
            let status = try #require(fixture.pod("web")).status
            #expect(status.phase == "Running")
            #expect(status.podIP == "10.244.244.211")
            #expect(status.hostIP == "192.168.2.206")
            #expect(status.qosClass == "BestEffort")
            #expect(
                status.conditions.map { "\($0.type)=\($0.status)" } == [
                    "PodReadyToStartContainers=True", "Initialized=True", "Ready=True",
                    "ContainersReady=True", "PodScheduled=True",
                ])
            let container = try #require(status.containerStatuses.first)
            #expect(container.ready)
            #expect(container.image == "docker.io/library/busybox:latest")
            #expect(container.state.running != nil)
            let events = fixture.api.events
            #expect(events.contains("Pulling: Pulling image \"busybox\""))
            #expect(
                events.contains {
                    $0.hasPrefix("Pulled: Successfully pulled image \"busybox\" in ")
                })
            #expect(events.contains("Created: Container created"))
            #expect(events.contains("Started: Container started"))
        }
    }

    @Test("a condition that somebody else writes stays, and a readiness gate waits for it")
    func readinessGate() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            var spec = sleeper
            spec["readinessGates"] = [["conditionType": "example.com/gate"]]
            try await fixture.create("web", spec)
            try await fixture.wait(10)
            func condition(_ type: String) -> PodCondition? {
                fixture.pod("web")?.status[condition: type]
            }
            #expect(condition("ContainersReady")?.isTrue == true)
            #expect(condition("Ready")?.reason == "ReadinessGatesNotReady")
            #expect(
                condition("Ready")?.message
                    == "corresponding condition of pod readiness gate \"example.com/gate\" "
                    + "does not exist.")
            for (status, isReady) in [("False", false), ("True", true)] {
                try await fixture.client.patch(
                    Pod.self, namespace: "default", name: "web", subresource: "status",
                    [
                        "status": [
                            "conditions": [
                                ["type": "example.com/gate", "status": .string(status)]
                            ]
                        ]
                    ])
                try await fixture.wait(5)
                #expect(condition("Ready")?.isTrue == isReady)
                #expect(condition("example.com/gate")?.status == status)
            }
        }
    }

    @Test("volumes that cannot be made are tried less and less often")
    func mountBackoff() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            var spec = sleeper
            spec["volumes"] = [["name": "shop", "configMap": ["name": "shop"]]]
            try await fixture.create("web", spec)
            // Tried after 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5 and 127.5 seconds.
            try await fixture.wait(70)
            _ = fixture.api.put(
                ["metadata": ["name": "shop", "namespace": "default"], "data": ["a": "1"]],
                at: "/api/v1/namespaces/default/configmaps/shop", isNew: true)
            try await fixture.wait(40)
            #expect(fixture.pod("web")?.status.phase == "Pending")
            try await fixture.wait(30)
            #expect(fixture.pod("web")?.status.phase == "Running")
        }
    }

    @Test("a deleted pod is stopped within its grace period and then taken out of the API")
    func deletion() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create("web", sleeper)
            try await fixture.wait(10)
            try await fixture.client.delete(Pod.self, namespace: "default", name: "web")
            try await fixture.wait(20)
            #expect(fixture.pod("web") != nil)
            try await fixture.wait(15)
            #expect(fixture.pod("web") == nil)
            #expect(fixture.api.events.contains("Killing: Stopping container main"))
            #expect(fixture.runtime.podSandboxes(ofPod: nil).isEmpty)
            #expect(fixture.kubelet.workers.pods.isEmpty)
        }
    }

    @Test("a container that fails is started again with longer and longer rests")
    func crashLoop() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "crash",
                ["containers": [["name": "main", "image": "busybox", "command": ["fail"]]]])
            try await fixture.wait(8)
            let first = try #require(fixture.pod("crash")?.status.containerStatuses.first)
            #expect(first.state.waiting?.reason == "CrashLoopBackOff")
            #expect(first.restartCount == 1)
            #expect(first.lastState.terminated?.reason == "Error")
            let uid = try #require(fixture.pod("crash")?.metadata.uid)
            #expect(
                first.state.waiting?.message
                    == "back-off 10s restarting failed container=main pod=crash_default(\(uid))")
            try await fixture.wait(90)
            let later = try #require(fixture.pod("crash")?.status.containerStatuses.first)
            #expect(later.restartCount == 4)
            #expect(
                fixture.api.events.contains(
                    "BackOff: Back-off restarting failed container main in pod crash_default(\(uid))"
                ))
        }
    }

    @Test("an image that does not exist gives ErrImagePull, then ImagePullBackOff")
    func imagePullBackOff() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create("bad", ["containers": [["name": "main", "image": "nope"]]])
            try await fixture.wait(3)
            let first = try #require(fixture.pod("bad")?.status.containerStatuses.first)
            #expect(first.state.waiting?.reason == "ErrImagePull")
            try await fixture.wait(6)
            let later = try #require(fixture.pod("bad")?.status.containerStatuses.first)
            #expect(later.state.waiting?.reason == "ImagePullBackOff")
            #expect(fixture.pod("bad")?.status.phase == "Pending")
            #expect(fixture.api.events.contains("BackOff: Back-off pulling image \"nope\""))
            #expect(fixture.api.events.contains("Failed: Error: ImagePullBackOff"))
        }
    }

    @Test("a pod that never restarts succeeds, and keeps its log until it is deleted")
    func succeeds() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "once",
                [
                    "restartPolicy": "Never",
                    "initContainers": [
                        ["name": "first", "image": "busybox", "command": ["sleep", "2"]]
                    ],
                    "containers": [["name": "main", "image": "busybox", "command": ["env"]]],
                ])
            try await fixture.wait(3)
            let early = try #require(fixture.pod("once")).status
            #expect(early.phase == "Pending")
            #expect(early.containerStatuses.first?.state.waiting?.reason == "PodInitializing")
            try await fixture.wait(9)
            let status = try #require(fixture.pod("once")).status
            #expect(status.phase == "Succeeded")
            #expect(status.containerStatuses.first?.state.terminated?.reason == "Completed")
            #expect(status[condition: "Ready"]?.reason == "PodCompleted")
            let log = try fixture.kubelet.logs(
                namespace: "default", pod: "once", container: "main", options: LogOptions())
            let text = String(decoding: try await log.readAll(), as: UTF8.self)
            #expect(text.contains("KUBERNETES_SERVICE_HOST=10.96.0.1\n"))
            var limited = LogOptions()
            limited.limitBytes = 7
            let head = try fixture.kubelet.logs(
                namespace: "default", pod: "once", container: "main", options: limited)
            #expect(String(decoding: try await head.readAll(), as: UTF8.self) == text.prefix(7))
            try await fixture.client.delete(Pod.self, namespace: "default", name: "once")
            try await fixture.wait(2)
            #expect(fixture.pod("once") == nil)
        }
    }

    @Test("an ephemeral container runs beside the others; a ready pod gives no reason")
    func ephemeral() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "plain",
                ["containers": [["name": "main", "image": "busybox", "command": ["serve"]]]])
            try await fixture.wait(10)
            let ready = try #require(fixture.pod("plain")?.status[condition: "Ready"])
            #expect(ready.isTrue && ready.reason == nil)
            _ = try await fixture.client.value(
                "PATCH", "/api/v1/namespaces/default/pods/plain/ephemeralcontainers",
                body: [
                    "spec": [
                        "ephemeralContainers": [
                            ["name": "debug", "image": "busybox", "command": ["sleep", "100"]]
                        ]
                    ]
                ], contentType: MediaType.strategicMergePatch)
            try await fixture.wait(20)
            let status = try #require(fixture.pod("plain")).status
            #expect(status.phase == "Running")
            #expect(status.ephemeralContainerStatuses.map(\.name) == ["debug"])
            let debug = try #require(status.ephemeralContainerStatuses.first)
            #expect(debug.state.running != nil, "\(debug.value)")
            #expect(status.containerStatuses.map(\.restartCount) == [0])
        }
    }

    @Test("a failing liveness probe restarts the container, a failing readiness probe unreadies it")
    func probes() throws {
        let fixture = try KubeletFixture()
        let get: Value = ["path": "/", "port": 8080]
        try fixture.run {
            try await fixture.create(
                "probed",
                [
                    "containers": [
                        [
                            "name": "main", "image": "busybox", "command": ["serve"],
                            "readinessProbe": ["httpGet": get, "periodSeconds": 1],
                            "livenessProbe": [
                                "tcpSocket": ["port": 9999], "initialDelaySeconds": 20,
                                "periodSeconds": 5,
                            ],
                        ]
                    ],
                    "terminationGracePeriodSeconds": 12,
                ])
            try await fixture.wait(10)
            #expect(fixture.pod("probed")?.status[condition: "Ready"]?.isTrue == false)
            #expect(
                fixture.api.events.contains(
                    "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 500"))
            _ = try await fixture.exec("probed", ["touch", "/well"])
            try await fixture.wait(3)
            #expect(fixture.pod("probed")?.status[condition: "Ready"]?.isTrue == true)
            try await fixture.wait(32)
            #expect(fixture.pod("probed")?.status.containerStatuses.first?.restartCount == 1)
            #expect(
                fixture.api.events.contains(
                    "Killing: Container main failed liveness probe, will be restarted"))
            // Three failures settle it; while the container is being stopped nobody asks.
            #expect(fixture.api.count(ofEvents: "Unhealthy: Liveness") == 3)
        }
    }

    @Test("a new kubelet finds the containers that the old one left running")
    func restart() throws {
        let fixture = try KubeletFixture()
        try fixture.simulation.run {
            let simulation = fixture.simulation
            let first = simulation.spawn("kubelet") { await fixture.kubelet.run() }
            try await fixture.create("web", sleeper)
            try await fixture.wait(10)
            let id = fixture.pod("web")?.status.containerStatuses.first?.containerID
            first.cancel()
            try await fixture.wait(1)
            let next = KubeletProcess(
                configuration: fixture.kubelet.context.configuration, client: fixture.client,
                runtime: fixture.runtime)
            let second = simulation.spawn("kubelet") { await next.run() }
            try await fixture.wait(30)
            second.cancel()
            let status = try #require(fixture.pod("web")?.status.containerStatuses.first)
            #expect(status.containerID == id)
            #expect(status.restartCount == 0)
        }
    }
}
