import API
import Simulation

/// An API server of a few lines: objects by path, merge patches, watches, graceful deletion.
///
/// It knows no schema, no defaults and no rights; the kubelet must not need them.
final class FakeAPI: APITransport, Sendable {
    private struct State {
        var objects: [String: Value] = [:]
        var version = 0
        var watches: [(prefix: String, node: String?, stream: WatchStream)] = []
        var tokens = 0
    }
    let simulation: Simulation
    private let state: Confined<State>

    init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        do throws(Status) {
            return try handle(request)
        } catch {
            return APIResponse(status: error.code, body: .value(error.value))
        }
    }

    private func handle(_ request: APIRequest) throws(Status) -> APIResponse {
        let body: Value
        if case .value(let value) = request.body { body = value } else { body = .object(Object()) }
        var path = request.path
        if request.method == "POST", path.hasSuffix("/token") { return ok(token(body)) }
        for subresource in ["/status", "/binding", "/ephemeralcontainers"]
        where path.hasSuffix(subresource) {
            path.removeLast(subresource.count)
        }
        switch request.method {
        case "GET" where request.parameter("watch") == "true":
            let stream = WatchStream(simulation)
            let selector = request.parameter("fieldSelector")
            let node = selector.map { String($0.drop { $0 != "=" }.dropFirst()) }
            state.value.watches.append((path + "/", node, stream))
            return APIResponse(status: 200, body: .watch(stream))
        case "GET":
            if let object = state.value.objects[path] { return ok(object) }
            if ["pods", "services"].contains(path.split(separator: "/").last) {
                return ok(list(path, request))
            }
            throw notFound(path)
        case "POST":
            let name = body["metadata"]["name"].string ?? ""
            guard state.value.objects["\(path)/\(name)"] == nil else {
                throw Status(code: 409, reason: .alreadyExists, message: "\(name) exists")
            }
            return ok(put(body, at: "\(path)/\(name)", isNew: true))
        case "PUT": return ok(put(body, at: path, isNew: false))
        case "PATCH":
            guard var object = state.value.objects[path] else { throw notFound(path) }
            merge(body, into: &object)
            return ok(put(object, at: path, isNew: false))
        case "DELETE":
            guard let object = state.value.objects[path] else { throw notFound(path) }
            delete(object, at: path, grace: body["gracePeriodSeconds"].int)
            return ok(object)
        default: throw notFound(path)
        }
    }

    private func ok(_ value: Value) -> APIResponse { APIResponse(status: 200, body: .value(value)) }

    private func notFound(_ path: String) -> Status {
        Status(code: 404, reason: .notFound, message: "\(path) not found")
    }

    private func token(_ body: Value) -> Value {
        state.value.tokens += 1
        let seconds = body["spec"]["expirationSeconds"].int ?? 3600
        let end = simulation.now.advanced(by: .seconds(seconds))
        return [
            "status": [
                "token": .string("token-\(state.value.tokens)"),
                "expirationTimestamp": .string(CivilTime(end).rfc3339),
            ]
        ]
    }

    private func list(_ path: String, _ request: APIRequest) -> Value {
        let kind = path.split(separator: "/").last.map(String.init) ?? ""
        let items = state.value.objects.filter { $0.key.contains("/\(kind)/") }
            .sorted { $0.key < $1.key }.map(\.value)
        let node = request.parameter("fieldSelector").map { $0.drop { $0 != "=" }.dropFirst() }
        return [
            "metadata": ["resourceVersion": .string("\(state.value.version)")],
            "items": .array(
                items.filter {
                    node == nil || $0["spec"]["nodeName"].string == node.map(String.init)
                }),
        ]
    }

    // MARK: - Changing

    @discardableResult
    func put(_ object: Value, at path: String, isNew: Bool) -> Value {
        var object = object
        state.value.version += 1
        object["metadata"]["resourceVersion"] = .string("\(state.value.version)")
        if object["metadata"]["uid"] == nil {
            object["metadata"]["uid"] = .string("uid-\(state.value.version)")
        }
        state.value.objects[path] = object
        tell(isNew ? .added : .modified, object, path)
        return object
    }

    private func delete(_ object: Value, at path: String, grace: Int?) {
        let seconds = grace ?? (path.contains("/pods/") ? 30 : 0)
        if path.contains("/pods/"), seconds > 0 {
            var dying = object
            let end = simulation.now.advanced(by: .seconds(seconds))
            dying["metadata"]["deletionTimestamp"] = .string(CivilTime(end).rfc3339)
            dying["metadata"]["deletionGracePeriodSeconds"] = .int(Int64(seconds))
            put(dying, at: path, isNew: false)
        } else {
            state.value.version += 1
            state.value.objects[path] = nil
            tell(.deleted, object, path)
        }
    }

    private func merge(_ patch: Value, into target: inout Value) {
        guard let members = patch.object else {
            target = patch
            return
        }
        for (name, value) in members {
            if name.hasPrefix("$") { continue }
            if let key = Self.mergeKeys[name], let items = value.array {
                target[name] = .array(merged(target[name]?.array ?? [], items, by: key))
            } else if value.isNull {
                target[name] = nil
            } else {
                var member = target[name] ?? .object(Object())
                merge(value, into: &member)
                target[name] = member
            }
        }
    }

    /// The lists that a strategic merge patch merges, and by what.
    private static let mergeKeys = ["conditions": "type", "podIPs": "ip", "hostIPs": "ip"]

    private func merged(_ old: [Value], _ changes: [Value], by key: String) -> [Value] {
        var items = old
        for change in changes {
            let place = items.firstIndex { $0[key] == change[key] }
            if change["$patch"].string == "delete" {
                if let place { items.remove(at: place) }
            } else if let place {
                // What is not named stays; the one field that is written as null is no deletion.
                for (name, value) in change.object ?? Object() {
                    items[place][name] = value.isNull && name != "lastProbeTime" ? nil : value
                }
            } else {
                items.append(change)
            }
        }
        return items
    }

    private func tell(_ kind: WatchEvent.Kind, _ object: Value, _ path: String) {
        for watch in state.value.watches {
            let resource = watch.prefix.split(separator: "/").last.map(String.init) ?? ""
            guard path.contains("/\(resource)/") else { continue }
            if let node = watch.node, object["spec"]["nodeName"].string != node { continue }
            watch.stream.send(WatchEvent(type: kind, object: object))
        }
    }

    // MARK: - For tests

    func object(_ path: String) -> Value? { state.value.objects[path] }

    /// How often those were told whose text begins so.
    func count(ofEvents start: String) -> Int {
        state.value.objects.filter { $0.key.contains("/events/") }.map(\.value)
            .filter {
                "\($0["reason"].string ?? ""): \($0["message"].string ?? "")".hasPrefix(start)
            }.reduce(0) { $0 + ($1["count"].int ?? 0) }
    }

    /// The messages of all events, in the order in which they were first told.
    var events: [String] {
        state.value.objects.filter { $0.key.contains("/events/") }.map(\.value)
            .sorted {
                ($0["metadata"]["uid"].string?.count ?? 0, $0["metadata"]["uid"].string ?? "")
                    < ($1["metadata"]["uid"].string?.count ?? 0, $1["metadata"]["uid"].string ?? "")
            }
            .map { "\($0["reason"].string ?? ""): \($0["message"].string ?? "")" }
    }
}
