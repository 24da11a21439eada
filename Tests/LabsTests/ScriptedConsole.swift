import Labs
import Session
import Simulation
import Transcript

/// A console that plays a transcript: a command of it is answered as it says there.
///
/// `rewrite` lets a test show what another moment of the day would have shown.
final class ScriptedConsole: Console {
    private var commands: [Transcript.Command]
    private let rewrite: (String) -> String
    private var prompts: [String: String] = [:]
    private(set) var typed: [[String]] = []

    init(_ transcript: Transcript, rewrite: @escaping (String) -> String = { $0 }) {
        commands = transcript.commands
        self.rewrite = rewrite
    }

    let origin = SessionOrigin(instant: SimulatedInstant(secondsSinceEpoch: 0), revision: 0)

    private static let host = "[root@server4-master ~]$ "

    func run(_ command: ConsoleCommand) -> ConsoleResult {
        typed.append(command.input)
        let index = commands.firstIndex { $0.input == command.input }
        let found = index.map { commands.remove(at: $0) }
        let line = command.input.joined(separator: "\n")
        if line.contains("-- sh"), !line.contains(" -c ") {
            prompts[command.terminal] = "/ $ "
        } else if line == "exit" {
            prompts[command.terminal] = nil
        }
        let output =
            command.editorText
            ?? found?.output.map(rewrite) ?? ["bash: \(command.input[0]): command not found"]
        return ConsoleResult(
            output: output, exitCode: found?.exitCode ?? (found == nil ? 127 : 0),
            prompt: prompt(of: command.terminal),
            // As far apart as a person may type.
            start: SimulatedInstant(secondsSinceEpoch: Int64(typed.count) * 400))
    }

    func prompt(of terminal: String) -> String {
        let prompt = prompts[terminal] ?? Self.host
        return terminal.isEmpty ? prompt : "(\(terminal)) \(prompt)"
    }

    func leaveShell(of terminal: String) { prompts[terminal] = nil }

    func holds(_ condition: StateCondition) -> ConditionOutcome { .holds }

    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome {
        .holds
    }
}

/// A small lab, made in a test.
enum SampleLab {
    static let session = """
        [root@server4-master ~]$ kubectl create -f web.yaml
        pod/web created
        [root@server4-master ~]$ kubectl get po web
        NAME   READY   STATUS    RESTARTS   AGE
        web    1/1     Running   0          9s
        [root@server4-master ~]$ kubectl get po web -o jsonpath='{.metadata.resourceVersion}'
        4711
        [root@server4-master ~]$ export X=1
        [root@server4-master ~]$ kubectl exec -it web -- sh
        / $ cat /etc/hostname
        web
        / $ exit
        [root@server4-master ~]$ kubectl get po web -o yaml
        kind: Pod
          resourceVersion: "4711"
          uid: 6f1c2b3a-0000-4000-8000-000000000001

        """

    static let transcript = """
        === create
        [root@server4-master ~]$ kubectl create -f web.yaml
        pod/web created

        === look
        [root@server4-master ~]$ kubectl get po web
        NAME   READY   STATUS    RESTARTS   AGE
        web    1/1     Running   0          ${:age}
        [root@server4-master ~]$ kubectl get po web -o jsonpath='{.metadata.resourceVersion}'
        ${v:rv}

        === inside
        [root@server4-master ~]$ export X=1
        [root@server4-master ~]$ kubectl exec -it web -- sh
        / $ cat /etc/hostname
        web
        / $ exit

        === yaml
        [root@server4-master ~]$ kubectl get po web -o yaml
        kind: Pod
          resourceVersion: "${v:rv}"
          uid: ${:uid}

        """

    static let text = """
        title: A sample
        seed: 7
        points: 5

        Prose first.

        ```step create
        wait until pod/web is Running within 30s
        hint: kubectl create
        ```
        ```step look
        ```
        Prose between.
        ```step inside
        ```
        ```step yaml
        ```

        """

    static func lab() throws -> Lab {
        try LabParser.parse(
            text, file: "lab.md", name: "09-sample", transcript: Transcript(parsing: transcript))
    }

    static func judge(
        _ text: String, rewrite: @escaping (String) -> String = { $0 },
        extra: String = ""
    ) throws -> Finding? {
        let truth = try Transcript(parsing: session + extra)
        var judge = Judge(
            try lab(), on: ScriptedConsole(truth, rewrite: rewrite), texts: Texts(.english))
        return judge.judge(text)
    }
}
