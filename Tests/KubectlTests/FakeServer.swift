import API
import Simulation

@testable import Kubectl

/// A server that answers from a list of prepared answers, and remembers what it was asked.
final class FakeServer: APITransport {
    private let answers: Confined<[String: (status: Int, body: Value)]>
    let requests: Confined<[APIRequest]>
    private let simulation: Simulation
    /// What answers requests that nothing was prepared for.
    private let otherwise: (@Sendable (APIRequest, Simulation) -> APIResponse)?

    init(
        _ simulation: Simulation,
        otherwise: (@Sendable (APIRequest, Simulation) -> APIResponse)? = nil
    ) {
        self.simulation = simulation
        self.otherwise = otherwise
        answers = Confined(simulation, [:])
        requests = Confined(simulation, [])
        answer(
            "GET /api",
            Self.discovery(
                "",
                [
                    Self.resource("pods", "pod", "Pod", ["po"]),
                    Self.resource("services", "service", "Service", ["svc"]),
                    Self.resource("configmaps", "configmap", "ConfigMap", ["cm"]),
                    Self.resource("secrets", "secret", "Secret"),
                    Self.resource("events", "event", "Event", ["ev"]),
                    Self.resource(
                        "replicationcontrollers", "replicationcontroller",
                        "ReplicationController", ["rc"]),
                    Self.resource("resourcequotas", "resourcequota", "ResourceQuota", ["quota"]),
                    Self.resource("serviceaccounts", "serviceaccount", "ServiceAccount", ["sa"]),
                    Self.resource("namespaces", "namespace", "Namespace", ["ns"], scope: "Cluster"),
                    Self.resource("nodes", "node", "Node", ["no"], scope: "Cluster"),
                ]))
        let groups = [
            Self.discovery(
                "apps",
                [
                    Self.resource("deployments", "deployment", "Deployment", ["deploy"]),
                    Self.resource("replicasets", "replicaset", "ReplicaSet", ["rs"]),
                ]),
            Self.discovery(
                "batch",
                [
                    Self.resource("jobs", "job", "Job"),
                    Self.resource("cronjobs", "cronjob", "CronJob", ["cj"]),
                ]),
            Self.discovery(
                "autoscaling",
                [
                    Self.resource(
                        "horizontalpodautoscalers", "horizontalpodautoscaler",
                        "HorizontalPodAutoscaler", ["hpa"])
                ]),
            Self.discovery(
                "policy",
                [
                    Self.resource(
                        "poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget",
                        ["pdb"])
                ]),
            Self.discovery(
                "scheduling.k8s.io",
                [
                    Self.resource(
                        "priorityclasses", "priorityclass", "PriorityClass", ["pc"],
                        scope: "Cluster")
                ]),
            Self.discovery(
                "rbac.authorization.k8s.io",
                [
                    Self.resource("clusterroles", "clusterrole", "ClusterRole", scope: "Cluster"),
                    Self.resource(
                        "clusterrolebindings", "clusterrolebinding", "ClusterRoleBinding",
                        scope: "Cluster"),
                    Self.resource("roles", "role", "Role"),
                    Self.resource("rolebindings", "rolebinding", "RoleBinding"),
                ]),
        ]
        let items = groups.flatMap { $0["items"].array ?? [] }
        answer("GET /apis", ["kind": "APIGroupDiscoveryList", "items": .array(items)])
    }

    func answer(_ request: String, status: Int = 200, _ body: Value) {
        answers.value[request] = (status, body)
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        requests.value.append(request)
        let found = answers.value["\(request.method) \(request.path)"]
        if found == nil, let otherwise { return otherwise(request, simulation) }
        let missing = Status(
            code: 404, reason: .notFound,
            message: "the server could not find the requested resource")
        return APIResponse(status: found?.status ?? 404, body: .value(found?.body ?? missing.value))
    }

    private static func discovery(_ group: String, _ resources: [Value]) -> Value {
        [
            "kind": "APIGroupDiscoveryList",
            "items": [
                [
                    "metadata": ["name": .string(group)],
                    "versions": [["version": "v1", "resources": .array(resources)]],
                ]
            ],
        ]
    }

    private static func resource(
        _ plural: String, _ singular: String, _ kind: String, _ short: [String] = [],
        scope: String = "Namespaced"
    ) -> Value {
        [
            "resource": .string(plural), "singularResource": .string(singular),
            "responseKind": ["kind": .string(kind)], "scope": .string(scope),
            "shortNames": .array(short.map(Value.string)), "verbs": ["get", "list", "create"],
        ]
    }
}

/// Files in memory.
struct MemoryFiles: KubectlFiles {
    var contents: [String: String] = [
        "/root/.kube/config": """
        apiVersion: v1
        kind: Config
        clusters:
        - cluster:
            server: https://192.168.2.204:6443
          name: kubernetes
        contexts:
        - context:
            cluster: kubernetes
            user: kubernetes-admin
          name: kubernetes-admin@kubernetes
        current-context: kubernetes-admin@kubernetes
        users:
        - name: kubernetes-admin
          user:
            client-key-data: YQ==
        """
    ]

    func read(_ path: String) throws(KubectlFileError) -> [UInt8] {
        guard let text = contents[path] else { throw .notFound }
        return Array(text.utf8)
    }
    func write(_ bytes: [UInt8], to path: String) throws(KubectlFileError) { throw .readOnly }
    func list(_ path: String) throws(KubectlFileError) -> [String] {
        let below = contents.keys.filter { $0.hasPrefix(path + "/") }
        return Set(
            below.compactMap { $0.dropFirst(path.count + 1).split(separator: "/").first }
        ).map(String.init)
    }
    func exists(_ path: String) -> Bool { contents[path] != nil || isDirectory(path) }
    func isDirectory(_ path: String) -> Bool {
        contents.keys.contains { $0.hasPrefix(path + "/") }
    }
}

/// What one command line printed.
struct Printed: Equatable, Sendable {
    var output: String
    var error: String
    var code: Int32
}

/// Runs one command line against `server`.
func kubectl(
    _ words: [String], _ simulation: Simulation, _ server: FakeServer,
    files: MemoryFiles = MemoryFiles(), input: String = "",
    host: (any KubectlHost)? = nil, onFlagRead: (@Sendable (String) -> Void)? = nil
) throws -> Printed {
    let output = CollectingSink(simulation)
    let error = CollectingSink(simulation)
    let environment = KubectlEnvironment(
        simulation: simulation, client: { (_) async throws(KubectlError) in server },
        standardInput: FixedSource(simulation, Array(input.utf8)), standardOutput: output,
        standardError: error,
        variables: ["HOME": "/root"], workingDirectory: "/root", files: files, host: host)
    let code = try simulation.run {
        await KubectlCommand.run(words, in: environment, onFlagRead: onFlagRead)
    }
    return Printed(output: output.text, error: error.text, code: code)
}

/// Splits a recorded command line at blanks outside single quotes.
func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    var current = ""
    var isQuoted = false
    for character in line {
        if character == "'" {
            isQuoted.toggle()
        } else if character == " ", !isQuoted {
            if !current.isEmpty { words.append(current) }
            current = ""
        } else {
            current.append(character)
        }
    }
    return current.isEmpty ? words : words + [current]
}
