import API
import Simulation
import Testing

@testable import Kubectl

@Suite("kubectl diff and apply --server-side")
struct DiffTests {
    private let simulation = Simulation(seed: 1)

    @Test(
        "differences as diff -u prints them",
        arguments: [
            ("a\nb\nc\n", "a\nb\nc\n", ""),
            ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
            ("", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"),
            ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n9\n10\n",
                "@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+x\n 5\n 6\n 7\n"
            ),
            (
                "a\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n2\n3\n4\n5\n6\n7\n8\nB\n",
                "@@ -1,4 +1,4 @@\n-a\n+A\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-b\n+B\n"
            ),
        ])
    func unified(old: String, new: String, text: String) {
        #expect(UnifiedDiff(from: old, to: new).text == text)
    }

    private static let file = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data: {k: "2"}
        """

    private func files() -> MemoryFiles {
        var files = MemoryFiles()
        files.contents["/root/a.yaml"] = Self.file
        return files
    }

    private static func object(_ value: String, _ managers: [Value] = []) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "data": ["k": .string(value)],
            "metadata": [
                "name": "a", "namespace": "default", "resourceVersion": "7",
                "annotations": [LastApplied.annotation: "{}\n"],
                "managedFields": .array(managers),
            ],
        ]
    }

    @Test("diff shows what a dry run would change, and exits with 1")
    func diff() throws {
        let server = FakeServer(simulation)
        let path = "/api/v1/namespaces/default/configmaps/a"
        server.answer("GET " + path, Self.object("1"))
        server.answer("PATCH " + path, Self.object("2"))
        let printed = try kubectl(
            ["diff", "-f", "a.yaml", "--server-side"], simulation, server, files: files())
        #expect(printed.code == 1)
        let lines = printed.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("diff -u -N /tmp/LIVE-") == true)
        #expect(lines.first?.hasSuffix("/v1.ConfigMap.default.a") == true)
        #expect(lines.contains("-  k: \"1\"") && lines.contains("+  k: \"2\""))
        let request = server.requests.value.last { $0.method == "PATCH" }
        #expect(request?.parameter("dryRun") == "All")
        #expect(request?.parameter("fieldManager") == "kubectl")
    }

    @Test("what kubectl applied by itself becomes its own on the server, in four requests")
    func takeOver() throws {
        let server = FakeServer(simulation)
        let owned: Value = [
            "f:data": ["f:k": [:]],
            "f:metadata": ["f:annotations": [".": [:], "f:\(LastApplied.annotation)": [:]]],
        ]
        let managers: [Value] = [
            [
                "manager": "kubectl", "operation": "Apply", "apiVersion": "v1",
                "fieldsType": "FieldsV1", "fieldsV1": ["f:data": ["f:l": [:]]],
            ],
            [
                "manager": "kubectl-client-side-apply", "operation": "Update", "apiVersion": "v1",
                "fieldsType": "FieldsV1", "fieldsV1": owned,
            ],
        ]
        server.answer(
            "PATCH /api/v1/namespaces/default/configmaps/a", Self.object("2", managers))
        let printed = try kubectl(
            ["apply", "-f", "a.yaml", "--server-side"], simulation, server, files: files())
        #expect(printed.output == "configmap/a serverside-applied\n")
        let patches = server.requests.value.filter { $0.method == "PATCH" }
        #expect(
            patches.map { $0.parameter("fieldManager") ?? "" }
                == ["kubectl", "kubectl-last-applied", "kubectl", "kubectl"])
        guard patches.count == 4, case .value(let patch) = patches[2].body else {
            Issue.record("no patch of the managers")
            return
        }
        let fields = patch.array?.first?["value"].array ?? []
        #expect(fields.count == 1)
        #expect(
            fields.first.map { JSONWriter.text($0["fieldsV1"] ?? .null, sortedKeys: true) }
                == "{\"f:data\":{\"f:k\":{},\"f:l\":{}},\"f:metadata\":{\"f:annotations\":{\".\":{},\"f:\(LastApplied.annotation)\":{}}}}"
        )
        #expect(patch.array?.last?["value"].string == "7")
    }
}
