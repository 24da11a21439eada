import Session
import Testing
import Transcript

@testable import Labs

@Suite("HoleFinder")
struct HoleFinderTests {
    /// The expected lines of commands, from what they showed in some takes.
    private func holes(_ takes: [[[String]]]) -> [HoleFinder.Output] {
        var finder = HoleFinder(nodes: ["server5-node1", "server6-node2"])
        return finder.outputs(
            takes, inputs: Array(repeating: "kubectl get po", count: takes[0].count))
    }

    /// The expected line for one that looks like this in each take.
    private func line(_ takes: String...) throws -> String {
        let output = holes(takes.map { [[$0]] })[0]
        #expect(output.words.isEmpty)
        var bindings: [String: String] = [:]
        for take in takes {
            bindings = [:]
            #expect(try OutputPattern(output.lines).compare([take], &bindings) == nil)
        }
        return output.lines[0]
    }

    @Test("what is the same everywhere stays as it is")
    func same() throws {
        #expect(try line("pod/web created", "pod/web created") == "pod/web created")
        #expect(try line("echo ${HOME:int}", "echo ${HOME:int}") == "echo $${HOME:int}")
    }

    @Test("what differs is a hole of the narrowest type")
    func narrow() throws {
        #expect(try line("IP: 10.0.0.1", "IP: 10.244.3.77") == "IP: ${:ip}")
        #expect(try line("a  5s", "a  4m2s") == "a  ${:age}")
        #expect(try line("on server5-node1", "on server6-node2") == "on ${:node}")
        #expect(
            try line("pod/web-7d4b9-x2x4z", "pod/web-7d4b9-b5c6d") == "pod/web-7d4b9-${:hash}")
        #expect(try line("at 10.0.0.1:80", "at 10.0.0.2:80") == "at ${:ip}:80")
        #expect(try line("port 30001", "port 31234") == "port ${:int}")
        #expect(
            try line(
                "uid: 6f1c2b3a-0000-4000-8000-000000000001",
                "uid: 7a1c2b3a-1111-4000-8000-00000000000f") == "uid: ${:uid}")
        #expect(
            try line("  resourceVersion: \"512\"", "  resourceVersion: \"611\"")
                == "  resourceVersion: \"${:rv}\"")
        #expect(
            try line("t: \"2023-03-15T22:12:00Z\"", "t: \"2023-03-15T22:13:07Z\"")
                == "t: \"${:time}\"")
    }

    @Test("the columns of a table may move")
    func columns() throws {
        let text = try line(
            "web   1/1   Running   0   5s     10.0.0.9     server5-node1",
            "web   1/1   Running   0   4m2s   10.0.0.100   server6-node2")
        #expect(text.hasPrefix("web   1/1   Running   0   ${:age}"))
        #expect(text.hasSuffix("${:node}"))
    }

    @Test("a value that comes again is bound to one name, where it stands and behind")
    func bound() {
        let outputs = holes([
            [["ip 10.0.0.1"], ["from 10.0.0.1 to 10.0.0.2"]],
            [["ip 10.0.0.5"], ["from 10.0.0.5 to 10.0.0.9"]],
        ])
        #expect(outputs[0].lines == ["ip ${ip:ip}"])
        #expect(outputs[1].lines == ["from ${ip:ip} to ${:ip}"])
    }

    @Test("lines in another order make any-order, other numbers of lines make an ellipsis")
    func shapes() {
        let unordered = holes([[["b 1", "a"]], [["a", "b 2"]]])[0]
        #expect(unordered == HoleFinder.Output(lines: ["b ${:int}", "a"], words: [.anyOrder]))
        let other = holes([[["head", "x", "end 1"]], [["head", "y y", "z", "end 2"]]])[0]
        #expect(other == HoleFinder.Output(lines: ["head", "...", "end ${:int}"]))
    }
}

@Suite("LabDraft")
struct LabDraftTests {
    private static let prompt = Prompt(terminal: "", text: "[root@server4-master ~]$ ")

    private func command(_ input: String, _ output: [String] = []) -> Transcript.Command {
        Transcript.Command(prompt: Self.prompt, input: [input], output: output)
    }

    @Test("remarks name steps and are their prose; the text can be read as a lab")
    func text() throws {
        var draft = LabDraft()
        draft.begin("Create the pod first.")
        draft.begin("It runs a shell.")
        draft.add(command("kubectl create -f web.yaml", ["pod/web created"]))
        draft.wait(for: LabDraft.outcomes(of: ["pod/web created"]))
        draft.begin("看一看")
        draft.add(command("kubectl get po", ["x"]))
        #expect(draft.steps.map(\.name) == ["create-the-pod", "part-2"])
        let transcript = try Transcript(parsing: draft.transcript.rendered)
        let lab = try LabParser.parse(
            draft.markdown(title: "07-web", seed: 9, etcdMembers: 5), file: "lab.md",
            name: "07-web",
            transcript: transcript, files: [:])
        #expect(lab.seed == 9 && lab.points == 10 && lab.etcdMembers == 5)
        #expect(lab.steps[0].waits.map(\.condition.description) == ["pod/web is Running"])
        #expect(lab.prose(before: 0) == "Create the pod first.\nIt runs a shell.")
    }

    @Test("outputs tell what a lab is to wait for")
    func outcomes() {
        let lines = [
            "pod/web created", "deployment.apps/shop created", "configmap/a created",
            "pod \"old\" deleted from default namespace", "job.batch/once created", "hello",
        ]
        #expect(
            LabDraft.outcomes(of: lines).map(\.description) == [
                "pod/web is Running", "deployment/shop is Available", "pod/old is gone",
                "job/once is Complete",
            ])
    }

    @Test("a command whose lines come in any order gets a step of its own")
    func split() {
        var draft = LabDraft()
        for input in ["a", "b", "c"] { draft.add(command(input)) }
        draft.wait(for: LabDraft.outcomes(of: ["pod/web created"]))
        draft.split(at: [[], [.anyOrder], []])
        #expect(draft.steps.map(\.commands.count) == [1, 1, 1])
        #expect(draft.steps.map(\.words) == [[], [.anyOrder], []])
        #expect(draft.steps.map(\.waits.count) == [0, 0, 1])
        #expect(Set(draft.steps.map(\.name)).count == 3)
    }
}
