import API
import APIServer
import Cluster
import ContainerRuntime
import Etcdctl
package import Kubectl
package import Session

/// A session as the completer sees it.
///
/// Everything is read where it lies: files in the file system of the shell in front, objects in the
/// API server's watch cache. No request is made and no time passes, so that completing words leaves
/// no trace: ids, versions, random numbers and recordings are the same with and without it.
package struct SessionCompletion: CompletionContext {
    private let session: LearnerSession
    private let shell: ShellSession
    private let labs: [String]

    /// Nil while no shell reads what is typed. `labs` are the numbers after `lab`.
    package init?(_ session: LearnerSession, terminal: SessionTerminal, labs: [String] = []) {
        guard let shell = terminal.shell, terminal.prompt?.isEmpty == false else { return nil }
        (self.session, self.shell, self.labs) = (session, shell, labs)
    }

    package var commands: [String] { shell.commandNames }
    package var variables: [String] { shell.variableNames }
    package var home: String { shell.value("HOME") ?? shell.process.machine.user.home }
    package var workingDirectory: String { shell.process.workingDirectory }

    package func entries(of folder: String) -> [CompletionEntry] {
        let files = shell.process.files
        let names = (try? files.list(folder)) ?? []
        return names.sorted().map { name in
            let status = try? files.stat("\(folder)/\(name)")
            return CompletionEntry(name, isFolder: status?.kind == .directory)
        }
    }

    package func alias(_ word: String) -> String? { shell.alias(word) }

    /// The programs of the prompt; a container has none of them, nor has it their names.
    package func subcommands(of program: String) -> [String] {
        switch program {
        case "etcdctl": EtcdctlCommand.commandPaths
        case "clock": ["show", "pace instant", "pace real", "pace step", "advance"]
        case "check": ["hint"]
        case "partition": ["--one-way"] + etcdMembers
        case "crash", "restart": etcdMembers
        case "timeline": ["--svg"]
        case "reset": ["lab"]
        case "lab": labs
        default: []
        }
    }

    private var etcdMembers: [String] { session.cluster.etcdGroup?.names ?? [] }

    package var kubectl: any KubectlCompletionSource {
        ClusterNames(cluster: session.cluster, shell: shell)
    }
}

/// The cluster's objects by name, out of the API server's cache.
private struct ClusterNames: KubectlCompletionSource {
    private let cluster: Cluster
    private let kubeconfig: KubeconfigNames

    init(cluster: Cluster, shell: ShellSession) {
        self.cluster = cluster
        let files = shell.process.files
        let folder = shell.process.workingDirectory
        kubeconfig = KubeconfigNames(variables: shell.environment) { path in
            try? files.read(path.hasPrefix("/") ? path : "\(folder)/\(path)")
        }
    }

    var namespace: String { kubeconfig.namespace }
    var resources: [APIResource] { ResourceCatalog.shared.resources }

    func configured(_ list: String) -> [String] { kubeconfig.names(of: list) }

    func names(of resource: APIResource, in namespace: String) -> [String] {
        let objects = cluster.apiServer?.registry.cachedList(
            resource.groupVersionResource, namespace: resource.isNamespaced ? namespace : "")
        return (objects ?? []).compactMap { $0["metadata"]["name"].string }
    }

    func containers(
        of resource: APIResource, named name: String, in namespace: String
    ) -> [String] {
        let object = cluster.apiServer?.registry.cached(
            resource.groupVersionResource, namespace: namespace, name: name)
        let spec = resource.name == "pods" ? object["spec"] : object["spec"]["template"]["spec"]
        let containers = (spec["initContainers"].array ?? []) + (spec["containers"].array ?? [])
        return containers.compactMap { $0["name"].string }
    }
}
