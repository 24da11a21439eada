package import API

/// What completion asks of the cluster. Answers must be at hand: nothing is sent anywhere.
package protocol KubectlCompletionSource {
    /// The namespace of commands that name none.
    var namespace: String { get }

    /// What the server serves, in discovery's order.
    var resources: [APIResource] { get }

    /// The names of a resource's objects; `namespace` does not count for those that have none.
    func names(of resource: APIResource, in namespace: String) -> [String]

    /// The containers of a pod, or of a workload's template.
    func containers(of resource: APIResource, named name: String, in namespace: String) -> [String]

    /// The names in a list of the kubeconfig: `contexts`, `clusters`, `users`.
    func configured(_ list: String) -> [String]
}

/// What may stand where the cursor is in a command line of kubectl.
package enum KubectlOffer: Hashable, Sendable {
    /// These words; whoever asked picks those that go on from what is typed.
    case words([String])
    case files
    /// A command of the container, behind `--`.
    case command
}

/// The parts of a kubeconfig that completion wants.
package struct KubeconfigNames: Sendable {
    /// Of the current context; `default` if that names none.
    package private(set) var namespace = "default"
    private var value = Kubeconfig.empty

    /// Reads the file that `variables` name; `read` gives a file's contents, nil if there is none.
    package init(variables: [String: String], read: (String) -> [UInt8]?) {
        let home = variables["HOME"] ?? "/root"
        let named = variables["KUBECONFIG"]?.split(separator: ":").map(String.init) ?? []
        let paths = named + [home + "/.kube/config", "/etc/kubernetes/admin.conf"]
        guard let bytes = paths.lazy.compactMap(read).first else {
            let file = Kubeconfig.serviceAccount + "/namespace"
            if let text = read(file) { namespace = String(decoding: text, as: UTF8.self) }
            return
        }
        guard let value = (try? Formats.documents(bytes))?.first else { return }
        self.value = value
        let file = Kubeconfig(path: "", value: value)
        let context = file.entry("contexts", "context", named: file.currentContext)
        if let name = context["namespace"].string, !name.isEmpty { namespace = name }
    }

    /// `contexts`, `clusters` or `users`.
    package func names(of list: String) -> [String] {
        value[list].array?.compactMap { $0["name"].string } ?? []
    }
}
