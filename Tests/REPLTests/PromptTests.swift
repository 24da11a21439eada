import Foundation
import Testing

/// The built program at a pseudo-terminal: what no test inside the process can show.
@Suite("The prompt at a terminal")
struct PromptTests {
    private static let prompt = "[root@server4-master ~]$ "

    /// A place for state and files, and the environment of a plain terminal.
    private func withTerminal(
        _ arguments: [String], _ body: (PseudoTerminal, _ folder: String) throws -> Void
    ) throws {
        let program = try #require(PseudoTerminal.kubarium, "build the product kubarium first")
        let folder = NSTemporaryDirectory() + "kubarium-pty-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(
            atPath: folder + "/work", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "written by an editor\n".write(
            toFile: folder + "/text", atomically: true, encoding: .utf8)
        let terminal = try PseudoTerminal(
            [program] + arguments + ["--pace", "instant", "--workspace", folder + "/work"],
            environment: [
                "TERM": "xterm", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": folder,
                "KUBARIUM_STATE": folder + "/state", "EDITOR": "cp \(folder)/text",
                "INPUTRC": "/dev/null",
            ])
        try terminal.expect(Self.prompt)
        try body(terminal, folder)
    }

    @Test("completion, history, Ctrl-C, a shell in a container, an editor, Ctrl-D")
    func session() throws {
        try withTerminal([]) { terminal, folder in
            try complete(terminal)
            try recall(terminal)
            try nest(terminal)
            try edit(terminal, folder)
            try interrupt(terminal)
            terminal.send("\u{4}")
            try terminal.expect("logout")
            #expect(terminal.wait() == 0)
            let history = try String(contentsOfFile: folder + "/state/history", encoding: .utf8)
            #expect(history.contains("kubectl create deployment web --image nginx\n"))
            #expect(!history.contains("secret"))
        }
    }

    private func complete(_ terminal: PseudoTerminal) throws {
        terminal.send("kubectl create depl\tweb --ima\tnginx\r")
        try terminal.expect("deployment.apps/web created\n")
        try terminal.expect(Self.prompt)
        terminal.send("kubectl rollout status deployments w\t\r")
        try terminal.expect("deployments web \n")
        try terminal.expect("successfully rolled out\n")
        try terminal.expect(Self.prompt)
        // Several candidates: the second Tab lists them.
        terminal.send("kubectl get d\t\t")
        let listed = try terminal.expect(Self.prompt)
        #expect(listed.contains("daemonsets") && listed.contains("deployments"))
        terminal.send("\u{15}")
    }

    private func recall(_ terminal: PseudoTerminal) throws {
        terminal.send(" echo secret-$((1 + 1))\r")
        try terminal.expect("secret-2\n")
        try terminal.expect(Self.prompt)
        terminal.send("\u{1b}[A\r")
        try terminal.expect("successfully rolled out\n")
        try terminal.expect(Self.prompt)
        terminal.send("\u{12}rollout st\r")
        try terminal.expect("successfully rolled out\n")
        try terminal.expect(Self.prompt)
    }

    private func nest(_ terminal: PseudoTerminal) throws {
        terminal.send("kubectl exec -it deploy/web -- sh\r")
        try terminal.expect("# ")
        terminal.send("cat /etc/hostn\t\r")
        try terminal.expect("/etc/hostname \nweb-")
        try terminal.expect("# ")
        terminal.send("\u{4}")
        try terminal.expect(Self.prompt)
    }

    private func edit(_ terminal: PseudoTerminal, _ folder: String) throws {
        terminal.send("vi note.txt\r")
        try terminal.expect(Self.prompt)
        terminal.send("wc -l note\t\r")
        try terminal.expect("1 note.txt\n")
        try terminal.expect(Self.prompt)
        #expect(
            try String(contentsOfFile: folder + "/work/note.txt", encoding: .utf8)
                == "written by an editor\n")
    }

    private func interrupt(_ terminal: PseudoTerminal) throws {
        terminal.send("kubectl get deploy -w\r")
        try terminal.expect("web ")
        terminal.send("\u{3}")
        try terminal.expect("^C\n")
        try terminal.expect(Self.prompt)
        terminal.send("clock pace real\r")
        try terminal.expect("pace real\n")
        try terminal.expect(Self.prompt)
        terminal.send("echo go$((40 + 2)); sleep 100000\r")
        try terminal.expect("go42\n")
        terminal.send("\u{3}")
        try terminal.expect("^C\n")
        try terminal.expect(Self.prompt)
        terminal.send("echo code $?\r")
        try terminal.expect("code 130\n")
        try terminal.expect(Self.prompt)
        // A narrow window folds the line.
        terminal.resize(columns: 40)
        terminal.send("echo " + String(repeating: "long ", count: 30) + "| wc -w\r")
        try terminal.expect("30\n")
        try terminal.expect(Self.prompt)
    }

    @Test("for a screen reader nothing is drawn twice")
    func plain() throws {
        try withTerminal(["--plain-prompt"]) { terminal, _ in
            terminal.send("kubectl get d\t\t")
            try terminal.expect(
                "daemonsets\ndeploy\ndeployments\ndeviceclasses\nds\n" + Self.prompt
                    + "kubectl get d")
            terminal.send("s\r")
            try terminal.expect("No resources found")
            try terminal.expect(Self.prompt)
            terminal.send("echo " + String(repeating: "long ", count: 60) + "| wc -w\r")
            try terminal.expect("60\n")
            try terminal.expect(Self.prompt)
            terminal.send("\u{4}")
            #expect(terminal.wait() == 0)
            let shown = terminal.raw.replacing("\r\n", with: "\n")
            for mark in ["\u{1b}", "\u{8}", "\r"] { #expect(!shown.contains(mark)) }
        }
    }
}
