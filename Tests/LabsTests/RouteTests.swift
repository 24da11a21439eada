import Labs
import Session
import Testing
import Transcript

/// A lab done in another way than its transcript does it.
private struct Route: Sendable, CustomTestStringConvertible {
    let lab: String
    let lines: [String]
    /// Whether the lines do the lab's exercise, too; if not, its solution is typed behind them.
    var doesExercise = false
    var testDescription: String { lab }

    func commands(in lab: Lab) -> [ConsoleCommand] {
        let own = lines.map { ConsoleCommand(input: [$0]) }
        return doesExercise ? own : own + lab.steps.flatMap(\.solution)
    }

    static let all = [
        watch, environment, volume, rest, inPod, ambassador, clients, etcdctl, locking, registry,
        split,
    ]

    private static let watch = Route(
        lab: "02-watch",
        lines: [
            "kubectl create --filename=kubia.yaml",
            "kubectl wait --for=condition=Ready pod/kubia-0 pod/kubia-1 pod/kubia-2",
            "clock advance 19m", "kubectl -n default get pods -w &",
            "kill %1", "kubectl get pods --watch=true > seen.txt &", "cat ./seen.txt",
            "kubectl label pod/kubia-1 tier=demo", "kubectl delete pod kubia-0", "cat seen.txt",
            "kubectl get configmaps -w --output-watch-events > /root/events.txt &",
            "kubectl create configmap price --from-literal=a=1",
            "kubectl label cm price by=me", "kubectl delete configmap/price",
        ], doesExercise: true)

    private static let jobs = "127.0.0.1:8001/apis/batch/v1"
    private static let rest = Route(
        lab: "05-rest-api",
        lines: [
            "kubectl cluster-info", "curl -k https://192.168.2.204:6443/",
            "kubectl proxy --port=8001 &", "curl http://localhost:8001/", "curl -s \(jobs)",
            "kubectl apply -f batch-job.yaml", "sleep 8", "curl http://\(jobs)/jobs",
            "curl -s \(jobs)/namespaces/default/jobs/batch-job",
            "kubectl get jobs/batch-job -o json | head -200", "kubectl get po", "clock advance 15m",
            "kubectl get job",
            "kubectl get cm kube-root-ca.crt -o name",
            "curl -s -H 'Content-Type: application/json' --data "
                + "'{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":"
                + "{\"name\":\"from-rest\"},\"data\":{\"via\":\"proxy\",\"more\":\"1\"}}' "
                + "http://localhost:8001/api/v1/namespaces/default/configmaps",
        ], doesExercise: true)

    private static let scale =
        "http://localhost:8001/apis/apps/v1/namespaces/default/deployments/web/scale"
    private static let clients = Route(
        lab: "08-client-libraries",
        lines: [
            "kubectl proxy --port=8001 &",
            "curl -s http://localhost:8001/openapi/v3 | grep -o '\"apis/batch[^?]*'",
            "curl -s 'localhost:8001/openapi/v3/apis/batch/v1' "
                + "| grep -o '\"operationId\":\"[a-zA-Z0-9]*NamespacedJob\"' | sort",
            "kubectl explain jobs.spec.completions",
            "kubectl create deploy web --image=nginx:1.25",
            "kubectl wait --for=condition=Available deploy/web", "curl -s \(scale)",
            "kubectl apply -f website.yaml",
            "kubectl wait --for=condition=Established crd/websites.example.com",
            "kubectl explain website.spec",
            "curl -s -X PATCH -H 'Content-Type: application/json-patch+json' --data "
                + "'[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]' \(scale)",
        ], doesExercise: true)

    private static let ambassador = Route(
        lab: "07-ambassador",
        lines: [
            "kubectl create clusterrolebinding permissive-binding "
                + "--group=system:serviceaccounts --clusterrole=cluster-admin",
            "kubectl apply -f curl-am.yaml", "kubectl wait --for=condition=Ready po/curl-am",
            "kubectl exec curl-am -c main -- curl -s http://127.0.0.1:8001/",
            "kubectl exec curl-am -c main -- sh -c "
                + "'curl -s localhost:8001/api/v1/namespaces/default/pods/curl-am' | grep '\"phase\"'",
            "kubectl logs -c ambassador curl-am",
            "(sed 's/curl-am/reader/' curl-am.yaml; "
                + "echo '    command: [sh, -c, \"exec /kubectl proxy -p 9000\"]') > r.yaml",
            "kubectl apply -f r.yaml", "kubectl wait --for=condition=Ready po/reader",
        ], doesExercise: true)

    private static let environment = Route(
        lab: "03-downward-env",
        lines: [
            "ls", "kubectl get nodes", "kubectl apply -f dow.yaml",
            "kubectl wait --for=condition=Ready pod/downward", "kubectl gte po",
            "kubectl exec --namespace=default downward -c main -- env",
            "kubectl exec downward -- env | grep POD_",
            "kubectl get -o jsonpath='{.status.podIP}' pod/downward",
            "kubectl get pods downward --namespace=default -o=jsonpath='{.spec.nodeName}'",
            "kubectl exec downward -- printenv POD_IP",
            "kubectl exec downward -- sh -c 'printenv CONTAINER_MEMORY_LIMIT_KIBIBYTES'",
        ])

    private static let volume = Route(
        lab: "04-downward-volume",
        lines: [
            "kubectl apply --filename ./dow-v.yaml", "kubectl get pod downward -w=false",
            "kubectl wait --for=condition=Ready pod downward", "kubectl exec -it downward -- sh",
            "ls -l -L /etc/downward/", "cat /etc/downward/labels", "cat /etc/downward/podName",
            "cat /etc/downward/podNamespace", "exit",
            "kubectl exec downward -- cat /etc/downward/containerCpuRequestMilliCores",
            "kubectl exec downward -c main -- cat /etc/downward/containerMemoryLimitBytes",
            "kubectl exec downward -- cat /etc/downward/annotations",
            "kubectl label pod/downward tier=demo",
            "kubectl annotate --overwrite pods downward key1=changed", "sleep 150",
            "kubectl exec downward -- cat /etc/downward/labels",
            "kubectl exec downward -- grep key1 /etc/downward/annotations",
            "kubectl create --filename=dow-two.yaml",
            "kubectl wait --for=condition=Ready pod/downward-two",
            "kubectl exec -c reader downward-two -- cat /etc/downward/mainCpuLimitMilliCores",
            "kubectl exec -c reader downward-two -- cat /etc/downward/mainMemoryRequestKibibytes",
            "kubectl label --overwrite pods/downward-two tier=silver", "sleep 150",
            "kubectl exec downward-two -c reader -- cat /etc/downward/labels",
            "kubectl exec downward-two -c reader -- sh -c 'printenv TIER'",
        ])

    private static let account = "/var/run/secrets/kubernetes.io/serviceaccount"
    private static let inPod = Route(
        lab: "06-in-pod-api",
        lines: [
            "kubectl apply -f curl.yaml", "kubectl wait --for=condition=Ready po/curl",
            "kubectl exec curl -- sh -c 'env | grep KUBERNETES_SERVICE'",
            "kubectl exec curl -it -- sh", "curl https://kubernetes/", "ls \(account)/",
            "curl https://kubernetes --cacert \(account)/ca.crt", "cd \(account)",
            "export CURL_CA_BUNDLE=$PWD/ca.crt", "curl https://kubernetes",
            "curl -H \"Authorization: Bearer $(cat token)\" https://10.96.0.1 -k", "exit",
            "kubectl create clusterrolebinding permissive-binding "
                + "--group=system:serviceaccounts --clusterrole=cluster-admin",
            "kubectl exec -it curl -- sh", "TOKEN=$(cat \(account)/token)",
            "curl -H \"Authorization: Bearer $TOKEN\" -k "
                + "https://kubernetes/api/v1/namespaces/default/pods",
            "exit", "kubectl create cm note --from-literal=text=old",
            "kubectl exec -it curl -- sh", "TOKEN=$(cat \(account)/token)",
            "curl -sk -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' "
                + "--request PUT -d '{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":"
                + "{\"name\":\"note\"},\"data\":{\"text\":\"new\"}}' "
                + "https://kubernetes/api/v1/namespaces/default/configmaps/note | grep '\"text\"'",
            "curl -sk -H \"Authorization: Bearer $TOKEN\" "
                + "-H 'Content-Type: application/merge-patch+json' -X PATCH "
                + "-d '{\"metadata\":{\"labels\":{\"by\":\"curl\"}}}' "
                + "https://kubernetes/api/v1/namespaces/default/pods/curl | grep '\"by\"'",
            "exit", "kubectl -n default get configmap/note -o jsonpath='{.data.text}'",
            "kubectl get -o jsonpath='{.metadata.labels.by}' pods curl",
        ])

    private static let archive = "etcd-v3.5.2-linux-amd64"
    private static let etcdctl = Route(
        lab: "20-etcdctl",
        lines: [
            "curl -o \(archive).tar.gz --location "
                + "https://github.com/etcd-io/etcd/releases/download/v3.5.2/\(archive).tar.gz",
            "tar -t -z -f \(archive).tar.gz", "tar -xf \(archive).tar.gz -C /tmp",
            "mv /tmp/\(archive)/etcdctl /usr/local/bin/", "etcdctl version",
            "env -i /usr/local/bin/etcdctl get --prefix --keys-only / 2>&1 | grep Error",
            "env -i ETCDCTL_ENDPOINTS=https://127.0.0.1:2379 /usr/local/bin/etcdctl get / 2>&1 "
                + "| grep -o 'x509[^\\]*'",
            ". ~/.bashrc", "env | sort | grep ETCDCTL",
            "etcdctl get --prefix --keys-only / | grep /namespaces/", "terminal two",
            "printenv | grep ETCDCTL_CACERT", "terminal",
        ])

    private static let keys = "etcdctl get --prefix --keys-only"
    private static let registry = Route(
        lab: "22-registry",
        lines: [
            "kubectl apply --filename=kubia.yaml",
            "kubectl wait --for=condition=Ready pod/kubia-0 pod/kubia-1 pod/kubia-2",
            "\(keys) /registry/services | grep registry",
            "\(keys) /registry/minions | grep registry",
            "\(keys) /registry/pods/default | grep pods",
            "etcdctl -w fields get /registry/pods/default/kubia-1 | grep -E 'Key|Version|Value' "
                + "| cut -c1-42",
            "kubectl create namespace default2", "kubectl run other -n default2 --image=nginx",
            "kubectl -n default2 wait --for=condition=Ready pod/other",
            "\(keys) /registry/pods/default | grep pods",
            "\(keys) /registry/pods/default/ | grep pods",
            "etcdctl watch /registry/configmaps/default/shop > seen.txt &",
            "kubectl create configmap shop --from-literal=price=10",
            "kubectl label configmap/shop open=yes", "kubectl delete configmap shop",
            "grep -E '^(PUT|DELETE)' seen.txt",
        ])

    private static let first = "--endpoints=https://192.168.2.211:2379"
    private static let split = Route(
        lab: "23-brain-split",
        lines: [
            "unset ETCDCTL_ENDPOINTS",
            "export ALL=https://etcd1:2379,https://etcd2:2379,https://etcd3:2379,"
                + "https://etcd4:2379,https://etcd5:2379",
            "etcdctl member list \(first)",
            "etcdctl move-leader cae265d133a0024e --endpoints $ALL",
            "etcdctl endpoint status --endpoints=$ALL | cut -d, -f1,9",
            "etcdctl put colour blue \(first)",
            "etcdctl get colour --endpoints=https://192.168.2.215:2379",
            "partition etcd3,etcd4,etcd5", "etcdctl \(first) put colour red 2>&1 | grep Error",
            "etcdctl put colour green --endpoints=https://192.168.2.214:2379",
            "kubectl get configmaps -o name",
            "kubectl create configmap shop --from-literal=colour=green", "timeline",
            "etcdctl get --consistency=s colour \(first)",
            "etcdctl get colour \(first) 2>&1 | grep Error",
            "etcdctl get colour --endpoints=https://192.168.2.215:2379", "heal", "sleep 5",
            "etcdctl get --consistency=s colour \(first)",
            "etcdctl endpoint status --endpoints=$ALL | cut -d, -f9 | grep -c true",
            "etcdctl move-leader cae265d133a0024e --endpoints $ALL",
            "crash etcd5", "crash etcd4", "sleep 3", "etcdctl put colour white \(first)",
            "crash etcd3", "kubectl create configmap late --from-literal=a=b",
            "restart etcd3", "sleep 4", "kubectl create configmap late --from-literal=a=b",
            "etcdctl member remove 779b5f1f42296731 \(first)",
            "crash etcd3", "sleep 3", "etcdctl put colour black \(first) 2>&1 | grep Error",
        ])

    private static let revisions =
        "etcdctl get -w fields /registry/configmaps/default/shop | grep Revision"
    private static let locking = Route(
        lab: "21-optimistic-locking",
        lines: [
            "kubectl create cm shop --from-literal=price=10", "kubectl get -o yaml cm/shop",
            revisions.replacing("get -w fields", with: "-w fields get"),
            "kubectl get cm shop -o yaml > a.yaml", "cp a.yaml b.yaml",
            "grep resourceVersion a.yaml b.yaml",
            "sed 's/price: \"10\"/price: \"11\"/' b.yaml > bob.yaml",
            "kubectl replace --filename=bob.yaml",
            "sed 's/price: \"10\"/price: \"12\"/' a.yaml > alice.yaml",
            "kubectl -n default replace -f alice.yaml", "kubectl get cm shop -o yaml > a.yaml",
            "sed -i 's/price: \"11\"/price: \"12\"/' a.yaml", "kubectl replace -f a.yaml",
            "kubectl get configmaps shop -o jsonpath='{.data.price}'",
            "kubectl get cm/shop -o jsonpath='{.metadata.resourceVersion}'",
            revisions.replacing("get -w fields", with: "-w fields get"),
        ])
}

@Suite("Other correct routes")
struct RouteTests {
    @Test("another correct way is accepted", arguments: Route.all)
    fileprivate func accepts(_ route: Route) throws {
        let lab = try RealLab.lab(route.lab)
        let console = RecordingConsole(try RealLab.console(lab))
        var text = ""
        for command in route.commands(in: lab) {
            let prompt = console.prompt(of: "")
            let result = console.run(command)
            text += prompt + command.input.joined(separator: "\n> ") + "\n"
            text += result.output.map { $0 + "\n" }.joined()
        }
        let recording = console.recording
        var judge = Judge(lab, on: recording, texts: Texts(.english))
        let finding = judge.judge(text)
        #expect(finding == nil, "\(finding?.rendered(Texts(.english)) ?? "")\(text.suffix(600))")
        #expect(!recording.hasDeparted)
    }
}
