import Testing
import Transcript

@Suite("Repairing an expected output")
struct OutputRepairTests {
    private func repaired(
        _ expected: [String], _ output: [String], _ words: [Transcript.Word] = [],
        _ bindings: [String: String] = [:]
    ) -> [String] {
        var repair = OutputRepair(expected, words: words, bindings: bindings)
        let lines = repair.repaired(to: output)
        var trial = bindings
        let pattern = try? OutputPattern(lines, words: words)
        #expect(pattern?.compare(output, &trial) == nil, "\(lines)")
        #expect(pattern != nil)
        return lines
    }

    @Test("what still fits stays, word by word")
    func table() {
        #expect(
            repaired(
                ["NAME  READY  AGE", "web   1/1    ${:age}", "..."],
                [
                    "NAME  READY  STATUS   AGE", "web   1/1    Running  9s",
                    "db    1/1    Running  9s",
                ])
                == ["NAME  READY  STATUS   AGE", "web   1/1    Running  ${:age}", "..."])
    }

    @Test("new lines are literal, lines that are gone are dropped")
    func lines() {
        #expect(
            repaired(["a: 1", "b: ${:rv}", "c: 3"], ["a: 1", "x y", "b: 17"])
                == ["a: 1", "x y", "b: ${:rv}"])
        #expect(repaired([], ["cost ${a:int}"]) == ["cost $${a:int}"])
        #expect(repaired(["gone"], []) == [])
    }

    @Test("a hole that is bound to something else is not kept")
    func bound() {
        #expect(
            repaired(["v ${v:rv} of ${v:rv}"], ["v 7 of 8"], [], [:]) == ["v ${v:rv} of 8"])
        #expect(
            repaired(["ip ${ip:ip}"], ["ip 10.0.0.2"], [], ["ip": "10.0.0.1"])
                == ["ip 10.0.0.2"])
    }

    @Test("an output in any order keeps its own order; a subset stays one")
    func unordered() {
        #expect(
            repaired(["A=${:int}", "B = x"], ["B = y", "A=7", "C=1"], [.anyOrder])
                == ["A=${:int}", "B = y", "C=1"])
        #expect(repaired(["A=${:int}", "gone now"], ["B=y", "A=7"], [.subset]) == ["A=${:int}"])
    }
}

@Suite("Rewriting a transcript")
struct TranscriptRewriterTests {
    private let text = """
        # About.

        === a
        [root@m ~]$ one
        1
        [root@m ~]$ two
        2
        [1]

        === b
        [root@m ~]$ three
        3

        """

    @Test("only the outputs that change are touched")
    func rewrites() throws {
        let commands = try Transcript(parsing: text).commands
        let new = TranscriptRewriter(text).rewritten([
            .init(commands[1], output: ["two", "lines"], exitCode: nil),
            .init(commands[2], output: [], exitCode: 2),
        ])
        #expect(
            new == text.replacing("2\n[1]\n", with: "two\nlines\n").replacing("3\n", with: "[2]\n"))
        #expect(TranscriptRewriter(text).rewritten([]) == text)
    }

    @Test("a diff shows what changed, with three lines around it")
    func diff() {
        let old = (1...12).map { "\($0)\n" }.joined()
        let new = old.replacing("6\n", with: "six\n") + "13\n"
        let diff = UnifiedDiff(from: old, to: new)
        #expect(
            diff.rendered(oldName: "a/x", newName: "b/x") == """
                --- a/x
                +++ b/x
                @@ -3,10 +3,11 @@
                 3
                 4
                 5
                -6
                +six
                 7
                 8
                 9
                 10
                 11
                 12
                +13

                """)
        #expect(diff.rendered(oldName: "a", newName: "b", isColored: true).contains("\u{1B}[31m-6"))
        #expect(UnifiedDiff(from: old, to: old).rendered(oldName: "a", newName: "b").isEmpty)
        #expect(
            UnifiedDiff(from: "", to: "x\n").rendered(oldName: "a", newName: "b")
                .contains("@@ -0,0 +1,1 @@"))
    }

    @Test("an output is laid beside what is expected: what is in the holes, what is hidden")
    func alignment() throws {
        var bindings: [String: String] = [:]
        let pattern = try OutputPattern(["a ${x:int} ${:ip}", "...", "b ${x:int}"])
        let found = pattern.alignment(of: ["a 7 1.2.3.4", "p", "q", "b 7"], &bindings)
        #expect(
            found?.lines == [
                .matched(holes: ["7", "1.2.3.4"]), .hidden(["p", "q"]), .matched(holes: ["7"]),
            ])
        #expect(bindings == ["x": "7"])
        #expect(pattern.alignment(of: ["a 7 1.2.3.4", "b 8"], &bindings) == nil)
        let subset = try OutputPattern(["${:int}", "1"], words: [.subset])
        #expect(
            subset.alignment(of: ["z", "1", "2"], &bindings)?.lines
                == [.matched(holes: ["2"]), .matched(holes: [])])
    }
}
