import API
import Testing

@testable import APIServer

@Suite("Kinds against the recordings", .enabled(if: KindsTruth.isPresent))
struct KindsTests {
    /// Recorded objects without what the registry, admission and controllers add.
    private func bare(_ object: Value) -> Value {
        var object = object
        for name in ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"] {
            object["metadata"][name] = nil
        }
        object["metadata"]["namespace"] = nil
        object["status"] = nil
        if object["metadata"]["annotations"].object?.isEmpty == true {
            object["metadata"]["annotations"] = nil
        }
        return object
    }

    private func compare(
        _ manifest: Value, _ recorded: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let ours = try Draft(manifest, uid: recorded["metadata"]["uid"].string ?? "")
        #expect(ours.errors.isEmpty, sourceLocation: sourceLocation)
        let left = YAMLWriter.write(bare(ours.object))
        let right = YAMLWriter.write(bare(recorded))
        #expect(left == right, sourceLocation: sourceLocation)
    }

    @Test(
        "workloads get the recorded defaults",
        arguments: [
            ("14-daemonset.txt", "ssd-monitor.yaml", "kubectl get ds ssd-monitor -o yaml"),
            ("17-cronjob.txt", "cron.yaml", "kubectl get cronjob batch-job-every-minute -o yaml"),
        ])
    func workloads(file: String, manifest: String, command: String) throws {
        let given = try KindsTruth.objects(of: "cat " + manifest, in: file)
        let recorded = try KindsTruth.objects(of: command, in: file)
        try compare(try #require(given.last), try #require(recorded.first))
    }

    @Test("a deployment gets the recorded defaults")
    func deployment() throws {
        let file = "13-deployment.txt"
        let given = try KindsTruth.objects(of: "cat kubia-deployment-v1.yaml", in: file)
        var recorded = try #require(
            KindsTruth.objects(of: "kubectl get deploy kubia -o yaml", in: file).first)
        recorded["metadata"]["annotations"] = nil
        try compare(try #require(given.first), recorded)
    }

    @Test("a stateful set and its claim templates get the recorded defaults")
    func statefulSet() throws {
        let file = "15-statefulset.txt"
        let given = try KindsTruth.objects(of: "cat sts.yaml", in: file)
        let recorded = try KindsTruth.objects(of: "kubectl get sts kubia -o yaml", in: file)
        let manifest = try #require(given.first { $0["kind"].string == "StatefulSet" })
        try compare(manifest, try #require(recorded.first))
    }

    @Test("a job gets its selector and labels as recorded")
    func job() throws {
        let file = "04-job-raw-and-output-formats.txt"
        let given = try KindsTruth.objects(of: "cat my-job.yaml", in: file)
        let recorded = try KindsTruth.objects(of: "kubectl get job my-job -o json", in: file)
        try compare(try #require(given.first), try #require(recorded.first))
    }

    @Test("a service gets the recorded defaults")
    func service() throws {
        let file = "18-service-endpoints.txt"
        let given = try KindsTruth.objects(of: "cat svc.yaml", in: file)
        var recorded = try #require(
            KindsTruth.objects(of: "kubectl get svc web -o yaml", in: file).first)
        recorded["spec"]["clusterIP"] = nil
        recorded["spec"]["clusterIPs"] = nil
        try compare(try #require(given.last { $0["kind"].string == "Service" }), recorded)
    }

    @Test(
        "pods get the recorded defaults",
        arguments: [
            ("kubia-manual.yaml", "kubia-manual"), ("full-pod.yaml", "full"),
        ])
    func pods(manifest: String, name: String) throws {
        let file = "10-pod.txt"
        let given = try KindsTruth.objects(of: "cat " + manifest, in: file)
        var recorded = try #require(
            KindsTruth.objects(of: "kubectl get po \(name) -o yaml", in: file).first)
        withoutAdmission(&recorded)
        var pod = try #require(given.first)
        pod["spec"]["tolerations"] = nil
        try compare(pod, recorded)
    }

    /// Takes away what the scheduler and admission plugins put in.
    private func withoutAdmission(_ pod: inout Value) {
        for name in [
            "nodeName", "preemptionPolicy", "priority", "serviceAccount",
            "serviceAccountName", "tolerations",
        ] {
            pod["spec"][name] = nil
        }
        func isToken(_ item: Value) -> Bool {
            item["name"].string?.hasPrefix("kube-api-access-") == true
        }
        let volumes = (pod["spec"]["volumes"].array ?? []).filter { !isToken($0) }
        pod["spec"]["volumes"] = volumes.isEmpty ? nil : .array(volumes)
        for list in ["containers", "initContainers"] {
            guard var items = pod["spec"][list].array else { continue }
            for index in items.indices {
                let mounts = (items[index]["volumeMounts"].array ?? []).filter { !isToken($0) }
                items[index]["volumeMounts"] = mounts.isEmpty ? nil : .array(mounts)
            }
            pod["spec"][list] = .array(items)
        }
    }

    /// The bullets of kubectl's answer to an invalid object, without those about its name.
    private func bullets(of command: String, in file: String) throws -> [String] {
        try KindsTruth.output(of: command, in: file).split(separator: "\n")
            .filter { $0.hasPrefix("* ") && !$0.hasPrefix("* metadata.") }
            .map { String($0.dropFirst(2)) }
    }

    @Test(
        "all that is wrong with a manifest is told at once, in the recorded words",
        arguments: [
            ("30-errors.txt", "invalid.yaml"), ("18-service-endpoints.txt", "badsvc.yaml"),
        ])
    func invalid(file: String, manifest: String) throws {
        let given = try KindsTruth.objects(of: "cat " + manifest, in: file)
        let draft = try Draft(try #require(given.first))
        #expect(
            try draft.errors.map(\.description)
                == bullets(of: "kubectl create -f " + manifest, in: file))
    }

    @Test(
        "what was given inline is refused in the recorded words",
        arguments: [
            (
                #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"nosel"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#,
                "30-errors.txt"
            ),
            (
                #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"twoports"},"spec":{"ports":[{"port":80},{"port":81}]}}"#,
                "30-errors.txt"
            ),
            (
                #"{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"c"},"spec":{"schedule":"61 * * * *","jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}}}"#,
                "30-errors.txt"
            ),
            (
                #"{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"bad"},"spec":{"accessModes":[]}}"#,
                "22-pv-pvc-storageclass.txt"
            ),
            (
                #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"badtls"},"type":"kubernetes.io/tls","data":{"x":"YQ=="}}"#,
                "20-configmap-secret.txt"
            ),
        ])
    func inline(json: String, file: String) throws {
        let draft = try Draft(JSONParser.parse(json))
        #expect(
            try draft.errors.map(\.description)
                == bullets(of: "kubectl create -f - <<< '\(json)'", in: file))
    }
}

@Suite("Kinds")
struct KindRulesTests {
    private func pod(_ container: Value = ["name": "c", "image": "nginx"]) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"],
            "spec": ["containers": [container]],
        ]
    }

    @Test(
        "the pull policy follows the tag",
        arguments: [
            ("nginx", "Always"), ("nginx:latest", "Always"), ("nginx:1.27", "IfNotPresent"),
            ("registry:5000/nginx", "Always"), ("registry:5000/nginx:1", "IfNotPresent"),
            ("nginx@sha256:00", "IfNotPresent"),
        ])
    func pullPolicy(image: String, policy: String) {
        #expect(ContainerDefaults.pullPolicy(image: image) == policy)
    }

    @Test("defaults stand at their places in the schema's order")
    func order() throws {
        let draft = try Draft(pod())
        let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        let canonical = try Schema.shared.decode(draft.object, as: kind).value
        #expect(JSONWriter.text(draft.object) == JSONWriter.text(canonical))
    }

    @Test("filling in twice changes nothing")
    func idempotent() throws {
        let once = try Draft(pod()).object
        var twice = once
        PodStrategy().setDefaults(&twice)
        #expect(JSONWriter.text(once) == JSONWriter.text(twice))
    }

    @Test("the quality of service follows requests and limits")
    func qos() throws {
        func classOf(_ resources: Value) throws -> String? {
            var container: Value = ["name": "c", "image": "i"]
            container["resources"] = resources
            return try Draft(pod(container)).object["status"]["qosClass"].string
        }
        #expect(try classOf([:]) == "BestEffort")
        #expect(try classOf(["requests": ["cpu": "1"]]) == "Burstable")
        #expect(try classOf(["limits": ["cpu": "1", "memory": "1Gi"]]) == "Guaranteed")
    }

    @Test("a pod's image may change, its node may not")
    func podUpdate() throws {
        let draft = try Draft(pod())
        let image = try draft.problems { pod in
            pod["spec"]["containers"] = [
                ["name": "c", "image": "nginx:2", "imagePullPolicy": "Always"]
            ]
        }
        #expect(image == [])
        let node = try draft.problems { $0["spec"]["nodeName"] = "n" }
        #expect(node.count == 1)
        #expect(node[0].hasPrefix("spec: Forbidden: pod updates may not change fields other than"))
        let grown = try draft.problems { pod in
            pod["spec"]["containers"] = [
                ["name": "c", "image": "i"], ["name": "d", "image": "i"],
            ]
        }
        #expect(
            grown == ["spec.containers: Forbidden: pod updates may not add or remove containers"])
    }

    @Test("what may never change says so")
    func immutable() throws {
        let map = try Draft([
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m"],
            "data": ["x": "1"], "immutable": true,
        ])
        #expect(
            try map.problems { $0["data"]["x"] = "2" }
                == ["data: Forbidden: field is immutable when `immutable` is set"])
        let secret = try Draft([
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s"],
            "stringData": ["a": "b"],
        ])
        #expect(secret.object["data"] == ["a": "Yg=="])
        #expect(secret.object["stringData"] == nil)
        #expect(
            try secret.problems { $0["type"] = "Other" }
                == ["type: Invalid value: \"Other\": field is immutable"])
        let service = try Draft([
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": "s"],
            "spec": ["clusterIP": "10.96.0.7", "ports": [["port": 80]]],
        ])
        #expect(
            try service.problems { $0["spec"]["clusterIP"] = "10.96.77.77" }
                == [
                    "spec.clusterIPs[0]: Invalid value: [\"10.96.77.77\"]: may not change once set"
                ])
        let dropped = try service.problems { service in
            service["spec"]["clusterIP"] = nil
            service["spec"]["clusterIPs"] = nil
        }
        #expect(dropped == [])
    }

    @Test("a role reference never changes")
    func roleRef() throws {
        let binding = try Draft([
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": ["name": "b", "namespace": "d"],
            "roleRef": ["kind": "Role", "name": "r"], "subjects": [["kind": "User", "name": "u"]],
        ])
        #expect(binding.errors.isEmpty)
        #expect(binding.object["subjects"].array?.first?["apiGroup"].string?.isEmpty == false)
        let problems = try binding.problems { $0["roleRef"]["name"] = "q" }
        #expect(problems.count == 1)
        #expect(problems[0].hasSuffix("cannot change roleRef"))
    }

    @Test(
        "schedules are read as cron reads them",
        arguments: [
            ("*/5 * * * *", nil), ("0 0 1 jan mon-fri", nil), ("@hourly", nil),
            ("nonsense", "expected exactly 5 fields, found 1: [nonsense]"),
            ("61 * * * *", "end of range (61) above maximum (59): 61"),
            (
                "* * * * x",
                "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"
            ),
            ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ] as [(String, String?)])
    func schedules(schedule: String, problem: String?) {
        var found: String?
        if case .failure(let failure) = CronSchedule.parse(schedule) { found = failure.text }
        #expect(found == problem)
    }

    @Test("a grace period ends at once where no kubelet knows of the pod")
    func gracePeriod() throws {
        let strategy = PodStrategy()
        var pod = try Draft(pod()).object
        #expect(strategy.gracePeriodSeconds(for: pod, requested: nil) == nil)
        pod["spec"]["nodeName"] = "n"
        #expect(strategy.gracePeriodSeconds(for: pod, requested: nil) == 30)
        #expect(strategy.gracePeriodSeconds(for: pod, requested: 0) == nil)
        #expect(strategy.gracePeriodSeconds(for: pod, requested: 5) == 5)
        pod["status"]["phase"] = "Succeeded"
        #expect(strategy.gracePeriodSeconds(for: pod, requested: nil) == nil)
    }

    @Test("no object at all makes the rules fail")
    func robustness() {
        let hostile: [Value] = [
            [:], ["spec": 1], ["spec": [], "metadata": "x"], .null, "text",
            ["metadata": [:], "spec": ["containers": [1, [:]], "template": [:], "ports": [[:]]]],
        ]
        for resource in ResourceCatalog.shared.resources {
            let strategy = Kinds.strategy(for: resource.groupVersionResource)
            for var object in hostile {
                strategy.setDefaults(&object)
                strategy.setDefaults(&object)
                _ = strategy.nameProblems("x/..", isPrefix: true)
                if let rules = strategy as? KindRules { _ = rules.validation?(object) }
            }
        }
    }
}
