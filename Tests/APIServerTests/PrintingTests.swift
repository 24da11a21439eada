import API
import Simulation
import Testing

@testable import APIServer

@Suite("TablePrinter")
struct PrintingTests {
    private let now = CivilTime(year: 2023, month: 3, day: 15, hour: 12).instant

    private func cells(_ resource: String, group: String = "", _ object: Value) -> [Value] {
        let table = TablePrinter.table(
            resource: GroupVersionResource(group: group, version: "v1", resource: resource),
            objects: [object], listMetadata: [:], options: TableOptions(now: now))
        return table["rows"].array?.first?["cells"].array ?? []
    }

    @Test("columns are the recorded ones", .enabled(if: KindsTruth.isPresent))
    func columns() throws {
        for name in try KindsTruth.names(in: "tables") where !name.hasPrefix("extensions") {
            let parts = name.dropLast(5).split(separator: "_").map(String.init)
            let resource =
                parts.count == 2
                ? GroupVersionResource(group: "", version: parts[0], resource: parts[1])
                : GroupVersionResource(group: parts[0], version: parts[1], resource: parts[2])
            let ours = TablePrinter.table(
                resource: resource, objects: [], listMetadata: [:], options: TableOptions(now: now))
            let recorded = try KindsTruth.json("tables/" + name)
            func facts(_ table: Value) -> [Value] {
                (table["columnDefinitions"].array ?? []).map { column in
                    var column = column
                    column["description"] = nil
                    return column
                }
            }
            #expect(facts(ours) == facts(recorded), "\(name)")
        }
    }

    @Test("a table says what it is and carries the objects' metadata")
    func shape() {
        let secret: Value = [
            "metadata": ["name": "s", "creationTimestamp": "2023-03-15T11:58:00Z"],
            "type": "Opaque", "data": ["a": "YQ=="],
        ]
        let resource = GroupVersionResource(group: "", version: "v1", resource: "secrets")
        let table = TablePrinter.table(
            resource: resource, objects: [secret], listMetadata: ["resourceVersion": "7"],
            options: TableOptions(now: now))
        #expect(
            table.object?.names == ["kind", "apiVersion", "metadata", "columnDefinitions", "rows"])
        let row = table["rows"].array?.first
        #expect(row?["cells"] == ["s", "Opaque", 1, "2m"])
        #expect(row?["object"]["kind"].string == "PartialObjectMetadata")
        #expect(row?["object"]["metadata"] == secret["metadata"])
        let bare = TablePrinter.table(
            resource: resource, objects: [secret], listMetadata: [:],
            options: TableOptions(now: now, noHeaders: true, includeObject: .none))
        #expect(bare["columnDefinitions"]?.isNull == true)
        #expect(bare["rows"].array?.first?["object"]?.isNull == true)
    }

    @Test(
        "ages are short, in upstream's steps",
        arguments: [
            (-3, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (200, "3m20s"),
            (600, "10m"), (3 * 3600 - 1, "179m"), (3 * 3600, "3h"), (3 * 3600 + 60, "3h1m"),
            (19 * 3600, "19h"), (47 * 3600, "47h"), (51 * 3600, "2d3h"), (8 * 86_400, "8d"),
            (729 * 86_400, "729d"), (730 * 86_400, "2y"), (731 * 86_400, "2y1d"),
            (3000 * 86_400, "8y"),
        ])
    func ages(seconds: Int, text: String) {
        #expect(HumanDuration.text(.seconds(seconds)) == text)
    }

    // MARK: Pods

    private func pod(_ status: Value, deleted: Bool = false) -> [Value] {
        var pod: Value = [
            "metadata": ["name": "p", "creationTimestamp": "2023-03-15T11:00:00Z"],
            "spec": ["containers": [["name": "a"], ["name": "b"]]],
        ]
        pod["status"] = status
        if deleted { pod["metadata"]["deletionTimestamp"] = "2023-03-15T12:00:30Z" }
        return cells("pods", pod)
    }

    private let running: Value = ["running": ["startedAt": "2023-03-15T11:00:01Z"]]

    @Test("a pod that is not scheduled has neither address nor node")
    func pendingPod() {
        let row = pod(["phase": "Pending"])
        let none: Value = "<none>"
        #expect(row == ["p", "0/2", "Pending", "0", "60m", none, none, none, none])
    }

    @Test("restarts tell when the last one was, and a waiting container gives the status")
    func crashLoop() {
        let ended: Value = ["terminated": ["exitCode": 1, "finishedAt": "2023-03-15T11:55:00Z"]]
        let row = pod([
            "phase": "Running", "podIP": "10.244.1.7",
            "containerStatuses": [
                [
                    "name": "a", "restartCount": 5, "lastState": ended,
                    "state": ["waiting": ["reason": "CrashLoopBackOff"]],
                ],
                ["name": "b", "ready": true, "restartCount": 0, "state": running],
            ],
        ])
        #expect(
            Array(row[1...5]) == ["1/2", "CrashLoopBackOff", "5 (5m ago)", "60m", "10.244.1.7"])
    }

    @Test("a pod of which one container is done still runs by the others")
    func partlyCompleted() {
        let done: Value = ["terminated": ["exitCode": 0, "reason": "Completed"]]
        let row = pod([
            "phase": "Running",
            "containerStatuses": [
                ["name": "a", "restartCount": 0, "state": done],
                ["name": "b", "ready": true, "restartCount": 0, "state": running],
            ],
        ])
        #expect(Array(row[1...2]) == ["1/2", "NotReady"])
    }

    @Test("exit codes and signals without a reason are shown as such")
    func endings() {
        func status(_ terminated: Value) -> Value {
            let state: Value = ["terminated": terminated]
            return pod(["phase": "Failed", "containerStatuses": [["name": "a", "state": state]]])[2]
        }
        #expect(status(["exitCode": 3]) == "ExitCode:3")
        #expect(status(["exitCode": 137, "signal": 9]) == "Signal:9")
        #expect(status(["exitCode": 1, "reason": "Error"]) == "Error")
    }

    @Test("init containers count until they are done")
    func initContainers() {
        var object: Value = ["metadata": ["name": "p"], "spec": [:]]
        object["spec"]["containers"] = [["name": "a"]]
        object["spec"]["initContainers"] = [["name": "i"], ["name": "j"]]
        let done: Value = ["name": "i", "state": ["terminated": ["exitCode": 0]]]
        let failed: Value = [
            "name": "j", "restartCount": 2,
            "state": ["terminated": ["exitCode": 1, "reason": "Error"]],
        ]
        object["status"] = ["phase": "Pending", "initContainerStatuses": [done]]
        object["status"]["initContainerStatuses"] = [
            done, ["name": "j", "state": ["waiting": ["reason": "PodInitializing"]]],
        ]
        #expect(cells("pods", object)[2] == "Init:1/2")
        object["status"]["initContainerStatuses"] = [done, failed]
        #expect(Array(cells("pods", object)[1...3]) == ["0/1", "Init:Error", "2"])
    }

    @Test("deletion shows above all, except where the node is lost")
    func deletion() {
        #expect(pod(["phase": "Running"], deleted: true)[2] == "Terminating")
        #expect(pod(["phase": "Running", "reason": "NodeLost"], deleted: true)[2] == "Unknown")
        #expect(pod(["phase": "Succeeded"], deleted: true)[2] == "Succeeded")
    }

    // MARK: Others

    @Test("a cordoned control-plane node")
    func node() {
        let node: Value = [
            "metadata": [
                "name": "server4-master", "creationTimestamp": "2023-03-15T11:59:50Z",
                "labels": ["node-role.kubernetes.io/control-plane": ""],
            ],
            "spec": ["unschedulable": true],
            "status": [
                "conditions": [["type": "Ready", "status": "True"]],
                "addresses": [["type": "InternalIP", "address": "192.168.2.204"]],
                "nodeInfo": ["kubeletVersion": "v1.36.2", "osImage": "CentOS Linux 7 (Core)"],
            ],
        ]
        #expect(
            cells("nodes", node) == [
                "server4-master", "Ready,SchedulingDisabled", "control-plane", "10s", "v1.36.2",
                "192.168.2.204", "<none>", "CentOS Linux 7 (Core)", "<unknown>", "<unknown>",
            ])
    }

    @Test("more than three endpoints are counted")
    func endpoints() {
        let addresses: Value = [["ip": "10.0.0.1"], ["ip": "10.0.0.2"]]
        let object: Value = [
            "metadata": ["name": "web"],
            "subsets": [
                ["addresses": addresses, "ports": [["port": 8080], ["port": 8443]]]
            ],
        ]
        #expect(
            cells("endpoints", object)[1]
                == "10.0.0.1:8080,10.0.0.2:8080,10.0.0.1:8443 + 1 more...")
        #expect(cells("endpoints", ["metadata": ["name": "web"]])[1] == "<none>")
    }

    @Test("services print as recorded", .enabled(if: KindsTruth.isPresent))
    func services() throws {
        let objects = try KindsTruth.objects(
            of: "kubectl get svc -o yaml", in: "18-service-endpoints.txt")
        let text = try KindsTruth.output(
            of: "kubectl get svc -o wide", in: "18-service-endpoints.txt", occurrence: 1)
        let rows = text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        }
        #expect(objects.count == rows.count)
        for (object, row) in zip(objects, rows) {
            var ours = cells("services", object).compactMap(\.string)
            ours[5] = row[5]
            #expect(ours == row)
        }
    }

    @Test("kinds without a table of their own show name and creation time")
    func fallback() {
        let role: Value = [
            "metadata": ["name": "r", "creationTimestamp": "2023-03-15T11:00:00Z"]
        ]
        #expect(
            cells("roles", group: "rbac.authorization.k8s.io", role)
                == ["r", "2023-03-15T11:00:00Z"])
    }

    @Test("any object at all gives as many cells as there are columns")
    func robustness() {
        for resource in ResourceCatalog.shared.resources where resource.verbs.contains("list") {
            let table = TablePrinter.table(
                resource: resource.groupVersionResource, objects: [[:]], listMetadata: [:],
                options: TableOptions(now: now))
            let columns = table["columnDefinitions"].array?.count ?? 0
            let cells = table["rows"].array?.first?["cells"].array?.count ?? 0
            // Addresses have the cell too many that upstream sends.
            #expect(cells == columns + (resource.name == "ipaddresses" ? 1 : 0), "\(resource.name)")
        }
    }
}
