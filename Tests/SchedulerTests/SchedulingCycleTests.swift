import API
import Simulation
import Testing

@testable import Scheduler

@Suite("SchedulingCycle")
struct SchedulingCycleTests {
    func node(
        _ name: String, cpu: String = "4", taint: String? = nil, labels: [String: String] = [:]
    )
        -> NodeInfo
    {
        var node = Node(name: name)
        node.metadata.labels = labels
        node.value["status"]["allocatable"] = [
            "cpu": .string(cpu), "memory": "8Gi", "pods": "110",
        ]
        if let taint {
            node.value["spec"]["taints"] = [["key": .string(taint), "effect": "NoSchedule"]]
        }
        return NodeInfo(node)
    }

    func pod(_ name: String = "web", cpu: String? = nil, selector: [String: String] = [:])
        -> PodInfo
    {
        var pod = Pod(namespace: "default", name: name)
        var container: Value = ["name": "main", "image": "busybox"]
        if let cpu { container["resources"] = ["requests": ["cpu": .string(cpu)]] }
        pod.value["spec"]["containers"] = [container]
        pod.spec.nodeSelector = selector
        return PodInfo(pod)
    }

    func decide(_ pod: PodInfo, _ nodes: [NodeInfo]) -> SchedulingCycle.Decision {
        SchedulingCycle().decide(pod, nodes: nodes) { _ in 0 }
    }

    @Test("a tainted node is refused and an emptier one preferred")
    func prefersEmptier() {
        var busy = node("busy")
        busy.add(pod("other", cpu: "2"))
        guard
            case .node(let chosen, _) = decide(
                pod(cpu: "1"), [node("master", taint: "control-plane"), busy, node("idle")])
        else {
            Issue.record("a node fits")
            return
        }
        #expect(chosen == "idle")
    }

    @Test("the reasons are counted and told in upstream's words")
    func fitError() {
        let nodes = [
            node("master", taint: "node-role.kubernetes.io/control-plane"), node("a"), node("b"),
        ]
        guard case .unschedulable(let error) = decide(pod(cpu: "100"), nodes) else {
            Issue.record("nothing fits")
            return
        }
        #expect(
            error.description
                == "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient "
                + "cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 "
                + "Preemption is not helpful for scheduling.")
    }

    @Test("a full node could be helped by evicting, an impossible wish could not")
    func resolvable() {
        var full = node("full")
        full.add(pod("other", cpu: "4"))
        guard
            case .unschedulable(let error) = decide(
                pod(cpu: "1"), [full, node("small", cpu: "500m")])
        else {
            Issue.record("nothing fits")
            return
        }
        #expect(
            error.description.hasSuffix(
                "0/2 nodes are available: 1 No preemption victims found for incoming pod, "
                    + "1 Preemption is not helpful for scheduling."))
    }

    @Test("a node selector must match")
    func nodeSelector() {
        let nodes = [node("a"), node("b", labels: ["disk": "ssd"])]
        guard case .node(let chosen, _) = decide(pod(selector: ["disk": "ssd"]), nodes) else {
            Issue.record("b fits")
            return
        }
        #expect(chosen == "b")
    }
}

@Suite("SchedulerCache")
struct SchedulerCacheTests {
    func bound(_ name: String) -> Pod {
        var pod = Pod(namespace: "default", name: name)
        pod.spec.nodeName = "a"
        pod.value["spec"]["containers"] = [
            ["name": "main", "resources": ["requests": ["cpu": "1"]]]
        ]
        return pod
    }

    @Test("a pod seen before its node counts once the node is there, and again when it comes back")
    func early() {
        var cache = SchedulerCache()
        cache.setPod(bound("first"))
        cache.setNode(Node(name: "a"))
        #expect(cache.all.map(\.requested.milliCPU) == [1000])
        cache.removeNode("a")
        cache.setPod(bound("second"))
        cache.setNode(Node(name: "a"))
        #expect(cache.all.map(\.requested.milliCPU) == [2000])
        cache.removePod(NamespacedName(namespace: "default", name: "first"))
        #expect(cache.all.map(\.requested.milliCPU) == [1000])
    }
}

@Suite("SchedulingQueue")
struct SchedulingQueueTests {
    let now = Simulation(seed: 1).now

    func pod(_ name: String, priority: Int = 0) -> Pod {
        var pod = Pod(namespace: "default", name: name)
        pod.spec.priority = priority
        return pod
    }

    @Test("higher priority first, then the one that came first")
    func order() {
        var queue = SchedulingQueue()
        for pod in [pod("a"), pod("b"), pod("vip", priority: 9)] { queue.add(pod, at: now) }
        let names = (0..<3).compactMap { _ in queue.pop(at: now)?.pod.metadata.name }
        #expect(names == ["vip", "a", "b"])
        #expect(queue.pop(at: now) == nil)
    }

    @Test("a hopeless pod waits for a change and then for its back-off")
    func unschedulable() {
        var queue = SchedulingQueue()
        queue.add(pod("a"), at: now)
        _ = queue.pop(at: now)
        queue.putBack(NamespacedName(namespace: "default", name: "a"), at: now, retries: false)
        #expect(queue.pop(at: now.advanced(by: .seconds(60))) == nil)
        queue.moveAllToActive(at: now.advanced(by: .milliseconds(100)))
        #expect(queue.pop(at: now.advanced(by: .milliseconds(100))) == nil)
        #expect(queue.pop(at: now.advanced(by: .seconds(1)))?.attempt == 2)
    }
}
