import API
import Simulation

/// Tells in the status of each FlowSchema whether the priority level that it names is there.
///
/// Upstream: kubernetes apiserver/pkg/util/flowcontrol/apf_controller.go digestFlowSchemasLocked.
final class DanglingSchemas: Sendable {
    private let registry: Registry
    private let follower: Follower

    private static func resource(_ name: String) -> GroupVersionResource {
        GroupVersionResource(group: "flowcontrol.apiserver.k8s.io", version: "v1", resource: name)
    }
    private static let schemas = resource("flowschemas")
    private static let levels = resource("prioritylevelconfigurations")

    init(_ registry: Registry) {
        self.registry = registry
        follower = Follower(registry.simulation)
    }

    /// Follows both kinds; call it once the built-in resources are registered.
    func follow() {
        for resource in [Self.schemas, Self.levels] {
            registry.store(resource)?.cache.onChange { [follower] _ in follower.poke() }
        }
    }

    func run() async {
        await follower.run { () async throws(Status) in try await self.reconcile() }
    }

    private func reconcile() async throws(Status) {
        let levels = Set(registry.cachedList(Self.levels).map { $0["metadata"]["name"] })
        for schema in registry.cachedList(Self.schemas) {
            let level = schema["spec"]["priorityLevelConfiguration"]["name"]
            let wanted = Self.condition(
                level: level.string ?? "", isThere: levels.contains(level))
            let now = schema["status"]["conditions"].array?.first { $0["type"] == "Dangling" }
            let isSame = ["status", "message"].allSatisfy { now[$0] == wanted[$0] }
            if !isSame {
                try await write(wanted, to: schema, isNew: now["status"] != wanted["status"])
            }
        }
    }

    /// As `FlowControlData` has it for the schemas of a new cluster.
    static func condition(level: String, isThere: Bool) -> Value {
        [
            "type": "Dangling", "status": isThere ? "False" : "True",
            "reason": isThere ? "Found" : "NotFound",
            "message": .string(
                "This FlowSchema references the PriorityLevelConfiguration object named "
                    + "\"\(level)\" \(isThere ? "and it exists" : "but there is no such object")"),
        ]
    }

    private func write(
        _ condition: Value, to schema: Value, isNew: Bool
    ) async throws(Status) {
        var condition = condition
        if isNew {
            condition["lastTransitionTime"] = .string(CivilTime(registry.simulation.now).rfc3339)
        }
        do throws(Status) {
            _ = try await registry.store(Self.schemas)?.modify(
                namespace: "", name: schema["metadata"]["name"].string ?? "",
                options: WriteOptions(user: .apiServer)
            ) { [condition] (object) throws(Status) in
                var object = object
                let others = (object["status"]["conditions"].array ?? []).filter {
                    $0["type"] != "Dangling"
                }
                object["status"]["conditions"] = .array(others + [condition])
                return object
            }
        } catch { if error.reason != .notFound { throw error } }
    }
}
