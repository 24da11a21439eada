import API

/// Rows about the parts that every request goes through: reading, checking, writing one pod.
package enum MicroBenchmarks {
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

    /// Prints what each step costs.
    package static func all() throws {
        let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        let first = Stopwatch.time { _ = Schema.shared.type(of: kind) }
        print("schema, first use", first.readable)
        print("catalog", Stopwatch.time { _ = ResourceCatalog.shared.groups.count }.readable)
        let pod = try Schema.shared.decode(podValue, as: kind).value
        let text = JSONWriter.compact(pod)
        func show(_ name: String, _ body: () throws -> Void) throws {
            let time = try Stopwatch.median(of: 9) { for _ in 0..<200 { try body() } }
            print(name, (time / 200).readable)
        }
        print("bytes", text.count)
        try show("parse") { _ = try JSONParser.parse(text) }
        try show("write") { _ = JSONWriter.compact(pod) }
        try show("decode canonical") { _ = try Schema.shared.decode(pod, as: kind) }
        let bytes = try ProtobufCodec.encode(pod, as: kind)
        try show("protobuf encode") { _ = try ProtobufCodec.encode(pod, as: kind) }
        try show("protobuf decode") { _ = try ProtobufCodec.decode(bytes) }
        try show("equal") { _ = pod == pod }
    }
}
