import API
import Foundation
import Simulation
import Testing

@testable import Kubectl

/// Every flag that a command declares does something, or says that it does not.
///
/// A flag is *acted on* if the command asks for it in one of its sample lines below. Flags without
/// an effect carry a reason in their declaration (`harmless`, `refused`), and those that are taken
/// silently must stand in docs/kubectl.md.
@Suite("kubectl's flags")
struct FlagTests {
    /// Lines that lead each command past all that it does; `FLAG` is where the flag goes.
    static let samples: [String: [String]] = [
        "kubectl create": ["FLAG -f pod.yaml", "FLAG -f pod.yaml --raw=/x"],
        "kubectl run": [
            "FLAG p --image=i", "FLAG p --image=i --rm -i", "FLAG p --image=i --expose --port=1",
            "FLAG p --image=i --overrides={}", "FLAG p --image=i -- ls",
        ],
        "kubectl get": [
            "FLAG po", "FLAG secrets", "FLAG po p", "FLAG po -o custom-columns=A:.a", "FLAG po -w",
            "FLAG -f pod.yaml",
        ],
        "kubectl delete": ["FLAG po p", "FLAG po --all", "FLAG -f pod.yaml"],
        "kubectl logs": [
            "FLAG p", "FLAG deploy/d", "FLAG -l a=b -f --all-containers",
            "FLAG p --all-containers",
        ],
        "kubectl attach": ["FLAG p", "FLAG deploy/d"],
        "kubectl exec": ["FLAG p -- ls", "FLAG deploy/d -- ls", "FLAG -f pod.yaml -- ls"],
        "kubectl patch": ["FLAG po p -p {}", "FLAG -f pod.yaml -p {}"],
        "kubectl label": ["FLAG po p x=y", "FLAG po --all a=b", "FLAG -f pod.yaml a=b"],
        "kubectl annotate": ["FLAG po p a=b", "FLAG po --all a=b", "FLAG -f pod.yaml a=b"],
        "kubectl describe": ["FLAG po", "FLAG po p", "FLAG -f pod.yaml"],
        "kubectl apply": [
            "FLAG -f pod.yaml", "FLAG -f pod.yaml --server-side", "FLAG -f bad.yaml --force",
        ],
        "kubectl diff": [
            "FLAG -f pod.yaml", "FLAG -f pod.yaml --server-side", "FLAG -f bad.yaml",
        ],
        "kubectl apply view-last-applied": ["FLAG po p", "FLAG po --all", "FLAG -f pod.yaml"],
        "kubectl replace": [
            "FLAG -f pod.yaml", "FLAG -f pod.yaml --force", "FLAG --raw=/x -f pod.yaml",
        ],
        "kubectl wait": [
            "FLAG po p --for=condition=Ready", "FLAG po --all --for=condition=Ready",
            "FLAG -f pod.yaml --for=delete",
        ],
        "kubectl scale": [
            "FLAG deploy d --replicas=2", "FLAG deploy --all --replicas=2",
            "FLAG -f pod.yaml --replicas=2",
        ],
        "kubectl autoscale": ["FLAG deploy d --max=2", "FLAG -f pod.yaml --max=2"],
        "kubectl expose": ["FLAG deploy d --port=1 --overrides={}", "FLAG -f pod.yaml --port=1"],
        "kubectl set image": [
            "FLAG deploy d c=j", "FLAG deploy --all c=j", "FLAG -f pod.yaml c=j",
        ],
        "kubectl set env": ["FLAG deploy d A=b", "FLAG deploy --all A=b", "FLAG -f pod.yaml A=b"],
        "kubectl set resources": [
            "FLAG deploy d --limits=cpu=1", "FLAG deploy --all --requests=cpu=1",
            "FLAG -f pod.yaml --limits=cpu=1",
        ],
        "kubectl set serviceaccount": [
            "FLAG deploy d s", "FLAG deploy --all s", "FLAG -f pod.yaml x s",
        ],
        "kubectl rollout status": ["FLAG deploy d", "FLAG -f pod.yaml", "FLAG deploy -l a=b"],
        "kubectl rollout history": ["FLAG deploy d", "FLAG -f pod.yaml", "FLAG deploy -l a=b"],
        "kubectl rollout undo": ["FLAG deploy d", "FLAG -f pod.yaml", "FLAG deploy -l a=b"],
        "kubectl rollout pause": ["FLAG deploy d", "FLAG -f pod.yaml"],
        "kubectl rollout resume": ["FLAG deploy e", "FLAG -f pod.yaml"],
        "kubectl rollout restart": ["FLAG deploy d", "FLAG -f pod.yaml"],
        "kubectl auth can-i": ["FLAG get po", "FLAG --list"],
        "kubectl auth whoami": ["FLAG"],
        "kubectl config view": ["FLAG"],
        "kubectl config get-contexts": ["FLAG"],
        "kubectl config set-context": ["FLAG x"],
        "kubectl explain": ["FLAG po"],
        "kubectl cordon": ["FLAG n"], "kubectl uncordon": ["FLAG e"],
        "kubectl taint": ["FLAG node n a=b:NoSchedule"],
        "kubectl drain": [
            "FLAG n", "FLAG n --force --ignore-daemonsets --delete-emptydir-data",
            "FLAG n --force --disable-eviction",
        ],
        "kubectl events": ["FLAG"], "kubectl proxy": ["FLAG"],
        "kubectl top node": ["FLAG"], "kubectl top pod": ["FLAG"],
        "kubectl version": ["FLAG"], "kubectl api-resources": ["FLAG"],
        "kubectl create configmap": ["FLAG x"], "kubectl create secret generic": ["FLAG x"],
        "kubectl create secret tls": ["FLAG x --cert=pod.yaml --key=pod.yaml"],
        "kubectl create secret docker-registry": ["FLAG x --docker-username=a --docker-password=b"],
        "kubectl create namespace": ["FLAG x"], "kubectl create serviceaccount": ["FLAG x"],
        "kubectl create token": ["FLAG x", "FLAG x --bound-object-kind=Pod"],
        "kubectl create role": ["FLAG x --verb=get --resource=po"],
        "kubectl create clusterrole": ["FLAG x --verb=get --resource=po"],
        "kubectl create rolebinding": ["FLAG x --role=r"],
        "kubectl create clusterrolebinding": ["FLAG x --clusterrole=r"],
        "kubectl create deployment": ["FLAG x --image=i"],
        "kubectl create job": ["FLAG x --image=i"],
        "kubectl create cronjob": ["FLAG x --image=i --schedule=@daily"],
        "kubectl create service clusterip": ["FLAG x --tcp=1"],
        "kubectl create service nodeport": ["FLAG x --tcp=1"],
        "kubectl create service loadbalancer": ["FLAG x --tcp=1"],
        "kubectl create service externalname": ["FLAG x --external-name=e --tcp=1"],
        "kubectl create quota": ["FLAG x"], "kubectl create priorityclass": ["FLAG x"],
        "kubectl create poddisruptionbudget": ["FLAG x --selector=a=b --min-available=1"],
    ]

    private struct Command {
        var path: String
        var flags: [Flag]
    }

    private static func commands(_ spec: CommandSpec, _ parents: String = "") -> [Command] {
        let path = parents + spec.name
        let own = spec.body == nil ? [] : [Command(path: path, flags: spec.flags)]
        return own + spec.subcommands.flatMap { commands($0, path + " ") }
    }

    private static var all: [Command] { commands(CommandTree.root) }

    /// One object with everything in it that some command looks for.
    private static func object(_ kind: String, _ name: String) -> Value {
        let pod: Value = [
            "containers": [
                ["name": "c", "image": "i", "env": [["name": "E", "value": "1"]]],
                ["name": "s", "image": "i"],
            ],
            "volumes": [["name": "v", "emptyDir": [:]]],
        ]
        var object: Value = [
            "apiVersion": "v1", "kind": .string(kind),
            "metadata": [
                "name": .string(name), "namespace": "default", "labels": ["a": "b"], "uid": "u",
                "generation": 1,
                "annotations": ["kubectl.kubernetes.io/last-applied-configuration": "{}"],
            ],
            "status": [
                "phase": "Running", "replicas": 1, "observedGeneration": 1,
                "conditions": [["type": "Ready", "status": "True"]],
                "containerStatuses": [["name": "c", "state": ["running": [:]]]],
            ],
        ]
        object["spec"] = pod
        if name == "e" { object["spec"]["unschedulable"] = true }
        if name == "daemon" {
            object["metadata"]["ownerReferences"] = [["kind": "DaemonSet", "controller": true]]
        }
        if kind == "Deployment" {
            object["apiVersion"] = "apps/v1"
            object["spec"] = [
                "replicas": 1, "selector": ["matchLabels": ["a": "b"]],
                "template": ["metadata": ["labels": ["a": "b"]], "spec": pod],
            ]
            if name == "e" { object["spec"]["paused"] = true }
        }
        return object
    }

    /// Answers whatever is asked: an object for a name, a list of one for a resource.
    private static func answer(_ request: APIRequest, _ simulation: Simulation) -> APIResponse {
        if request.query.contains(where: { $0.name == "watch" }) {
            let stream = WatchStream(simulation)
            stream.send(WatchEvent(type: .deleted, object: object("Pod", "p")))
            stream.end()
            return APIResponse(status: 200, body: .watch(stream))
        }
        let parts = request.path.split(separator: "/").map(String.init)
        let isDeployment = parts.contains("deployments")
        let kind = isDeployment ? "Deployment" : "Pod"
        if request.method == "PATCH", request.path.hasSuffix("/bad") {
            let status = Status(code: 409, reason: .conflict, message: "conflict")
            return APIResponse(status: 409, body: .value(status.value))
        }
        if request.path.hasSuffix("/log"), request.query.contains(where: { $0.value == "s" }) {
            let status = Status(code: 400, reason: .badRequest, message: "no log")
            return APIResponse(status: 400, body: .value(status.value))
        }
        if parts.last == "secrets" {
            return APIResponse(status: 200, body: .value(["kind": "List", "items": []]))
        }
        let isCollection = ["pods", "deployments", "nodes", "events", "replicasets"]
            .contains(parts.last ?? "")
        if request.method == "GET", isCollection {
            let list: Value = [
                "kind": "List", "metadata": ["resourceVersion": "1"],
                "items": isDeployment
                    ? [object(kind, "d")] : [object(kind, "p"), object(kind, "daemon")],
            ]
            return APIResponse(status: 200, body: .value(list))
        }
        return APIResponse(status: 200, body: .value(object(kind, parts.last ?? "p")))
    }

    private static let files: MemoryFiles = {
        var files = MemoryFiles()
        for name in ["pod", "bad"] {
            files.contents["/root/\(name).yaml"] = """
                apiVersion: v1
                kind: Pod
                metadata: {name: \(name), labels: {a: b}}
                spec: {containers: [{name: c, image: i}]}
                """
        }
        return files
    }()

    /// The names of the flags that a line makes the command ask for.
    private static func read(_ path: String, _ sample: String, _ words: [String]) throws
        -> (names: Set<String>, printed: Printed)
    {
        let simulation = Simulation(seed: 1)
        let names = Confined<Set<String>>(simulation, [])
        let server = FakeServer(simulation, otherwise: answer)
        let before = Array(shellWords(path).dropFirst())
        let after = shellWords(sample).flatMap { $0 == "FLAG" ? words : [$0] }
        let printed = try kubectl(
            before + after, simulation, server, files: files, input: "y\n",
            host: FakeHost(simulation)
        ) { names.value.insert($0) }
        return (names.value, printed)
    }

    @Test("every flag of every command is acted on, or says why it is not")
    func flagsAreRead() throws {
        var silent: [String] = []
        for command in Self.all where !command.flags.isEmpty {
            let samples = try #require(
                Self.samples[command.path], "no sample lines for \(command.path)")
            var read: Set<String> = []
            let hasForms = command.flags.contains { $0.name == "output" }
            let forms: [[String]] = hasForms ? [[], ["--output=json"]] : [[]]
            for sample in samples {
                for form in forms {
                    read.formUnion(try Self.read(command.path, sample, form).names)
                }
            }
            read.insert("recursive")  // It is asked for in folders only; see below.
            for flag in command.flags where flag.treatment == .actedOn && !read.contains(flag.name)
            {
                // Some are asked for only when another one is set: set the flag itself.
                let word = "--\(flag.name)" + (flag.valueIfBare == nil ? "=1" : "")
                var isRead = false
                for sample in samples where !isRead {
                    isRead = try Self.read(command.path, sample, [word]).names.contains(flag.name)
                }
                if !isRead { silent.append("\(command.path) --\(flag.name)") }
            }
        }
        #expect(silent == [], "taken, and never looked at")
    }

    @Test("--recursive reads the folders below a folder")
    func recursive() throws {
        var files = MemoryFiles()
        for (path, name) in [("d/one", "one"), ("d/e/two", "two")] {
            files.contents["/root/\(path).yaml"] = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: \(name)}
                """
        }
        func created(_ words: [String]) throws -> String {
            let simulation = Simulation(seed: 1)
            let server = FakeServer(simulation)
            let line = ["create", "-f", "d", "--dry-run=client", "-o", "name"]
            return try kubectl(line + words, simulation, server, files: files).output
        }
        #expect(try created([]) == "configmap/one\n")
        #expect(try created(["-R"]) == "configmap/two\nconfigmap/one\n")
    }

    @Test("the flags that every command understands are read by one that asks the server")
    func globalFlags() throws {
        let read = try Self.read("kubectl get", "po", []).names
        let silent = GlobalFlags.all.filter { $0.treatment == .actedOn && !read.contains($0.name) }
        #expect(silent.map(\.name) == [])
    }

    @Test("a refused flag says so by name, and what states upstream's default is no offence")
    func refusals() throws {
        for command in Self.all {
            for flag in command.flags {
                guard case .refused(let reason, let standard) = flag.treatment else { continue }
                let sample = try #require(Self.samples[command.path]?.first)
                let odd = flag.valueIfBare == nil ? "7" : standard == "true" ? "false" : "true"
                let printed = try Self.read(command.path, sample, ["--\(flag.name)=\(odd)"]).printed
                #expect(
                    printed.error
                        == "error: --\(flag.name) is not supported here: \(reason)\n")
                #expect(printed.code == 1)
                #expect(standard.map { flag.refusal(of: $0) } ?? nil == nil)
            }
        }
    }

    @Test("the page on kubectl names each flag that is taken without an effect")
    func page() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/kubectl.md"), encoding: .utf8)
        let flags =
            GlobalFlags.all + Self.all.filter { !$0.path.contains(" top ") }.flatMap(\.flags)
        for flag in flags {
            guard case .harmless = flag.treatment else { continue }
            #expect(page.contains("`--\(flag.name)`"), "docs/kubectl.md does not name it")
        }
    }
}
