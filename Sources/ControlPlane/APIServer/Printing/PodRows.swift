import API
import Simulation

/// Pods and pod templates.
///
/// Upstream: kubernetes pkg/printers/internalversion/printers.go printPod.
enum PodRows {
    static let tables: [String: TableDefinition] = [
        "pods": TableDefinition(
            "Name, Ready, Status, Restarts, Age, IP*, Node*, Nominated Node*, Readiness Gates*",
            cells: pod),
        "podtemplates": TableDefinition("Name, Containers, Images, Pod Labels") { object, _ in
            [Cell.name(object)] + Cell.containers(object["template"])
                + [Cell.labels(object["template"]["metadata"]["labels"])]
        },
    ]

    private static func pod(_ pod: Value, _ now: SimulatedInstant) -> [Value] {
        let summary = PodSummary(pod)
        var restarts = String(summary.restarts)
        if summary.restarts != 0, let last = summary.lastRestart {
            restarts += " (\(HumanDuration.since(last, now)) ago)"
        }
        var address = pod["status"]["podIPs"].array?.first?["ip"].string ?? ""
        if address.isEmpty { address = pod["status"]["podIP"].string ?? "" }
        return [
            Cell.name(pod), .string("\(summary.ready)/\(summary.total)"), .string(summary.reason),
            .string(restarts), Cell.age(pod, now),
            address.isEmpty ? Cell.none : .string(address),
            Cell.text(pod["spec"]["nodeName"], default: "<none>"),
            Cell.text(pod["status"]["nominatedNodeName"], default: "<none>"),
            gates(pod),
        ]
    }

    private static func gates(_ pod: Value) -> Value {
        guard let gates = pod["spec"]["readinessGates"].array, !gates.isEmpty else {
            return Cell.none
        }
        let passed = gates.filter { gate in
            Cell.condition(pod, gate["conditionType"].string ?? "")?["status"].string == "True"
        }
        return .string("\(passed.count)/\(gates.count)")
    }
}

/// What the READY, STATUS and RESTARTS cells say of a pod.
///
/// STATUS is the phase unless something below tells more: the pod's own reason, a gate, the first
/// init container that is not done (`Init:1/3`, `Init:Error`), the first container that waits or
/// has ended (`CrashLoopBackOff`, `Completed`), and `Terminating` above all.
struct PodSummary {
    private(set) var ready = 0
    private(set) var total: Int
    private(set) var reason: String
    private(set) var restarts = 0
    /// RFC 3339: when the last of the containers that were restarted had ended.
    private(set) var lastRestart: String?

    init(_ pod: Value) {
        let status = pod["status"]
        let phase = status["phase"].string ?? ""
        total = Cell.count(pod["spec"]["containers"])
        reason = status["reason"].string ?? phase
        if reason.isEmpty { reason = phase }
        if Cell.condition(pod, "PodScheduled")?["reason"].string == "SchedulingGated" {
            reason = "SchedulingGated"
        }
        let isInitializing = readInitContainers(pod)
        if !isInitializing || Cell.condition(pod, "Initialized")?["status"].string == "True" {
            readContainers(pod)
        }
        guard pod["metadata"]["deletionTimestamp"] != nil else { return }
        if status["reason"].string == "NodeLost" {
            reason = "Unknown"
        } else if phase != "Succeeded" && phase != "Failed" {
            reason = "Terminating"
        }
    }

    /// Restarts of sidecars count beside those of containers, once the pod is initialised.
    private var sidecarRestarts = 0
    private var lastSidecarRestart: String?

    /// Returns whether an init container still keeps the pod from starting.
    private mutating func readInitContainers(_ pod: Value) -> Bool {
        let specs = pod["spec"]["initContainers"].array ?? []
        let sidecars = specs.filter { $0["restartPolicy"].string == "Always" }
            .map { $0["name"].string ?? "" }
        total += sidecars.count
        for (index, status) in (pod["status"]["initContainerStatuses"].array ?? []).enumerated() {
            let count = status["restartCount"].int ?? 0
            restarts += count
            Self.advance(&lastRestart, status)
            let isSidecar = sidecars.contains(status["name"].string ?? "")
            if isSidecar {
                sidecarRestarts += count
                Self.advance(&lastSidecarRestart, status)
            }
            let ended = status["state"]["terminated"]
            if ended != nil, (ended["exitCode"].int ?? 0) == 0 { continue }
            if isSidecar, status["started"].bool == true {
                if status["ready"].bool == true { ready += 1 }
                continue
            }
            let waiting = status["state"]["waiting"]["reason"].string ?? ""
            if ended != nil {
                reason = "Init:" + Self.ending(ended)
            } else if !waiting.isEmpty, waiting != "PodInitializing" {
                reason = "Init:" + waiting
            } else {
                reason = "Init:\(index)/\(specs.count)"
            }
            return true
        }
        return false
    }

    private mutating func readContainers(_ pod: Value) {
        restarts = sidecarRestarts
        lastRestart = lastSidecarRestart
        var hasRunning = false
        for status in (pod["status"]["containerStatuses"].array ?? []).reversed() {
            restarts += status["restartCount"].int ?? 0
            Self.advance(&lastRestart, status)
            let state = status["state"]
            let waiting = state["waiting"]["reason"].string ?? ""
            if !waiting.isEmpty {
                reason = waiting
            } else if state["terminated"] != nil {
                reason = Self.ending(state["terminated"])
            } else if status["ready"].bool == true, state["running"] != nil {
                hasRunning = true
                ready += 1
            }
        }
        // A pod of which one container is done is still running by the others.
        if reason == "Completed", hasRunning {
            let isReady = Cell.condition(pod, "Ready")?["status"].string == "True"
            reason = isReady ? "Running" : "NotReady"
        }
    }

    private static func ending(_ terminated: Value?) -> String {
        if let reason = terminated["reason"].string, !reason.isEmpty { return reason }
        if let signal = terminated["signal"].int, signal != 0 { return "Signal:\(signal)" }
        return "ExitCode:\(terminated["exitCode"].int ?? 0)"
    }

    private static func advance(_ latest: inout String?, _ status: Value) {
        guard let ended = status["lastState"]["terminated"]["finishedAt"].string else { return }
        // Times of one form compare as texts.
        if latest.map({ $0 < ended }) ?? true { latest = ended }
    }
}
