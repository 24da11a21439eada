import Labs
import Session
import Testing
import Transcript

/// What a step may say in a lab file, and what is said about mistakes.
@Suite("Lab format")
struct LabFormatTests {
    private func parse(
        _ step: String, points: Int = 10, transcript: String = ""
    ) throws -> Lab {
        try LabParser.parse(
            "title: T\npoints: \(points)\n\n```step one\n\(step)\n```\n", file: "lab.md",
            name: "9-t", transcript: Transcript(parsing: transcript))
    }

    private func message(_ step: String, points: Int = 10, transcript: String = "") -> String {
        do {
            _ = try parse(step, points: points, transcript: transcript)
            return "no error"
        } catch { return "\(error)" }
    }

    @Test("a check step has points, a ladder of hints with conditions, and a solution")
    func exercise() throws {
        let lab = try parse(
            """
            points: 10
            check: configmap/prices has {.data.price} = 12
            hint: A nudge.
            hint when configmap/prices is there: It is there: look at its key.
            hint unless `cat a.txt` shows tier: demo: Write a.txt.
            solution: cat > a.txt <<EOF
              tier: demo
                indented
              EOF
            solution: kubectl create configmap prices --from-literal=price=12
            """)
        let step = try #require(lab.steps.first)
        #expect(step.points == 10)
        #expect(step.hints.map(\.line) == [7, 8, 9])
        #expect(step.hints[0] == Lab.Hint("A nudge.", line: 7))
        let isThere = try #require(StateCondition(parsing: "configmap/prices is there"))
        #expect(
            step.hints[1]
                == Lab.Hint("It is there: look at its key.", condition: .holds(isThere), line: 8))
        let shows = StateCondition(command: "cat a.txt", test: .shows("tier"))
        #expect(step.hints[2] == Lab.Hint("demo: Write a.txt.", condition: .fails(shows), line: 9))
        #expect(
            step.solution.map(\.input) == [
                ["cat > a.txt <<EOF", "tier: demo", "  indented", "EOF"],
                ["kubectl create configmap prices --from-literal=price=12"],
            ])
    }

    @Test("a hint's condition says when it fits")
    func fits() throws {
        let state = try #require(StateCondition(parsing: "pod/web is there"))
        for (outcome, isThere) in [(ConditionOutcome.holds, true), (.differs("no"), false)] {
            #expect(Lab.HintCondition.holds(state).fits { _ in outcome } == isThere)
            #expect(Lab.HintCondition.fails(state).fits { _ in outcome } == !isThere)
        }
    }

    @Test("mistakes in a step are told by file and line")
    func mistakes() {
        #expect(message("hint when pod/web: Look.").hasPrefix("lab.md:5: not a state"))
        #expect(message("check: a/b is there\nhint:").hasPrefix("lab.md:6: the hint has no text"))
        #expect(message("points: many").hasPrefix("lab.md:5: points is not a number: many"))
        #expect(message("points: 1\npoints: 2").hasPrefix("lab.md:6: points is there twice"))
        #expect(message("solution:").hasPrefix("lab.md:5: the solution has no command"))
        #expect(message("hints: x").hasPrefix("lab.md:5: a hint is"))
        #expect(message("answer: x").hasPrefix("lab.md:5: unknown line: answer: x"))
        #expect(
            message("solution: ls", transcript: "=== one\n[a@b ~]$ ls\na\n")
                .hasPrefix("lab.md:4: the step one has a section in the transcript"))
    }

    @Test("the points of the steps add up to the lab's")
    func pointsAddUp() {
        #expect(
            message("check: a/b is there\npoints: 11").hasSuffix("10 points, its steps have 11"))
        #expect(message("check: a/b is there\npoints: 9").hasSuffix("10 points, its steps have 9"))
        #expect(message("check: a/b is there\npoints: 10") == "no error")
    }

    @Test("what the steps do not claim is shared, and what is left over goes to the first")
    func sharing() throws {
        let step = "```step NAME\ncheck: a/b is there\n```\n"
        let names = ["a", "b", "c", "d"]
        var text = names.map { step.replacing("NAME", with: $0) }.joined()
        text = text.replacing("step b\n", with: "step b\npoints: 2\n")
        let lab = try LabParser.parse(
            "title: T\npoints: 10\n\n" + text, file: "lab.md", name: "9-t",
            transcript: Transcript())
        #expect(lab.pointsOfSteps == [3, 2, 3, 2])
    }
}
