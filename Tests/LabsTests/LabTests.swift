import Labs
import Session
import Testing
import Transcript

@Suite("Lab")
struct LabTests {
    @Test("a lab is read in order")
    func reads() throws {
        let lab = try SampleLab.lab()
        #expect(lab.number == 9)
        #expect(lab.seed == 7)
        #expect(lab.steps.map(\.name) == ["create", "look", "inside", "yaml"])
        #expect(lab.prose(before: 0) == "Prose first.")
        #expect(lab.prose(before: 2) == "Prose between.")
        #expect(lab.steps[0].waits.first?.limit == .seconds(30))
    }

    @Test(
        "a malformed lab is refused with its line",
        arguments: [
            ("title: x\nbogus: y\n", "lab.md:2"), ("title\n", "lab.md:1"),
            ("seed: 1\n", "no title"), ("title: x\nseed: y\n", "seed"),
            ("title: x\n\n```step\n```\n", "lab.md:3"),
            ("title: x\n\n```step create\n", "no end"),
            ("title: x\n\n```step create\nfoo\n```\n", "lab.md:4"),
            ("title: x\n\n```step create\ncheck: foo\n```\n", "lab.md:4"),
            ("title: x\n\n```step create\nwait until pod/x is Running within soon\n```\n", "soon"),
            ("title: x\n\n```step nowhere\n```\n", "nowhere"),
            ("title: x\n", "sections are not the steps"),
        ])
    func refuses(_ text: String, _ reason: String) throws {
        let transcript = try Transcript(parsing: SampleLab.transcript)
        do {
            _ = try LabParser.parse(text, file: "lab.md", name: "09-x", transcript: transcript)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.description.contains(reason), "\(error)")
        }
    }

    @Test("a runner types the transcript and compares")
    func runs() throws {
        let lab = try SampleLab.lab()
        let truth = try Transcript(parsing: SampleLab.session)
        var shown = ""
        let runner = LabRunner(lab, on: ScriptedConsole(truth), texts: Texts(.english))
        #expect(runner.run { shown += $0.rendered } == nil)
        #expect(shown == SampleLab.session)
        let broken = ScriptedConsole(truth) { $0.replacing("Running", with: "Pending") }
        let finding = LabRunner(lab, on: broken, texts: Texts(.chinese)).run()
        #expect(finding?.difference?.found?.contains("Pending") == true)
    }

    @Test("JSON is compared by value")
    func json() throws {
        let command = Transcript.Command(
            prompt: Prompt(terminal: "", text: "/ $ "), input: ["curl"],
            output: ["{\"a\": [{\"n\": \"${x:int}\", \"...\": \"...\"}], \"b\": \"${x:int}\"}"])
        let expectation = Expectation(command, words: [.json])
        var bindings: [String: String] = [:]
        func compare(_ text: String) -> OutputPattern.Difference? {
            bindings = [:]
            return expectation.compare([text], exitCode: nil, &bindings)
        }
        #expect(compare("{\"b\":\"7\",\"a\":[{\"k\":1,\"n\":\"7\"}]}") == nil)
        #expect(compare("{\"b\":\"8\",\"a\":[{\"n\":\"7\"}]}") != nil)
        #expect(compare("{\"b\":\"7\",\"a\":[{\"n\":\"7\"},1]}") != nil)
        #expect(compare("{\"b\":\"7\",\"a\":[{\"n\":\"7\"}],\"c\":1}") != nil)
        #expect(compare("no json") != nil)
    }
}

@Suite("Intent")
struct IntentTests {
    private static let host = Prompt(terminal: "", text: "[root@server4-master ~]$ ")
    private static let container = Prompt(terminal: "", text: "/ $ ")

    private func accepts(_ expected: String, _ typed: String, _ prompt: Prompt = host) -> Bool {
        guard let wanted = Intent(expected, at: prompt), let given = Intent(typed, at: prompt)
        else {
            return false
        }
        return wanted.accepts(given)
    }

    @Test("the same thing said differently is the same")
    func same() {
        #expect(accepts("kubectl get po web", "kubectl get pod/web -n default"))
        #expect(accepts("kubectl get po web", "kubectl -n default get pods web -o wide"))
        #expect(accepts("kubectl create -f a.yaml", "kubectl apply -f a.yaml"))
        #expect(accepts("kubectl create -f a.yaml", "cd /tmp; kubectl create -f=b.yaml"))
        #expect(accepts("kubectl exec p -- env", "kubectl exec -it p -c main -- env"))
        #expect(accepts("kubectl exec p -- env", "kubectl exec p -- sh -c 'env'"))
        #expect(accepts("kubectl exec p -- env", "kubectl exec p -- env | grep POD"))
        #expect(
            accepts(
                "curl -k -H \"A: $T\" https://10.96.0.1/api/v1/namespaces/$NS/pods",
                "curl --cacert ca.crt -H 'A: x' https://kubernetes/api/v1/namespaces/default/pods/",
                Self.container))
    }

    @Test("who looks at something near it is not told to be wrong")
    func exploring() throws {
        func isTry(_ typed: String, _ expected: String) throws -> Bool {
            let wanted = try #require(Intent(expected, at: Self.container))
            return try #require(Intent(typed, at: Self.container)).isTry(of: wanted)
        }
        #expect(try isTry("env", "env"))
        #expect(try !isTry("env | grep POD_", "env"))
        #expect(try !isTry("printenv POD_NAME", "printenv POD_IP"))
        #expect(try !isTry("kubectl get po web -o yaml", "kubectl get po web -o jsonpath='{.a}'"))
        #expect(
            try isTry("kubectl get pod/web -ojsonpath={.b}", "kubectl get po web -o jsonpath={.a}"))
        #expect(try !isTry("kubectl create ns x", "kubectl create configmap shop"))
        #expect(try isTry("kubectl create -f dwo.yaml", "kubectl apply -f dow.yaml"))
        var matcher = StepMatcher(try SampleLab.lab())
        let kept = Transcript.Command(
            prompt: Self.host, input: ["kubectl create -f web.yaml > out"])
        #expect(matcher.take(kept, output: [], exitCode: 0) == .other)
        #expect(matcher.take(kept, output: ["error: no such file"], exitCode: 1) != .other)
    }

    @Test("something else is not the same")
    func other() {
        #expect(!accepts("kubectl create -f a.yaml", "echo pod/web created"))
        #expect(!accepts("kubectl get po web", "kubectl get po other"))
        #expect(!accepts("kubectl exec p -- env", "kubectl exec p -- echo A=1"))
        #expect(!accepts("kubectl exec p -- env", "kubectl exec p -- env | sed s/a/b/"))
        #expect(!accepts("kubectl get po web", "kubectl get po web; echo done"))
        #expect(!accepts("curl https://k/api", "curl https://k/apis", Self.container))
        #expect(!accepts("curl https://k/api", "curl -X DELETE https://k/api", Self.container))
    }

    @Test(
        "nothing that is typed breaks the reader",
        arguments: [
            "", "'", "\"", "\\", "$(", "| |", "> >", "kubectl", "kubectl exec", "curl -X", "a=b",
        ])
    func hostile(_ line: String) {
        _ = Intent(line, at: Self.host)
        _ = Intent("kubectl exec p -- sh -c '\(line)'", at: Self.host)
    }
}
