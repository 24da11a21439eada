import API
import Simulation

/// `kubectl logs`: what containers have written.
enum KubectlLogs {
    static let spec = CommandSpec(
        "logs", summary: "Print the logs for a container in a pod",
        flags: [
            .bool("follow", "f"), .int("tail"), .string("container", "c"), .bool("previous", "p"),
            .duration("since"), .string("since-time"), .bool("timestamps"),
            .string("selector", "l"),
            .bool("all-containers"), .bool("all-pods"), .bool("prefix"), .int("limit-bytes"),
            .bool("ignore-errors"), .int("max-log-requests"), .duration("pod-running-timeout"),
            .bool("insecure-skip-tls-verify-backend").harmless(
                "the server reaches its kubelets without TLS"),
        ], body: run)

    /// One container's log.
    private struct Source {
        var pod: ResourceInfo
        var container: String
    }

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let sources = try await sources(invocation)
        let flags = invocation.flags
        if flags.bool("follow"), sources.count > 1 {
            return try await followAll(sources, invocation)
        }
        for source in sources {
            do { try await print(source, invocation) } catch {
                guard flags.bool("ignore-errors"), case .server = error else { throw error }
                try await invocation.printError(error.report)
            }
        }
    }

    // MARK: - Which logs

    private static func sources(_ invocation: Invocation) async throws(KubectlError) -> [Source] {
        let pods = try await pods(invocation)
        var sources: [Source] = []
        for pod in pods {
            guard invocation.flags.bool("all-containers") else {
                sources.append(
                    Source(pod: pod, container: try await PodTarget.container(of: pod, invocation)))
                continue
            }
            for list in ["initContainers", "containers", "ephemeralContainers"] {
                for container in pod.object["spec"][list].array ?? [] {
                    sources.append(Source(pod: pod, container: container["name"].string ?? ""))
                }
            }
        }
        return sources
    }

    private static func pods(_ invocation: Invocation) async throws(KubectlError) -> [ResourceInfo]
    {
        let mapping = try await invocation.mapper().resource(named: "pods")
        if let selector = invocation.flags.string("selector") {
            guard invocation.arguments.isEmpty else {
                throw invocation.usage("only a selector (-l) or a POD name is allowed")
            }
            let pods = try await invocation.list(mapping, labels: selector)
            if pods.isEmpty {
                try await invocation.printError(
                    "No resources found in \(try invocation.namespace()) namespace.\n")
            }
            return pods
        }
        var words = invocation.arguments
        guard let word = words.first else {
            throw invocation.usage(
                "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a"
                    + " required argument for the logs command")
        }
        words.removeFirst()
        guard words.count <= 1 else {
            throw invocation.usage(
                "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a"
                    + " required argument for the logs command")
        }
        do {
            if invocation.flags.bool("all-pods"), word.contains("/") {
                let parsed = try ResourceArguments.parse([word], try await invocation.mapper())
                let owner = try await invocation.get(
                    parsed.targets[0].mapping, parsed.targets[0].name ?? "")
                return try await PodTarget.podsOf(owner, mapping, invocation)
            }
            return [try await PodTarget.find(word, invocation)]
        } catch {
            guard error.isNotFound, !word.contains("/") else { throw error }
            throw .message(
                "error from server (NotFound): \(error.text) in namespace \"\(try invocation.namespace())\""
            )
        }
    }

    // MARK: - Printing

    private static func query(_ source: Source, _ invocation: Invocation) -> [(String, String)] {
        let flags = invocation.flags
        var query = [("container", source.container)]
        if flags.bool("follow") { query.append(("follow", "true")) }
        if flags.bool("previous") { query.append(("previous", "true")) }
        if flags.bool("timestamps") { query.append(("timestamps", "true")) }
        if let since = flags.duration("since") {
            query.append(("sinceSeconds", String(since.components.seconds)))
        }
        if let time = flags.string("since-time") { query.append(("sinceTime", time)) }
        if let limit = flags.int("limit-bytes") { query.append(("limitBytes", String(limit))) }
        let tail = flags.int("tail") ?? (flags.isSet("selector") ? 10 : -1)
        if tail >= 0 { query.append(("tailLines", String(tail))) }
        return query
    }

    private static func print(_ source: Source, _ invocation: Invocation) async throws(KubectlError)
    {
        let response = try await invocation.client().send(
            "GET", source.pod.path("log"), query: query(source, invocation), form: .raw)
        let prefix =
            invocation.flags.bool("prefix") ? "[pod/\(source.pod.name)/\(source.container)] " : ""
        var lines = LinePrefixer(prefix)
        switch response.body {
        case .bytes(let bytes): try await invocation.print(lines.text(bytes))
        case .value(let value):
            try await invocation.print(lines.text(Array((value.string ?? "").utf8)))
        case .stream(let stream):
            defer { stream.closeReading() }
            while true {
                let bytes: [UInt8]?
                do { bytes = try await stream.read(upTo: 65_536) } catch { throw .interrupted }
                guard let bytes else { break }
                try await invocation.write(
                    lines.bytes(bytes), to: invocation.environment.standardOutput)
            }
        case .watch, .upgrade: throw .message("the server sent no log")
        }
    }

    private static func followAll(
        _ sources: [Source], _ invocation: Invocation
    ) async throws(KubectlError) {
        let limit = invocation.flags.int("max-log-requests") ?? 5
        guard sources.count <= limit else {
            throw .message(
                "you are attempting to follow \(sources.count) log streams, but maximum allowed"
                    + " concurrency is \(limit), use --max-log-requests to increase the limit")
        }
        let failures = await withTaskGroup(of: KubectlError?.self) { group in
            for source in sources {
                group.addTask {
                    do throws(KubectlError) { try await print(source, invocation) } catch {
                        return error
                    }
                    return nil
                }
            }
            var failures: [KubectlError] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        if let error = KubectlError.all(failures) { throw error }
    }
}

/// Puts a prefix before each line of a stream.
private struct LinePrefixer {
    private let prefix: [UInt8]
    private var isAtLineStart = true

    init(_ prefix: String) { self.prefix = Array(prefix.utf8) }

    mutating func text(_ bytes: [UInt8]) -> String {
        String(decoding: self.bytes(bytes), as: UTF8.self)
    }

    mutating func bytes(_ bytes: [UInt8]) -> [UInt8] {
        guard !prefix.isEmpty else { return bytes }
        var output: [UInt8] = []
        for byte in bytes {
            if isAtLineStart { output += prefix }
            isAtLineStart = byte == 10
            output.append(byte)
        }
        return output
    }
}
