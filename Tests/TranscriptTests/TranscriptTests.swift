import Testing
import Transcript

@Suite("Transcript")
struct TranscriptTests {
    let text = """
        === create
        [root@server4-master ~]$ cat > a.txt <<EOF
        > hello
        > EOF
        [root@server4-master ~]$ kubectl exec -it curl -- sh
        / $ env | grep A
        A=1
        / $ exit
        (bob) [root@server4-master ~]$ kubectl get po nope
        Error from server (NotFound): pods "nope" not found
        [1]

        === list any-order subset
        [root@server4-master ~]$ ls
        a
        b

        """

    @Test("console text is taken apart and put together again")
    func parse() throws {
        let transcript = try Transcript(parsing: text)
        #expect(transcript.sections.map(\.name) == ["create", "list"])
        #expect(transcript.sections[1].words == [.anyOrder, .subset])
        let commands = transcript.sections[0].commands
        #expect(
            commands.map(\.input) == [
                ["cat > a.txt <<EOF", "hello", "EOF"], ["kubectl exec -it curl -- sh"],
                ["env | grep A"], ["exit"], ["kubectl get po nope"],
            ])
        #expect(commands[2].output == ["A=1"])
        #expect(commands[4].prompt.terminal == "bob")
        #expect(commands[4].exitCode == 1)
        #expect(
            try Transcript(parsing: transcript.rendered).commands.map(\.output)
                == transcript.commands.map(\.output))
    }

    @Test("text typed into an editor keeps its empty lines and its > signs")
    func editor() throws {
        let transcript = try Transcript(parsing: "[a@b ~]$ vi x.yaml\n> a\n\nb\n[a@b ~]$ ls\nx\n")
        #expect(transcript.commands[0].output == ["> a", "", "b"])
        #expect(transcript.commands[0].isEditor)
    }

    @Test("an unknown word or output without a command is told with its line")
    func errors() {
        #expect(throws: Transcript.SyntaxError.self) { try Transcript(parsing: "=== a sorted\n") }
        #expect(throws: Transcript.SyntaxError.self) { try Transcript(parsing: "hello\n") }
    }

    func difference(
        _ expected: [String], _ output: [String], _ words: [Transcript.Word] = [],
        _ bindings: [String: String] = [:]
    ) throws -> OutputPattern.Difference? {
        var bindings = bindings
        return try OutputPattern(expected, words: words).compare(output, &bindings)
    }

    @Test("holes bind once and must agree after")
    func holes() throws {
        #expect(
            try difference(["IP=${ip:ip}", "again ${ip:ip}"], ["IP=10.0.0.1", "again 10.0.0.1"])
                == nil)
        #expect(
            try difference(["IP=${ip:ip}", "again ${ip:ip}"], ["IP=10.0.0.1", "again 10.0.0.2"])
                != nil)
        #expect(try difference(["AGE  ${:age}"], ["AGE     2d3h"]) == nil)
        #expect(try difference(["AGE  ${:age}"], ["AGE     young"]) != nil)
        #expect(try difference(["price $${x}"], ["price ${x}"]) == nil)
        #expect(try difference(["echo ${HOME}"], ["echo ${HOME}"]) == nil)
        #expect(throws: LinePattern.UnknownHoleType.self) { try difference(["${:colour}"], [""]) }
    }

    @Test("without holes a line is literal, blanks included")
    func literal() throws {
        #expect(try difference(["a  b"], ["a   b"]) != nil)
        #expect(try difference(["a"], ["a", "b"])?.found == "b")
        #expect(try difference(["a", "b"], ["a"])?.expected == "b")
    }

    @Test("three dots stand for any lines")
    func dots() throws {
        #expect(try difference(["a", "...", "z"], ["a", "b", "c", "z"]) == nil)
        #expect(try difference(["a", "..."], ["a"]) == nil)
        #expect(try difference(["a", "...", "z"], ["a", "b"]) != nil)
    }

    @Test("any-order and subset")
    func unordered() throws {
        #expect(try difference(["b", "a"], ["a", "b"], [.anyOrder]) == nil)
        #expect(try difference(["b", "a"], ["a", "b", "c"], [.anyOrder])?.found == "c")
        #expect(try difference(["b"], ["a", "b", "c"], [.subset]) == nil)
        #expect(try difference(["d"], ["a", "b"], [.subset])?.expected == "d")
    }
}
