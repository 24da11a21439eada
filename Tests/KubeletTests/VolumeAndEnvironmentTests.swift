import API
import Client
import ContainerRuntime
import Simulation
import Testing

@testable import Kubelet

@Suite("Kubelet: environment and volumes")
struct VolumeAndEnvironmentTests {
    private let resources: Value = [
        "requests": ["cpu": "15m", "memory": "500Ki"], "limits": ["cpu": "100m", "memory": "8Mi"],
    ]

    private func field(_ name: String, _ path: String) -> Value {
        ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
    }

    private func resource(_ name: String, _ path: String, _ divisor: String) -> Value {
        [
            "name": .string(name),
            "valueFrom": [
                "resourceFieldRef": ["resource": .string(path), "divisor": .string(divisor)]
            ],
        ]
    }

    @Test("the document's seven variables have the document's values")
    func downwardEnvironment() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "downward",
                [
                    "containers": [
                        [
                            "name": "main", "image": "busybox", "command": ["sleep", "9999"],
                            "resources": resources,
                            "env": [
                                field("POD_NAME", "metadata.name"),
                                field("POD_NAMESPACE", "metadata.namespace"),
                                field("POD_IP", "status.podIP"),
                                field("NODE_NAME", "spec.nodeName"),
                                field("SERVICE_ACCOUNT", "spec.serviceAccountName"),
                                resource("CONTAINER_CPU_REQUEST_MILLICORES", "requests.cpu", "1m"),
                                resource(
                                    "CONTAINER_MEMORY_LIMIT_KIBIBYTES", "limits.memory", "1Ki"),
                            ],
                        ]
                    ]
                ])
            try await fixture.wait(10)
            let text = try await fixture.exec("downward", ["env"])
            let lines = text.split(separator: "\n").map(String.init)
            #expect(
                lines.prefix(9) == [
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "HOSTNAME=downward", "POD_NAME=downward", "POD_NAMESPACE=default",
                    "POD_IP=10.244.244.211", "NODE_NAME=server6-node2", "SERVICE_ACCOUNT=default",
                    "CONTAINER_CPU_REQUEST_MILLICORES=15", "CONTAINER_MEMORY_LIMIT_KIBIBYTES=8192",
                ])
            #expect(lines.contains("KUBERNETES_PORT_443_TCP=tcp://10.96.0.1:443"))
            #expect(lines.last == "HOME=/root")
        }
    }

    private func item(_ path: String, field: String) -> Value {
        ["path": .string(path), "fieldRef": ["fieldPath": .string(field)]]
    }

    private func item(_ path: String, resource: String, _ divisor: String) -> Value {
        [
            "path": .string(path),
            "resourceFieldRef": [
                "containerName": "main", "resource": .string(resource), "divisor": .string(divisor),
            ],
        ]
    }

    @Test("the document's downward volume has files of 337, 2, 7, 9, 8 and 7 bytes")
    func downwardVolume() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "downward",
                metadata: [
                    "labels": ["foo": "bar"],
                    "annotations": ["key1": "value1", "key2": "multi\nline\nvalue\n"],
                ],
                [
                    "containers": [
                        [
                            "name": "main", "image": "busybox", "command": ["sleep", "9999"],
                            "resources": resources,
                            "volumeMounts": [["name": "downward", "mountPath": "/etc/downward"]],
                        ]
                    ],
                    "volumes": [
                        [
                            "name": "downward",
                            "downwardAPI": [
                                "items": [
                                    item("podName", field: "metadata.name"),
                                    item("podNamespace", field: "metadata.namespace"),
                                    item("labels", field: "metadata.labels"),
                                    item("annotations", field: "metadata.annotations"),
                                    item(
                                        "containerCpuRequestMilliCores", resource: "requests.cpu",
                                        "1m"),
                                    item(
                                        "containerMemoryLimitBytes", resource: "limits.memory", "1"),
                                ]
                            ],
                        ]
                    ],
                ])
            try await fixture.wait(10)
            var sizes: [Int] = []
            for name in [
                "annotations", "containerCpuRequestMilliCores", "containerMemoryLimitBytes",
                "labels", "podName", "podNamespace",
            ] {
                sizes.append(
                    try await fixture.exec("downward", ["cat", "/etc/downward/\(name)"]).utf8.count)
            }
            #expect(sizes == [337, 2, 7, 9, 8, 7])
            #expect(
                try await fixture.exec("downward", ["cat", "/etc/downward/labels"]) == "foo=\"bar\""
            )

            _ = try await fixture.client.patch(
                Pod.self, namespace: "default", name: "downward", type: MediaType.mergePatch,
                ["metadata": ["labels": ["foo": "baz"]]])
            try await fixture.wait(2)
            #expect(
                try await fixture.exec("downward", ["cat", "/etc/downward/labels"]) == "foo=\"baz\""
            )
        }
    }

    @Test("a pod waits for a config map that is not there, and follows its changes")
    func configMap() throws {
        let fixture = try KubeletFixture()
        let path = "/api/v1/namespaces/default/configmaps/settings"
        try fixture.run {
            try await fixture.create(
                "reader",
                [
                    "containers": [
                        [
                            "name": "main", "image": "busybox", "command": ["sleep", "9999"],
                            "volumeMounts": [
                                ["name": "v", "mountPath": "/v"],
                                ["name": "v", "mountPath": "/frozen", "subPath": "a"],
                            ],
                        ]
                    ],
                    "volumes": [["name": "v", "configMap": ["name": "settings"]]],
                ])
            try await fixture.wait(5)
            let status = try #require(fixture.pod("reader")).status
            #expect(status.containerStatuses.first?.state.waiting?.reason == "ContainerCreating")
            #expect(
                fixture.api.events.contains(
                    "FailedMount: MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" "
                        + "not found"))
            let settings: Value = [
                "metadata": ["name": "settings", "namespace": "default"], "data": ["a": "1"],
            ]
            fixture.api.put(settings, at: path, isNew: true)
            try await fixture.wait(130)
            #expect(try await fixture.exec("reader", ["cat", "/v/a"]) == "1")
            var changed = settings
            changed["data"]["a"] = "2"
            fixture.api.put(changed, at: path, isNew: false)
            try await fixture.wait(91)
            #expect(try await fixture.exec("reader", ["cat", "/v/a"]) == "2")
            #expect(try await fixture.exec("reader", ["cat", "/frozen"]) == "1")
        }
    }

    @Test("a projected token is renewed after four fifths of its life")
    func token() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            try await fixture.create(
                "client",
                [
                    "containers": [
                        [
                            "name": "main", "image": "busybox", "command": ["sleep", "99999"],
                            "volumeMounts": [
                                ["name": "access", "mountPath": "/access", "readOnly": true]
                            ],
                        ]
                    ],
                    "volumes": [
                        [
                            "name": "access",
                            "projected": [
                                "sources": [
                                    [
                                        "serviceAccountToken": [
                                            "path": "token", "expirationSeconds": 3607,
                                        ]
                                    ]
                                ]
                            ],
                        ]
                    ],
                ])
            try await fixture.wait(2600)
            #expect(try await fixture.exec("client", ["cat", "/access/token"]) == "token-1")
            try await fixture.wait(500)
            #expect(try await fixture.exec("client", ["cat", "/access/token"]) == "token-2")
        }
    }

    @Test("references in variables and arguments are expanded as upstream does")
    func expansion() {
        let values = ["A": "1", "B": "two"]
        let cases = [
            ("$(A)", "1"), ("x$(A)y$(B)", "x1ytwo"), ("$$(A)", "$(A)"), ("$(C)", "$(C)"),
            ("$A", "$A"),
            ("$(A", "$(A"), ("$", "$"), ("$$", "$"), ("$()", "$()"), ("$$$(A)", "$1"),
        ]
        for (text, expanded) in cases {
            #expect(VariableExpansion.expand(text) { values[$0] } == expanded, "\(text)")
        }
    }
}
