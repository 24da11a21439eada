import API
import Simulation

/// One run of a command: its words, its streams, and the way to the server, opened when needed.
final class Invocation: Sendable {
    let environment: KubectlEnvironment
    /// `kubectl create configmap`.
    let commandPath: String
    let flags: FlagValues
    /// The flags without those that the command uses for something of its own: in `create
    /// rolebinding --user=ann`, ann is no user of the kubeconfig.
    let globalFlags: FlagValues
    let arguments: [String]
    /// How many arguments came before `--`; nil without one.
    let argumentsBeforeDash: Int?

    private struct Opened {
        var config: KubectlConfig?
        var client: RESTClient?
        var mapper: ResourceMapper?
        var warnings: Set<String> = []
    }
    private let opened: Confined<Opened>

    init(
        _ environment: KubectlEnvironment, path: String, _ parsed: FlagParser.Result,
        own: [String]
    ) {
        self.environment = environment
        commandPath = path
        flags = parsed.values
        globalFlags = parsed.values.without(own)
        arguments = parsed.arguments
        argumentsBeforeDash = parsed.argumentsBeforeDash
        opened = Confined(environment.simulation, Opened())
    }

    var simulation: Simulation { environment.simulation }
    /// The cluster's time.
    var now: SimulatedInstant { environment.simulation.now }

    // MARK: - Streams

    func print(_ text: String) async throws(KubectlError) {
        try await write(Array(text.utf8), to: environment.standardOutput)
    }

    func printError(_ text: String) async throws(KubectlError) {
        try await write(Array(text.utf8), to: environment.standardError)
    }

    func write(_ bytes: [UInt8], to sink: any ByteSink) async throws(KubectlError) {
        guard !bytes.isEmpty else { return }
        do { try await sink.write(bytes) } catch {
            switch error {
            case .cancelled: throw .interrupted
            case .broken, .noSpace: throw .exit(1)
            }
        }
    }

    /// Says a warning of the server, once.
    func warn(_ text: String) async throws(KubectlError) {
        guard opened.value.warnings.insert(text).inserted else { return }
        try await printError("Warning: \(text)\n")
    }

    /// Throws with `--warnings-as-errors` if the server warned of something.
    func failOnWarnings() throws(KubectlError) {
        let count = opened.value.warnings.count
        guard globalFlags.bool("warnings-as-errors"), count > 0 else { return }
        throw .message("\(count) warning\(count == 1 ? "" : "s") received")
    }

    /// One line of standard input, without its end.
    func readLine() async throws(KubectlError) -> String {
        var line: [UInt8] = []
        while line.count < 4096 {
            let byte: [UInt8]?
            do { byte = try await environment.standardInput.read(upTo: 1) } catch {
                throw .interrupted
            }
            guard let byte, byte != [10] else { break }
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// All of standard input.
    func readInput() async throws(KubectlError) -> [UInt8] {
        do { return try await environment.standardInput.readAll() } catch { throw .interrupted }
    }

    // MARK: - The server

    func config() throws(KubectlError) -> KubectlConfig {
        if let config = opened.value.config { return config }
        let config = try Kubeconfig.resolve(environment, globalFlags)
        opened.value.config = config
        return config
    }

    func client() async throws(KubectlError) -> RESTClient {
        if let client = opened.value.client { return client }
        let config = try config()
        let transport = try await environment.client(config)
        let client = RESTClient(transport: transport, config: config, invocation: self)
        opened.value.client = client
        if globalFlags.bool("match-server-version") {
            try Version.requireSame(as: try await client.value("GET", "/version"))
        }
        return client
    }

    func mapper() async throws(KubectlError) -> ResourceMapper {
        if let mapper = opened.value.mapper { return mapper }
        let mapper = try await ResourceMapper.discover(try await client())
        opened.value.mapper = mapper
        return mapper
    }

    /// The namespace that commands work in: the flag's, the context's, or `default`.
    func namespace() throws(KubectlError) -> String { try config().namespace }

    // MARK: - Common flags

    func usage(_ text: String) -> KubectlError { .usage(text, of: commandPath) }

    func dryRun() throws(KubectlError) -> DryRun {
        switch flags.string("dry-run") {
        case nil, "none": return .none
        case "client", "unchanged": return .client
        case "server": return .server
        case let other?:
            if FlagValues.truth(other) == true { return .client }
            if FlagValues.truth(other) == false { return .none }
            throw .message(
                "Invalid dry-run value (\(other)). Must be \"none\", \"server\", or \"client\".")
        }
    }
}

/// How far a changing command goes.
enum DryRun: Sendable {
    case none
    /// Only shows what would be sent.
    case client
    /// Lets the server do everything but store it.
    case server

    /// What is added to the line about an object.
    var suffix: String {
        switch self {
        case .none: ""
        case .client: " (dry run)"
        case .server: " (server dry run)"
        }
    }

    /// The query that asks the server not to store.
    var query: [(String, String)] { self == .server ? [("dryRun", "All")] : [] }
}
