import API

/// Rows about the parts that every request goes through: reading, checking, writing one pod.
enum MicroBenchmarks {
    /// About what a Deployment's pod looks like when it runs.
    private static var podValue: Value {
        let container: Value = [
            "name": "main", "image": "busybox", "command": ["sleep", "999999"],
            "env": [
                [
                    "name": "A",
                    "valueFrom": ["fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.name"]],
                ],
                ["name": "B", "value": "some longer value for a variable"],
            ],
            "resources": [
                "limits": ["cpu": "500m", "memory": "64Mi"], "requests": ["cpu": "250m"],
            ],
            "volumeMounts": [
                [
                    "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                    "name": "kube-api-access-x2v4l", "readOnly": true,
                ]
            ],
            "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "File", "imagePullPolicy": "Always",
        ]
        let spec: Value = [
            "containers": .array([container, container, container]), "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
            "serviceAccountName": "default", "serviceAccount": "default",
            "nodeName": "server5-node1", "schedulerName": "default-scheduler",
            "tolerations": [
                [
                    "key": "node.kubernetes.io/not-ready", "operator": "Exists",
                    "effect": "NoExecute", "tolerationSeconds": 300,
                ],
                [
                    "key": "node.kubernetes.io/unreachable", "operator": "Exists",
                    "effect": "NoExecute", "tolerationSeconds": 300,
                ],
            ],
            "priority": 0, "enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority",
        ]
        let condition: Value = [
            "type": "ContainersReady", "status": "True",
            "lastTransitionTime": "2023-03-15T06:00:09Z",
        ]
        let state: Value = [
            "name": "main", "state": ["running": ["startedAt": "2023-03-15T06:00:09Z"]],
            "lastState": .object(Object()), "ready": true, "restartCount": 0,
            "image": "busybox:latest",
            "imageID":
                "docker.io/library/busybox@sha256:7b3ccabffc97de872a30dfd234fd972a66d247c8cfc69b0550f276481852627c",
            "containerID":
                "containerd://7b3ccabffc97de872a30dfd234fd972a66d247c8cfc69b0550f276481852627c",
            "started": true,
        ]
        let status: Value = [
            "phase": "Running",
            "conditions": .array([condition, condition, condition, condition]),
            "hostIP": "192.168.2.205", "hostIPs": [["ip": "192.168.2.205"]],
            "podIP": "10.244.191.193",
            "podIPs": [["ip": "10.244.191.193"]], "startTime": "2023-03-15T06:00:05Z",
            "containerStatuses": .array([state, state, state]), "qosClass": "Burstable",
        ]
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": "web-5d78c9869d-2xv4l", "generateName": "web-5d78c9869d-",
                "namespace": "default",
                "uid": "7b3ccabf-fc97-4e87-a30d-fd234fd972a6", "resourceVersion": "4711",
                "creationTimestamp": "2023-03-15T06:00:05Z",
                "labels": ["app": "web", "pod-template-hash": "5d78c9869d"],
            ],
            "spec": spec, "status": status,
        ]
    }

    /// What each step costs, all on the same pod.
    static let all = [
        row("JSON to a value tree") { pod in
            let text = JSONWriter.compact(pod)
            return { _ = try JSONParser.parse(text) }
        },
        row("a value tree to JSON") { pod in { _ = JSONWriter.compact(pod) } },
        row("strict decoding") { pod in { _ = try Schema.shared.decode(pod, as: kind) } },
        row("a value tree to protobuf") { pod in
            { _ = try ProtobufCodec.encode(pod, as: kind) }
        },
        row("protobuf to a value tree") { pod in
            let bytes = try ProtobufCodec.encode(pod, as: kind)
            return { _ = try ProtobufCodec.decode(bytes) }
        },
    ]

    private static let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
    private static let repetitions = 200

    /// `prepare` gets the pod, complete with its defaults, and gives what is measured.
    private static func row(
        _ name: String, prepare: @escaping @Sendable (Value) throws -> () throws -> Void
    ) -> Benchmark {
        Benchmark(name) {
            let pod = try Schema.shared.decode(podValue, as: kind).value
            let body = try prepare(pod)
            let time = try Stopwatch.median(of: 9) { for _ in 0..<repetitions { try body() } }
            return Measurement(
                median: time / repetitions,
                note: "a pod of \(JSONWriter.compact(pod).count) bytes")
        }
    }
}
