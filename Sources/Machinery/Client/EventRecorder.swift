package import API
import Simulation

/// Writes Events about objects, counting those that repeat instead of writing them anew.
///
/// Upstream: kubernetes client-go/tools/record; an Event is told again by the same source, object,
/// reason and message, and is then patched with a higher count. At most 25 at once and one more
/// each five minutes for one object, as upstream's spam filter has it.
package final class EventRecorder: Sendable {
    package let component: String
    private let host: String
    private let client: KubeClient
    private let seen: Confined<[Series: Entry]>
    private let budgets: Confined<[String: Budget]>
    private let outbox: Mailbox<Pending>

    /// `component` is the source: `kubelet`, `default-scheduler`; `host` the node it runs on.
    package init(client: KubeClient, component: String, host: String = "") {
        (self.client, self.component, self.host) = (client, component, host)
        seen = Confined(client.simulation, [:])
        budgets = Confined(client.simulation, [:])
        outbox = Mailbox(client.simulation)
    }

    package enum Severity: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    private struct Series: Hashable {
        var object: String
        var fieldPath: String
        var severity: Severity
        var reason: String
        var message: String
    }
    private struct Entry {
        var name: String
        var namespace: String
        var count: Int
        var first: String
    }
    private struct Budget {
        var tokens = 25.0
        var refilled: SimulatedInstant
    }
    private struct Pending: Sendable {
        var series: Series
        var reference: Value
        var namespace: String
        var timestamp: String
    }

    /// Tells of something that happened to `object`; returns at once, `run` writes.
    ///
    /// `fieldPath` names the part it happened to: `spec.containers{main}`.
    package func record<Kind: APIObject>(
        _ object: Kind, _ severity: Severity, reason: String, message: String,
        fieldPath: String = ""
    ) {
        let metadata = object.metadata
        let key = "\(Kind.kind)/\(object.namespacedName)/\(metadata.uid)"
        guard takeBudget(key) else { return }
        outbox.send(
            Pending(
                series: Series(
                    object: key, fieldPath: fieldPath, severity: severity, reason: reason,
                    message: message),
                reference: reference(to: object, fieldPath: fieldPath),
                namespace: metadata.namespace.isEmpty ? "default" : metadata.namespace,
                timestamp: CivilTime(client.simulation.now).rfc3339))
    }

    /// Writes what is recorded, in order, until the task is cancelled.
    package func run() async {
        while let pending = try? await outbox.next() { await write(pending) }
    }

    private func reference<Kind: APIObject>(to object: Kind, fieldPath: String) -> Value {
        let metadata = object.metadata
        var reference: Value = [
            "kind": .string(Kind.kind),
            "apiVersion": .string(Kind.resource.groupVersion.description),
        ]
        if !metadata.namespace.isEmpty { reference["namespace"] = .string(metadata.namespace) }
        reference["name"] = .string(metadata.name)
        if !metadata.uid.isEmpty { reference["uid"] = .string(metadata.uid) }
        if !metadata.resourceVersion.isEmpty {
            reference["resourceVersion"] = .string(metadata.resourceVersion)
        }
        if !fieldPath.isEmpty { reference["fieldPath"] = .string(fieldPath) }
        return reference
    }

    /// Whether the object may have one more Event now.
    private func takeBudget(_ key: String) -> Bool {
        let now = client.simulation.now
        var budget = budgets.value[key] ?? Budget(refilled: now)
        let refill = budget.refilled.duration(to: now).inSeconds / 300
        budget.tokens = min(25, budget.tokens + refill)
        budget.refilled = now
        defer { budgets.value[key] = budget }
        guard budget.tokens >= 1 else { return false }
        budget.tokens -= 1
        return true
    }

    /// A failed write is dropped, as upstream drops it: Events are best effort.
    private func write(_ pending: Pending) async {
        if var entry = seen.value[pending.series] {
            entry.count += 1
            let patch: Value = [
                "count": .int(Int64(entry.count)), "lastTimestamp": .string(pending.timestamp),
            ]
            seen.value[pending.series] = entry
            let patched = try? await client.patch(
                Event.self, namespace: entry.namespace, name: entry.name, patch)
            if patched != nil { return }
        }
        let event = newEvent(pending)
        if (try? await client.create(event)) != nil {
            seen.value[pending.series] = Entry(
                name: event.metadata.name, namespace: pending.namespace, count: 1,
                first: pending.timestamp)
        }
    }

    private func newEvent(_ pending: Pending) -> Event {
        let object = pending.reference["name"].string ?? ""
        // Upstream names an Event after its object and the nanosecond at which it was made.
        let stamp = UInt64(bitPattern: client.simulation.now.nanosecondsSinceEpoch)
        let salt = UInt64(client.simulation.random("event names").int(in: 0..<1_000_000))
        let name = "\(object).\(String(stamp &+ salt, radix: 16))"
        var event = Event(namespace: pending.namespace, name: name)
        event.value["involvedObject"] = pending.reference
        event.value["reason"] = .string(pending.series.reason)
        event.value["message"] = .string(pending.series.message)
        var source: Value = ["component": .string(component)]
        if !host.isEmpty { source["host"] = .string(host) }
        event.value["source"] = source
        event.value["firstTimestamp"] = .string(pending.timestamp)
        event.value["lastTimestamp"] = .string(pending.timestamp)
        event.value["count"] = 1
        event.value["type"] = .string(pending.series.severity.rawValue)
        event.value["eventTime"] = .null
        event.value["reportingComponent"] = .string(component)
        event.value["reportingInstance"] = .string(host)
        return event
    }
}
