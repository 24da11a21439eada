import API
import Kubectl
import Testing

@testable import REPL

@Suite("Completer")
struct CompleterTests {
    /// `│` marks the cursor; what is expected are the candidates, separated by blanks.
    static let table: [(String, String)] = [
        // Commands.
        ("kube│", "kubectl"), ("│", "alias cat cd clock etcdctl kubectl lab"),
        ("ls; ca│", "cat"), ("cat x | ca│ -n", "cat"), ("X=1 sudo ca│", "cat"),
        ("(ca│", "cat"), ("echo $(ca│", "cat"), ("echo \"$(ca│", "cat"), ("if ca│", "cat"),
        ("./su│", "./sub/"), ("nothing│", ""),
        // kubectl: commands, flags, their values.
        ("kubectl ge│", "get"), ("kubectl ro│", "rollout"), ("kubectl pro│", "proxy"),
        ("kubectl rollout u│", "undo"), ("kubectl -n web rollout u│", "undo"),
        ("kubectl create config│", "configmap"), ("k get no│", "no nodes"),
        ("kubectl get po --all-n│", "--all-namespaces"),
        ("kubectl delete po --gr│", "--grace-period"),
        ("kubectl get po -o y│", "yaml"), ("kubectl get po -oy│", "-oyaml"),
        ("kubectl get po --output=js│", "--output=json --output=jsonpath-file= --output=jsonpath="),
        ("kubectl get -n k│", "kube-system"), ("kubectl get -nk│", "-nkube-system"),
        ("kubectl get --namespace=k│ po", "--namespace=kube-system"),
        ("kubectl config use-context │", "admin@kubernetes"),
        ("kubectl create cm x --dry-run=c│", "--dry-run=client"),
        // Kinds and names.
        ("kubectl get deplo│", "deploy deployments"), ("kubectl get po,deploym│", "po,deployments"),
        ("kubectl get deploy│", "deploy deployments"),
        ("kubectl rollout status d│", "daemonsets deploy deployments ds"),
        ("kubectl get po │", "downward two"), ("kubectl get pod d│", "downward"),
        ("kubectl get Pod d│", "downward"), ("kubectl get pods downward │", "two"),
        ("kubectl get po/│", "po/downward po/two"), ("kubectl delete deploy/w│", "deploy/web"),
        ("kubectl get po -n kube-system c│", "coredns"),
        ("kubectl get po c│ -n kube-system", "coredns"),
        ("kubectl get po c│ --namespace=kube-system | grep x", "coredns"),
        ("kubectl get po c│ | grep -n kube-system", ""),
        ("kubectl drain server│", "server4-master"), ("kubectl get bogus │", ""),
        ("kubectl get po \"d│", "\"downward\""), ("kubectl get po 'd│", "'downward'"),
        // Pods and containers.
        ("kubectl logs │", "downward two"), ("kubectl logs two -c │", "main sidecar"),
        ("kubectl exec -it two -c s│ -- sh", "sidecar"), ("kubectl exec two -- │", ""),
        ("kubectl exec deploy/web -c │", "nginx"), ("kubectl logs deploy/│", "deploy/web"),
        ("kubectl set image deploy web │", "nginx="),
        ("kubectl set image deploy/web ng│", "nginx="),
        // Files.
        ("kubectl create -f d│", "dow.yaml"),
        ("kubectl apply --filename=d│", "--filename=dow.yaml"),
        ("kubectl create cm x --from-file=key=d│", "--from-file=key=dow.yaml"),
        ("cat │", "dow.yaml sub/"), ("cat .│", ".kube/"), ("cat sub/│", "sub/in.txt"),
        ("cat ~/d│", "~/dow.yaml"), ("cat /root/s│", "/root/sub/"), ("cd │", "sub/"),
        ("cat < d│", "dow.yaml"), ("echo x > d│", "dow.yaml"), ("X=d│", "X=dow.yaml"),
        ("cat \"sub/i│", "\"sub/in.txt\""), ("ls -│", ""),
        // Variables, and the prompt's own words.
        ("echo $HO│", "$HOME"), ("echo ${HO│", "${HOME}"), ("echo a$P│", "a$PATH"),
        ("unset HO│", "HOME"), ("lab │", "3 4"), ("lab 3 │", ""), ("clock p│", "pace"),
        ("clock pace r│", "real"), ("etcdctl lease g│", "grant"), ("etcdctl get │", ""),
        ("echo '$HO│", ""), ("cat 日本│", ""),
    ]

    @Test("the word at the cursor is completed", arguments: table)
    func completes(_ line: String, _ expected: String) {
        let parts = line.split(separator: "│", omittingEmptySubsequences: false)
        let completer = Completer(SampleContext())
        let found = completer.complete(parts.joined(), cursor: parts[0].utf8.count)
        #expect(found.candidates.joined(separator: " ") == expected)
    }

    @Test("nothing that can be typed is too much for it")
    func survives() {
        let completer = Completer(SampleContext())
        let pieces = [
            "kubectl", "-", "--", "=", "\"", "'", "\\", "$(", ")", "/", ",", "-n", "|", "é", ">",
            "&",
        ]
        var generator: UInt64 = 7
        for _ in 0..<2000 {
            var line = ""
            for _ in 0..<6 {
                generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                line += pieces[Int(generator >> 33) % pieces.count]
                if generator >> 62 == 0 { line += " " }
            }
            let cursor = Int(generator >> 40) % (line.utf8.count + 2)
            let found = completer.complete(line, cursor: cursor)
            #expect(found.start <= line.utf8.count)
        }
    }

    @Test("what all candidates share is found, and a folder or a sign leaves the word open")
    func shares() {
        func completion(_ words: String...) -> Completion {
            Completion(start: 0, candidates: words)
        }
        #expect(completion("deploy", "deployments").commonPrefix == "deploy")
        #expect(completion("get", "logs").commonPrefix == "")
        #expect(completion("get").isComplete)
        #expect(!completion("sub/").isComplete)
        #expect(!completion("jsonpath=").isComplete)
        #expect(!completion("a", "b").isComplete)
    }

    @Test("where readline's word begins later than ours, the rest is replaced")
    func fits() {
        let found = Completion(start: 4, candidates: ["a b/one", "a b/two", "other"])
        let fitting = ReadlineCompletion.fit(found, to: 6, of: "cat a b/")
        #expect(fitting == Completion(start: 6, candidates: ["b/one", "b/two"]))
    }
}

/// A small world to complete in.
private struct SampleContext: CompletionContext {
    let commands = ["alias", "cat", "cd", "clock", "etcdctl", "kubectl", "lab"]
    let variables = ["HOME", "PATH"]
    let home = "/root"
    let workingDirectory = "/root"
    var kubectl: any KubectlCompletionSource { SampleCluster() }

    func entries(of folder: String) -> [CompletionEntry] {
        switch folder {
        case "/root", "/root/", "/root/./", "~/":
            [
                CompletionEntry(".kube", isFolder: true), CompletionEntry("dow.yaml"),
                CompletionEntry("my file"), CompletionEntry("sub", isFolder: true),
            ]
        case "/root/sub/": [CompletionEntry("in.txt")]
        default: []
        }
    }

    func alias(_ word: String) -> String? { word == "k" ? "kubectl" : nil }

    func subcommands(of program: String) -> [String] {
        switch program {
        case "clock": ["show", "pace real", "pace step", "advance"]
        case "etcdctl": ["get", "lease grant", "lease revoke"]
        case "lab": ["3", "4"]
        default: []
        }
    }
}

private struct SampleCluster: KubectlCompletionSource {
    let namespace = "default"
    var resources: [APIResource] { ResourceCatalog.shared.resources }

    func names(of resource: APIResource, in namespace: String) -> [String] {
        switch (resource.name, namespace) {
        case ("pods", "default"): ["downward", "two"]
        case ("pods", "kube-system"): ["coredns"]
        case ("deployments", "default"): ["web"]
        case ("nodes", _): ["server4-master"]
        case ("namespaces", _): ["default", "kube-system"]
        default: []
        }
    }

    func containers(of resource: APIResource, named name: String, in namespace: String) -> [String]
    {
        switch (resource.name, name) {
        case ("pods", "two"): ["main", "sidecar"]
        case ("deployments", "web"): ["nginx"]
        default: []
        }
    }

    func configured(_ list: String) -> [String] { list == "contexts" ? ["admin@kubernetes"] : [] }
}
