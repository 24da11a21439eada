import Simulation

/// `agnhost`: the one program of Kubernetes' test image, whose servers its tutorials start too.
///
/// Differs: of the real one's three dozen commands those below; the others are refused by name.
/// Source: the description of the image registry.k8s.io/e2e-test-images/agnhost.
struct AgnhostProgram: Program {
    private typealias Command = @Sendable (Process, AgnhostFlags) async -> Int32

    private static let commands: [String: Command] = [
        "pause": pause,
        "netexec": { process, flags in await NetexecServer(process, flags).run() },
        "serve-hostname": serveHostname, "liveness": liveness, "test-webserver": webServer,
        "mounttest": { process, flags in await MountReport(process).run(flags) },
        "logs-generator": logs,
    ]

    /// How a Go program ends that does not handle SIGTERM.
    private static let ended: Int32 = 2

    func run(_ process: Process) async -> Int32 {
        process.endOnRequest()
        let words = Array(process.arguments.dropFirst())
        guard let name = words.first else {
            try? await process.error.write(
                "agnhost: which command? \(Self.commands.keys.sorted().joined(separator: ", ")), "
                    + "entrypoint-tester\n")
            return 1
        }
        if name == "entrypoint-tester" {
            let line = process.arguments.joined(separator: " ")
            try? await process.output.write("[\(line)]\n")
            return 0
        }
        guard let command = Self.commands[name] else {
            try? await process.error.write(
                "agnhost: the command \"\(name)\" is not offered by Kubarium's image\n")
            return 1
        }
        return await command(process, AgnhostFlags(words.dropFirst()))
    }

    // MARK: - Those of a few lines

    private static let pause: Command = { process, _ in
        try? await process.output.write("Paused\n")
        return await PauseProgram().run(process)
    }

    private static let serveHostname: Command = { process, flags in
        await serve(process, on: flags.number("port", 9376)) { _ in
            .text(process.machine.hostname)
        }
    }

    /// Healthy for ten seconds, as the tutorial about probes wants it.
    private static let liveness: Command = { process, _ in
        let started = process.simulation.now
        return await serve(process, on: 8080) { request in
            let age = started.duration(to: process.simulation.now)
            switch request.target.prefix(while: { $0 != "?" }) {
            case "/started": return .text(GoDuration.text(age))
            case "/healthz" where age > .seconds(10):
                let seconds = Double(age.components.attoseconds / 1_000_000_000) / 1e9
                return .text("error: \(Double(age.components.seconds) + seconds)", status: 500)
            case "/healthz": return .text("ok")
            default: return .text("404 page not found\n", status: 404)
            }
        }
    }

    /// Serves the container's own files.
    private static let webServer: Command = { process, flags in
        await serve(process, on: flags.number("port", 80)) { request in
            let path = process.resolve(String(request.target.prefix { $0 != "?" }))
            guard let body = try? process.files.read(path) else {
                return .text("404 page not found\n", status: 404)
            }
            return HTTPResponse(
                status: 200, headers: HTTPHeaders([("Content-Length", String(body.count))]),
                body: body)
        }
    }

    private static func serve(
        _ process: Process, on port: Int,
        _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) async -> Int32 {
        guard let listener = try? process.listen(port) else {
            try? await process.error.write("listen tcp :\(port): bind: address already in use\n")
            return 1
        }
        await HTTPServer(process.simulation) { request, _ in answer(request) }.serve(listener)
        return ended
    }

    /// As many lines as asked for, evenly over the time.
    private static let logs: Command = { process, flags in
        let count = flags.number("log-lines-total", 0)
        guard count > 0 else {
            try? await process.error.write("Invalid total number of lines: \(count)\n")
            return 1
        }
        let span = flags["run-duration"].flatMap { GoDuration.parse($0) } ?? .seconds(0)
        let random = process.simulation.random("logs-generator \(process.machine.hostname)")
        for line in 0..<count {
            let verb = ["GET", "POST", "PUT"][random.int(in: 0..<3)]
            let namespace = ["default", "kube-system", "ns"][random.int(in: 0..<3)]
            let time = TimeFormat.render(CivilTime(process.simulation.now), "%m%d %H:%M:%S")
            try? await process.output.write(
                "I\(time).000000       1 logs_generator.go:76] \(line) \(verb) /api/v1/namespaces/"
                    + "\(namespace)/pods/p\(random.int(in: 100..<1000)) "
                    + "\(random.int(in: 200..<600))\n")
            guard (try? await process.simulation.sleep(for: span / count)) != nil else {
                return ended
            }
        }
        return 0
    }
}

/// `--name=value`, `--name value` and `--name`.
struct AgnhostFlags: Sendable {
    private var values: [(name: String, value: String)] = []

    init(_ words: ArraySlice<String>) {
        var rest = words
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else { continue }
            let halves = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
            let name = String(halves.first ?? "")
            if halves.count > 1 {
                values.append((name, String(halves[1])))
            } else if let next = rest.first, !next.hasPrefix("-") {
                values.append((name, next))
                rest.removeFirst()
            } else {
                values.append((name, "true"))
            }
        }
    }

    subscript(name: String) -> String? { values.last { $0.name == name }?.value }

    func number(_ name: String, _ usual: Int) -> Int { self[name].flatMap { Int($0) } ?? usual }

    /// All of them, in their order.
    var all: [(name: String, value: String)] { values }
}

extension HTTPResponse {
    /// A short text, as Go's server sends it.
    static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: HTTPHeaders([
                ("Content-Length", String(text.utf8.count)),
                ("Content-Type", "text/plain; charset=utf-8"),
            ]), body: text.bytes)
    }
}
