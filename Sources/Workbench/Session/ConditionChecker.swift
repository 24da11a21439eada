import API
import Client
import ContainerRuntime
import Simulation

/// Looks at the cluster to tell whether a state holds.
struct ConditionChecker: Sendable {
    let client: KubeClient
    let machine: Machine

    func check(_ condition: StateCondition) async -> ConditionOutcome {
        if case .shows(let text) = condition.test {
            return await checkCommand(condition.command, text)
        }
        guard let resource = resource(condition.kind) else {
            return .differs("there is no kind \(condition.kind)")
        }
        let object: Value
        do throws(Status) {
            object = try await client.value("GET", path(resource, condition))
        } catch {
            if error.code == 404 {
                return condition.test == .isGone
                    ? .holds : .differs("there is no \(condition.kind)/\(condition.name)")
            }
            return .differs(error.message)
        }
        return judge(object, condition)
    }

    private func judge(_ object: Value, _ condition: StateCondition) -> ConditionOutcome {
        let name = "\(condition.kind)/\(condition.name)"
        switch condition.test {
        case .exists: return .holds
        case .isGone: return .differs("\(name) is still there")
        case .shows: return .differs("\(name) is not a command")
        case .has(let path, let value):
            let found = (try? JSONPath(parsing: path)).flatMap { try? $0.render(object) } ?? ""
            return found == value ? .holds : .differs("\(name) has \(path) = \(found)")
        case .isInState("Running"):
            let phase = object["status"]["phase"].string ?? "unknown"
            guard phase == "Running" else { return .differs("\(name) is \(phase)") }
            let containers = object["status"]["containerStatuses"].array ?? []
            let ready = containers.allSatisfy { $0["state"]["running"] != nil }
            return ready ? .holds : .differs("not every container of \(name) runs")
        case .isInState(let word):
            let conditions = object["status"]["conditions"].array ?? []
            let found = conditions.first { $0["type"].string == word }
            if found["status"].string == "True" { return .holds }
            if object["status"]["phase"].string == word { return .holds }
            return .differs("\(name) is not \(word)")
        }
    }

    /// The kind as kubectl would understand the word.
    private func resource(_ word: String) -> APIResource? {
        ResourceCatalog.shared.resources.first { resource in
            resource.name == word || resource.singularName == word
                || resource.shortNames.contains(word) || resource.kind.lowercased() == word
        }
    }

    private func path(_ resource: APIResource, _ condition: StateCondition) -> String {
        var path = resource.group.isEmpty ? "/api/" : "/apis/\(resource.group)/"
        path += resource.version
        if resource.isNamespaced { path += "/namespaces/\(condition.namespace)" }
        return "\(path)/\(resource.name)/\(condition.name)"
    }

    /// Runs a command on the master, unseen.
    private func checkCommand(_ command: String, _ text: String) async -> ConditionOutcome {
        let simulation = machine.simulation
        let sink = CollectingSink(simulation)
        let streams = Process.Streams(
            input: FixedSource(simulation), output: sink, error: sink)
        let process = machine.processes.start(
            ShellProgram(.bash), arguments: ["bash", "-c", command],
            environment: MasterHost.environment, workingDirectory: "/root", streams: streams,
            on: machine)
        _ = try? await process.wait()
        let isThere = sink.text.split(separator: "\n").contains { $0.contains(text) }
        return isThere ? .holds : .differs("`\(command)` shows no \(text)")
    }
}
