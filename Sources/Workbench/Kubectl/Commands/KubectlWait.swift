import API
import Simulation

/// `kubectl wait`: until a condition, a field or a deletion has come about.
enum KubectlWait {
    static let spec = CommandSpec(
        "wait", summary: "Wait for a specific condition on one or many resources",
        flags: Invocation.fileFlags + [
            .array("for"), .duration("timeout"), .string("selector", "l"),
            .string("field-selector"),
            .bool("all"), .bool("all-namespaces", "A"), .string("output", "o"),
            .bool("local").refused("what is in a file does not change by waiting"),
        ], body: run)

    /// What is waited for.
    private enum Goal: Sendable {
        case deletion
        case creation
        case condition(type: String, status: String)
        case field(path: String, value: String?)
    }

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        guard let text = flags.list("for").last else {
            throw .message("required flag(s) \"for\" not set")
        }
        let goal = try goal(text)
        if let form = flags.string("output"), !["", "name"].contains(form) {
            throw .message("this kubectl waits with -o name only; use get -o \(form) afterwards")
        }
        let limit = flags.duration("timeout") ?? .seconds(30)
        let timeout: Duration = limit < .zero ? .hours(24 * 7) : limit
        var selection = try await select(goal, invocation)
        if case .deletion = goal {
            // What is not there is deleted already.
            selection.errors.removeAll(where: \.isNotFound)
        } else if selection.infos.isEmpty, selection.errors.isEmpty {
            throw .message("no matching resources found")
        }
        if let error = KubectlError.all(selection.errors) { throw error }
        let deadline = invocation.now.advanced(by: timeout)
        var failures: [KubectlError] = []
        for info in selection.infos {
            do { try await wait(for: info, goal, until: deadline, invocation) } catch {
                guard case .message = error else { throw error }
                failures.append(error)
            }
        }
        if let error = KubectlError.all(failures) { throw error }
    }

    private static func goal(_ text: String) throws(KubectlError) -> Goal {
        let lowered = text.lowercased()
        if lowered == "delete" { return .deletion }
        if lowered == "create" { return .creation }
        if lowered.hasPrefix("condition=") {
            let parts = text.dropFirst("condition=".count).split(separator: "=", maxSplits: 1).map(
                String.init)
            return .condition(type: parts.first ?? "", status: parts.count > 1 ? parts[1] : "true")
        }
        if lowered.hasPrefix("jsonpath=") {
            let body = String(text.dropFirst("jsonpath=".count))
            guard let brace = body.lastIndex(of: "}") else {
                throw .message(
                    "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'"
                )
            }
            let path = try CustomColumns.relaxed(String(body[...brace]))
            let rest = body[body.index(after: brace)...]
            return .field(path: path, value: rest.hasPrefix("=") ? String(rest.dropFirst()) : nil)
        }
        throw .message("unrecognized condition: \"\(text)\"")
    }

    /// The objects; with `--for=create` those that are still to come.
    private static func select(
        _ goal: Goal, _ invocation: Invocation
    ) async throws(KubectlError) -> ResourceSelection {
        guard case .creation = goal, invocation.flags.list("filename").isEmpty else {
            return try await invocation.select()
        }
        let parsed = try ResourceArguments.parse(
            invocation.arguments, try await invocation.mapper())
        var selection = ResourceSelection()
        for target in parsed.targets {
            guard let name = target.name else { throw .message("resource name must be provided") }
            let namespace = target.mapping.isNamespaced ? try invocation.namespace() : ""
            selection.infos.append(
                ResourceInfo(
                    mapping: target.mapping, namespace: namespace, name: name, object: .null))
        }
        return selection
    }

    private static func wait(
        for info: ResourceInfo, _ goal: Goal, until deadline: SimulatedInstant,
        _ invocation: Invocation
    ) async throws(KubectlError) {
        let uid = info.object["metadata"]["uid"].string
        try await ObjectWaiter(invocation).wait(for: info, until: deadline) { object in
            switch goal {
            case .deletion:
                object == nil || object["metadata"]["uid"].string != uid ? .done : .notYet
            case .creation: object == nil ? .notYet : .done
            case .condition(let type, let status):
                isMet(object, type, status) ? .done : .notYet
            case .field(let path, let value): matches(object, path, value) ? .done : .notYet
            }
        }
        if invocation.flags.string("output") == "name" {
            return try await invocation.print(info.displayName + "\n")
        }
        let verb =
            switch goal {
            case .deletion: "deleted"
            case .creation, .condition, .field: "condition met"
            }
        try await invocation.print("\(info.displayName) \(verb)\n")
    }

    /// A condition about an older generation of the object does not count.
    private static func isMet(_ object: Value?, _ type: String, _ status: String) -> Bool {
        let generation = object["metadata"]["generation"].int
        for condition in object["status"]["conditions"].array ?? [] {
            guard condition["type"].string?.lowercased() == type.lowercased() else { continue }
            let observed =
                condition["observedGeneration"].int ?? object["status"]["observedGeneration"].int
            if let observed, let generation, observed < generation { return false }
            return condition["status"].string?.lowercased() == status.lowercased()
        }
        return false
    }

    private static func matches(_ object: Value?, _ path: String, _ value: String?) -> Bool {
        guard let object, let found = try? Formats.jsonPathValues(path, object).first else {
            return false
        }
        guard let value else { return !found.isNull }
        return Formats.plain(found) == value
    }
}
