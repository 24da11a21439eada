import API
import Testing
import Transcript

@testable import Labs

@Suite("Grading")
struct GradingTests {
    /// Judges a text as the grader does: strictly, and step by step if that fails.
    static func verdict(of text: String, replaying extra: String = "") throws -> Verdict {
        let truth = try Transcript(parsing: SampleLab.session + extra)
        let judge = SubmissionJudge(try SampleLab.lab(), texts: Texts(.english))
        switch judge.strict(text, on: ScriptedConsole(truth)) {
        case .decided(let verdict): return verdict
        case .failed(let finding, let step):
            // As between two processes.
            let answer = StrictAnswer(StrictAnswer.failed(finding, step: step).bytes)
            guard case .failed(let read, let place)? = answer else { throw Unreadable() }
            #expect(read == finding)
            let verdict = judge.partial(
                text, first: read, step: place, on: ScriptedConsole(truth))
            #expect(Verdict(verdict.json) == verdict)
            return verdict
        }
    }

    private struct Unreadable: Error {}

    private static func without(_ part: String, _ replacement: String = "") -> String {
        #expect(SampleLab.session.contains(part))
        return SampleLab.session.split(separator: part, omittingEmptySubsequences: false)
            .joined(separator: replacement)
    }

    private func done(_ verdict: Verdict) -> [String] {
        verdict.steps.filter(\.isDone).map(\.name)
    }

    @Test("a whole session has all points")
    func whole() throws {
        let verdict = try Self.verdict(of: SampleLab.session)
        #expect(verdict.outcome == .passed)
        #expect(verdict.points == 5 && verdict.mostPoints == 5)
        #expect(verdict.marks.allSatisfy { $0.kind == .uid })
    }

    @Test("a step that is missing costs itself, not those behind it")
    func missingStep() throws {
        let text = Self.without("cat /etc/hostname\nweb\n/ $ ")
        let verdict = try Self.verdict(of: text)
        #expect(verdict.outcome == .failed)
        #expect(done(verdict) == ["create", "look", "yaml"])
        #expect(
            verdict.steps[2].reason == "the step inside is missing; type next: cat /etc/hostname")
    }

    @Test("a changed output costs the step that it stands in, and is told with its line")
    func forgedStep() throws {
        let text = Self.without("Running   0          9s", "Failed    0          9s")
        let verdict = try Self.verdict(of: text)
        #expect(done(verdict) == ["create", "inside", "yaml"])
        #expect(verdict.steps[1].line == 5)
        #expect(verdict.steps[1].reason?.contains("when it is typed again") == true)
    }

    @Test("who has not passed has lost a step, even if all steps can be found")
    func forgedExtra() throws {
        let extra = "[root@server4-master ~]$ date\nnow\n"
        let verdict = try Self.verdict(
            of: extra + SampleLab.session.replacing("now", with: "then"),
            replaying: "[root@server4-master ~]$ date\nthen\n")
        #expect(verdict.outcome == .failed)
        #expect(verdict.points < verdict.mostPoints)
        #expect(done(verdict) == ["look", "inside", "yaml"])
    }

    @Test("an empty text and one without commands lose everything, with a reason")
    func nothing() throws {
        for text in ["", "\n\n", "no command here\n", "# a remark\n"] {
            let verdict = try Self.verdict(of: text)
            #expect(verdict.outcome == .failed && verdict.points == 0)
            #expect(verdict.reason?.isEmpty == false)
        }
    }

    @Test("the steps' points are counted, and what cannot be shared goes to the first")
    func points() throws {
        let verdict = try Self.verdict(of: SampleLab.session)
        #expect(verdict.steps.map(\.points) == [2, 1, 1, 1])
    }
}

@Suite("Submissions")
struct SubmissionTests {
    @Test(
        "learner and lab are told by the path",
        arguments: [
            ("alice.txt", "alice", nil), ("03-alice.txt", "alice", 3), ("03-a-b.txt", "a-b", 3),
            ("alice/03.txt", "alice", 3), ("alice/03-again.txt", "alice", 3),
            ("alice/notes.txt", "alice", nil), ("2024.txt", "2024", nil), ("王芳.txt", "王芳", nil),
            ("03-.txt", "03-.txt", 3), ("a.b.txt", "a.b", nil), ("noext", "noext", nil),
        ] as [(String, String, Int?)])
    func names(_ path: String, _ learner: String, _ lab: Int?) {
        let name = SubmissionName(path: path)
        #expect(name.learner == learner)
        #expect(name.labNumber == lab)
    }

    @Test("the lab is told by the commands that no other lab has")
    func guess() throws {
        let labs = try RealLab.names.map { try RealLab.lab($0) }
        let guess = LabGuess(labs)
        for lab in labs { #expect(guess.lab(of: lab.transcript.rendered) == lab.name) }
        #expect(guess.lab(of: "hello") == nil)
        #expect(guess.lab(of: "[root@server4-master ~]$ true\n") == nil)
    }

    @Test("a seed follows from the name and the word, whatever the size of the letters")
    func seeds() {
        let seeds = LearnerSeed(secret: "spring")
        #expect(seeds.seed(of: "Alice") == seeds.seed(of: " alice "))
        #expect(seeds.seed(of: "alice") != seeds.seed(of: "bob"))
        #expect(seeds.seed(of: "alice") != LearnerSeed(secret: "autumn").seed(of: "alice"))
    }

    @Test("a roster gives seeds, and says which of its lines is wrong")
    func roster() throws {
        let roster = try Roster(parsing: "# class 1\nalice,17\n bob , \n\ncarol\n")
        #expect(roster.seeds.keys.sorted() == ["alice", "bob", "carol"])
        #expect(roster.seeds["alice"] == 17)
        #expect(roster.seeds["bob"] == .some(nil))
        #expect(throws: Roster.Failure.self) { try Roster(parsing: "alice,x") }
    }
}

@Suite("Copies")
struct CopyTests {
    private func marks(_ kind: CopyMark.Kind, _ names: Range<Int>) -> Set<CopyMark> {
        Set(names.map { CopyMark(kind, "\(kind) \($0)") })
    }

    @Test("two who share their slips and times are found; others are not")
    func found() {
        let class1 = [
            marks(.timing, 0..<6), marks(.timing, 10..<16), marks(.timing, 0..<6),
            marks(.slip, 0..<1), [],
        ]
        #expect(CopyFinder(class1).pairs == [CopyFinder.Pair(first: 0, second: 2, share: 100)])
    }

    @Test("at the threshold: two marks and four fifths count, less does not")
    func threshold() {
        let whole = marks(.slip, 0..<10)
        func isFound(_ other: Set<CopyMark>) -> Bool { !CopyFinder([whole, other]).pairs.isEmpty }
        #expect(isFound(marks(.slip, 0..<2)))
        #expect(!isFound(marks(.slip, 0..<1)))
        #expect(isFound(marks(.slip, 2..<12).subtracting(marks(.slip, 0..<2))))
        #expect(!isFound(marks(.slip, 3..<13)))
    }

    @Test("what much of the class has tells nothing")
    func common() {
        let everyone = marks(.slip, 0..<5)
        #expect(CopyFinder(Array(repeating: everyone, count: 4)).pairs.isEmpty)
        #expect(CopyFinder(Array(repeating: everyone, count: 3)).pairs.count == 3)
    }

    @Test("extra commands that work are worth a quarter")
    func extras() {
        let seven = marks(.extra, 0..<7)
        #expect(CopyFinder([seven, seven]).pairs.isEmpty)
        let eight = marks(.extra, 0..<8)
        #expect(CopyFinder([eight, eight]).pairs.count == 1)
    }

    @Test("one uid of another's cluster is enough where each learner has a seed, and nothing else")
    func uids() {
        let command = Transcript.Command(prompt: Prompt(terminal: "", text: "$ "), input: ["x"])
        let line = "  uid: 6f1c2b3a-0000-4000-8000-000000000001"
        let lab = try? SampleLab.lab()
        let marks = lab.map {
            CopyMark.marks(of: command, claimed: [line], replayed: [line], exitCode: 0, in: $0)
        }
        let rows = ["alice", "bob"].map { name in
            GradeReport.Row(
                Submission(learner: name, path: name, lab: "09-sample"),
                Verdict(.passed, marks: marks ?? []))
        }
        var report = GradeReport(rows: rows)
        report.findCopies(seedsDiffer: false)
        #expect(report.rows.flatMap(\.copies).isEmpty)
        report.findCopies(seedsDiffer: true)
        #expect(report.rows.map { $0.copies.map(\.learner) } == [["bob"], ["alice"]])
    }

    @Test("marks: own times, slips and commands; not what the lab shows and asks for")
    func marks() throws {
        let lab = try SampleLab.lab()
        func marks(_ input: String, _ claimed: String, _ replayed: String, _ code: Int)
            -> [CopyMark]
        {
            CopyMark.marks(
                of: Transcript.Command(prompt: Prompt(terminal: "", text: "$ "), input: [input]),
                claimed: [claimed], replayed: [replayed], exitCode: code, in: lab)
        }
        #expect(marks("kubectl get po web", "9s", "9s", 0).isEmpty)
        #expect(marks("kubectl get po web", "8s", "9s", 0).map(\.kind) == [.timing])
        #expect(marks("kubectl get ph", "x", "x", 1).map(\.kind) == [.slip])
        #expect(marks("kubectl get ns", "x", "x", 0).map(\.kind) == [.extra])
        let mark = CopyMark(.slip, "x")
        #expect(CopyMark(mark.description) == mark)
    }
}

@Suite("Grade formats")
struct GradeFormatTests {
    private static let report: GradeReport = {
        let steps = [
            StepVerdict(name: "a", points: 2),
            StepVerdict(name: "b", points: 3, reason: "lost, \"so\" <it> & goes\u{1}", line: 7),
        ]
        var rows = [
            GradeReport.Row(
                Submission(learner: "=cmd()|' /C calc'!A0", path: "e,vil.txt", lab: "03-x"),
                Verdict(.failed, steps: steps, reason: "lost, \"so\" <it> & goes\u{1b}[2J", line: 7)
            ),
            GradeReport.Row(
                Submission(learner: "bob", path: "bob.txt", lab: "03-x"),
                Verdict(.passed, steps: [steps[0]])),
            GradeReport.Row(
                Submission(learner: "eve", path: "eve.txt"),
                Verdict(.broken, reason: "this is no text")),
        ]
        rows[1].copies = [GradeReport.Copy(learner: "eve", share: 92)]
        return GradeReport(rows: rows)
    }()

    private func text(_ format: GradeFormat) -> String {
        format.text(Self.report, Texts(.english))
    }

    @Test("CSV: quoted as RFC 4180 says, and nothing a spreadsheet would compute")
    func csv() {
        let lines = text(.csv).components("\r\n")
        #expect(
            lines[0]
                == "learner,lab,file,outcome,points,of,steps,lost,line,reason,copies")
        #expect(
            lines[1]
                == "'=cmd()|' /C calc'!A0,03-x,\"e,vil.txt\",failed,2,5,a=2/2;b=0/3,b,7,"
                + "\"lost, \"\"so\"\" <it> & goes\u{1b}[2J\",")
        #expect(lines[2] == "bob,03-x,bob.txt,passed,2,2,a=2/2,,,,eve=92%")
        #expect(lines[3] == "eve,,eve.txt,broken,0,0,,,,this is no text,")
        #expect(lines.count == 5 && lines[4].isEmpty)
    }

    @Test("JSON: read back, it has everything")
    func json() throws {
        let value = try JSONParser.parse(text(.json))
        #expect(value["count"].int == 3 && value["passed"].int == 1)
        let first = value["submissions"].array?[0]
        #expect(first["points"].int == 2 && first["of"].int == 5 && first["line"].int == 7)
        #expect(first["steps"].array?[1]["reason"].string == "lost, \"so\" <it> & goes\u{1}")
        #expect(value["submissions"].array?[1]["copies"].array?[0]["percent"].int == 92)
    }

    @Test("JUnit: a case for each step, escaped, with sums that agree")
    func junit() {
        let text = text(.junit)
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "))
        #expect(text.contains("tests=\"4\" failures=\"1\" errors=\"1\">"))
        #expect(text.contains("line 7: lost, &quot;so&quot; &lt;it&gt; &amp; goes?"))
        #expect(text.contains("<error message=\"this is no text\"/>"))
        #expect(text.contains("<system-out>copy of eve (92%)</system-out>"))
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("table: nothing in it moves the cursor, and its last line counts")
    func table() {
        let lines = text(.table).components("\n")
        #expect(lines[0].hasPrefix("LEARNER"))
        #expect(lines[1].contains("2/5") && lines[1].contains("line 7: lost"))
        #expect(!lines[1].contains("\u{1b}"))
        #expect(lines[4] == "1 of 3 passed")
    }
}

extension String {
    /// Cut at `separator`, which may be part of a character.
    fileprivate func components(_ separator: String) -> [String] {
        var parts: [String] = []
        var rest = Array(unicodeScalars)
        let cut = Array(separator.unicodeScalars)
        var part = String.UnicodeScalarView()
        while !rest.isEmpty {
            if rest.starts(with: cut) {
                parts.append(String(part))
                part = String.UnicodeScalarView()
                rest.removeFirst(cut.count)
            } else {
                part.append(rest.removeFirst())
            }
        }
        return parts + [String(part)]
    }
}
