import Session
import Simulation
import Testing
import Transcript

@testable import Labs

@Suite("Judge")
struct JudgeTests {
    private static let lines = SampleLab.session.split(
        separator: "\n", omittingEmptySubsequences: true
    ).map(String.init)

    private static var outputs: [Int] {
        lines.indices.filter { Prompt.split(lines[$0]) == nil }
    }

    private func judge(_ lines: [String]) throws -> Finding? {
        try SampleLab.judge(lines.joined(separator: "\n") + "\n")
    }

    @Test("what the console showed passes")
    func passes() throws {
        #expect(try SampleLab.judge(SampleLab.session) == nil)
    }

    @Test("a line that was changed is rejected", arguments: outputs)
    func changed(_ index: Int) throws {
        var lines = Self.lines
        lines[index] += "x"
        #expect(try judge(lines) != nil)
    }

    @Test("a line whose last character was exchanged is rejected", arguments: outputs)
    func exchanged(_ index: Int) throws {
        var lines = Self.lines
        let last = lines[index].removeLast()
        lines[index].append(last == "1" ? "2" : "1")
        #expect(try judge(lines) != nil)
    }

    @Test("a line that was dropped is rejected", arguments: outputs)
    func dropped(_ index: Int) throws {
        var lines = Self.lines
        lines.remove(at: index)
        #expect(try judge(lines) != nil)
    }

    @Test("a line that is there twice is rejected", arguments: outputs)
    func doubled(_ index: Int) throws {
        var lines = Self.lines
        lines.insert(lines[index], at: index)
        #expect(try judge(lines) != nil)
    }

    @Test("an invented line is rejected wherever it is", arguments: lines.indices)
    func invented(_ index: Int) throws {
        for line in ["all is well", "[0]"] {
            var lines = Self.lines
            lines.insert(line, at: index + 1)
            #expect(try judge(lines) != nil, "\(line) after \(Self.lines[index])")
        }
    }

    @Test("a command of the lab that was left out is missed", arguments: [0, 2, 5, 9, 12])
    func missing(_ index: Int) throws {
        let commands = try Transcript(parsing: SampleLab.session).commands
        #expect(commands.count == 8)
        var lines = Self.lines
        lines.removeSubrange(index...min(index, lines.count - 1))
        #expect(try judge(lines) != nil)
    }

    @Test("the time of day may be another")
    func anotherTime() throws {
        let finding = try SampleLab.judge(SampleLab.session) { line in
            line.replacing("9s", with: "5m10s").replacing("4711", with: "5822")
        }
        #expect(finding == nil)
    }

    @Test("what may vary must vary in the same way everywhere")
    func inconsistent() throws {
        var text = SampleLab.session
        text = text.replacing("resourceVersion: \"4711\"", with: "resourceVersion: \"4712\"")
        #expect(try SampleLab.judge(text) != nil)
    }

    @Test("another way to say the same counts")
    func otherRoute() throws {
        let extra = """
            [root@server4-master ~]$ kubectl apply -f web.yaml
            pod/web created
            [root@server4-master ~]$ kubectl get -n default pods/web
            NAME   READY   STATUS    RESTARTS   AGE
            web    1/1     Running   0          9s
            [root@server4-master ~]$ kubectl exec web -- cat /etc/hostname
            web

            """
        let text =
            SampleLab.session
            .replacing("create -f", with: "apply -f")
            .replacing("get po web\n", with: "get -n default pods/web\n")
            .replacing(
                "kubectl exec -it web -- sh\n/ $ cat /etc/hostname\nweb\n/ $ exit",
                with: "kubectl exec web -- cat /etc/hostname\nweb")
        #expect(try SampleLab.judge(text, extra: extra) == nil)
    }

    @Test("printing the text that is expected proves nothing")
    func echoed() throws {
        let extra = "[root@server4-master ~]$ echo pod/web created\npod/web created\n"
        let text = SampleLab.session.replacing(
            "kubectl create -f web.yaml", with: "echo pod/web created")
        #expect(try SampleLab.judge(text, extra: extra) != nil)
        let alias = "[root@server4-master ~]$ alias kubectl='echo'\n"
        #expect(try SampleLab.judge(alias + SampleLab.session, extra: alias) != nil)
    }

    @Test("what Kubarium says itself is no output")
    func ownWords() throws {
        let text = SampleLab.session.replacing(
            "pod/web created\n", with: "pod/web created\n## step create done (1 of 4)\n")
        #expect(try SampleLab.judge(text) == nil)
    }

    @Test(
        "nonsense is rejected with a sentence",
        arguments: ["", "hello\n", "\0\u{1b}[31m\n", "=== x y\n"])
    func nonsense(_ text: String) throws {
        let finding = try SampleLab.judge(text)
        #expect(finding?.message.isEmpty == false)
    }

    @Test("a finding says what to type next")
    func next() throws {
        let finding = try SampleLab.judge("[root@server4-master ~]$ kubectl create -f web.yaml\n")
        #expect(finding?.next == "kubectl create -f web.yaml")
    }
}

@Suite("ClaimedClock")
struct ClaimedClockTests {
    private static func line(_ command: Int) -> TimingMask.Line {
        TimingMask.Line(
            claimed: "", replayed: "", number: command, command: command, input: "")
    }

    /// The age of something, shown by one command after another. In the replay a command comes every
    /// two seconds, and the thing is that much younger or older than the session.
    private func contradiction(ages: [String], olderBy head: Int = 100) throws -> TimingMask.Line? {
        let starts = (0...ages.count).map {
            SimulatedInstant(secondsSinceEpoch: Int64(10 + 2 * $0))
        }
        var clock = ClaimedClock(origin: SimulatedInstant(secondsSinceEpoch: 0), starts: starts)
        for (index, age) in ages.enumerated() {
            let replayed = try #require(ShownAge("\(2 * index + 12 + head)s"))
            clock.showed(try #require(ShownAge(age)), replayed: replayed, on: Self.line(index + 1))
        }
        return clock.contradiction
    }

    @Test("ages that grow from command to command can be true")
    func grows() throws {
        #expect(try contradiction(ages: ["112s", "114s", "116s"]) == nil)
        #expect(try contradiction(ages: ["3m", "5m10s", "19h"]) == nil)
    }

    @Test("what was older before cannot be younger now")
    func shrinks() throws {
        #expect(try contradiction(ages: ["112s", "10m", "116s"])?.command == 3)
        #expect(try contradiction(ages: ["19h", "5m", "6m"])?.command == 2)
    }

    @Test("the same holds for what was made in the session", arguments: [-11, -10])
    func shrinksAfterBirth(head: Int) throws {
        #expect(try contradiction(ages: ["2s", "20s", "21s", "40s"], olderBy: head) == nil)
        #expect(try contradiction(ages: ["5m", "9s", "11s"], olderBy: head)?.command == 2)
        #expect(try contradiction(ages: ["2s", "10m", "6s"], olderBy: head)?.command == 3)
    }
}
