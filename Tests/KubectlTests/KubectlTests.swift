import API
import Simulation
import Testing

@testable import Kubectl

@Suite("kubectl's words")
struct KubectlWordsTests {
    let simulation = Simulation(seed: 1)

    private func run(_ line: String, _ prepare: (FakeServer) -> Void = { _ in }) throws -> Printed {
        let server = FakeServer(simulation)
        prepare(server)
        return try kubectl(shellWords(line), simulation, server)
    }

    @Test(
        "misused commands are refused in upstream's words",
        arguments: [
            ("nonsense", "error: unknown command \"nonsense\" for \"kubectl\"\n"),
            (
                "get pods --nonsense",
                "error: unknown flag: --nonsense\nSee 'kubectl get --help' for usage.\n"
            ),
            (
                "get pods -z",
                "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n"
            ),
            (
                "get pods -o",
                "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n"
            ),
            ("get nonsense", "error: the server doesn't have a resource type \"nonsense\"\n"),
            ("create", "error: must specify one of -f and -k\n"),
            ("create -f no.yaml", "error: the path \"no.yaml\" does not exist\n"),
            ("run", "error: required flag(s) \"image\" not set\n"),
            ("delete pod", "error: resource(s) were provided, but no name was specified\n"),
            ("scale deploy x", "error: required flag(s) \"replicas\" not set\n"),
            ("top nodes", "error: Metrics API not available\n"),
            (
                "get pods -o custom-columns=NAME",
                "error: unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>\n"
            ),
            ("get pods -o jsonpath='{.x'", "error: error parsing jsonpath {.x, unclosed action\n"),
            (
                "--kubeconfig=/nonexistent get pods",
                "error: stat /nonexistent: no such file or directory\n"
            ),
            ("config use-context nope", "error: no context exists with the name: \"nope\"\n"),
        ])
    func misuse(_ line: String, _ text: String) throws {
        let printed = try run(line)
        #expect(printed == Printed(output: "", error: text, code: 1))
    }

    @Test("a command nearly right is suggested")
    func suggestion() throws {
        #expect(try run("gte pods").error.contains("Did you mean this?\n\tget\n"))
    }

    private static let table: Value = [
        "kind": "Table", "metadata": ["resourceVersion": "7"],
        "columnDefinitions": [
            ["name": "Name", "priority": 0], ["name": "Ready", "priority": 0],
            ["name": "Status", "priority": 0],
            ["name": "Node", "priority": 1],
        ],
        "rows": [
            [
                "cells": ["full", "2/2", "Running", "node-2"],
                "object": [
                    "metadata": ["name": "full", "namespace": "default", "labels": ["app": "full"]]
                ],
            ],
            [
                "cells": ["kubia-manual", "1/1", "Running", "node-1"],
                "object": ["metadata": ["name": "kubia-manual", "namespace": "default"]],
            ],
        ],
    ]

    @Test("tables show the server's columns, wide ones only when asked for")
    func tables() throws {
        func get(_ line: String, path: String = "/api/v1/namespaces/default/pods") throws -> String
        {
            try run(line) { $0.answer("GET \(path)", Self.table) }.output
        }
        #expect(
            try get("get po") == """
                NAME           READY   STATUS
                full           2/2     Running
                kubia-manual   1/1     Running

                """)
        #expect(try get("get po -owide").hasPrefix("NAME           READY   STATUS    NODE\n"))
        #expect(
            try get("get po -A --show-labels", path: "/api/v1/pods") == """
                NAMESPACE   NAME           READY   STATUS    LABELS
                default     full           2/2     Running   app=full
                default     kubia-manual   1/1     Running   <none>

                """)
        #expect(
            try get("get po -L app --no-headers").hasPrefix("full           2/2   Running   full\n")
        )
    }

    @Test("an empty list is said on standard error")
    func nothing() throws {
        let empty: Value = [
            "kind": "Table", "metadata": [:], "columnDefinitions": [["name": "Name"]], "rows": [],
        ]
        let printed = try run("get po -n nope") {
            $0.answer("GET /api/v1/namespaces/nope/pods", empty)
        }
        #expect(
            printed
                == Printed(output: "", error: "No resources found in nope namespace.\n", code: 0))
    }

    @Test("the server's refusals keep their reason; several causes get a line each")
    func refusals() throws {
        let missing = Status(
            code: 404, reason: .notFound, message: "pods \"nope\" not found",
            details: .init(name: "nope", kind: "pods"))
        let printed = try run("get po nope") {
            $0.answer("GET /api/v1/namespaces/default/pods/nope", status: 404, missing.value)
        }
        #expect(
            printed
                == Printed(
                    output: "", error: "Error from server (NotFound): pods \"nope\" not found\n",
                    code: 1))
        let invalid = Status(
            code: 422, reason: .invalid, message: "long",
            details: .init(
                name: "x", kind: "Service",
                causes: [
                    .init(
                        reason: "FieldValueRequired", message: "Required value",
                        field: "spec.ports[0].name"),
                    .init(
                        reason: "FieldValueRequired", message: "Required value",
                        field: "spec.ports[1].name"),
                ]))
        #expect(
            KubectlError.server(invalid).report == """
                The Service "x" is invalid: 
                * spec.ports[0].name: Required value
                * spec.ports[1].name: Required value

                """)
    }

    @Test("labels are patched only where they change")
    func labels() throws {
        let pod: Value = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p", "labels": ["a": "1"]],
        ]
        func label(_ line: String) throws -> Printed {
            try run(line) {
                $0.answer("GET /api/v1/namespaces/default/pods/p", pod)
                $0.answer("PATCH /api/v1/namespaces/default/pods/p", pod)
            }
        }
        #expect(try label("label po p b=2").output == "pod/p labeled\n")
        #expect(try label("label po p a=1").output == "pod/p not labeled\n")
        #expect(
            try label("label po p a=2").error
                == "error: 'a' already has a value (1), and --overwrite is false\n")
        #expect(try label("label po p a-").output == "pod/p unlabeled\n")
        #expect(try label("label po p x-").output == "label \"x\" not found.\npod/p not labeled\n")
        #expect(try label("annotate po p x='foo bar'").output == "pod/p annotated\n")
    }

    @Test("deleting says where from, and waits until the object is gone")
    func deletion() throws {
        let printed = try run("delete po p") {
            $0.answer(
                "DELETE /api/v1/namespaces/default/pods/p",
                ["kind": "Status", "status": "Success", "details": ["uid": "u"]])
            $0.answer("GET /api/v1/namespaces/default/pods", ["kind": "PodList", "items": []])
        }
        #expect(
            printed
                == Printed(output: "pod \"p\" deleted from default namespace\n", error: "", code: 0)
        )
    }

    @Test("an unreachable server is named")
    func unreachable() throws {
        let error = KubectlError.unreachable(
            host: "192.168.2.204:6443",
            reason: "dial tcp 192.168.2.204:6443: connect: connection refused")
        #expect(
            error.report
                == "The connection to the server 192.168.2.204:6443 was refused - did you specify the right host or port?\n"
        )
    }

    @Test("kubeconfig commands show contexts and hide keys")
    func config() throws {
        #expect(try run("config current-context").output == "kubernetes-admin@kubernetes\n")
        #expect(
            try run("config get-contexts").output == """
                CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE
                *         kubernetes-admin@kubernetes   kubernetes   kubernetes-admin   

                """)
        #expect(try run("config view").output.contains("client-key-data: DATA+OMITTED"))
    }

    @Test(
        "a field's name becomes words",
        arguments: [
            ("creationTimestamp", "Creation Timestamp"), ("uid", "UID"),
            ("openAPIV3Schema", "openAPIV3Schema"),
            ("x-kubernetes-y", "X - Kubernetes - Y"), ("apiVersion", "API Version"),
            ("podIP", "Pod IP"),
        ])
    func words(_ name: String, _ words: String) { #expect(DescribeGeneric.words(name) == words) }

    @Test(
        "ages",
        arguments: [
            (5, "5s"), (119, "119s"), (120, "2m"), (487, "8m7s"), (3600, "60m"), (10_800, "3h"),
            (11_000, "3h3m"),
            (200_000, "2d7h"), (2_000_000, "23d"),
        ])
    func ages(_ seconds: Int, _ text: String) {
        #expect(HumanDuration.text(.seconds(seconds)) == text)
    }

    @Test("Go templates range and choose")
    func templates() throws {
        let object: Value = ["items": [["n": "a"], ["n": "b"]], "x": ""]
        let template = try GoTemplate(
            "{{range .items}}{{.n}},{{end}}{{if .x}}y{{else}}n{{end}} {{len .items}} {{.nope}}")
        #expect(try template.text(object) == "a,b,n 2 <no value>")
    }
}
