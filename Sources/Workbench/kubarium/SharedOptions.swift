import ArgumentParser
import Cluster
import Foundation
import Labs
import Session

/// Options that every command has.
struct LanguageOptions: ParsableArguments {
    @Option(help: "Language of labs and messages: en or zh.")
    var lang: Language?

    /// As given, else as the environment's locale says.
    var language: Language {
        if let lang { return lang }
        let variables = ProcessInfo.processInfo.environment
        let locale = variables["LC_ALL"] ?? variables["LC_MESSAGES"] ?? variables["LANG"] ?? ""
        return locale.hasPrefix("zh") ? .chinese : .english
    }

    var texts: Texts { Texts(language) }

    /// The labs of this installation.
    func library() throws(Failure) -> LabLibrary {
        do {
            return try LabLibrary.find(
                language: language, environment: ProcessInfo.processInfo.environment,
                executable: Bundle.main.executablePath ?? CommandLine.arguments[0],
                workingDirectory: FileManager.default.currentDirectoryPath)
        } catch { throw Failure(error.description) }
    }
}

extension Language: ExpressibleByArgument {}
extension Pace: ExpressibleByArgument {}

/// Options of commands that open a session.
struct SessionOptions: ParsableArguments {
    @Option(help: "The seed: the same seed and the same input give the same screens.")
    var seed: UInt64?

    @Option(help: "How the clock goes: real, instant or step.")
    var pace: Pace?

    @Option(help: "Where etcd keeps its data; without it, in memory.")
    var dataDir: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "A folder that is mirrored in the master's home directory.")
    var workspace: String?

    @Option(help: "How many nodes the cluster has, the master included: 1 to 50.")
    var nodes: Int?

    @Option(help: "How many members etcd has, each on a machine of its own if several: 1 to 7.")
    var etcdMembers: Int?

    @Option(
        help: ArgumentHelp(
            "Admission plugins of the API server that are on besides the usual ones.",
            valueName: "names"))
    var enableAdmissionPlugins: String?

    @Option(
        help: ArgumentHelp(
            "Usual admission plugins of the API server that are off.", valueName: "names"))
    var disableAdmissionPlugins: String?

    @Option(help: "Whose session it is: the seed follows from the name and --class.")
    var learner: String?

    @Option(
        name: .customLong("class"),
        help: "The word of the class, as its teacher says: see grade --seed-per-learner.")
    var classWord: String?

    func validate() throws {
        if (learner == nil) != (classWord == nil) {
            throw ValidationError("--learner and --class belong together")
        }
        if seed != nil, learner != nil {
            throw ValidationError("--seed and --learner exclude one another")
        }
        if dataDir != nil, store.store != nil {
            throw ValidationError("--data-dir and --store exclude one another")
        }
        if let refusal = Topology.refusal(nodeCount: nodes ?? 1, etcdMembers: etcdMembers ?? 1) {
            throw ValidationError("--" + refusal)
        }
        if let etcdMembers, etcdMembers > 1, store.store != nil {
            throw ValidationError("--etcd-members excludes --store")
        }
        if let problem = topology.admissionProblem { throw ValidationError(problem) }
    }

    var nodeCount: Int { topology.nodes.count }

    /// Whether the cluster outlives the session.
    var isKept: Bool { dataDir != nil || store.store != nil }

    /// Where the cluster's etcd keeps its data.
    func storage() throws(Failure) -> ClusterStorage {
        if let external = try store.external() { return .external(external) }
        return dataDir.map { .directory($0) } ?? .memory
    }

    /// What was asked for; nil for the lab's own.
    var chosenSeed: UInt64? {
        if let learner, let classWord { return LearnerSeed(secret: classWord).seed(of: learner) }
        return seed
    }

    var topology: Topology {
        var topology = Topology(
            nodeCount: nodes ?? Topology.document.nodes.count, etcdMembers: etcdMembers ?? 1)
        func names(_ list: String?) -> [String] {
            list.map { $0.split(separator: ",").map(String.init) } ?? []
        }
        topology.enableAdmissionPlugins += names(enableAdmissionPlugins)
        topology.disableAdmissionPlugins += names(disableAdmissionPlugins)
        return topology
    }
}

/// Whether something is kept of the learner between runs.
struct StateOptions: ParsableArguments {
    @Flag(help: "Keep nothing between runs: no progress, no unfinished sessions.")
    var noState = false

    /// Nil if nothing is to be kept, or if there is no place for it.
    var store: ProgressStore? {
        if noState { return nil }
        return ProgressStore.folder(environment: ProcessInfo.processInfo.environment)
            .map(ProgressStore.init(folder:))
    }
}

enum StandardError {
    static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
