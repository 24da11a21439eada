import API
import Simulation
import Testing

@testable import Kubectl

@Suite("What kubectl's flags do")
struct FlagBehaviourTests {
    let simulation = Simulation(seed: 1)

    private func run(
        _ line: String, input: String = "", _ prepare: (FakeServer) -> Void = { _ in }
    ) throws -> Printed {
        let server = FakeServer(simulation)
        prepare(server)
        return try kubectl(shellWords(line), simulation, server, input: input)
    }

    private static let pods = "/api/v1/namespaces/default/pods"
    private static let deleted: Value = [
        "kind": "Status", "status": "Success", "details": ["uid": "u"],
    ]

    @Test("a request without an answer ends after --request-timeout")
    func timeout() throws {
        let simulation = simulation
        let server = FakeServer(
            simulation, otherwise: { _, _ in APIResponse(status: 500, body: .bytes([])) })
        let slow = SlowServer(simulation, server)
        let output = CollectingSink(simulation)
        let error = CollectingSink(simulation)
        let environment = KubectlEnvironment(
            simulation: simulation, client: { (_) async throws(KubectlError) in slow },
            standardInput: FixedSource(simulation), standardOutput: output, standardError: error,
            variables: ["HOME": "/root"], files: MemoryFiles())
        let started = simulation.now
        let code = try simulation.run {
            await KubectlCommand.run(["get", "po", "--request-timeout=2"], in: environment)
        }
        #expect(code == 1)
        #expect(started.duration(to: simulation.now) == .seconds(2))
        #expect(
            error.text
                == "Unable to connect to the server: context deadline exceeded (Client.Timeout exceeded while awaiting headers)\n"
        )
    }

    @Test(
        "wrong values of common flags are refused in upstream's words",
        arguments: [
            (
                "get po --request-timeout=nope",
                "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n"
            ),
            (
                "get po --username=a --token=t",
                "error: more than one authentication method found for kubernetes-admin; found [token basicAuth], only one is allowed\n"
            ),
            (
                "run p --image=i --override-type=none --overrides={}",
                "error: invalid override type: none\n"
            ),
            (
                "apply -f x.yaml --prune",
                "error: --prune is not supported here: delete what left the files by name\n"
            ),
            (
                "patch po p --type=bogus -p {}",
                "error: --type must be one of [json merge strategic], not \"bogus\"\n"
            ),
            ("label po p", "error: at least one label update is required\n"),
            ("exec p", "error: you must specify at least one command for the container\n"),
        ])
    func refused(_ line: String, _ text: String) throws {
        let printed = try run(line) { $0.answer("GET \(Self.pods)/p", ["metadata": ["name": "p"]]) }
        #expect(printed == Printed(output: "", error: text, code: 1))
    }

    @Test("a client and a server of different versions do not match")
    func matchServerVersion() throws {
        let printed = try run("get po --match-server-version") {
            $0.answer("GET /version", ["major": "1", "minor": "36", "gitVersion": "v1.36.2"])
        }
        #expect(printed.code == 1)
        #expect(
            printed.error.hasPrefix(
                "error: server version (&version.Info{Major:\"1\", Minor:\"36\","))
        let same = try run("get ns default -o name --match-server-version") {
            $0.answer("GET /version", ["gitVersion": .string(Version.client)])
            $0.answer("GET /api/v1/namespaces/default", ["metadata": ["name": "default"]])
        }
        #expect(same.output == "namespace/default\n")
    }

    @Test("--interactive asks, and anything but y is a no")
    func interactive() throws {
        let question = """
            You are about to delete the following 1 resource(s):
            pod/p
            Do you want to continue? (y/n): 
            """
        func delete(_ input: String) throws -> String {
            try run("delete po p -i --wait=false", input: input) {
                $0.answer("DELETE \(Self.pods)/p", Self.deleted)
            }.output
        }
        #expect(try delete("n\n") == question + "deletion is cancelled\n")
        #expect(try delete("") == question + "deletion is cancelled\n")
        #expect(try delete("Y\n") == question + "pod \"p\" deleted from default namespace\n")
    }

    @Test("--append-hash gives the names that upstream gives")
    func appendHash() throws {
        func name(_ line: String) throws -> String {
            try run(line + " --from-literal=a=1 --append-hash --dry-run=client -o name").output
        }
        #expect(try name("create configmap h") == "configmap/h-h5t56b2k8g\n")
        #expect(try name("create configmap h2") == "configmap/h2-tb687ddgch\n")
        #expect(try name("create secret generic h") == "secret/h-kfk7g62b7c\n")
    }

    @Test("--override-type chooses how --overrides is merged")
    func overrideType() throws {
        func made(_ type: String, _ overrides: String) throws -> Value {
            let text = try run(
                "run x --image=busybox --dry-run=client -o json --override-type=\(type)"
                    + " --overrides='\(overrides)'"
            ).output
            return try JSONParser.parse(text)
        }
        let json = try made("json", #"[{"op":"add","path":"/spec/nodeName","value":"a"}]"#)
        #expect(json["spec"]["nodeName"].string == "a")
        let patch = #"{"spec":{"containers":[{"name":"x","tty":true}]}}"#
        let strategic = try made("strategic", patch)["spec"]["containers"].array?.first
        #expect(strategic["image"].string == "busybox")
        let merge = try made("merge", patch)["spec"]["containers"].array?.first
        #expect(merge["image"] == nil)
    }

    @Test("--server-print=false prints names and ages")
    func serverPrint() throws {
        let list: Value = [
            "kind": "PodList", "metadata": [:],
            "items": [["metadata": ["name": "p", "creationTimestamp": "2023-03-15T00:00:00Z"]]],
        ]
        let printed = try run("get po --server-print=false") {
            $0.answer("GET \(Self.pods)", list)
        }
        #expect(printed.output.hasPrefix("NAME   AGE\np      "))
    }

    @Test("a user to bind is no user of the kubeconfig")
    func shadowedFlag() throws {
        let printed = try run(
            "create clusterrolebinding b --clusterrole=view --user=ann --dry-run=client -o name")
        #expect(
            printed
                == Printed(
                    output: "clusterrolebinding.rbac.authorization.k8s.io/b\n", error: "", code: 0))
        let config = try Invocation.forTest(
            ["create", "rolebinding", "b", "--user=ann"], simulation
        ).config()
        #expect(config.clientKey == Array("a".utf8))
    }

    @Test("a patch that looks like JSON goes to the server as it is")
    func brokenPatch() throws {
        let server = FakeServer(simulation)
        server.answer("GET \(Self.pods)/p", ["metadata": ["name": "p"]])
        server.answer("PATCH \(Self.pods)/p", ["metadata": ["name": "p"]])
        _ = try kubectl(["patch", "po", "p", "-p", "{"], simulation, server)
        guard case .bytes(let body) = server.requests.value.last?.body else {
            Issue.record("no bytes were sent")
            return
        }
        #expect(body == [UInt8(ascii: "{")])
    }

    @Test("every object that cannot be applied is told of")
    func severalBareErrors() throws {
        var files = MemoryFiles()
        files.contents["/root/two.yaml"] = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: b}
            """
        let server = FakeServer(simulation)
        let refusal = Status(code: 415, reason: .unsupportedMediaType, message: "no")
        for name in ["a", "b"] {
            server.answer(
                "PATCH /api/v1/namespaces/default/configmaps/\(name)", status: 415, refusal.value)
        }
        let printed = try kubectl(
            ["apply", "-f", "two.yaml", "--server-side"], simulation, server, files: files)
        let line = "Server-side apply not available on the server: (no)\n"
        #expect(printed.error == line + line)
    }

    @Test("several applied objects print as one list")
    func applyList() throws {
        var files = MemoryFiles()
        files.contents["/root/two.yaml"] = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: b}
            """
        let server = FakeServer(simulation)
        server.answer("POST /api/v1/namespaces/default/configmaps", ["metadata": ["name": "x"]])
        let printed = try kubectl(
            ["apply", "-f", "two.yaml", "-o", "yaml"], simulation, server, files: files)
        #expect(
            printed.output == """
                apiVersion: v1
                items:
                - metadata:
                    name: x
                - metadata:
                    name: x
                kind: List
                metadata: {}

                """)
    }

    @Test("--record notes the command line")
    func record() throws {
        let printed = try run("create cm x --dry-run=client -o name")
        #expect(printed.output == "configmap/x\n")
        let noted = try run("run p --image=i --record --dry-run=client -o yaml")
        #expect(
            noted.output.contains(
                "kubernetes.io/change-cause: kubectl run p --dry-run=client --image=i --output=yaml"
            ))
        #expect(
            noted.error
                == "Flag --record has been deprecated, --record will be removed in the future\n")
    }

    @Test("-v=6 tells each request")
    func verbosity() throws {
        let printed = try run("get cm x -o name -v=6") {
            $0.answer("GET /api/v1/namespaces/default/configmaps/x", ["metadata": ["name": "x"]])
        }
        #expect(
            printed.error.contains(
                "] \"Response\" verb=\"GET\" url=\"https://192.168.2.204:6443/api/v1/namespaces/default/configmaps/x\" status=\"200 OK\" milliseconds=0\n"
            ))
    }

    @Test("annotating with the value that is there is no overwriting")
    func sameAnnotation() throws {
        let pod: Value = ["metadata": ["name": "p", "annotations": ["a": "1"]]]
        #expect(
            try run("annotate po p a=1") { $0.answer("GET \(Self.pods)/p", pod) }.output
                == "pod/p annotated\n")
    }

    @Test("rules are sorted by verbs, group and resource, as Go writes them")
    func rules() {
        let rules: [Value] = [
            [
                "apiGroups": ["apps"], "resources": ["deployments", "deployments/scale"],
                "verbs": ["get"],
            ],
            ["apiGroups": [""], "resources": ["pods", "pods/log"], "verbs": ["get"]],
        ]
        #expect(
            PolicyRules.rows(rules).map { $0[0] }
                == ["pods/log", "pods", "deployments.apps/scale", "deployments.apps"])
    }
}

/// A server that takes an hour for each answer.
private struct SlowServer: APITransport {
    let simulation: Simulation
    let server: FakeServer

    init(_ simulation: Simulation, _ server: FakeServer) {
        (self.simulation, self.server) = (simulation, server)
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        do { try await simulation.sleep(for: .hours(1)) } catch { throw .cancelled }
        return try await server.send(request)
    }
}

extension Invocation {
    /// The invocation that a command line makes.
    static func forTest(_ words: [String], _ simulation: Simulation) throws -> Invocation {
        let resolution = CommandResolution(CommandTree.root, words)
        let parser = FlagParser(
            resolution.command.flags + GlobalFlags.all, command: resolution.path)
        let environment = KubectlEnvironment(
            simulation: simulation,
            client: { (_) async throws(KubectlError) in throw .exit(1) },
            standardInput: FixedSource(simulation), standardOutput: CollectingSink(simulation),
            standardError: CollectingSink(simulation), variables: ["HOME": "/root"],
            files: MemoryFiles())
        return Invocation(
            environment, path: resolution.path, try parser.parse(resolution.words),
            own: resolution.command.flags.map(\.name))
    }
}
