import Session
import Testing
import Transcript

@testable import Labs

@Suite("Explanation")
struct ExplanationTests {
    private static let host = Prompt(terminal: "", text: "[root@server4-master ~]$ ")

    /// A try: the lab's command with its output, and the learner's.
    struct Try: Sendable, CustomTestStringConvertible {
        var expected: String
        var wanted: [String]
        var typed: String
        var output: [String]
        var says: [String]
        var difference: OutputPattern.Difference?

        init(
            _ expected: String, _ wanted: [String], typed: String? = nil, _ output: [String],
            says: [String], difference: OutputPattern.Difference? = nil
        ) {
            (self.expected, self.wanted, self.output) = (expected, wanted, output)
            (self.typed, self.says) = (typed ?? expected, says)
            self.difference =
                difference
                ?? OutputPattern.Difference(
                    expected: wanted.first, found: output.first, line: 1)
        }

        init(_ expected: String, typed: String? = nil, _ output: [String], says: [String]) {
            self.init(expected, [], typed: typed, output, says: says)
        }

        var testDescription: String { typed + " ▶ " + says.joined(separator: "; ") }
    }

    private static let head = "NAME       READY   STATUS    RESTARTS   AGE"
    private static let running = "downward   1/1     Running   0          ${:age}"

    private static let manifest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: downward
        spec:
          containers:
          - name: main
            image: busybox
            command: ["sleep", "9999"]
            env:
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
        """

    static let tries: [Try] = [
        Try(
            "kubectl get po", typed: "kubeclt get po", ["-bash: kubeclt: command not found"],
            says: ["there is no command kubeclt; did you mean kubectl?"]),
        Try(
            "kubectl get po", typed: "kubectl gt po",
            ["error: unknown command \"gt\" for \"kubectl\""],
            says: ["kubectl has no command gt; did you mean get?"]),
        Try(
            "kubectl get po", typed: "kubectl get pdo",
            ["error: the server doesn't have a resource type \"pdo\""],
            says: ["the cluster has no kind of object called pdo; did you mean pdb or po?"]),
        Try(
            "kubectl get po downward", typed: "kubectl get po downwrd",
            ["Error from server (NotFound): pods \"downwrd\" not found"],
            says: ["pods downwrd is not there; the step is about downward"]),
        Try(
            "kubectl get po downward",
            ["Error from server (NotFound): pods \"downward\" not found"],
            says: [
                "pods downward is not there (yet), or is in another namespace: kubectl get pods -A"
            ]),
        Try(
            "kubectl run x -n shop",
            ["Error from server (NotFound): namespaces \"shop\" not found"],
            says: ["the namespace shop does not exist; kubectl create namespace shop makes it"]),
        Try(
            "kubectl create -f dow.yaml",
            [
                "Error from server (AlreadyExists): error when creating \"dow.yaml\": pods \"downward\" already exists"
            ],
            says: ["pods downward is there already: go on with it, or delete it first"]),
        Try(
            "kubectl create -f dow.yaml", typed: "kubectl create -f dwo.yaml",
            ["error: the path \"dwo.yaml\" does not exist"],
            says: ["there is no file dwo.yaml here; ls shows what there is; did you mean dow.yaml?"]
        ),
        Try(
            "kubectl get po",
            [
                "The connection to the server 192.168.2.204:6443 was refused - did you specify the right host or port?"
            ],
            says: ["the API server does not answer; does its container run?"]),
        // Tables.
        Try(
            "kubectl get po", [head, running],
            [
                "NAME       READY   STATUS    RESTARTS   AGE",
                "downward   0/1     Running   0          3s",
            ],
            says: [
                "READY of downward is 0/1, expected 1/1: a container is not ready yet; kubectl describe pod downward tells why"
            ]),
        Try(
            "kubectl get po", [head, running],
            [head, "downward   0/1     ImagePullBackOff   0          3s"],
            says: [
                "STATUS of downward is ImagePullBackOff, expected Running: the image cannot be pulled; is its name right?",
                "READY of downward is 0/1, expected 1/1",
            ]),
        Try(
            "kubectl get po", [head, running],
            [head, "other      1/1     Running   0          3s"],
            says: ["downward is not in the list", "other is in the list and should not be"]),
        Try(
            "kubectl get po", [head, running, "..."],
            [head, "other   1/1   Running   0   3s", "downward   1/1   Running   2 (5m ago)   3s"],
            says: ["RESTARTS of downward is 2 (5m ago), expected 0"]),
        Try(
            "kubectl get po -o wide",
            ["NAME   READY   IP   NODE", "two    2/2     ${:ip}   server6-node2"],
            ["NAME   READY", "two    2/2"],
            says: [
                "the column IP is missing: another form of output is wanted (-o wide, -A)",
                "the column NODE is missing: another form of output is wanted (-o wide, -A)",
            ]),
        Try(
            "kubectl get po -A", ["NAMESPACE   NAME   READY", "default     web    1/1"],
            ["NAMESPACE   NAME   READY", "shop        web    0/1"],
            says: ["web is not in the list", "web is in the list and should not be"]),
        // Fields, variables, codes.
        Try(
            "kubectl get po x -o json", ["{}"], ["{}"],
            says: ["status.phase is \"Pending\", expected \"Running\""],
            difference: .init(
                expected: ".status.phase: \"Running\"", found: ".status.phase: \"Pending\"", line: 1
            )),
        Try(
            "kubectl exec x -- env", ["POD_IP=${ip:ip}"], ["HOME=/root"],
            says: ["the variable POD_IP is not set, expected <ip>"]),
        Try(
            "kubectl exec x -- env", ["LIMIT=8192"], ["HOME=/root", "LIMIT=8"],
            says: ["the variable LIMIT is 8, expected 8192"]),
        Try(
            "kubectl get po x -o yaml", ["apiVersion: v1", "spec:", "  nodeName: ${:node}"],
            ["apiVersion: v1", "spec:", "  nodeName: X"],
            says: ["spec.nodeName is X, expected <node>"],
            difference: .init(expected: "  nodeName: ${:node}", found: "  nodeName: X", line: 3)),
        Try(
            "kubectl wait x", ["x"], ["x"],
            says: ["the command ended with exit code 1, expected 0"],
            difference: .init(expected: "[0]", found: "[1]", line: 2)),
        Try("kubectl get po", ["free text"], ["another text"], says: []),
    ]

    @Test("a try that failed is explained", arguments: tries)
    func explains(_ one: Try) {
        let attempt = Attempt(
            expected: Transcript.Command(
                prompt: Self.host, input: [one.expected], output: one.wanted),
            typed: Transcript.Command(prompt: Self.host, input: [one.typed]), output: one.output,
            difference: one.difference, labFiles: ["dow.yaml": Self.manifest])
        let texts = Texts(.english)
        #expect(Explainer.explain(attempt).map { texts.sentence($0) } == one.says)
        let chinese = Texts(.chinese)
        for reason in Explainer.explain(attempt) {
            let sentence = chinese.sentence(reason)
            #expect(sentence.contains { !$0.isASCII }, "\(sentence)")
        }
    }

    /// A change to the manifest, what the server says of it, and what is to be explained.
    static let changes: [(String, String, String, [String])] = [
        (
            "image: busybox", "image: busibox", "",
            ["dow.yaml line 8: spec.containers[0].image is busibox, in the lab's manifest busybox"]
        ),
        (
            "status.podIP", "status.podIp", "",
            [
                "dow.yaml line 14: spec.containers[0].env[0].valueFrom.fieldRef.fieldPath is status.podIp, in the lab's manifest status.podIP"
            ]
        ),
        (
            "    image: busybox\n", "", "",
            ["dow.yaml has no spec.containers[0].image; the lab's manifest has busybox"]
        ),
        (
            "    image:", "    imag:",
            "Error from server (BadRequest): error when creating \"dow.yaml\": Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.containers[0].imag\"",
            ["dow.yaml line 8: there is no field spec.containers[0].imag; did you mean image?"]
        ),
        (
            "name: POD_IP", "name: POD_PI", "",
            [
                "dow.yaml line 11: spec.containers[0].env[0].name is POD_PI, in the lab's manifest POD_IP"
            ]
        ),
        (
            "name: downward", "name: Downward",
            "The Pod \"Downward\" is invalid: metadata.name: Invalid value: \"Downward\": a lowercase RFC 1123 subdomain",
            [
                "dow.yaml line 4: metadata.name: Invalid value: \"Downward\": a lowercase RFC 1123 subdomain",
                "dow.yaml line 4: metadata.name is Downward, in the lab's manifest downward",
            ]
        ),
        (
            "  name: downward", "\tname: downward",
            "error: error parsing dow.yaml: error converting YAML to JSON: yaml: line 4: found character that cannot start any token",
            ["dow.yaml line 4 is no YAML: indent with blanks, not with a tab"]
        ),
        ("image: busybox", "image: \"busybox\"  # the same", "", []),
    ]

    @Test("who asks for help inside a container is told where it is given")
    func inside() {
        let attempt = Attempt(
            expected: Transcript.Command(prompt: Self.host, input: ["kubectl get po"]),
            typed: Transcript.Command(
                prompt: Prompt(terminal: "", text: "/ # "), input: ["hint"]),
            output: ["sh: hint: not found"])
        #expect(Explainer.explain(attempt) == [.wordOfHost("hint")])
    }

    @Test("a manifest is explained by its lines", arguments: changes)
    func manifests(_ from: String, _ to: String, _ error: String, _ says: [String]) {
        let own = Self.manifest.replacing(from, with: to)
        let command = Transcript.Command(
            prompt: Self.host, input: ["kubectl create -f dow.yaml"],
            output: ["pod/downward created"])
        let attempt = Attempt(
            expected: command, typed: command, output: error.isEmpty ? [] : [error],
            labFiles: ["dow.yaml": Self.manifest], file: { $0 == "dow.yaml" ? own : nil })
        let sentences = Explainer.explain(attempt).map { Texts(.english).sentence($0) }
        #expect(Array(sentences.prefix(says.count)) == says)
        #expect(sentences.isEmpty == says.isEmpty, "\(sentences)")
        if error.isEmpty {
            let state = Explainer.explain(
                files: ["dow.yaml": Self.manifest], file: { $0 == "dow.yaml" ? own : nil })
            #expect(state.map { Texts(.english).sentence($0) } == says)
        }
    }

    @Test("the order of named items does not count")
    func order() {
        let one = "env:\n- name: A\n  value: x\n- name: B\n  value: y"
        let two = "env:\n  - name: B\n    value: y\n  - name: A\n    value: x"
        #expect(ManifestComparison(one, two, file: "x").reasons.isEmpty)
        let three = "env:\n- name: B\n  value: y\n- name: A\n  value: z"
        #expect(
            ManifestComparison(three, one, file: "x").reasons == [
                .manifestValue(file: "x", line: 5, path: "env[1].value", found: "z", expected: "x")
            ])
    }

    @Test(
        "any text is survived",
        arguments: [
            "", "-", "- - -", ":\n: :\n-:", "a: |\n\tb\n", "---\n---", "\"", "a:\n- b\n-c",
            "\u{0}é: ü",
        ])
    func garbage(_ text: String) {
        _ = ManifestComparison(text, Self.manifest, file: "x").reasons
        _ = ManifestComparison(Self.manifest, text, file: "x").reasons
        _ = TableComparison([text, text], [text])?.reasons
    }
}
