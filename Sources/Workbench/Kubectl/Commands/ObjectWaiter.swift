import API
import Simulation

/// Waits for something to become true of objects, by watching them.
struct ObjectWaiter {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    /// What has been seen of an object.
    enum Verdict { case done, notYet, failed(KubectlError) }

    /// Returns once every object is gone, or was replaced by another of its name.
    func waitUntilGone(_ infos: [ResourceInfo], _ timeout: Duration) async throws(KubectlError) {
        let deadline = invocation.simulation.now.advanced(by: timeout)
        for info in infos {
            let uid = info.object["metadata"]["uid"].string ?? ""
            try await wait(for: info, until: deadline) { object in
                guard let object else { return .done }
                return uid.isEmpty || object["metadata"]["uid"].string == uid ? .notYet : .done
            }
        }
    }

    /// Looks at an object now and after each change until `judge` (nil: it is not there) is content.
    ///
    /// **Throws** `timed out waiting for the condition on ...` at the deadline.
    func wait(
        for info: ResourceInfo, until deadline: SimulatedInstant,
        _ judge: @escaping @Sendable (Value?) -> Verdict
    ) async throws(KubectlError) {
        let outcome = await race(until: deadline) { () async throws(KubectlError) in
            try await watch(info, judge)
        }
        switch outcome {
        case .success(true): return
        case .success(false):
            throw .message(
                "timed out waiting for the condition on \(info.mapping.resource.resource)/\(info.name)"
            )
        case .failure(let error): throw error
        }
    }

    /// Runs `body` until the deadline; false if the deadline came first.
    func race(
        until deadline: SimulatedInstant,
        _ body: @escaping @Sendable () async throws(KubectlError) -> Void
    ) async -> Result<Bool, KubectlError> {
        let simulation = invocation.simulation
        return await withTaskGroup(of: Result<Bool, KubectlError>?.self) { group in
            group.addTask {
                do throws(KubectlError) {
                    try await body()
                    return .success(true)
                } catch { return .failure(error) }
            }
            group.addTask {
                do { try await simulation.sleep(until: deadline) } catch { return nil }
                return .success(false)
            }
            var result: Result<Bool, KubectlError> = .failure(.interrupted)
            if let first = await group.next(), let first { result = first }
            group.cancelAll()
            return result
        }
    }

    private func watch(
        _ info: ResourceInfo, _ judge: @Sendable (Value?) -> Verdict
    ) async throws(KubectlError) {
        let client = try await invocation.client()
        let fields = [("fieldSelector", "metadata.name=\(info.name)")]
        while true {
            let list = try await client.listPage(info.mapping, info.namespace, fields, nil, .object)
            let current = list["items"].array?.first
            if try isDone(judge(current)) { return }
            let version = list["metadata"]["resourceVersion"].string ?? ""
            let stream = try await client.watch(
                info.mapping.path(namespace: info.namespace),
                query: fields + [("resourceVersion", version)])
            defer { stream.stop() }
            while true {
                let event: WatchEvent?
                do { event = try await stream.next() } catch { throw .interrupted }
                guard let event, event.type != .error else { break }
                if event.type == .bookmark { continue }
                if try isDone(judge(event.type == .deleted ? nil : event.object)) { return }
            }
        }
    }

    private func isDone(_ verdict: Verdict) throws(KubectlError) -> Bool {
        switch verdict {
        case .done: return true
        case .notYet: return false
        case .failed(let error): throw error
        }
    }
}
