import API

/// Says what may stand at the cursor of a kubectl command line: commands, flags, kinds, names.
///
/// ```
/// kubectl ge│            get
/// kubectl get d│         daemonsets, deploy, deployments, ds
/// kubectl get po -n k│   kube-node-lease, kube-public, kube-system
/// kubectl logs two -c │  the containers of the pod two
/// ```
package struct KubectlCompleter {
    private let source: any KubectlCompletionSource

    package init(_ source: any KubectlCompletionSource) { self.source = source }

    /// `before` and `after` are the other words of the command, without `kubectl` itself.
    package func offer(
        before: [String], partial: String, after: [String] = []
    ) -> KubectlOffer {
        let line = KubectlLine(before: before, after: after)
        if line.isBehindDashes { return line.path == "exec" ? .command : .words([]) }
        if let flag = line.openFlag { return values(of: flag, partial, line) }
        if partial.hasPrefix("-") { return flags(partial, line) }
        if !line.command.subcommands.isEmpty, line.arguments.isEmpty {
            let refused = Set(line.path.isEmpty ? CommandTree.refused.map(\.name) : [])
            let names = line.command.subcommands.map(\.name).filter { !refused.contains($0) }
            return .words(names)
        }
        return arguments(partial, line)
    }

    // MARK: - Arguments

    /// Which kinds a command is for; nil for every kind.
    private static let kinds: [String: [String]] = [
        "autoscale": ["deployments", "replicasets", "replicationcontrollers", "statefulsets"],
        "expose": ["deployments", "pods", "replicasets", "replicationcontrollers", "services"],
        "rollout history": ["daemonsets", "deployments", "statefulsets"],
        "rollout pause": ["deployments"], "rollout resume": ["deployments"],
        "rollout restart": ["daemonsets", "deployments", "statefulsets"],
        "rollout status": ["daemonsets", "deployments", "statefulsets"],
        "rollout undo": ["daemonsets", "deployments", "statefulsets"],
        "scale": ["deployments", "replicasets", "replicationcontrollers", "statefulsets"],
        "set selector": ["services"], "set subject": ["clusterrolebindings", "rolebindings"],
        "taint": ["nodes"],
    ]

    /// Commands whose arguments are a type and names, or pairs of both.
    private static let typed: Set<String> = [
        "annotate", "delete", "describe", "edit", "get", "label", "patch", "set env", "set image",
        "set resources", "set serviceaccount", "wait",
    ]

    /// Commands whose arguments are names of one kind.
    private static let named: [String: String] = [
        "cordon": "nodes", "drain": "nodes", "top node": "nodes", "top nodes": "nodes",
        "top pod": "pods", "top pods": "pods", "uncordon": "nodes",
    ]

    private static let verbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    private func arguments(_ partial: String, _ line: KubectlLine) -> KubectlOffer {
        switch line.path {
        case "logs", "exec", "attach":
            guard line.arguments.isEmpty else { return .words([]) }
            if partial.contains("/") { return .words(pairs(partial, nil, line)) }
            return .words(names("pods", line))
        case "explain", "create token":
            guard line.arguments.isEmpty else { return .words([]) }
            return .words(line.path == "explain" ? types(partial, nil) : names("sa", line))
        case "auth can-i":
            if line.arguments.isEmpty { return .words(Self.verbs) }
            return .words(line.arguments.count == 1 ? types(partial, nil) : [])
        case "config use-context", "config set-context", "config delete-context":
            return .words(source.configured("contexts"))
        default: break
        }
        if let kind = Self.named[line.path] { return .words(names(kind, line)) }
        if Self.typed.contains(line.path) || Self.kinds[line.path] != nil {
            return .words(typeThenNames(partial, line))
        }
        return .words([])
    }

    private func typeThenNames(_ partial: String, _ line: KubectlLine) -> [String] {
        let kinds = Self.kinds[line.path]
        if partial.contains("/") { return pairs(partial, kinds, line) }
        guard let first = line.arguments.first else { return types(partial, kinds) }
        if line.path == "set image", let object = object(line) {
            let containers = source.containers(
                of: object.resource, named: object.name, in: namespace(line))
            return containers.map { $0 + "=" }
        }
        // After `pod/web` only another such pair can follow.
        if first.contains("/") { return types(partial, kinds).map { $0 + "/" } }
        let typed = Set(line.arguments.dropFirst())
        let found = first.split(separator: ",").flatMap { names(String($0), line) }
        return found.filter { !typed.contains($0) }
    }

    /// The kinds; short names only once something is typed, or they would hide the long ones.
    private func types(_ partial: String, _ kinds: [String]?) -> [String] {
        let head = partial.lastIndex(of: ",").map { String(partial[...$0]) } ?? ""
        let tail = partial.dropFirst(head.count)
        let listed = source.resources.filter { resource in
            resource.verbs.contains("get") && kinds?.contains(resource.name) ?? true
        }
        var words = listed.map(\.name)
        if !tail.isEmpty { words += listed.flatMap(\.shortNames) }
        if kinds == nil { words.append("all") }
        return words.map { head + $0 }
    }

    /// `pod/web`.
    private func pairs(
        _ partial: String, _ kinds: [String]?, _ line: KubectlLine
    ) -> [String] {
        let word = String(partial.prefix { $0 != "/" })
        guard let resource = resource(word), kinds?.contains(resource.name) ?? true else {
            return []
        }
        return names(word, line).map { "\(word)/\($0)" }
    }

    private func names(_ word: String, _ line: KubectlLine) -> [String] {
        guard let resource = resource(word) else { return [] }
        return source.names(of: resource, in: namespace(line))
    }

    private func namespace(_ line: KubectlLine) -> String {
        line.values["namespace"] ?? source.namespace
    }

    private func resource(_ word: String) -> APIResource? {
        let parts = word.lowercased().split(separator: ".", maxSplits: 1)
        guard let name = parts.first.map(String.init) else { return nil }
        return source.resources.first { resource in
            let isCalled =
                name == resource.name || name == resource.singularName
                || resource.shortNames.contains(name) || name == resource.kind.lowercased()
            return isCalled && (parts.count < 2 || resource.group.hasPrefix(parts[1]))
        }
    }

    /// The object that the arguments name: `web` of a command about pods, `deploy/web`, `deploy web`.
    private func object(_ line: KubectlLine) -> (resource: APIResource, name: String)? {
        guard let first = line.arguments.first else { return nil }
        let parts = first.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2 { return resource(parts[0]).map { ($0, parts[1]) } }
        if ["logs", "exec", "attach"].contains(line.path) {
            return resource("pods").map { ($0, first) }
        }
        guard line.arguments.count > 1 else { return nil }
        return resource(first).map { ($0, line.arguments[1]) }
    }

    // MARK: - Flags

    private func flags(_ partial: String, _ line: KubectlLine) -> KubectlOffer {
        if let (flag, length) = line.joined(partial) {
            let head = String(partial.prefix(length))
            let offer = values(of: flag, String(partial.dropFirst(length)), line)
            guard case .words(let words) = offer else { return offer }
            return .words(words.map { head + $0 })
        }
        let offered = line.flags.filter { flag in
            if case .refused = flag.treatment { return false }
            return flag.deprecation == nil && line.values[flag.name] == nil
        }
        return .words(offered.map { "--" + $0.name })
    }

    private static let fileFlags: Set<String> = [
        "cert", "certificate-authority", "client-certificate", "client-key", "filename",
        "from-env-file", "from-file", "key", "kubeconfig", "kustomize", "patch-file",
    ]

    private static let listed: [String: [String]] = [
        "cascade": ["background", "foreground", "orphan"], "dry-run": ["client", "none", "server"],
        "field-selector": [
            "metadata.name=", "metadata.namespace=", "spec.nodeName=", "status.phase=",
        ],
        "for": ["condition=", "create", "delete", "jsonpath="],
        "image-pull-policy": ["Always", "IfNotPresent", "Never"],
        "restart": ["Always", "Never", "OnFailure"], "verb": verbs,
    ]

    private static let formats = [
        "custom-columns=", "custom-columns-file=", "go-template=", "go-template-file=", "json",
        "jsonpath=", "jsonpath-file=", "name", "wide", "yaml",
    ]

    private static let namesOfFlag: [String: String] = [
        "clusterrole": "clusterroles", "namespace": "namespaces", "role": "roles",
        "serviceaccount": "serviceaccounts",
    ]

    private func values(
        of flag: Flag, _ partial: String, _ line: KubectlLine
    ) -> KubectlOffer {
        if Self.fileFlags.contains(flag.name) { return .files }
        if let kind = Self.namesOfFlag[flag.name] { return .words(names(kind, line)) }
        if let words = Self.listed[flag.name] { return .words(words) }
        switch flag.name {
        case "output":
            let isWide = line.path == "get" || line.path.hasPrefix("api-")
            return .words(Self.formats.filter { isWide || $0 != "wide" })
        case "container", "containers":
            guard let object = object(line) else { return .words([]) }
            return .words(
                source.containers(of: object.resource, named: object.name, in: namespace(line)))
        case "context": return .words(source.configured("contexts"))
        case "cluster": return .words(source.configured("clusters"))
        case "user": return .words(source.configured("users"))
        case "resource": return .words(types(partial, nil))
        case "type":
            return .words(
                line.path == "patch"
                    ? ["json", "merge", "strategic"]
                    : ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])
        default: return .words([])
        }
    }
}
