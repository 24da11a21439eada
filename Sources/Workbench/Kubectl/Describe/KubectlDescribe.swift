import API

/// `kubectl describe`: everything about objects, for people.
enum KubectlDescribe {
    static let spec = CommandSpec(
        "describe", summary: "Show details of a specific resource or group of resources",
        flags: Invocation.fileFlags + [
            .string("selector", "l"), .bool("all-namespaces", "A"), .bool("show-events"),
            .int("chunk-size"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        guard !invocation.arguments.isEmpty || !invocation.flags.list("filename").isEmpty else {
            throw .message(
                "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a"
                    + " complete list of supported resources.\n")
        }
        let selection = try await selection(invocation)
        guard !selection.infos.isEmpty || !selection.errors.isEmpty else {
            let across = invocation.flags.bool("all-namespaces")
            let place = across ? "" : " in \(try invocation.namespace()) namespace"
            return try await invocation.printError(
                "No resources found\(place).\n".replacing("found.", with: "found"))
        }
        let describer = Describer(
            invocation,
            showsEvents: invocation.flags.bool("show-events", default: true)
                && selection.infos.count == 1)
        for (index, info) in selection.infos.enumerated() {
            let text = try await describer.text(of: info)
            try await invocation.print((index > 0 ? "\n\n" : "") + text)
        }
        if let error = KubectlError.all(selection.errors) { throw error }
    }

    /// Objects by name, by selector, or all of a type; a name that is not there may be a prefix.
    private static func selection(_ invocation: Invocation) async throws(KubectlError)
        -> ResourceSelection
    {
        if !invocation.flags.list("filename").isEmpty { return try await invocation.select() }
        let parsed = try ResourceArguments.parse(
            invocation.arguments, try await invocation.mapper(),
            hasSelector: invocation.flags.isSet("selector"))
        var selection = ResourceSelection()
        for target in parsed.targets {
            guard let name = target.name else {
                selection.infos += try await invocation.list(
                    target.mapping, across: invocation.flags.bool("all-namespaces"))
                continue
            }
            do { selection.infos.append(try await invocation.get(target.mapping, name)) } catch {
                guard error.isNotFound else {
                    guard case .server = error else { throw error }
                    selection.errors.append(error)
                    continue
                }
                let matches = try await invocation.list(target.mapping).filter {
                    $0.name.hasPrefix(name)
                }
                if matches.isEmpty { selection.errors.append(error) }
                selection.infos += matches
            }
        }
        return selection
    }
}

/// Chooses the description of a kind, and fetches what it needs besides the object.
struct Describer {
    let invocation: Invocation
    let showsEvents: Bool

    init(_ invocation: Invocation, showsEvents: Bool) {
        self.invocation = invocation
        self.showsEvents = showsEvents
    }

    func text(of info: ResourceInfo) async throws(KubectlError) -> String {
        var description = Description(now: invocation.now)
        let object = info.object
        switch info.mapping.resource.groupResource.description {
        case "pods": DescribePod.write(object, &description)
        case "nodes": return try await DescribeNode(self).text(info)
        case "services": return try await DescribeService(self).text(info)
        case "endpoints": DescribeEndpoints.write(object, &description)
        case "endpointslices.discovery.k8s.io": DescribeEndpoints.write(slice: object, &description)
        case "namespaces": return try await DescribeNamespace(self).text(info)
        case "configmaps": DescribeData.write(configMap: object, &description)
        case "secrets":
            DescribeData.write(secret: object, &description)
            return description.aligned
        case "serviceaccounts": try await DescribeAccess(self).write(account: info, &description)
        case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io":
            DescribeAccess.write(role: object, &description)
            return description.aligned
        case "rolebindings.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io":
            DescribeAccess.write(binding: object, &description)
            return description.aligned
        case "jobs.batch": DescribeWorkload.write(job: object, &description)
        case "deployments.apps": try await DescribeDeployment(self).write(info, &description)
        case "replicasets.apps", "replicationcontrollers":
            DescribeWorkload.write(replicaSet: object, try await podCounts(info), &description)
        case "daemonsets.apps":
            DescribeWorkload.write(daemonSet: object, try await podCounts(info), &description)
        case "statefulsets.apps":
            DescribeWorkload.write(statefulSet: object, try await podCounts(info), &description)
        case "persistentvolumeclaims":
            try await DescribeStorage(self).write(claim: info, &description)
        case "persistentvolumes": DescribeStorage.write(volume: object, &description)
        case "resourcequotas":
            DescribeLimits.write(quota: object, &description)
            return description.aligned
        case "limitranges":
            DescribeLimits.write(range: object, &description)
            return description.aligned
        default: DescribeGeneric.write(object, &description)
        }
        description.events(try await events(of: info))
        return description.aligned
    }

    /// The events about an object, oldest first; nil if none are to be shown.
    func events(of info: ResourceInfo) async throws(KubectlError) -> [Value]? {
        guard showsEvents else { return nil }
        let events = try await invocation.mapper().resource(named: "events")
        var selector = [
            "involvedObject.name=\(info.name)", "involvedObject.kind=\(info.mapping.kind)",
        ]
        if !info.namespace.isEmpty { selector.append("involvedObject.namespace=\(info.namespace)") }
        // A node's events carry its name in place of its uid.
        if let uid = info.object["metadata"]["uid"].string, info.mapping.kind != "Node" {
            selector.append("involvedObject.uid=\(uid)")
        }
        let query = [("fieldSelector", selector.joined(separator: ",")), ("limit", "500")]
        guard
            let found = try? await invocation.client().wholeList(
                events, namespace: info.namespace, query)
        else { return [] }
        return EventAge.sorted(found)
    }

    /// How many pods of a workload are in which phase.
    func podCounts(_ info: ResourceInfo) async throws(KubectlError) -> PodCounts {
        guard let selector = Formats.selector(of: info.object) else { return PodCounts() }
        let pods = try await invocation.mapper().resource(named: "pods")
        let uid = info.object["metadata"]["uid"].string
        var counts = PodCounts()
        let found = try await invocation.client().wholeList(
            pods, namespace: info.namespace, [("labelSelector", selector)])
        for pod in found {
            let owner = pod["metadata"]["ownerReferences"].array?.first {
                $0["controller"].bool == true
            }
            guard owner["uid"].string == uid else { continue }
            counts.add(pod["status"]["phase"].string ?? "")
        }
        return counts
    }
}

/// `3 Running / 0 Waiting / 0 Succeeded / 0 Failed`.
struct PodCounts {
    private var running = 0
    private var waiting = 0
    private var succeeded = 0
    private var failed = 0

    mutating func add(_ phase: String) {
        switch phase {
        case "Running": running += 1
        case "Pending": waiting += 1
        case "Succeeded": succeeded += 1
        case "Failed": failed += 1
        default: break
        }
    }

    var text: String {
        "\(running) Running / \(waiting) Waiting / \(succeeded) Succeeded / \(failed) Failed"
    }
}
