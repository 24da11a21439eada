import Foundation
import Session
import Testing
import Transcript

@testable import Labs

/// The worked example of `docs/writing-labs.md`, laid into a folder of its own.
private struct ExampleLab: ~Copyable {
    let root = FileManager.default.temporaryDirectory.path + "/labs-" + UUID().uuidString

    /// With `new` for `old` in the file whose name ends in `file`, or where there is no such name
    /// wherever it stands.
    init(changing file: String = "", _ old: String = "", to new: String = "") throws {
        for (name, contents) in try Self.files() {
            let path = root + "/" + name
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var text = contents
            if name.hasSuffix(file), !old.isEmpty {
                if !file.isEmpty { try #require(text.contains(old)) }
                text = text.replacing(old, with: new)
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private var library: LabLibrary { LabLibrary(root: root, language: .english) }

    func lab() throws -> Lab { try library.lab("90") }

    func findings(rehearsals: Int = 1) throws -> [LintFinding] {
        try LabLint(library: library, texts: Texts(.english), rehearsals: rehearsals)
            .findings(for: "90")
    }

    /// The blocks that begin with four backticks and the name of a file.
    static func files() throws -> [(name: String, contents: String)] {
        let page = try String(
            contentsOfFile: RealLab.root + "/docs/writing-labs.md", encoding: .utf8)
        var files: [(name: String, contents: String)] = []
        var isOpen = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "````" {
                isOpen = false
            } else if line.hasPrefix("````text ") {
                files.append((String(line.dropFirst(9)), ""))
                isOpen = true
            } else if isOpen {
                files[files.count - 1].contents += line + "\n"
            }
        }
        return files
    }
}

@Suite("Lint")
struct LintTests {
    /// The others take longer than a test should, the nineteen hours of lab 2 above all; `kubarium
    /// lint` plays them all.
    static let labs = ["03-downward-env", "21-optimistic-locking"]

    @Test("a lab is good", arguments: labs)
    func realLabs(_ name: String) throws {
        let library = LabLibrary(root: RealLab.root, language: .english)
        // `kubarium lint` plays each lab once more.
        let lint = LabLint(library: library, texts: Texts(.english), rehearsals: 2)
        let findings = try lint.findings(for: name)
        #expect(findings.isEmpty, "\(findings.map { "\n\($0)" }.joined())")
    }

    @Test("the example of docs/writing-labs.md is good")
    func example() throws {
        #expect(try ExampleLab.files().count == 4)
        #expect(try ExampleLab().findings(rehearsals: 2).map(\.description) == [])
    }

    @Test("holes that are too wide and outputs that vary are told by file and line")
    func transcript() throws {
        let lab = try ExampleLab(
            changing: "90-prices.txt", "  uid: ${:uid}", to: "  uid: 17\n...")
        let found = try lab.findings(rehearsals: 2)
        #expect(found.count(where: { $0.rule == .solution }) == 2)
        #expect(
            found.allSatisfy { $0.description.hasPrefix("transcripts/90-prices.txt:19: at seed ") },
            "\(found)")
        let wide = try ExampleLab(
            changing: "90-prices.txt", "shop   1      ${:age}",
            to: "${:name}   ${:hash}      ${:name}")
        #expect(
            try wide.findings(rehearsals: 2).map(\.description) == [
                "transcripts/90-prices.txt:8: ${:hash} is always `1`: write that",
                "transcripts/90-prices.txt:8: ${:name} is always `shop`: write that",
                "transcripts/90-prices.txt:8: ${:name} is wider than needed: age fits",
            ])
    }

    @Test("an output that is never judged is told")
    func ownWords() throws {
        let lab = try ExampleLab(
            changing: "90-prices.txt", "=== create\n",
            to: "=== create\n[root@server4-master ~]$ clock advance 1m\n${:time} pace instant\n")
        let found = try lab.findings().map(\.description)
        #expect(
            found.contains {
                $0.hasPrefix("transcripts/90-prices.txt:4: what this word shows is not judged")
            }, "\(found)")
    }

    @Test("a step that passes by itself, short ladders, unseen hints, other languages are told")
    func labFile() throws {
        let lab = try ExampleLab(
            changing: "lab.md", "check: configmap/prices has {.data.tea} = 12\nhint: A config",
            to: "check: configmap/kube-root-ca.crt is there\nhint when configmap/price is there: A")
        #expect(
            try lab.findings().map(\.description) == [
                "labs/90-prices/lab.md:19: the check holds before anything is done: "
                    + "configmap/kube-root-ca.crt is there",
                "labs/90-prices/lab.md:19: the step exercise passes by itself: "
                    + "nothing in it must be done",
                "labs/90-prices/lab.md:22: nobody sees this hint: in no state of the step is it so "
                    + "that configmap/price is there",
                "labs/90-prices/lab.zh.md:19: the step exercise has other check here than in lab.md",
                "labs/90-prices/lab.zh.md:19: the step exercise has other hint here than in lab.md",
            ])
    }

    @Test("a solution that fails and a file that is not valid are told")
    func solutionAndFile() throws {
        let lab = try ExampleLab(
            changing: "", "tea\":\"12", to: "tea\":\"13")
        let found = try lab.findings().map(\.description)
        #expect(found.count == 1)
        #expect(
            found.first == "labs/90-prices/lab.md:19: at seed 3: not so yet: "
                + "configmap/prices has {.data.tea} = 13", "\(found)")
        let broken = try ExampleLab(changing: "shop.yaml", "kind: ConfigMap", to: "kind: ConfigMop")
        let messages = try broken.findings().map(\.description)
        #expect(
            messages.contains { $0.hasPrefix("labs/90-prices/shop.yaml:1: the server refuses it") },
            "\(messages)")
    }

    @Test("what is wrong in the text of a lab is told without a cluster")
    func syntax() throws {
        let lab = try ExampleLab(changing: "lab.md", "points: 4", to: "points: 5")
        #expect(
            try lab.findings().map(\.description)
                == ["labs/90-prices/lab.md:1: the lab has 10 points, its steps have 11"])
    }

    @Test("the checks of a lab hold for nobody who has done nothing", arguments: [true, false])
    func start(_ held: Bool) throws {
        let lab = try ExampleLab().lab()
        var rehearsal = Rehearsal(seed: 3)
        rehearsal.steps = lab.steps.map { _ in
            Rehearsal.Step(heldAtStart: [held], heldBefore: [held])
        }
        let findings = StartLint(lab, rehearsal, Texts(.chinese)).findings
        #expect(findings.count == (held ? 3 : 0))
    }
}

@Suite("Bless")
struct BlessTests {
    @Test("what no longer matches is rewritten, holes that fit stay")
    func rewrites() throws {
        let lab = try SampleLab.lab()
        let truth = try Transcript(
            parsing: SampleLab.session.replacing("4711", with: "4712")
                .replacing("Running   0  ", with: "Pending   1  ")
                .replacing("kind: Pod", with: "apiVersion: v1\nkind: Pod"))
        let console = ScriptedConsole(truth)
        let blessed = LabBless(lab, transcriptText: SampleLab.transcript).blessed { _ in console }
        #expect(
            blessed
                == SampleLab.transcript.replacing("Running   0  ", with: "Pending   1  ")
                .replacing("kind: Pod", with: "apiVersion: v1\nkind: Pod"))
    }

    @Test("a transcript that matches stays as it is, to the byte")
    func keeps() throws {
        let console = ScriptedConsole(try Transcript(parsing: SampleLab.session))
        let blessed = LabBless(try SampleLab.lab(), transcriptText: SampleLab.transcript)
            .blessed { _ in console }
        #expect(blessed == SampleLab.transcript)
    }

    @Test("JSON keeps its holes and what it leaves open")
    func json() {
        let expected = ["{", #""a": "${:rv}", "b": "x", "in": [{"n": "1", "...": "..."}]"#, "}"]
        let output = [#"{"a":"7","b":"y","c":true,"in":[{"n":"2","m":"3"}]}"#]
        #expect(
            JSONRepair(expected).repaired(to: output)?.joined(separator: "\n") == """
                {
                  "a": "${:rv}",
                  "b": "y",
                  "c": true,
                  "in": [
                    {
                      "n": "2",
                      "...": "..."
                    }
                  ]
                }
                """)
        #expect(JSONRepair(expected).repaired(to: ["no json"]) == nil)
        let deep = ["{", #"    "a": "8","#, #"    "b": 2"#, "}"]
        #expect(
            JSONRepair(["{", #""a": "${:rv}""#, "}"]).repaired(to: deep) == [
                "{", #"    "a": "${:rv}","#, #"    "b": 2"#, "}",
            ])
    }
}
