import Foundation
import Session
import Synchronization
import Testing
import Transcript

@testable import Labs

/// A library with one small lab, in a folder of its own; and what a learner sees of a session.
private final class Bench {
    let folder: URL
    let library: LabLibrary
    let screen = Screen()
    var workplace: Workplace

    private static let lab = """
        title: Prices
        seed: 3
        points: 10

        Before.

        ```step price
        points: 4
        check: configmap/prices has {.data.price} = 12
        hint: A nudge.
        hint when configmap/prices is there: Look at its key.
        hint: Nearly everything.
        solution: cat > prices.txt <<EOF
          12
          EOF
        solution: kubectl create configmap prices --from-literal=price=$(cat prices.txt)
        ```

        Between.

        ```step look
        hint: Look.
        ```

        ```step inside
        hint: Inside.
        ```

        """

    private static let transcript = """
        === look
        [root@server4-master ~]$ kubectl get configmap prices -o jsonpath='{.data.price}'
        12
        === inside
        [root@server4-master ~]$ cat greeting.txt
        hello
        [root@server4-master ~]$ X=7
        [root@server4-master ~]$ echo $X
        7

        """

    init(lab text: String = Bench.lab, transcript: String = Bench.transcript) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kubarium-bench-\(UUID().uuidString)")
        let lab = folder.appendingPathComponent("labs/09-prices")
        let work = folder.appendingPathComponent("work")
        for place in [lab, folder.appendingPathComponent("transcripts"), work] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        try text.write(
            to: lab.appendingPathComponent("lab.md"), atomically: true, encoding: .utf8)
        try "hello\n".write(
            to: lab.appendingPathComponent("greeting.txt"), atomically: true, encoding: .utf8)
        try transcript.write(
            to: folder.appendingPathComponent("transcripts/09-prices.txt"), atomically: true,
            encoding: .utf8)
        library = LabLibrary(root: folder.path, language: .english)
        workplace = try Self.open(SessionRecording(seed: 3), folder, library, screen)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var store: ProgressStore { ProgressStore(folder: folder.path + "/state") }

    /// Sits down again.
    func open(_ recording: SessionRecording) throws {
        workplace = try Self.open(recording, folder, library, screen)
    }

    private static func open(
        _ recording: SessionRecording, _ folder: URL, _ library: LabLibrary, _ screen: Screen
    ) throws -> Workplace {
        try Workplace(
            LabWorkbench(library: library, texts: Texts(.english)), recording: recording,
            workspace: Workspace(path: folder.path + "/work"),
            store: ProgressStore(folder: folder.path + "/state")
        ) { [screen] in screen.show($0) }
    }

    /// Types lines as a pipe does; gives what was shown.
    @discardableResult
    func type(_ lines: String...) -> String {
        screen.text.withLock { $0 = "" }
        for line in lines {
            let name = workplace.session.control.terminal
            let terminal = workplace.session.terminal(name)
            workplace.session.advance(until: { false }, limit: .seconds(2))
            workplace.type(.line(line), at: name)
            workplace.session.advance(
                until: { terminal.isWaiting || terminal.hasEnded }, limit: .seconds(60))
            workplace.finished(at: name)
        }
        return screen.text.withLock { $0 }
    }

    /// What is on the screen; the learner's own typing is not shown again.
    final class Screen: Sendable {
        let text = Mutex("")

        func show(_ shown: Workplace.Shown) {
            text.withLock { text in
                switch shown {
                case .output(let bytes): text += String(decoding: bytes, as: UTF8.self)
                case .echo(let line, let isPlayed): if isPlayed { text += line }
                case .own(let lines): text += lines
                }
            }
        }
    }

    func work(_ name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent("work/\(name)"), encoding: .utf8)
    }
}

@Suite("Workplace")
struct WorkplaceTests {
    @Test("each word says in a sentence when it cannot")
    func sentences() throws {
        let bench = try Bench()
        for word in ["check", "hint", "solution", "skip", "reset", "reset lab"] {
            #expect(bench.type(word).contains("no lab is open"), "\(word)")
        }
        #expect(bench.type("undo").contains("no command to take back"))
        #expect(bench.type("undo x", "reset it").contains("usage: reset [lab]"))
        #expect(bench.type("save").contains("usage: save FILE"))
        #expect(bench.type("lab 77").contains("there is no lab 77"))
        #expect(bench.type("hint a b").contains("one word at most"))
        #expect(bench.type("help").contains("undo"))
        for path in ["../x", "/tmp/x", "a/../../x", ".hidden"] {
            #expect(bench.type("save \(path)").contains("work"), "\(path)")
        }
        // None of it is a command.
        #expect(bench.type("undo").contains("no command to take back"))
    }

    @Test("a stay in a container is taken back as a whole, so that undo can be typed again")
    func nested() throws {
        let bench = try Bench()
        bench.type(
            "kubectl run web --image=busybox -- sleep 1000",
            "kubectl wait --for=condition=Ready pod/web", "kubectl exec -it web -- sh", "hostname")
        #expect(bench.type("undo").contains("undo: not found"))
        bench.type("exit")
        #expect(bench.type("undo").contains("taken back (4): kubectl exec -it web -- sh"))
        #expect(bench.type("undo").contains("taken back (1): kubectl wait"))
        #expect(bench.type("undo").contains("taken back (1): kubectl run"))
        #expect(bench.type("kubectl get pod").contains("No resources found"))
    }

    @Test("hints follow the cluster, and undo and reset take it back")
    func learns() throws {
        let bench = try Bench()
        #expect(bench.workplace.open(try bench.library.lab("9")).contains("Before."))
        #expect(bench.type("hint").contains("A nudge."))
        #expect(bench.type("kubectl create configmap prices").contains("created"))
        #expect(bench.type("hint").contains("Look at its key."))
        #expect(bench.type("hint").contains("Nearly everything."))
        #expect(bench.type("undo").contains("taken back (1): kubectl create configmap prices"))
        #expect(bench.type("kubectl get cm prices").contains("NotFound"))
        // The conditions of hints are asked anew.
        #expect(bench.type("hint", "hint").contains("Nearly everything."))
        let done = bench.type("kubectl create configmap prices --from-literal=price=12")
        #expect(done.contains("step price done (1 of 3)\n## Between."))
        #expect(bench.work("kept") == nil)
        bench.type("echo x > kept")
        #expect(bench.work("kept") == "x\n")
        bench.type("kubectl delete cm prices")
        #expect(bench.type("reset").contains("taken back (2): back at the start of step look"))
        #expect(bench.work("kept") == nil)
        #expect(bench.type("ls; kubectl get cm prices").contains("prices   1"))
        // Of two files only the command's own is taken back, not what came from outside.
        try "mine\n".write(
            toFile: bench.folder.path + "/work/mine", atomically: true, encoding: .utf8)
        #expect(bench.type("cat mine").contains("mine"))
        #expect(bench.type("reset lab").contains("(4): back at the start of lab 09-prices"))
        #expect(bench.type("cat mine greeting.txt") == "mine\nhello\n")
        #expect(bench.type("kubectl get cm prices").contains("NotFound"))
        #expect(bench.store.load().book.labs == ["09-prices": ["price": .done]])
    }

    @Test("what only time completes is found by check, which says once that the lab is done")
    func waiting() throws {
        let lab = """
            title: Waiting
            seed: 3
            points: 10

            ```step look
            hint: Look.
            ```

            ```step pod
            points: 5
            check: pod/p is Running
            hint: Run it.
            solution: kubectl run p --image=busybox -- sleep 99
            ```

            """
        let bench = try Bench(
            lab: lab, transcript: "=== look\n[root@server4-master ~]$ cat greeting.txt\nhello\n")
        _ = bench.workplace.open(try bench.library.lab("9"))
        bench.type("cat greeting.txt")
        #expect(!bench.type("kubectl run p --image=busybox -- sleep 99").contains("is done"))
        bench.workplace.session.advance(until: { false }, limit: .seconds(10))
        let report = bench.type("check")
        #expect(report.contains("step pod done (2 of 2)"))
        #expect(report.components(separatedBy: "lab 09-prices is done").count == 2)
        #expect(bench.type("check").contains("lab 09-prices is done"))
    }

    @Test("solution and skip cost the step's points; the session can be gone on with, and proven")
    func skips() throws {
        let bench = try Bench()
        _ = bench.workplace.open(try bench.library.lab("9"))
        let solution = bench.type("solution")
        #expect(solution.contains("no points now (4)"))
        #expect(solution.contains("##   > 12\n"))
        // Taking back does not make it unseen.
        #expect(bench.type("true", "undo", "progress").contains("open, solution seen 0/4"))
        let skipped = bench.type("skip")
        #expect(skipped.contains("]$ cat > prices.txt <<EOF\n> 12\n> EOF\n"))
        #expect(skipped.contains("step price done"))
        // Another day.
        let lab = try bench.library.lab("9")
        let kept = try bench.store.session(of: lab)
        #expect(kept == bench.workplace.recording)
        try bench.open(kept)
        #expect(bench.workplace.recording == kept)
        let report = bench.type("progress")
        #expect(report.contains("with solution 0/4 points"))
        #expect(report.contains("## 0/10 points"))
        bench.type("kubectl get configmap prices -o jsonpath='{.data.price}'")
        bench.type("cat greeting.txt")
        #expect(bench.type("skip").contains("lab 09-prices is done"))
        #expect(bench.type("skip").contains("no step is open"))
        #expect(bench.type("progress").contains("* 09-prices"))
        #expect(!bench.store.hasSession(of: lab))
        #expect(bench.type("save p/../mine.proof").contains("not a file below"))
        #expect(bench.type("save mine.proof").contains("saved"))
        let proof = try #require(bench.work("mine.proof"))
        #expect(proof == bench.workplace.proof.rendered)
        #expect(bench.type("ls") == "greeting.txt  prices.txt\n")
        let judge = ProofJudge(lab, LabWorkbench(library: bench.library, texts: Texts(.english)))
        let verdict = try judge.judge(proof)
        #expect(verdict.finding == nil)
        #expect(verdict.book.points(of: lab) == 3)
        let forged = proof.replacing("line cat greeting.txt", with: "line cat greeting.tx")
        let finding = try #require(try judge.judge(forged).finding)
        #expect(finding.message.contains("cat greeting.tx"))
        #expect(try judge.judge(proof.replacing("seed 3", with: "seed 4")).finding?.line == 2)
        let unspent = proof.replacing("\nspent 09-prices/price", with: "")
        #expect(try judge.judge(unspent).book.points(of: lab) == 0)
        try grade(["ann.txt": proof, "bob.txt": proof, "eve.txt": forged], bench)
    }

    /// A folder of proofs: what was done without the solution counts, a copy is noticed.
    private func grade(_ files: [String: String], _ bench: Bench) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kubarium-proofs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let lab = try bench.library.lab("9")
        let submissions = Grader.submissions(in: folder.path, lab: nil, of: [lab]) ?? []
        #expect(submissions.map(\.lab) == Array(repeating: lab.name, count: files.count))
        let report = Grader(
            LabWorkbench(library: bench.library, texts: Texts(.english)), labs: [lab],
            isolation: .none
        ).grade(submissions, in: folder.path)
        #expect(report.rows.map(\.verdict.points) == [3, 3, 0])
        #expect(report.rows.map(\.verdict.outcome) == [.passed, .passed, .failed])
        #expect(report.rows.map { $0.copies.map(\.learner) } == [["bob"], ["ann"], []])
    }

    @Test("a console's text is judged without what was taken back")
    func takenBack() throws {
        let host = "[root@server4-master ~]$ "
        func command(_ line: String, _ output: String...) -> String {
            host + line + "\n" + output.map { $0 + "\n" }.joined()
        }
        let text =
            command("a", "1") + command("b") + command("hint", "## x") + command("c", "2")
            + command("undo", "## taken back (1): c") + command("undo", "## 已撤销 (1): b")
            + command("d") + command("e") + command("reset", "## taken back (2): to step x")
            + command("f") + command("undo", "## there is no command to take back")
        let kept = TakenBack.removed(from: try Transcript(parsing: text).commands)
        #expect(kept.map { $0.input[0] } == ["a", "hint", "f"])
        let wild = command("a") + command("undo", "## (99999999999999999999)", "## (-3) )(")
        #expect(TakenBack.removed(from: try Transcript(parsing: wild).commands).count == 1)
    }
}

@Suite("What is kept between runs")
struct ProgressStoreTests {
    private func withStore(_ body: (ProgressStore, _ file: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kubarium-state-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(ProgressStore(folder: folder), folder + "/progress.json")
    }

    @Test("of two books the better mark of each step stays")
    func merges() throws {
        try withStore { store, file in
            var book = ProgressBook()
            book.note(.shown, "a", of: "1")
            book.note(.done, "b", of: "1")
            #expect(store.merge(book) == nil)
            var other = ProgressBook()
            other.note(.done, "a", of: "1")
            other.note(.shown, "b", of: "1")
            other.note(.shown, "c", of: "2")
            #expect(store.merge(other) == nil)
            let all = store.load().book
            #expect(all.labs == ["1": ["a": .done, "b": .done], "2": ["c": .shown]])
            #expect(try ProgressBook(parsing: all.rendered) == all)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text == all.rendered + "\n")
        }
    }

    @Test(
        "a damaged file is said and set aside",
        arguments: [
            "", "{", "[]", "{\"kubarium\": 2, \"labs\": {}}", "{\"kubarium\": 1, \"labs\": 3}",
            "{\"kubarium\": 1, \"labs\": {\"a\": 1}}", "\0\u{1}",
            "{\"kubarium\": 1, \"labs\": {\"a\": {\"b\": \"perhaps\"}}}",
        ])
    func damaged(_ text: String) throws {
        try withStore { store, file in
            #expect(store.merge(ProgressBook()) == nil)
            try FileManager.default.createDirectory(
                atPath: String(file.dropLast(14)), withIntermediateDirectories: true)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let (book, warning) = store.load()
            #expect(book == ProgressBook())
            #expect(warning?.contains("progress.json.damaged") == true)
            #expect(try String(contentsOfFile: file + ".damaged", encoding: .utf8) == text)
            #expect(store.load().warning == nil)
        }
    }

    @Test("a place that cannot be written is said")
    func unwritable() throws {
        var book = ProgressBook()
        book.note(.done, "a", of: "1")
        let problem = ProgressStore(folder: "/dev/null/state").merge(book)
        #expect(problem?.contains("/dev/null/state/progress.json cannot be written") == true)
    }

    @Test("the environment says where")
    func places() {
        func folder(_ environment: [String: String]) -> String? {
            ProgressStore.folder(environment: environment)
        }
        #expect(folder(["HOME": "/h"]) == "/h/.local/state/kubarium")
        #expect(folder(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == "/s/kubarium")
        #expect(folder(["HOME": "/h", "XDG_STATE_HOME": "s"]) == "/h/.local/state/kubarium")
        #expect(folder(["HOME": "/h", "KUBARIUM_STATE": "/k"]) == "/k")
        #expect(folder([:]) == nil)
    }
}
