import API
import Simulation
import Testing

@testable import Kubectl

/// The layouts are those of `truth/33-kubectl-cluster-and-discovery.txt` and `truth/27-crd.txt`.
@Suite("kubectl explain")
struct ExplainTests {
    private static let root = "#/components/schemas/"
    private static let schemas: Value = [
        "io.k8s.Pod": [
            "description": "Containers that run together.", "type": "object",
            "properties": [
                "spec": [
                    "description": "What to run.",
                    "allOf": [["$ref": "#/components/schemas/io.k8s.PodSpec"]],
                ],
                "kind": ["type": "string"],
            ],
            "x-kubernetes-group-version-kind": [["group": "", "version": "v1", "kind": "Pod"]],
        ],
        "io.k8s.PodSpec": [
            "description": "A pod's insides.", "type": "object", "required": ["containers"],
            "properties": [
                "containers": [
                    "type": "array", "items": ["$ref": "#/components/schemas/io.k8s.Container"],
                    "description":
                        "At least one of them, in a sentence that is so long that it has to go on in a second line.",
                ],
                "restartPolicy": [
                    "type": "string", "description": "When to start again.",
                    "enum": ["", "Always", "Never", "OnFailure", "Sometimes"],
                ],
                "started": ["allOf": [["$ref": "#/components/schemas/io.k8s.Time"]]],
                "limits": ["type": "object", "additionalProperties": ["type": "string"]],
            ],
        ],
        "io.k8s.Container": [
            "type": "object",
            "properties": [
                "name": ["type": "string"],
                "inner": ["allOf": [["$ref": "#/components/schemas/io.k8s.Container"]]],
            ],
        ],
        "io.k8s.Time": ["type": "string", "format": "date-time"],
    ]

    private func run(_ words: String) throws -> Printed {
        let simulation = Simulation(seed: 1)
        let server = FakeServer(simulation)
        server.answer(
            "GET /openapi/v3",
            ["paths": ["api/v1": ["serverRelativeURL": "/openapi/v3/api/v1?hash=ABC"]]])
        server.answer("GET /openapi/v3/api/v1", ["components": ["schemas": Self.schemas]])
        return try kubectl(["explain"] + shellWords(words), simulation, server)
    }

    @Test("a kind is explained with its fields")
    func kind() throws {
        #expect(
            try run("pods").output == """
                KIND:       Pod
                VERSION:    v1

                DESCRIPTION:
                    Containers that run together.
                    \("")
                FIELDS:
                  kind\t<string>
                    <no description>

                  spec\t<PodSpec>
                    What to run.



                """)
    }

    @Test("a field of objects is explained with what it holds; long sentences are wrapped")
    func object() throws {
        #expect(
            try run("po.spec").output == """
                KIND:       Pod
                VERSION:    v1

                FIELD: spec <PodSpec>


                DESCRIPTION:
                    What to run.
                    A pod's insides.
                    \("")
                FIELDS:
                  containers\t<[]Container> -required-
                    At least one of them, in a sentence that is so long that it has to go on in
                    a second line.

                  limits\t<map[string]string>
                    <no description>

                  restartPolicy\t<string>
                  enum: "", Always, Never, OnFailure, ....
                    When to start again.

                  started\t<string>
                    <no description>



                """)
    }

    @Test("a plain field shows all its values, a field without a description says so")
    func plain() throws {
        #expect(
            try run("po.spec.restartPolicy").output.hasSuffix(
                """
                FIELD: restartPolicy <string>
                ENUM:
                    \("")
                    Always
                    Never
                    OnFailure
                    Sometimes

                DESCRIPTION:
                    When to start again.
                    \("")


                """))
        #expect(
            try run("po.spec.containers.name").output.hasSuffix("DESCRIPTION:\n    <empty>\n\n"))
    }

    @Test("--recursive goes down until a type comes again")
    func recursive() throws {
        #expect(
            try run("pod --recursive").output.hasSuffix(
                """
                FIELDS:
                  kind\t<string>
                  spec\t<PodSpec>
                    containers\t<[]Container> -required-
                      inner\t<Container>
                      name\t<string>
                    limits\t<map[string]string>
                    restartPolicy\t<string>
                    enum: "", Always, Never, OnFailure, ....
                    started\t<string>


                """))
    }

    @Test("a field that is not there is refused behind the head")
    func missing() throws {
        let printed = try run("pod.nope")
        #expect(printed.output == "KIND:       Pod\nVERSION:    v1\n\n")
        #expect(printed.error == "error: field \"nope\" does not exist\n")
        #expect(printed.code == 1)
    }
}
